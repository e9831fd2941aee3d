import type { ClassCounts } from './class-table.ts'
import { leafOf, topOf, type Hierarchy } from './hierarchy.ts'
import type { Recoding } from './recoding.ts'
import { hashOf, type NumberColumn } from './tuple-table.ts'

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
  /** the leaf that stands for each in the table, where values below some level are not told apart */
  standIn?: Uint32Array
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
  /** what is written for a leaf at a level; null: the field is null */
  value(field: number, level: number, leaf: number): string | null
}

/** `fields`: path, kinds and absence, as the profile saw them, and the level below which the table tells nothing apart. */
export function shareRecoding(
  counts: ClassCounts,
  hierarchies: Hierarchy[],
  { nodes, nodeOf }: Recoding,
  fields: readonly (Pick<RecodedField, 'path' | 'kinds' | 'absent'> & { base: number })[],
): SharedRecoding {
  const entries = nodeOf.length
  let capacity = 16
  while (capacity < 2 * entries) capacity *= 2
  const slots = new Int32Array(new SharedArrayBuffer(4 * capacity))
  const columns = counts.columns.map(shared)
  const tuple = new Uint32Array(columns.length)
  for (let entry = 0; entry < entries; entry++) {
    for (let c = 0; c < columns.length; c++) tuple[c] = columns[c]![entry]!
    let slot = hashOf(tuple, tuple.length) & (capacity - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (capacity - 1)
    slots[slot] = entry + 1
  }
  return {
    fields: fields.map(({ base, ...field }, q) => ({
      ...field,
      ...(base > 0 && { standIn: standIns(hierarchies[q]!, base, counts.columns[q]!) }),
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
    leaf(field, text) {
      const leaf = leafOf(hierarchies[field]!, text)
      return leaf < 0 ? leaf : (fields[field]!.standIn?.[leaf] ?? leaf)
    },
    entry(leaves) {
      for (let slot = hashOf(leaves, width) & mask; ; slot = (slot + 1) & mask) {
        const entry = slots[slot]! - 1
        if (entry < 0) return undefined
        let c = 0
        while (c < width && columns[c]![entry] === leaves[c]) c++
        if (c === width) return entry
      }
    },
    node: (entry) => nodeOf[entry]!,
    level: (node, field) => nodes[node]![field]!,
    value: (q, level, leaf) => {
      const { nullLeaf, levels, absent } = fields[q]!
      // Null is a category of its own below the top, however it was spelt. At the top all are alike: where some records
      // have nothing to write into, nobody has.
      const top = level > 0 && level === levels - 1
      if ((leaf === nullLeaf && !top) || (top && absent)) return null
      const { values, ofLeaf } = hierarchies[q]!.levels[level]!
      return values[ofLeaf[leaf]!]!
    },
  }
}

/** By leaf: the leaf of its node that the table has. */
function standIns({ levels }: Hierarchy, base: number, leaves: NumberColumn): Uint32Array {
  const { ofLeaf } = levels[base]!
  const ofNode = new Uint32Array(levels[base]!.values.length)
  for (const leaf of leaves) ofNode[ofLeaf[leaf]!] = leaf
  return ofLeaf.map((node) => ofNode[node]!)
}

function shared<T extends NumberColumn | Int32Array>(array: T): T {
  const buffer = new SharedArrayBuffer(array.byteLength)
  const copy = new (array.constructor as new (buffer: SharedArrayBuffer) => T)(buffer)
  copy.set(array)
  return copy
}
