import { ByteSink } from '../byte-sink.ts'
import { Type } from './thrift.ts'

/** A value to be written; an absent one (undefined) leaves its field out. */
export type Written =
  | { i32: number }
  | { i64: number }
  | { i8: number }
  | { i16: number }
  | { flag: boolean }
  | { bytes: Uint8Array }
  | { text: string }
  | { struct: WrittenStruct }
  | { list: readonly Written[] }

/** Fields in rising order of their numbers. */
export type WrittenStruct = readonly (readonly [id: number, value: Written | undefined])[]

/** Thrift's compact protocol. */
export function writeStruct(sink: ByteSink, fields: WrittenStruct): void {
  let last = 0
  for (const [id, value] of fields) {
    if (value === undefined) continue
    sink.byte(((id - last) << 4) | typeOf(value))
    if (!('flag' in value)) writeValue(sink, value)
    last = id
  }
  sink.byte(0)
}

export function structBytes(fields: WrittenStruct): Uint8Array {
  const sink = new ByteSink(1024)
  writeStruct(sink, fields)
  return sink.finish()
}

function typeOf(value: Written): number {
  if ('flag' in value) return value.flag ? Type.true : Type.false
  if ('i8' in value) return Type.i8
  if ('i16' in value) return Type.i16
  if ('i32' in value) return Type.i32
  if ('i64' in value) return Type.i64
  if ('struct' in value) return Type.struct
  return 'list' in value ? Type.list : Type.binary
}

function writeValue(sink: ByteSink, value: Written): void {
  if ('i8' in value) sink.byte(value.i8 & 0xff)
  else if ('i16' in value) zigzag(sink, value.i16)
  else if ('i32' in value) zigzag(sink, value.i32)
  else if ('i64' in value) zigzag(sink, value.i64)
  else if ('bytes' in value) writeBytes(sink, value.bytes)
  else if ('text' in value) writeBytes(sink, Buffer.from(value.text))
  else if ('struct' in value) writeStruct(sink, value.struct)
  else if ('list' in value) {
    const type = value.list.length === 0 ? Type.i32 : typeOf(value.list[0]!)
    if (value.list.length < 15) sink.byte((value.list.length << 4) | type)
    else {
      sink.byte(0xf0 | type)
      varint(sink, value.list.length)
    }
    for (const element of value.list) writeValue(sink, element)
  }
}

function writeBytes(sink: ByteSink, bytes: Uint8Array): void {
  varint(sink, bytes.length)
  sink.copy(bytes, 0, bytes.length)
}

function zigzag(sink: ByteSink, n: number): void {
  varint(sink, n < 0 ? -2 * n - 1 : 2 * n)
}

function varint(sink: ByteSink, n: number): void {
  for (; n >= 0x80; n = Math.floor(n / 128)) sink.byte((n % 128) | 0x80)
  sink.byte(n)
}
