import { topOf, type Hierarchy } from '../anonymity/hierarchy.ts'
import { linkExactly } from '../anonymity/linkage/link-exactly.ts'
import { linkNoisily } from '../anonymity/linkage/link-noisily.ts'
import type { LinkedColumn, LinkedTable } from '../anonymity/linkage/linked-table.ts'
import { indexRows } from '../anonymity/linkage/row-index.ts'
import { thinned } from '../anonymity/linkage/thin.ts'
import { uniqueCombinations } from '../anonymity/linkage/unique-combinations.ts'
import { WITHHELD } from '../detect/publishable.ts'
import { rounded, type AttackRisk, type UndeclaredRisk } from '../evidence/release/risk.ts'
import type { Solution } from '../plan/anonymity/solve.ts'
import type { PlannedAnonymity, SourcePlan } from '../plan/plan.ts'
import type { CollectedLinks } from './link-collector.ts'
import { codeOfText } from './link-sample.ts'

/** Columns that are compared (decision 36). */
const MOST_COLUMNS = 20
/** Records by which it is told which columns have the most values. */
const RANKED_ON = 50_000
/** Share of the columns of which an attacker with noisy knowledge has another record's value. */
const WRONG = 0.25
const LISTED = 5

/**
 * Attacks a release: what was written is linked to the original records, and the columns that nobody declared are tried
 * for combinations by which records are alone. Names of fields that the policy does not spell out are shown only if
 * `publishable`.
 */
export function measureLinkage(
  source: SourcePlan,
  links: CollectedLinks,
  records: number,
  solution: Solution | undefined,
  publishable: (name: string) => boolean,
): { attack: AttackRisk; undeclared: UndeclaredRisk } {
  const { seeds, columns } = links
  const ranked = byValues(links)
  const compared = ranked.slice(0, MOST_COLUMNS).sort(byName)
  const covers = solution && source.anonymity && coversOf(source.anonymity, solution.hierarchies)
  const table: LinkedTable = {
    records: seeds.length,
    seeds,
    columns: compared.map((c): LinkedColumn => {
      const sides = { name: columns[c]!.path, known: columns[c]!.known, written: columns[c]!.written }
      const { comparison } = columns[c]!
      if (comparison.kind === 'near') return { ...sides, kind: 'near', reach: comparison.reach, of: comparison.of }
      const own = comparison.kind === 'covered' ? covers?.get(sides.name) : undefined
      return own ? { ...sides, kind: 'covered', covers: own } : { ...sides, kind: 'computed' }
    }),
  }
  const isQuasi = (c: number) => {
    const { field } = columns[c]!
    return field >= 0 && source.fields[field]!.role === 'quasi-identifier'
  }
  const shown = (c: number) => {
    const { path, field } = columns[c]!
    return (field >= 0 && source.fields[field]!.path === path) || publishable(path) ? path : WITHHELD
  }
  const share = (n: number, of: number) => (of === 0 ? 0 : rounded(n / of))
  const noisy = linkNoisily(table, WRONG)
  const open = ranked.filter((c) => !isQuasi(c) && columns[c]!.comparison.kind !== 'near')
  const tried = open.slice(0, MOST_COLUMNS).sort(byName)
  const found = uniqueCombinations(
    tried.map((c) => columns[c]!.written),
    seeds,
    LISTED,
  )
  const sample = { records: seeds.length, of: records }
  return {
    attack: {
      sample,
      columns: compared.map(shown),
      notMeasured: ranked.slice(MOST_COLUMNS).sort(byName).map(shown),
      exact: share(linkExactly(table), seeds.length),
      noisy: noisy ? { share: share(noisy.found, noisy.targets), targets: noisy.targets, wrong: noisy.wrong } : null,
      quasiIdentifiers: share(
        linkExactly({ ...table, columns: table.columns.filter((_, i) => isQuasi(compared[i]!)) }),
        seeds.length,
      ),
    },
    undeclared: {
      sample,
      columns: tried.map(shown),
      notMeasured: open.slice(MOST_COLUMNS).sort(byName).map(shown),
      combinations: found.tried,
      worst: found.worst.map((own) => ({
        fields: own.columns.map((i) => shown(tried[i]!)),
        unique: rounded(own.unique),
      })),
    },
  }

  /** The collected columns stand by name. */
  function byName(a: number, b: number): number {
    return a - b
  }
}

/** Numbers of the columns, those with the most values first. */
function byValues({ seeds, columns }: CollectedLinks): number[] {
  const rows = thinned(seeds, RANKED_ON)
  const values = columns.map(
    ({ written }) => indexRows([Float64Array.from(rows, (row) => written[row]!)], rows.length).sizes.length,
  )
  return [...columns.keys()].sort((a, b) => values[b]! - values[a]! || a - b)
}

/** By quasi-identifier: what may be published for each of its values. At the top all are alike, and may be left out. */
function coversOf(
  { fields }: PlannedAnonymity,
  hierarchies: readonly Hierarchy[],
): Map<string, ReadonlyMap<number, readonly number[]>> {
  return new Map(
    fields.map((field, q) => {
      const { levels, nullLeaf } = hierarchies[q]!
      const top = topOf(hierarchies[q]!)
      const ofLeaf = levels[0]!.values.map((_, leaf) => {
        const codes = levels.map(({ values, ofLeaf: node }, level) =>
          leaf === nullLeaf && level < top ? 0 : codeOfText(values[node[leaf]!]!),
        )
        return [...new Set(top > 0 ? [...codes, 0] : codes)]
      })
      return [field, new Map(ofLeaf.map((codes) => [codes[0]!, codes]))]
    }),
  )
}
