import { isCompatible, type LinkedColumn, type LinkedTable } from './linked-table.ts'
import { indexRows } from './row-index.ts'
import { thinned } from './thin.ts'

/** Records that are looked for. */
const MOST_TARGETS = 5000
/** Candidates by one band; a band that many records agree in tells nobody apart. */
const MOST_CANDIDATES = 1000
/** Columns of a band: few enough that some band is free of noise. */
const BAND = 3
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
  const weightOf = weights(knowledge, columns, seeds)
  const best = { score: new Float64Array(rows.length), row: new Int32Array(rows.length).fill(-1) }
  const tied = new Uint8Array(rows.length)
  const compared = new Int32Array(rows.length).fill(-1)
  const bands = bandsOf(knowledge, columns, records)
  for (let row = 0; row < records; row++)
    for (const band of bands)
      for (const target of band.targetsOf(row)) {
        // In two bands, still one candidate.
        if (compared[target] === row) continue
        compared[target] = row
        let score = 0
        for (const [c, column] of knowledge.entries())
          if (isCompatible(column, target, row)) score += weightOf(c, target, row)
        if (score < best.score[target]! || score === 0) continue
        tied[target] = score === best.score[target] && best.row[target]! >= 0 ? 1 : 0
        best.score[target] = score
        best.row[target] = row
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

interface Band {
  /** the targets that have a published record for a candidate */
  targetsOf(row: number): readonly number[]
}

/** Which columns stand together in a band goes by how many values they have: each gets some of many. */
function bandsOf(knowledge: readonly LinkedColumn[], columns: readonly LinkedColumn[], records: number): Band[] {
  const keyed = columns
    .map((column, c) => ({ c, column }))
    .filter(({ column }) => column.kind !== 'near')
    .map(({ c, column }) => ({ c, column, values: indexRows([column.written], records).sizes.length }))
    .sort((a, b) => b.values - a.values || (a.column.name < b.column.name ? -1 : 1))
  const count = Math.ceil(keyed.length / BAND)
  const bands = Array.from({ length: count }, (_, band) => keyed.filter((_, i) => i % count === band).map(({ c }) => c))
  // Where there are few records, everyone is a candidate.
  return [...bands, []].flatMap((band) => bandOf(band, knowledge, columns, records) ?? [])
}

function bandOf(
  band: readonly number[],
  knowledge: readonly LinkedColumn[],
  columns: readonly LinkedColumn[],
  records: number,
): Band | undefined {
  if (band.length === 0)
    return records > MOST_CANDIDATES ? undefined : { targetsOf: () => [...knowledge[0]!.known.keys()] }
  const index = indexRows(
    band.map((c) => columns[c]!.written),
    records,
  )
  const byGroup = new Map<number, number[]>()
  const probe = band.map(() => new Float64Array(1))
  for (let target = 0; target < knowledge[0]!.known.length; target++)
    for (const codes of combinations(band.map((c) => writtenFor(knowledge[c]!, target)))) {
      codes.forEach((code, i) => (probe[i]![0] = code))
      const group = index.find(probe, 0)
      if (group < 0 || index.sizes[group]! > MOST_CANDIDATES) continue
      const targets = byGroup.get(group)
      if (targets) targets.push(target)
      else byGroup.set(group, [target])
    }
  return { targetsOf: (row) => byGroup.get(index.of[row]!) ?? [] }
}

function writtenFor(column: LinkedColumn, target: number): readonly number[] {
  const value = column.known[target]!
  return column.kind === 'covered' ? (column.covers.get(value) ?? [value]) : [value]
}

function combinations(lists: readonly (readonly number[])[]): number[][] {
  return lists.reduce<number[][]>((all, list) => all.flatMap((some) => list.map((code) => [...some, code])), [[]])
}

/** What an agreement is worth: log₂ of one in how many has the value. */
function weights(
  knowledge: readonly LinkedColumn[],
  columns: readonly LinkedColumn[],
  seeds: Float64Array,
): (c: number, target: number, row: number) => number {
  const rows = thinned(seeds, MOST_COUNTED)
  const counts = knowledge.map((column, c) => {
    const count = new Map<number, number>()
    if (column.kind === 'near') return count
    for (let target = 0; target < column.known.length; target++)
      for (const code of writtenFor(column, target)) count.set(code, 0)
    for (const row of rows) {
      const code = columns[c]!.written[row]!
      const n = count.get(code)
      if (n !== undefined) count.set(code, n + 1)
    }
    return count
  })
  const weight = (c: number, code: number) => Math.log2(rows.length / Math.max(1, counts[c]!.get(code) ?? 1))
  // What agrees with a computed value is that value: its weight is known beforehand.
  const byTarget = knowledge.map((column, c) =>
    column.kind === 'computed' ? column.known.map((code) => weight(c, code)) : undefined,
  )
  return (c, target, row) => {
    const column = columns[c]!
    return byTarget[c]?.[target] ?? (column.kind === 'near' ? 1 : weight(c, column.written[row]!))
  }
}
