import type { ClassCounts } from './class-table.ts'
import { leafOf, topOf, type Hierarchy } from './hierarchy.ts'
import type { Recoding } from './recoding.ts'
import { bitsBelow, fillSlots, packColumns, packingOf, slotOfWords, type TuplePacking } from './tuple-packing.ts'
import type { NumberColumn } from './tuple-table.ts'

/** A solved plan as plain data in memory that threads share: the nodes of all combinations that were counted. */
export interface SharedRecoding {
  fields: RecodedField[]
  hierarchies: Hierarchy[]
  nodes: Uint8Array[]
  /** how the leaves of an entry are packed, and the entries, one behind the other */
  packing: TuplePacking
  packed: Uint32Array
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
  /** numbers of combinations that are given as columns of leaves, -1: it was not counted */
  entries(leaves: readonly ArrayLike<number>[], length: number): Int32Array
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
  const packing = packingOf(hierarchies.map(({ levels }) => bitsBelow(levels[0]!.values.length)))
  const packed = new Uint32Array(new SharedArrayBuffer(4 * packing.words * entries))
  packColumns(packing, counts.columns, entries, packed)
  fillSlots(slots, packed, entries, packing.words)
  return {
    fields: fields.map(({ base, ...field }, q) => ({
      ...field,
      ...(base > 0 && { standIn: standIns(hierarchies[q]!, base, counts.columns[q]!) }),
      levels: topOf(hierarchies[q]!) + 1,
      nullLeaf: hierarchies[q]!.nullLeaf,
    })),
    hierarchies,
    nodes,
    packing,
    packed,
    nodeOf: shared(nodeOf),
    slots,
  }
}

export function createRecoder({ fields, hierarchies, nodes, packing, packed, nodeOf, slots }: SharedRecoding): Recoder {
  return {
    fields,
    leaf(field, text) {
      const leaf = leafOf(hierarchies[field]!, text)
      return leaf < 0 ? leaf : (fields[field]!.standIn?.[leaf] ?? leaf)
    },
    entries(leaves, length) {
      const given = packColumns(packing, leaves, length)
      const entries = new Int32Array(length)
      for (let i = 0, at = 0; i < length; i++, at += packing.words)
        entries[i] = slots[slotOfWords(slots, packed, given, at, packing.words)]! - 1
      return entries
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

function shared(array: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(array.byteLength))
  copy.set(array)
  return copy
}
