import { survives, thinningBits } from '../../anonymity/linkage/thin.ts'
import type { LinkSample, SampledColumn } from '../wire/link-sample.ts'

/** The drawn records of a source, from all blocks. */
export interface LinkCollector {
  add(sample: LinkSample): void
  result(): CollectedLinks
}

export interface CollectedLinks {
  seeds: Float64Array
  /** the class of each record before anything was done to it; undefined: there are no quasi-identifiers */
  original: Float64Array | undefined
  /** by path */
  columns: (Omit<SampledColumn, 'written'> & { written: Float64Array })[]
}

/** Records that are looked at, and values of them, which bound the memory to some 40 MB (decision 36 allows a million). */
const MOST_RECORDS = 200_000
const MOST_VALUES = 4_000_000

/**
 * Keeps as many records as fit, drawn by their bytes: as the room gets short, every second one goes. Which ones stay does
 * not depend on the order of the blocks.
 */
export function createLinkCollector(mostRecords = MOST_RECORDS, mostValues = MOST_VALUES): LinkCollector {
  let size = 0
  let bits = 0
  let seeds: Float64Array = new Float64Array(1024)
  let original: Float64Array | undefined
  const columns = new Map<string, Growing>()

  const room = () =>
    Math.max(1, Math.min(mostRecords, Math.floor(mostValues / Math.max(1, [...columns.values()].reduce((n, c) => n + (c.written ? 2 : 1), 0))))) // prettier-ignore

  function makeRoom(): void {
    if (size <= room()) return
    bits = thinningBits(seeds.subarray(0, size), room(), bits + 1)
    let kept = 0
    for (let row = 0; row < size; row++) {
      if (!survives(seeds[row]!, bits)) continue
      seeds[kept] = seeds[row]!
      if (original) original[kept] = original[row]!
      for (const { known, written } of columns.values()) {
        known[kept] = known[row]!
        if (written) written[kept] = written[row]!
      }
      kept++
    }
    size = kept
  }

  function grow(least: number): void {
    if (least <= seeds.length) return
    const length = Math.max(least, 2 * seeds.length)
    seeds = longer(seeds, length)
    if (original) original = longer(original, length)
    for (const column of columns.values()) {
      column.known = longer(column.known, length, emptyOf(column))
      if (column.written) column.written = longer(column.written, length, emptyOf(column))
    }
  }

  return {
    add(all) {
      const sample = bits === 0 ? all : thinnedSample(all, bits)
      const rows = sample.seeds.length
      grow(size + rows)
      seeds.set(sample.seeds, size)
      if (sample.original) (original ??= new Float64Array(seeds.length)).set(sample.original, size)
      const left = new Set(columns.keys())
      for (const { written, known, ...facts } of sample.columns) {
        let column = columns.get(facts.path)
        if (!column) {
          column = { ...facts, known: new Float64Array(seeds.length).fill(emptyOf(facts)), written: undefined }
          columns.set(facts.path, column)
        }
        left.delete(facts.path)
        if (written) column.written ??= column.known.slice()
        column.known.set(known, size)
        column.written?.set(written ?? known, size)
      }
      // A field that no record of the block has is null there.
      for (const path of left) {
        const column = columns.get(path)!
        column.known.fill(emptyOf(column), size, size + rows)
        column.written?.fill(emptyOf(column), size, size + rows)
      }
      size += rows
      makeRoom()
    },
    result() {
      makeRoom()
      return {
        seeds: seeds.subarray(0, size),
        original: original?.subarray(0, size),
        columns: [...columns.values()]
          .sort((a, b) => (a.path < b.path ? -1 : 1))
          .map((column) => {
            const known = column.known.subarray(0, size)
            return { ...column, known, written: column.written?.subarray(0, size) ?? known }
          }),
      }
    },
  }
}

function thinnedSample({ seeds, original, columns }: LinkSample, bits: number): LinkSample {
  const rows = [...seeds.keys()].filter((row) => survives(seeds[row]!, bits))
  const of = (array: Float64Array) => Float64Array.from(rows, (row) => array[row]!)
  return {
    seeds: of(seeds),
    original: original && of(original),
    columns: columns.map((c) => ({ ...c, known: of(c.known), written: c.written && of(c.written) })),
  }
}

type Growing = Omit<SampledColumn, 'known' | 'written'> & { known: Float64Array; written: Float64Array | undefined }

function emptyOf({ comparison }: Pick<SampledColumn, 'comparison'>): number {
  return comparison.kind === 'near' ? NaN : 0
}

function longer(array: Float64Array, length: number, empty = 0): Float64Array {
  const larger = new Float64Array(length).fill(empty)
  larger.set(array)
  return larger
}
