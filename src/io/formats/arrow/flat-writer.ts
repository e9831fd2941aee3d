import { ByteSink } from '../byte-sink.ts'

/** The fields of a table by their numbers; undefined: left at its default. */
export type FlatFields = readonly [field: number, value: FlatValue | undefined][]

export type FlatValue =
  | { u8: number }
  | { i16: number }
  | { i32: number }
  | { i64: number }
  | { text: string }
  | { table: FlatFields }
  | { tables: readonly FlatFields[] }
  /** one behind another, as they stand in memory */
  | { structs: Uint8Array; count: number }

/** A FlatBuffer whose tables stand before what they point to; padded to 8 bytes. */
export function flatBytes(root: FlatFields): Uint8Array {
  const sink = new ByteSink(1024)
  sink.copy(new Uint8Array(4), 0, 4)
  const at = writeTable(sink, root)
  sink.bytes.writeUInt32LE(at, 0)
  pad(sink, 8)
  return sink.finish()
}

function pad(sink: ByteSink, to: number, plus = 0): void {
  while ((sink.at + plus) % to !== 0) sink.byte(0)
}

function sizeOf(value: FlatValue): number {
  return 'u8' in value ? 1 : 'i16' in value ? 2 : 'i64' in value ? 8 : 4
}

/** Returns where the table stands. */
function writeTable(sink: ByteSink, fields: FlatFields): number {
  const present = fields.filter((field): field is [number, FlatValue] => field[1] !== undefined)
  const slots = Math.max(-1, ...present.map(([field]) => field)) + 1
  const offsets = new Map<number, number>()
  let size = 4
  for (const [field, value] of present) {
    const own = sizeOf(value)
    size = Math.ceil(size / own) * own
    offsets.set(field, size)
    size += own
  }
  const vtable = 4 + 2 * slots
  pad(sink, 8, vtable)
  const start = sink.at
  sink.reserve(vtable + size)
  sink.bytes.fill(0, start, start + vtable + size)
  sink.bytes.writeUInt16LE(vtable, start)
  sink.bytes.writeUInt16LE(size, start + 2)
  for (const [field, offset] of offsets) sink.bytes.writeUInt16LE(offset, start + 4 + 2 * field)
  const table = start + vtable
  sink.bytes.writeInt32LE(vtable, table)
  sink.at = table + size
  for (const [field, value] of present) writeField(sink, table + offsets.get(field)!, value)
  return table
}

function writeField(sink: ByteSink, at: number, value: FlatValue): void {
  if ('u8' in value) sink.bytes.writeUInt8(value.u8, at)
  else if ('i16' in value) sink.bytes.writeInt16LE(value.i16, at)
  else if ('i32' in value) sink.bytes.writeInt32LE(value.i32, at)
  else if ('i64' in value) sink.bytes.writeBigInt64LE(BigInt(value.i64), at)
  else {
    // The buffer may be another one afterwards.
    const to = writeAside(sink, value)
    sink.bytes.writeUInt32LE(to - at, at)
  }
}

function writeAside(
  sink: ByteSink,
  value: Exclude<FlatValue, { u8: number } | { i16: number } | { i32: number } | { i64: number }>,
): number {
  if ('table' in value) return writeTable(sink, value.table)
  if ('text' in value) {
    const bytes = Buffer.from(value.text)
    const start = vector(sink, bytes.length, 1)
    sink.copy(bytes, 0, bytes.length)
    sink.byte(0)
    return start
  }
  if ('structs' in value) {
    const start = vector(sink, value.count, 8)
    sink.copy(value.structs, 0, value.structs.length)
    return start
  }
  const start = vector(sink, value.tables.length, 4)
  const first = sink.at
  sink.copy(new Uint8Array(4 * value.tables.length), 0, 4 * value.tables.length)
  value.tables.forEach((fields, i) => {
    const at = first + 4 * i
    const table = writeTable(sink, fields)
    sink.bytes.writeUInt32LE(table - at, at)
  })
  return start
}

/** The head of a list whose elements are aligned to some bytes. */
function vector(sink: ByteSink, count: number, align: number): number {
  pad(sink, Math.max(4, align), 4)
  const start = sink.at
  sink.copy(Buffer.from(Uint32Array.of(count).buffer), 0, 4)
  return start
}
