import type { FieldNode } from '../../../record/field-node.ts'
import type { FileAssembly, FormatOptions, IndexedFormat, Layout, ReadBlock } from '../format.ts'
import { checkTexts } from '../parquet/cells.ts'
import { emptyColumn, sliceRecords, type Column } from '../parquet/column.ts'
import { Damaged } from '../parquet/damaged.ts'
import { leavesOf } from '../parquet/leaves.ts'
import { placesOf, writtenSchema } from '../parquet/places.ts'
import { columnsOfRecords } from '../parquet/rows.ts'
import type { LeafNode, SchemaNode } from '../parquet/schema.ts'
import { sliceTyped } from '../parquet/slices.ts'
import type { Store } from '../parquet/store.ts'
import { readTyped, type TypedForm } from '../parquet/typed-block.ts'
import type { Records } from '../parquet/records.ts'
import { openArrowFrame, type ArrowPart } from './arrow-frame.ts'
import { columnsOf, readArray, readArrays } from './arrays.ts'
import { openBatch } from './batch.ts'
import { idAt, rootTable, tableAt, type FlatTable } from './flat-reader.ts'
import { FILE_MAGIC, indexArrow } from './messages.ts'
import { writeBatch } from './write-batch.ts'
import { footerBytes, schemaMessage, END_OF_STREAM } from './write-messages.ts'

/**
 * Arrow IPC (format/Columnar.rst of Apache Arrow), files and streams: batches of typed columns. As for Parquet, whose columns
 * and rules it shares, nothing that a file says of itself is believed, and of what it says beside names, types and values
 * (metadata of fields, dictionaries) nothing is written but the mark of what was made up.
 */
export const arrow: IndexedFormat = {
  name: 'arrow',
  is: 'arrow',
  forward: true,
  index: indexArrow,
  meet: (layout: Layout, root: FieldNode) => void placesOf(layout.schema ?? [], root),
  read: (bytes: Uint8Array, layout: Layout, root: FieldNode): ReadBlock => readTyped(ARROW_BLOCK, bytes, layout, root),
  slice: (bytes: Uint8Array, layout: Layout, root: FieldNode) => sliceTyped(ARROW_BLOCK, bytes, layout, root),
  prologue: (layout, root, removed) =>
    arrowStart(writtenSchema(layout.schema ?? [], root, removed), formOf(layout), layout.options),
  assemble: (layout, root, removed) =>
    assembleArrow(writtenSchema(layout.schema ?? [], root, removed), formOf(layout), layout.options),
}

const ARROW_BLOCK: TypedForm = { code: 'INPUT_ARROW', open: openArrow, write: writeBatch }

function formOf({ stream }: Layout): 'file' | 'stream' {
  return stream === true ? 'stream' : 'file'
}

export function arrowStart(
  fields: readonly SchemaNode[],
  form: 'file' | 'stream',
  { marking }: Pick<FormatOptions, 'marking'>,
): Uint8Array {
  const schema = schemaMessage(fields, marking)
  return form === 'stream' ? schema : Buffer.concat([FILE_MAGIC, schema])
}

/** A file or stream of batches that workers have written. */
export function assembleArrow(
  fields: readonly SchemaNode[],
  form: 'file' | 'stream',
  options: Pick<FormatOptions, 'marking'>,
): FileAssembly {
  const leaves = leavesOf(fields)
  const places: { offset: number; head: number; body: number }[] = []
  let offset = arrowStart(fields, form, options).length
  const add = (block: Uint8Array): Uint8Array => {
    const { head, message } = openArrowFrame(block)
    if (head.records === 0) return new Uint8Array()
    places.push({ offset, ...head.parts[0]! })
    offset += message.length
    return message
  }
  return {
    add,
    addRecords(bytes) {
      const { columns, records } = columnsOfRecords(leaves, bytes)
      return add(writeBatch(fields, leaves, (c) => columns[c]!, records))
    },
    end: () =>
      form === 'stream' ? END_OF_STREAM : Buffer.concat([END_OF_STREAM, footerBytes(fields, places, options.marking)]),
  }
}

function openArrow(bytes: Uint8Array, layout: Layout): Records {
  const { head, parts } = openArrowFrame(bytes)
  const fields = head.schema ?? layout.schema ?? []
  const leaves = leavesOf(fields)
  const batch = parts.at(-1)
  const count = batch && head.records > 0 ? head.to - head.from : 0
  const columns = count > 0 ? batchColumns(fields, head, parts, batch!) : (c: number) => emptyColumn(leaves[c]!)
  const own: (Column | undefined)[] = []
  const column = (c: number) => {
    if (own[c]) return own[c]
    const made = columns(c)
    checkTexts(leaves[c]!, made)
    return made
  }
  return {
    count,
    fields,
    leaves,
    column,
    held: (c) => (own[c] ??= column(c)),
    // Values of Arrow are not packed by repeating: what is read is what is there.
    spread: () => undefined,
    place: (row) => Math.floor((row * bytes.length) / Math.max(1, count)),
  }
}

function batchColumns(
  fields: readonly SchemaNode[],
  head: ReturnType<typeof openArrowFrame>['head'],
  parts: readonly ArrowPart[],
  batch: ArrowPart,
): (c: number) => Column {
  const leaves = leavesOf(fields)
  const arrays = readArrays(fields, openBatch(headerOf(batch), batch.body), dictionariesOf(parts.slice(0, -1)))
  const fieldOf = fields.flatMap((field, f) => leavesOf([field]).map((_, n) => ({ f, n })))
  const columns: (Column[] | undefined)[] = []
  return (c) => {
    const { f, n } = fieldOf[c]!
    const own = (columns[f] ??= columnsOf(fields[f]!, arrays[f]!))
    return sliceRecords(own[n]!, leaves[c]!, head.from, head.to, head.records)
  }
}

function headerOf({ metadata }: ArrowPart): FlatTable {
  const header = tableAt(rootTable(metadata), 2)
  if (!header) throw new Damaged('a message has no header')
  return header
}

function dictionariesOf(parts: readonly ArrowPart[]) {
  const read = new Map<string, Store>()
  return new Map(
    parts.map((part) => {
      const header = headerOf(part)
      const id = idAt(header, 0)
      const valuesOf = (leaf: LeafNode): Store => {
        let store = read.get(id)
        if (!store) read.set(id, (store = dictionaryValues(leaf, header, part.body)))
        return store
      }
      return [id, valuesOf] as const
    }),
  )
}

function dictionaryValues({ arrow: own, ...leaf }: LeafNode, header: FlatTable, body: Uint8Array): Store {
  const data = tableAt(header, 1)
  if (!data) throw new Damaged('a dictionary has no values')
  const { dictionary: _, ...form } = own ?? {}
  const { validity, leaf: values } = readArray({ ...leaf, arrow: form }, openBatch(data, body), new Map())
  if (validity && values) throw new Damaged('a dictionary has a null among its values')
  return values!.values
}
