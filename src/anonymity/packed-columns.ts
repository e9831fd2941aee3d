import type { ClassCounts } from './class-table.ts'
import { lossOfNodes, type Hierarchy } from './hierarchy.ts'

/**
 * The quasi-identifiers of a table in packs of neighbours, so that a generalised combination is found with one look-up a
 * pack instead of one a column. The numbers of a pack are its combinations of leaves that occur.
 */
export interface Pack {
  /** columns from … up to, not including */
  from: number
  to: number
  /** number of each entry in the pack */
  of: Uint32Array
  /** combinations that occur, and the rows with each */
  size: number
  rows: Float64Array
  /** leaf of each combination, by column of the pack */
  leaves: Uint32Array[]
  /** by levels of its columns, made when first asked for */
  tables: Map<string, PackLevel>
}

/** A pack at some levels. */
export interface PackLevel {
  /** combination of leaves → combination of nodes */
  code: Uint32Array
  /** number of different combinations of nodes */
  size: number
  /** combination of leaves → sum of the losses of its cells */
  loss: Float64Array
}

/** Larger packs would not stay in the processor's cache. */
const MOST_COMBINATIONS = 4096

/** Cuts the columns of a table into packs. */
export function packColumns(counts: ClassCounts): Pack[] {
  const packs: Pack[] = []
  for (let c = 0; c < counts.columns.length; c++) {
    const leaves = counts.columns[c]!
    const last = packs.at(-1)
    const joined = last && combine(last.of, last.size, leaves, counts.shape.leaves[c]!, MOST_COMBINATIONS)
    if (last && joined) {
      packs[packs.length - 1] = packOf(counts, last.from, c + 1, joined.of, joined.first)
    } else {
      const alone = combine(new Uint32Array(leaves.length), 1, leaves, counts.shape.leaves[c]!, Infinity)!
      packs.push(packOf(counts, c, c + 1, alone.of, alone.first))
    }
  }
  return packs
}

/** A pack at the levels of its columns (of all columns, its own are read). */
export function packLevel(pack: Pack, hierarchies: readonly Hierarchy[], levels: ArrayLike<number>): PackLevel {
  let name = ''
  for (let c = pack.from; c < pack.to; c++) name += String.fromCharCode(levels[c]!)
  let table = pack.tables.get(name)
  if (!table) pack.tables.set(name, (table = makeLevel(pack, hierarchies, levels)))
  return table
}

function makeLevel(pack: Pack, hierarchies: readonly Hierarchy[], levels: ArrayLike<number>): PackLevel {
  let code: Uint32Array = new Uint32Array(pack.size)
  let size = 1
  const loss = new Float64Array(pack.size)
  for (let c = pack.from; c < pack.to; c++) {
    const hierarchy = hierarchies[c]!
    const { ofLeaf, values } = hierarchy.levels[levels[c]!]!
    const ofNode = lossOfNodes(hierarchy, levels[c]!)
    const leaves = pack.leaves[c - pack.from]!
    const nodes = new Uint32Array(pack.size)
    for (let i = 0; i < pack.size; i++) {
      nodes[i] = ofLeaf[leaves[i]!]!
      loss[i]! += ofNode[nodes[i]!]!
    }
    const joined = combine(code, size, nodes, values.length, Infinity)!
    code = joined.of
    size = joined.first.length
  }
  return { code, size, loss }
}

function packOf(counts: ClassCounts, from: number, to: number, of: Uint32Array, first: number[]): Pack {
  const rows = new Float64Array(first.length)
  for (let e = 0; e < of.length; e++) rows[of[e]!]! += counts.counts[e]!
  const leaves = Array.from({ length: to - from }, (_, i) =>
    Uint32Array.from(first, (entry) => counts.columns[from + i]![entry]!),
  )
  return { from, to, of, size: first.length, rows, leaves, tables: new Map() }
}

/**
 * Numbers the different pairs of two columns of numbers in the order of first appearance; `first`: an entry of each.
 * Undefined where there are more than `most`.
 */
function combine(
  a: Uint32Array,
  sizeA: number,
  b: ArrayLike<number>,
  sizeB: number,
  most: number,
): { of: Uint32Array; first: number[] } | undefined {
  const of = new Uint32Array(a.length)
  const first: number[] = []
  const numbers: Map<number, number> | Int32Array =
    sizeA * sizeB <= 1 << 22 ? new Int32Array(sizeA * sizeB).fill(-1) : new Map<number, number>()
  for (let e = 0; e < a.length; e++) {
    const key = a[e]! * sizeB + b[e]!
    let number = numbers instanceof Map ? (numbers.get(key) ?? -1) : numbers[key]!
    if (number < 0) {
      if (first.length >= most) return undefined
      number = first.length
      first.push(e)
      if (numbers instanceof Map) numbers.set(key, number)
      else numbers[key] = number
    }
    of[e] = number
  }
  return { of, first }
}
