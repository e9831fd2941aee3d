import { Damaged } from '../parquet/damaged.ts'

/**
 * Tables of FlatBuffers (https://flatbuffers.dev/internals/), read where they stand. Nothing that the bytes say of
 * themselves is believed: what lies outside of them is Damaged.
 */
export interface FlatTable {
  view: DataView
  at: number
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function rootTable(bytes: Uint8Array): FlatTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return inside({ view, at: 0 }, 0)
}

/** Number of the byte of a field; undefined: the table leaves it at its default. */
function place({ view, at }: FlatTable, field: number): number | undefined {
  const table = at - within(() => view.getInt32(at, true))
  const size = within(() => view.getUint16(table, true))
  const slot = 4 + 2 * field
  if (slot + 2 > size) return undefined
  const offset = within(() => view.getUint16(table + slot, true))
  return offset === 0 ? undefined : at + offset
}

/** What the offset at a place points to. */
function inside({ view }: FlatTable, at: number): FlatTable {
  return { view, at: at + within(() => view.getUint32(at, true)) }
}

export function byteAt(table: FlatTable, field: number, absent = 0): number {
  const at = place(table, field)
  return at === undefined ? absent : within(() => table.view.getUint8(at))
}

export function shortAt(table: FlatTable, field: number, absent = 0): number {
  const at = place(table, field)
  return at === undefined ? absent : within(() => table.view.getInt16(at, true))
}

export function intAt(table: FlatTable, field: number, absent = 0): number {
  const at = place(table, field)
  return at === undefined ? absent : within(() => table.view.getInt32(at, true))
}

/** A count or a place: none is negative or beyond what a number says exactly. */
export function lengthAt(table: FlatTable, field: number): number {
  const at = place(table, field)
  return at === undefined ? 0 : longAt(table.view, at)
}

export function longAt(view: DataView, at: number): number {
  const n = Number(within(() => view.getBigInt64(at, true)))
  if (!Number.isSafeInteger(n) || n < 0) throw new Damaged('a length in its metadata cannot be')
  return n
}

/** An id, as text. */
export function idAt(table: FlatTable, field: number): string {
  const at = place(table, field)
  return at === undefined ? '0' : String(within(() => table.view.getBigInt64(at, true)))
}

export function tableAt(table: FlatTable, field: number): FlatTable | undefined {
  const at = place(table, field)
  return at === undefined ? undefined : inside(table, at)
}

export function textAt(table: FlatTable, field: number): string | undefined {
  const at = place(table, field)
  if (at === undefined) return undefined
  const { view, at: start } = inside(table, at)
  const length = within(() => view.getUint32(start, true))
  if (length > view.byteLength - start - 4) throw outside()
  try {
    return utf8.decode(new Uint8Array(view.buffer, view.byteOffset + start + 4, length))
  } catch {
    throw new Damaged('a name in its metadata is not UTF-8')
  }
}

export function tablesAt(table: FlatTable, field: number): FlatTable[] {
  return structsAt(table, field, 4).map((at) => inside(table, at))
}

/** Where each struct of a list of them stands. */
export function structsAt(table: FlatTable, field: number, size: number): number[] {
  const at = place(table, field)
  if (at === undefined) return []
  const { view, at: start } = inside(table, at)
  const count = within(() => view.getUint32(start, true))
  if (count > (view.byteLength - start - 4) / size) throw outside()
  return Array.from({ length: count }, (_, i) => start + 4 + i * size)
}

function within<T>(read: () => T): T {
  try {
    return read()
  } catch (e) {
    if (e instanceof RangeError) throw outside()
    throw e
  }
}

function outside(): Damaged {
  return new Damaged('its metadata points outside of itself')
}
