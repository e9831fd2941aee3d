import { MARKING } from '../parquet/file-writer.ts'
import { isTextType, type LeafNode, type SchemaNode } from '../parquet/schema.ts'
import { TYPE } from './arrow-schema.ts'
import { flatBytes, type FlatFields, type FlatValue } from './flat-writer.ts'
import { decimalBits, isDateInMillis, isInSeconds, largeOf } from './leaf-buffers.ts'

/** MetadataVersion V5, which Arrow 1.0 and later write. */
const VERSION: FlatValue = { i16: 4 }
const SCHEMA = 1
const BATCH = 3

export const END_OF_STREAM = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0)

export function schemaMessage(fields: readonly SchemaNode[], marking: string | undefined): Uint8Array {
  return message(SCHEMA, schemaTable(fields, marking), 0)
}

/** Head of a message with a batch, and its body in pieces of 8 bytes. */
export function batchMessage(
  records: number,
  nodes: readonly { length: number; nulls: number }[],
  buffers: readonly Uint8Array[],
): { head: Uint8Array; body: Uint8Array[] } {
  const body: Uint8Array[] = []
  const places: number[] = []
  let at = 0
  for (const buffer of buffers) {
    places.push(at, buffer.length)
    const padding = new Uint8Array((8 - (buffer.length % 8)) % 8)
    body.push(buffer, padding)
    at += buffer.length + padding.length
  }
  const table: FlatFields = [
    [0, { i64: records }],
    [
      1,
      structs(
        nodes.flatMap(({ length, nulls }) => [length, nulls]),
        nodes.length,
      ),
    ],
    [2, structs(places, buffers.length)],
  ]
  return { head: message(BATCH, table, at), body }
}

function structs(longs: readonly number[], count: number): FlatValue {
  return { structs: new Uint8Array(BigInt64Array.from(longs, BigInt).buffer), count }
}

function message(type: number, header: FlatFields, body: number): Uint8Array {
  const metadata = flatBytes([
    [0, VERSION],
    [1, { u8: type }],
    [2, { table: header }],
    [3, { i64: body }],
  ])
  const prefix = Buffer.alloc(8, 0xff)
  prefix.writeUInt32LE(metadata.length, 4)
  return Buffer.concat([prefix, metadata])
}

/** What stands behind the last message of a file: where each of them is. */
export function footerBytes(
  fields: readonly SchemaNode[],
  places: readonly { offset: number; head: number; body: number }[],
  marking: string | undefined,
): Uint8Array {
  const longs = places.flatMap(({ offset, head, body }) => [offset, head, body])
  const footer = flatBytes([
    [0, VERSION],
    [1, { table: schemaTable(fields, marking) }],
    [2, structs([], 0)],
    [3, structs(longs, places.length)],
  ])
  const tail = Buffer.alloc(10)
  tail.writeUInt32LE(footer.length, 0)
  tail.write('ARROW1', 4, 'latin1')
  return Buffer.concat([footer, tail])
}

function schemaTable(fields: readonly SchemaNode[], marking: string | undefined): FlatFields {
  return [
    [0, { i16: 0 }],
    [1, { tables: fields.map((field) => fieldTable(field, field.name)) }],
    [2, marking === undefined ? undefined : { tables: [keyValue(MARKING, marking)] }],
  ]
}

function keyValue(key: string, value: string): FlatFields {
  return [
    [0, { text: key }],
    [1, { text: value }],
  ]
}

function fieldTable(node: SchemaNode, name: string): FlatFields {
  const [type, table] = node.kind === 'leaf' ? leafType(node) : containerType(node)
  return [
    [0, { text: name }],
    [1, { u8: node.optional ? 1 : 0 }],
    [2, { u8: type }],
    [3, { table }],
    [5, { tables: childrenOf(node) }],
  ]
}

function childrenOf(node: SchemaNode): FlatFields[] {
  if (node.kind === 'leaf') return []
  if (node.kind === 'struct') return node.children.map((child) => fieldTable(child, child.name))
  return [fieldTable(node.element, node.map ? 'entries' : 'item')]
}

/** Lists of one size are written as lists: what is null among them has no size. */
function containerType(node: Exclude<SchemaNode, LeafNode>): [type: number, table: FlatFields] {
  if (node.kind === 'struct') return [TYPE.struct, []]
  if (node.map) return [TYPE.map, [[0, { u8: 0 }]]]
  return [node.arrow?.large ? TYPE.largeList : TYPE.list, []]
}

const UNITS = { millis: 1, micros: 2, nanos: 3 } as const

function leafType(node: LeafNode): [type: number, table: FlatFields] {
  const { type, arrow } = node
  const { meaning, physical, width } = type
  const int = (bits: number, signed: boolean): [number, FlatFields] => [
    TYPE.int,
    [
      [0, { i32: bits }],
      [1, { u8: signed ? 1 : 0 }],
    ],
  ]
  switch (meaning.is) {
    case 'decimal':
      return [
        TYPE.decimal,
        [
          [0, { i32: meaning.precision }],
          [1, { i32: meaning.scale }],
          [2, { i32: decimalBits(type) }],
        ],
      ]
    case 'date':
      return [TYPE.date, [[0, { i16: isDateInMillis(node) ? 1 : 0 }]]]
    case 'time':
      return [
        TYPE.time,
        [
          [0, { i16: isInSeconds(node) ? 0 : UNITS[meaning.unit] }],
          [1, { i32: width * 8 }],
        ],
      ]
    case 'timestamp':
      return [
        TYPE.timestamp,
        [
          [0, { i16: isInSeconds(node) ? 0 : UNITS[meaning.unit] }],
          [1, meaning.utc ? { text: arrow?.zone ?? 'UTC' } : undefined],
        ],
      ]
    case 'int':
      return int(meaning.bits, meaning.signed)
    case 'float16':
      return [TYPE.float, [[0, { i16: 0 }]]]
  }
  if (isTextType(type)) return [largeOf(node) ? TYPE.largeUtf8 : TYPE.utf8, []]
  switch (physical) {
    case 'boolean':
      return [TYPE.bool, []]
    case 'int32':
    case 'int64':
      return int(width * 8, true)
    case 'float':
      return [TYPE.float, [[0, { i16: 1 }]]]
    case 'double':
      return [TYPE.float, [[0, { i16: 2 }]]]
    case 'fixed':
    case 'int96':
      return [TYPE.fixedBinary, [[0, { i32: width }]]]
    case 'bytes':
      return [largeOf(node) ? TYPE.largeBinary : TYPE.binary, []]
  }
}
