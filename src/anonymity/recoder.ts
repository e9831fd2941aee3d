import type { ClassCounts } from './class-table.ts'
import { leafOf, topOf, type Hierarchy } from './hierarchy.ts'
import type { Recoding } from './recoding.ts'
import type { NumberColumn } from './tuple-table.ts'

/** A solved plan as plain data in memory that threads share: the nodes of all combinations that were counted. */
export interface SharedRecoding {
  fields: RecodedField[]
  hierarchies: Hierarchy[]
  nodes: Uint8Array[]
  /** leaf of each entry, by quasi-identifier */
  columns: NumberColumn[]
  /** node of each entry, -1: suppressed */
  nodeOf: Int32Array
  /** open addressing: 1 + entry, 0 where free; a power of two */
  slots: Int32Array
  /** records that wait for a later release, by person and entry; undefined: none */
  held?: Uint32Array<SharedArrayBuffer>
}

export interface RecodedField {
  path: string
  /** bit of each kind of value (1 << Kind) that the field holds */
  kinds: number
  /** some record has no cell there */
  absent: boolean
  levels: number
  nullLeaf: number | undefined
}

/** Looks combinations up. */
export interface Recoder {
  fields: readonly RecodedField[]
  /** number of the leaf of a text, -1: there is none. `null`: the leaf of null */
  leaf(field: number, text: string | null): number
  /** number of a combination, undefined: it was not counted */
  entry(leaves: ArrayLike<number>): number | undefined
  /** number of the node of a combination, -1: suppressed */
  node(entry: number): number
  level(node: number, field: number): number
  text(field: number, level: number, leaf: number): string
}

/** `fields`: path, kinds and absence, as the profile saw them. */
export function shareRecoding(
  counts: ClassCounts,
  hierarchies: Hierarchy[],
  { nodes, nodeOf }: Recoding,
  fields: readonly Pick<RecodedField, 'path' | 'kinds' | 'absent'>[],
): SharedRecoding {
  const entries = nodeOf.length
  let capacity = 16
  while (capacity < 2 * entries) capacity *= 2
  const slots = new Int32Array(new SharedArrayBuffer(4 * capacity))
  const columns = counts.columns.map(shared)
  for (let entry = 0; entry < entries; entry++) {
    let hash = 0
    for (let c = 0; c < columns.length; c++) hash = mixed(hash, columns[c]![entry]!)
    let slot = hash & (capacity - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1)
    slots[slot] = entry + 1
  }
  return {
    fields: fields.map((field, q) => ({
      ...field,
      levels: topOf(hierarchies[q]!) + 1,
      nullLeaf: hierarchies[q]!.nullLeaf,
    })),
    hierarchies,
    nodes,
    columns,
    nodeOf: shared(nodeOf),
    slots,
  }
}

export function createRecoder({ fields, hierarchies, nodes, columns, nodeOf, slots }: SharedRecoding): Recoder {
  const width = columns.length
  const mask = slots.length - 1
  return {
    fields,
    leaf: (field, text) => leafOf(hierarchies[field]!, text),
    entry(leaves) {
      let hash = 0
      for (let c = 0; c < width; c++) hash = mixed(hash, leaves[c]!)
      for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
        const entry = slots[slot]! - 1
        if (entry < 0) return undefined
        let c = 0
        while (c < width && columns[c]![entry] === leaves[c]) c++
        if (c === width) return entry
      }
    },
    node: (entry) => nodeOf[entry]!,
    level: (node, field) => nodes[node]![field]!,
    text: (field, level, leaf) => {
      const { values, ofLeaf } = hierarchies[field]!.levels[level]!
      return values[ofLeaf[leaf]!]!
    },
  }
}

function shared<T extends NumberColumn | Int32Array>(array: T): T {
  const buffer = new SharedArrayBuffer(array.byteLength)
  const copy = new (array.constructor as new (buffer: SharedArrayBuffer) => T)(buffer)
  copy.set(array)
  return copy
}

function mixed(hash: number, value: number): number {
  const h = Math.imul(hash ^ value, 0x9e3779b1)
  return h ^ (h >>> 15)
}
