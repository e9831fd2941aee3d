import { BlockFault } from '../format.ts'
import type { Column } from '../parquet/column.ts'
import type { Leaf } from '../parquet/leaves.ts'
import type { SchemaNode } from '../parquet/schema.ts'
import { arrowFrame } from './arrow-frame.ts'
import { isDateInMillis, isInSeconds, largeOf, leafBuffers } from './leaf-buffers.ts'
import { batchMessage } from './write-messages.ts'

/** Records as one batch, without dictionaries. One column at a time is asked for, and the first of each struct and list again. */
export function writeBatch(
  fields: readonly SchemaNode[],
  leaves: readonly Leaf[],
  column: (c: number) => Column,
  records: number,
): Uint8Array {
  const state: State = { leaves, column, leaf: 0, nodes: [], buffers: [] }
  for (const field of fields) writeNode(state, field, { def: 0, rep: 0, least: 0 })
  const { head, body } = batchMessage(records, state.nodes, state.buffers)
  const parts = records === 0 ? [] : [{ head: head.length, body: body.reduce((n, piece) => n + piece.length, 0) }]
  return arrowFrame(
    { records, from: 0, to: records, parts, schema: fields.map(asWritten) },
    records === 0 ? [] : [head, ...body],
  )
}

/** How the batch is read again: without what it is not written as. */
function asWritten(node: SchemaNode): SchemaNode {
  if (node.kind === 'struct') return { ...node, children: node.children.map(asWritten) }
  if (node.kind === 'list') {
    const { size: _, ...arrow } = node.arrow ?? {}
    return { ...node, arrow, element: asWritten(node.element) }
  }
  const { dictionary: _, view: _view, nothing: _nothing, large, millis, seconds, ...arrow } = node.arrow ?? {}
  return {
    ...node,
    arrow: {
      ...arrow,
      ...(large && largeOf(node) && { large }),
      ...(millis && isDateInMillis(node) && { millis }),
      ...(seconds && isInSeconds(node) && { seconds }),
    },
  }
}

interface State {
  leaves: readonly Leaf[]
  column(c: number): Column
  /** number of the next leaf */
  leaf: number
  /** length and number of nulls of each field, from the outside in */
  nodes: { length: number; nulls: number }[]
  buffers: Uint8Array[]
}

/** Levels around a field: `def` of what it is in, `rep` lists, and `least`, at which the innermost of them has an element. */
interface Around {
  def: number
  rep: number
  least: number
}

function writeNode(state: State, node: SchemaNode, { def, rep, least }: Around): void {
  const column = state.column(state.leaf)
  const own = def + (node.optional ? 1 : 0)
  const { defs, reps, entries } = column
  // A slot for each record, or for each element of the innermost list.
  const slots = new Int32Array(entries)
  let length = 0
  for (let e = 0; e < entries; e++)
    if ((reps ? reps[e]! : 0) <= rep && (defs ? defs[e]! : least) >= least) slots[length++] = e
  const validity = new Uint8Array((length + 7) >> 3)
  let there = 0
  for (let s = 0; s < length; s++) {
    if (defs && defs[slots[s]!]! < own) continue
    validity[s >> 3]! |= 1 << (s & 7)
    there++
  }
  // What cannot be null has a value of zeros where what is around it is null.
  const nulls = node.optional ? length - there : 0
  state.nodes.push({ length, nulls })
  state.buffers.push(nulls > 0 ? validity : NOTHING)
  if (node.kind === 'leaf') {
    state.leaf++
    const values = new Int32Array(length).fill(-1)
    for (let s = 0, n = 0; s < length; s++) if ((validity[s >> 3]! >> (s & 7)) & 1) values[s] = n++
    const failed = (slot: number): never => {
      let row = -1
      for (let e = 0; e <= slots[slot]!; e++) if (!reps || reps[e] === 0) row++
      throw new BlockFault('INPUT_VALUE', 'a value does not fit the type of its field', row, 0, FIT, node.name)
    }
    state.buffers.push(...leafBuffers(node, column, values, failed))
  } else if (node.kind === 'struct')
    for (const child of node.children) writeNode(state, child, { def: own, rep, least })
  else {
    const offsets = offsetsOf(column, { rep, least, own }, length)
    state.buffers.push(node.arrow?.large ? wide(offsets) : new Uint8Array(offsets.buffer))
    writeNode(state, node.element, { def: own + 1, rep: rep + 1, least: own + 1 })
  }
}

const NOTHING = new Uint8Array()
const FIT = ['choose a verb that writes text, or say what to do with such values ("on-error: null")']

/** Where the elements of each list begin, and the end of the last. */
function offsetsOf(
  { entries, defs, reps }: Column,
  { rep, least, own }: { rep: number; least: number; own: number },
  length: number,
): Int32Array {
  const offsets = new Int32Array(length + 1)
  let slot = 0
  let count = 0
  for (let e = 0; e < entries; e++) {
    if (reps![e]! <= rep && defs![e]! >= least) offsets[slot++] = count
    if (reps![e]! <= rep + 1 && defs![e]! > own) count++
  }
  offsets[length] = count
  return offsets
}

export function wide(offsets: Int32Array): Uint8Array {
  return new Uint8Array(BigInt64Array.from(offsets, BigInt).buffer)
}
