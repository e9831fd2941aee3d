import { Damaged } from './damaged.ts'
import { leavesOf, type Leaf } from './leaves.ts'
import { readSchema, type Physical, type SchemaNode } from './schema.ts'
import {
  eachField,
  isStruct,
  listAt,
  listHead,
  numberAt,
  readStruct,
  readValue,
  sizeAt,
  structAt,
  thriftReader,
  Type,
  type ThriftStruct,
  type ThriftValue,
} from './thrift.ts'

/** What stands at the end of a file: its schema, and where its row groups are. */
export interface Footer {
  fields: SchemaNode[]
  leaves: Leaf[]
  records: number
  /** of the row groups, in the footer: each is read when its turn comes, for there may be many */
  groups: { bytes: Uint8Array; offsets: number[] }
}

/** Where the pages of one column of a row group stand in the file. */
export interface Chunk {
  codec: number
  from: number
  to: number
  values: number
  unpacked: number
}

export interface RowGroup {
  records: number
  chunks: Chunk[]
}

/** Row groups of one file: a terabyte in groups of 100 MB has ten thousand. */
const MOST_GROUPS = 1_000_000

/** Throws Damaged. */
export function readFooter(bytes: Uint8Array): Footer {
  const reader = thriftReader(bytes)
  let schema: ThriftValue[] | undefined
  let records: ThriftValue | undefined
  const offsets: number[] = []
  eachField(reader, 0, (id, type) => {
    if (id === 4 && type === Type.list) {
      const { size, type: inner } = listHead(reader)
      if (inner !== Type.struct && size > 0) throw new Damaged('its row groups are none')
      if (size > MOST_GROUPS) throw new Damaged('it has too many row groups')
      for (let i = 0; i < size; i++) {
        offsets.push(reader.at)
        // Read to find its end, and read again in its turn.
        const group = thriftReader(bytes, reader.at)
        readStruct(group, 1)
        reader.at = group.at
      }
      return
    }
    const value = readValue(reader, type, 1)
    if (id === 2 && Array.isArray(value)) schema = value
    if (id === 3) records = value
    if (id === 8) throw new Damaged('it is encrypted')
  })
  if (!schema) throw new Damaged('it has no schema')
  if (typeof records !== 'number' || !Number.isSafeInteger(records) || records < 0)
    throw new Damaged('its number of records is none')
  const fields = readSchema(schema)
  return { fields, leaves: leavesOf(fields), records, groups: { bytes, offsets } }
}

const PHYSICAL: readonly Physical[] = ['boolean', 'int32', 'int64', 'int96', 'float', 'double', 'bytes', 'fixed']

/** Row group `n`. `end`: offset in the file behind the last byte that can be a page's. Throws Damaged. */
export function readRowGroup({ groups, leaves }: Footer, n: number, end: number): RowGroup {
  const struct = readStruct(thriftReader(groups.bytes, groups.offsets[n]), 1)
  const records = sizeAt(struct, 3)
  const columns = listAt(struct, 1)
  if (columns.length !== leaves.length) throw new Damaged('a row group has another number of columns than the schema')
  const chunks = columns.map((column, c) => {
    if (!isStruct(column)) throw new Damaged('a column is none')
    return chunkOf(column, leaves[c]!, records, end)
  })
  return { records, chunks }
}

function chunkOf(column: ThriftStruct, { node, maxRep }: Leaf, records: number, end: number): Chunk {
  if (column.fields.has(1)) throw new Damaged('a column is in another file')
  if (column.fields.has(8) || column.fields.has(9)) throw new Damaged('a column is encrypted')
  const meta = structAt(column, 3)
  if (!meta) throw new Damaged('a column has no metadata')
  if (PHYSICAL[sizeAt(meta, 1)] !== node.type.physical) throw new Damaged('a column has another type than the schema')
  const values = sizeAt(meta, 5)
  if (maxRep === 0 && values !== records)
    throw new Damaged('a column has another number of values than its row group has records')
  const data = sizeAt(meta, 9)
  const dictionary = numberAt(meta, 11)
  const from = dictionary !== undefined && dictionary > 0 ? Math.min(dictionary, data) : data
  const length = sizeAt(meta, 7)
  // Columns of a row group without records stand nowhere.
  if (records > 0 && (from < 4 || from + length > end))
    throw new Damaged('a column is said to be where the file has none')
  return { codec: sizeAt(meta, 4), from, to: from + length, values, unpacked: sizeAt(meta, 6) }
}
