import { VERSION } from '../../../version.ts'
import type { FileAssembly, FormatOptions, Layout } from '../format.ts'
import type { FieldNode } from '../../../record/field-node.ts'
import { openFrame } from './frame.ts'
import { leavesOf } from './leaves.ts'
import { writtenSchema } from './places.ts'
import { columnsOfRecords } from './rows.ts'
import { schemaElements } from './schema-elements.ts'
import type { SchemaNode } from './schema.ts'
import type { Statistics } from './statistics.ts'
import { structBytes, type Written, type WrittenStruct } from './thrift-writer.ts'
import type { WrittenChunk } from './write-column.ts'
import { writeColumns } from './write-columns.ts'

export const MAGIC = Buffer.from('PAR1')

/** A file of row groups that workers have packed: their places, and the footer, are what is added here. */
export function assembleParquet(layout: Layout, root: FieldNode, removed: ReadonlySet<number>): FileAssembly {
  const fields = writtenSchema(layout.schema ?? [], root, removed)
  const compression = layout.options.compression ?? 'snappy'
  const writer = createFileWriter(fields, layout.options)
  const leaves = leavesOf(fields)
  return {
    add: (block) => writer.add(block),
    addRecords(bytes) {
      const { columns, records } = columnsOfRecords(leaves, bytes)
      return writer.add(writeColumns(fields, leaves, (c) => columns[c]!, records, compression))
    },
    end: () => writer.end(),
  }
}

/** Key of the metadata of a file, in Parquet and Arrow alike. */
export const MARKING = 'perde.marking'

/** Places written blocks (`writeColumns`) of one schema in a file that begins with `MAGIC`. */
export function createFileWriter(
  fields: readonly SchemaNode[],
  { marking }: Pick<FormatOptions, 'marking'>,
): {
  add(block: Uint8Array): Uint8Array
  end(): Uint8Array
} {
  const paths = leavesOf(fields).map(({ path }) => path)
  const types = leavesOf(fields).map(({ node }) => PHYSICAL.indexOf(node.type.physical))
  const groups: Written[] = []
  let offset = MAGIC.length
  let records = 0
  return {
    add(block) {
      const { head, body } = openFrame(block)
      if (head.records === 0) return new Uint8Array()
      const chunks = head.written!
      const start = offset
      const columns = chunks.map((chunk, c): Written => {
        const column: WrittenStruct = [
          [2, { i64: offset }],
          [3, { struct: metadata(chunk, types[c]!, paths[c]!, offset) }],
        ]
        offset += chunk.packed
        return { struct: column }
      })
      records += head.records
      groups.push({
        struct: [
          [1, { list: columns }],
          [2, { i64: chunks.reduce((n, { unpacked }) => n + unpacked, 0) }],
          [3, { i64: head.records }],
          [5, { i64: start }],
          [6, { i64: offset - start }],
          [7, { i16: groups.length & 0x7fff }],
        ],
      })
      return body
    },
    end() {
      const footer = structBytes([
        [1, { i32: 2 }],
        [2, { list: schemaElements(fields) }],
        [3, { i64: records }],
        [4, { list: groups }],
        [
          5,
          marking === undefined
            ? undefined
            : {
                list: [
                  {
                    struct: [
                      [1, { text: MARKING }],
                      [2, { text: marking }],
                    ],
                  },
                ],
              },
        ],
        [6, { text: `perde version ${VERSION}` }],
        // The order of each column's bounds is that of its type.
        [7, { list: paths.map(() => ({ struct: [[1, { struct: [] }]] })) }],
      ])
      const tail = Buffer.alloc(8)
      tail.writeUInt32LE(footer.length, 0)
      tail.set(MAGIC, 4)
      return Buffer.concat([footer, tail])
    },
  }
}

const PHYSICAL = ['boolean', 'int32', 'int64', 'int96', 'float', 'double', 'bytes', 'fixed']
const PLAIN = 0
const RLE = 3
const RLE_DICTIONARY = 8

function metadata(chunk: WrittenChunk, type: number, path: readonly string[], offset: number): WrittenStruct {
  const encodings = chunk.dictionary > 0 ? [PLAIN, RLE, RLE_DICTIONARY] : [PLAIN, RLE]
  return [
    [1, { i32: type }],
    [2, { list: encodings.map((i32) => ({ i32 })) }],
    [3, { list: path.map((text) => ({ text })) }],
    [4, { i32: chunk.codec }],
    [5, { i64: chunk.values }],
    [6, { i64: chunk.unpacked }],
    [7, { i64: chunk.packed }],
    [9, { i64: offset + chunk.dictionary }],
    [11, chunk.dictionary > 0 ? { i64: offset } : undefined],
    [12, { struct: statistics(chunk.statistics) }],
  ]
}

function statistics({ nulls, min, max }: Statistics): WrittenStruct {
  const bytes = (hex: string | undefined) => (hex === undefined ? undefined : { bytes: Buffer.from(hex, 'hex') })
  return [
    [3, { i64: nulls }],
    [5, bytes(max)],
    [6, bytes(min)],
  ]
}
