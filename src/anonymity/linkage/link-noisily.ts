import { isCompatible, type LinkedColumn, type LinkedTable } from './linked-table.ts'
import { indexRows } from './row-index.ts'
import { thinned } from './thin.ts'

/** Records that are looked for. */
const MOST_TARGETS = 2000
/** Candidates of a target by one band; a band that many records agree in tells nobody apart. */
const MOST_CANDIDATES = 1000
/** Columns of a band: few enough that some band is free of noise. */
const BAND = 3
/** What it is worth that a moved value is within reach, which many are. */
const NEARNESS = 1
/** Records by which it is estimated how rare a value is. */
const MOST_COUNTED = 50_000

export interface NoisyLinkage {
  /** records that were looked for */
  targets: number
  /** whose best match is unique and right */
  found: number
  /** columns of each that the attacker has wrong */
  wrong: number
}

/**
 * How many records are found again by who has some of their values wrong, and does not know which: a share of the columns
 * of each record is replaced by another record's. Probabilistic record linkage: candidates agree in all columns of a
 * band (blocking), each agreement counts log₂ of how rare the value is, and the best candidate has to be the only best
 * one. I. Fellegi and A. Sunter, "A theory for record linkage", JASA 64(328), 1969. One column cannot be partly wrong:
 * undefined.
 */
export function linkNoisily({ records, seeds, columns }: LinkedTable, share: number): NoisyLinkage | undefined {
  if (columns.length < 2 || records === 0) return undefined
  const rows = thinned(seeds, MOST_TARGETS)
  const wrong = Math.max(1, Math.round(share * columns.length))
  const knowledge = withNoise({ seeds, columns }, rows, wrong)
  const match = matcher(knowledge, columns, seeds)
  const best = { score: new Float64Array(rows.length), row: new Int32Array(rows.length).fill(-1) }
  const tied = new Uint8Array(rows.length)
  for (const band of bandsOf(columns, seeds)) {
    const { groups, of } = targetsByGroup(band, knowledge, columns, records)
    for (let row = 0; row < records; row++)
      for (const target of groups.get(of?.[row] ?? 0) ?? NOBODY) {
        // A candidate of several bands is still one.
        if (best.row[target] === row) continue
        const score = match(target, row)
        if (score < best.score[target]! || score === 0) continue
        tied[target] = score === best.score[target] && best.row[target]! >= 0 ? 1 : 0
        best.score[target] = score
        best.row[target] = row
      }
  }
  let found = 0
  for (const [target, row] of rows.entries()) if (best.row[target] === row && tied[target] === 0) found++
  return { targets: rows.length, found, wrong }
}

/** The columns as the attacker has them of the targets: `known` by target. Whose values stand where, the seeds say. */
function withNoise(
  { seeds, columns }: Pick<LinkedTable, 'seeds' | 'columns'>,
  rows: Uint32Array,
  wrong: number,
): LinkedColumn[] {
  const bySeed = Uint32Array.from(rows).sort((a, b) => seeds[a]! - seeds[b]!)
  const knowledge = columns.map((column) => ({ ...column, known: new Float64Array(rows.length) }))
  const order = new Float64Array(columns.length)
  for (const [target, row] of rows.entries()) {
    for (let c = 0; c < columns.length; c++) order[c] = scatter(seeds[row]!, c)
    const limit = order.slice().sort()[wrong - 1]!
    for (const [c, column] of columns.entries()) {
      const donor = bySeed[scatter(seeds[row]!, columns.length + c) % bySeed.length]!
      knowledge[c]!.known[target] = column.known[order[c]! <= limit ? donor : row]!
    }
  }
  return knowledge
}

/** 32 bits that hang on a seed and a number alone. */
function scatter(seed: number, n: number): number {
  let h = (seed >>> 0) ^ Math.imul(seed / 4294967296, 0x9e3779b1) ^ Math.imul(n + 1, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return (h ^ (h >>> 16)) >>> 0
}

const NOBODY: readonly number[] = []

/** Which columns stand together in a band goes by how many values they have: each gets some of many. */
function bandsOf(columns: readonly LinkedColumn[], seeds: Float64Array): number[][] {
  // Where there are few records, everyone is a candidate.
  if (seeds.length <= MOST_CANDIDATES) return [[]]
  const rows = thinned(seeds, MOST_COUNTED)
  const valuesOf = ({ written }: LinkedColumn) =>
    indexRows([Float64Array.from(rows, (row) => written[row]!)], rows.length).sizes.length
  const keyed = columns
    .map((column, c) => ({ c, column }))
    .filter(({ column }) => column.kind !== 'near')
    .map(({ c, column }) => ({ c, column, values: valuesOf(column) }))
    .sort((a, b) => b.values - a.values || (a.column.name < b.column.name ? -1 : 1))
  const count = Math.ceil(keyed.length / BAND)
  return Array.from({ length: count }, (_, band) => keyed.filter((_, i) => i % count === band).map(({ c }) => c))
}

/** Who is looked for in each group of records that agree in a band. `of`: group of each record; undefined: all are one. */
function targetsByGroup(
  band: readonly number[],
  knowledge: readonly LinkedColumn[],
  columns: readonly LinkedColumn[],
  records: number,
): { groups: Map<number, number[]>; of: Int32Array | undefined } {
  const targets = knowledge[0]!.known.length
  if (band.length === 0) return { groups: new Map([[0, [...Array(targets).keys()]]]), of: undefined }
  const index = indexRows(
    band.map((c) => columns[c]!.written),
    records,
  )
  const groups = new Map<number, number[]>()
  const probe = band.map(() => new Float64Array(1))
  for (let target = 0; target < targets; target++) {
    const agreeing = combinations(band.map((c) => writtenFor(knowledge[c]!, target))).flatMap((codes) => {
      codes.forEach((code, i) => (probe[i]![0] = code))
      const group = index.find(probe, 0)
      return group < 0 ? [] : [group]
    })
    if (agreeing.reduce((sum, group) => sum + index.sizes[group]!, 0) > MOST_CANDIDATES) continue
    for (const group of agreeing) {
      const own = groups.get(group)
      if (own) own.push(target)
      else groups.set(group, [target])
    }
  }
  return { groups, of: index.of }
}

function writtenFor(column: LinkedColumn, target: number): readonly number[] {
  const value = column.known[target]!
  return column.kind === 'covered' ? (column.covers.get(value) ?? [value]) : [value]
}

function combinations(lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>((all, list) => all.flatMap((some) => list.map((code) => [...some, code])), [[]])
}

/** How well a published record fits what is known of a target: an agreement is worth log₂ of one in how many has the value. */
function matcher(
  knowledge: readonly LinkedColumn[],
  columns: readonly LinkedColumn[],
  seeds: Float64Array,
): (target: number, row: number) => number {
  const rows = thinned(seeds, MOST_COUNTED)
  const weights = knowledge.map((column, c) => {
    const counts = new Map<number, number>()
    if (column.kind === 'near') return () => NEARNESS
    for (let target = 0; target < column.known.length; target++)
      for (const code of writtenFor(column, target)) counts.set(code, 0)
    for (const row of rows) {
      const code = columns[c]!.written[row]!
      const n = counts.get(code)
      if (n !== undefined) counts.set(code, n + 1)
    }
    return (code: number) => Math.log2(rows.length / Math.max(1, counts.get(code) ?? 1))
  })
  // What agrees with a computed value is that value, so its weight is known beforehand; of a covered one, all of them.
  const computed = knowledge.flatMap((column, c) =>
    column.kind === 'computed'
      ? [{ known: column.known, written: column.written, weight: column.known.map(weights[c]!) }]
      : [],
  )
  const covered = knowledge.flatMap((column, c) =>
    column.kind === 'covered'
      ? [
          {
            written: column.written,
            byTarget: Array.from(column.known, (_, target) =>
              writtenFor(column, target).map((code) => ({ code, weight: weights[c]!(code) })),
            ),
          },
        ]
      : [],
  )
  const near = knowledge.filter((column) => column.kind === 'near')
  return (target, row) => {
    let score = 0
    for (let i = 0; i < computed.length; i++) {
      const { known, written, weight } = computed[i]!
      if (known[target] === written[row]) score += weight[target]!
    }
    for (let i = 0; i < covered.length; i++) {
      const { written, byTarget } = covered[i]!
      const codes = byTarget[target]!
      for (let j = 0; j < codes.length; j++)
        if (codes[j]!.code === written[row]) {
          score += codes[j]!.weight
          break
        }
    }
    for (const column of near) if (isCompatible(column, target, row)) score += NEARNESS
    return score
  }
}
