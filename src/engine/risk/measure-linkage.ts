import { topOf, type Hierarchy } from '../../anonymity/hierarchy.ts'
import { linkExactly } from '../../anonymity/linkage/link-exactly.ts'
import { linkNoisily } from '../../anonymity/linkage/link-noisily.ts'
import type { LinkedColumn, LinkedTable } from '../../anonymity/linkage/linked-table.ts'
import { indexRows } from '../../anonymity/linkage/row-index.ts'
import { thinned } from '../../anonymity/linkage/thin.ts'
import { uniqueCombinations } from '../../anonymity/linkage/unique-combinations.ts'
import { WITHHELD } from '../../detect/publishable.ts'
import { rounded, type AttackRisk, type UndeclaredRisk } from '../../evidence/release/risk.ts'
import type { MeasuredSolution } from '../../plan/anonymity/solution.ts'
import type { PlannedAnonymity, SourcePlan } from '../../plan/plan.ts'
import type { CollectedLinks } from '../passes/link-collector.ts'
import { codeOfText } from '../worker/link-sample.ts'
import { shownPath } from '../read/shown-path.ts'

/** Columns that are compared (decision 36). */
const MOST_COLUMNS = 20
/** Records by which it is told which columns have the most values. */
const RANKED_ON = 50_000
/** Share of the columns of which an attacker with noisy knowledge has another record's value. */
const WRONG = 0.25
const LISTED = 5

/** What the classes of all records say. */
export interface KnownClasses {
  records: number
  quasiIdentifiers: readonly string[]
  /** share of the records that are alone in their class */
  alone: number
}

/**
 * Attacks a release: what was written is linked to the original records. Names of fields that the policy does not spell out
 * are shown only if `publishable`.
 */
export function measureAttack(
  source: SourcePlan,
  { seeds, columns }: CollectedLinks,
  { records, quasiIdentifiers, alone }: KnownClasses,
  solution: MeasuredSolution | undefined,
  publishable: (name: string) => boolean,
): AttackRisk {
  // What the policy calls quasi-identifiers is measured before all else: without it the shares would look small.
  const [quasi, others] = [columns.filter((c) => isQuasi(source, c)), columns.filter((c) => !isQuasi(source, c))]
  const ranked = [...byValues(seeds, quasi), ...byValues(seeds, others)]
  const compared = ranked.slice(0, MOST_COLUMNS).sort(byPath)
  const covers = solution && source.anonymity && coversOf(source.anonymity, solution.hierarchies)
  const table: LinkedTable = {
    records: seeds.length,
    seeds,
    columns: compared.map((column) => linkedColumn(column, covers?.get(column.path))),
  }
  const quasiColumns = table.columns.filter((_, i) => isQuasi(source, compared[i]!))
  const noisy = linkNoisily(table, WRONG)
  const share = (n: number, of: number) => (of === 0 ? 0 : rounded(n / of))
  const shown = (column: CollectedColumn) => shownPath(source, column.path, publishable)
  const names = compared.map(shown)
  // Who is not alone in a class cannot be told from the others by the quasi-identifiers, whatever a sample shows of them.
  const byQuasi = (own: LinkedTable) =>
    alone === 0 ? 0 : Math.min(share(linkExactly(own), seeds.length), seeds.length < records ? alone : 1)
  return {
    sample: { records: seeds.length, of: records },
    columns: names,
    notMeasured: ranked.slice(MOST_COLUMNS).sort(byPath).map(shown),
    exact: names.every((name) => name !== WITHHELD && quasiIdentifiers.includes(name))
      ? byQuasi(table)
      : share(linkExactly(table), seeds.length),
    noisy: noisy ? { share: share(noisy.found, noisy.targets), targets: noisy.targets, wrong: noisy.wrong } : null,
    quasiIdentifiers: byQuasi({ ...table, columns: quasiColumns }),
  }
}

/** Tries the columns that nobody declared as quasi-identifiers for combinations by which records are alone. */
export function measureUndeclared(
  source: SourcePlan,
  { seeds, columns }: CollectedLinks,
  records: number,
  publishable: (name: string) => boolean,
): UndeclaredRisk {
  const open = columns.filter((column) => !isQuasi(source, column) && column.comparison.kind !== 'near')
  const ranked = byValues(seeds, open)
  const tried = ranked.slice(0, MOST_COLUMNS).sort(byPath)
  const shown = (column: CollectedColumn) => shownPath(source, column.path, publishable)
  const found = uniqueCombinations(
    tried.map(({ written }) => written),
    seeds,
    LISTED,
  )
  return {
    sample: { records: seeds.length, of: records },
    columns: tried.map(shown),
    notMeasured: ranked.slice(MOST_COLUMNS).sort(byPath).map(shown),
    combinations: found.tried,
    worst: found.worst.map((own) => ({
      fields: own.columns.map((i) => shown(tried[i]!)),
      unique: rounded(own.unique),
    })),
  }
}

type CollectedColumn = CollectedLinks['columns'][number]

function linkedColumn(
  { path: name, known, written, comparison }: CollectedColumn,
  covers: ReadonlyMap<number, readonly number[]> | undefined,
): LinkedColumn {
  const sides = { name, known, written }
  if (comparison.kind === 'near') return { ...sides, kind: 'near', reach: comparison.reach, of: comparison.of }
  return comparison.kind === 'covered' && covers
    ? { ...sides, kind: 'covered', covers }
    : { ...sides, kind: 'computed' }
}

function isQuasi(source: SourcePlan, { field }: CollectedColumn): boolean {
  return field >= 0 && source.fields[field]!.role === 'quasi-identifier'
}

function byPath(a: CollectedColumn, b: CollectedColumn): number {
  return a.path < b.path ? -1 : 1
}

/** The columns, those with the most values first. */
function byValues(seeds: Float64Array, columns: readonly CollectedColumn[]): CollectedColumn[] {
  const rows = thinned(seeds, RANKED_ON)
  const ranked = columns.map((column) => {
    const codes = Float64Array.from(rows, (row) => column.written[row]!)
    return { column, values: indexRows([codes], rows.length).sizes.length }
  })
  return ranked.sort((a, b) => b.values - a.values || byPath(a.column, b.column)).map(({ column }) => column)
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
