import { PerdeError } from '../../errors.ts'
import { ANYWHERE } from './format.ts'
import { MOST_DEPTH } from './json-walk.ts'
import { textSource } from './slices.ts'

/** The array of records in a document. */
export interface FoundRecords {
  /** offset behind its `[` and the white space there */
  start: number
  /** its place as a JSON Pointer (RFC 6901) */
  pointer: string
}

/**
 * Finds the array of records in the beginning of a document, by its JSON Pointer. undefined: it is not in these bytes,
 * more are needed. What stands before it is passed over, not checked: the whole document around the records is read once
 * it is known. Throws INPUT_FORMAT where there is no such array, INPUT_JSON where a value cannot be passed over.
 */
export function findRecords(bytes: Uint8Array, pointer: string): FoundRecords | undefined {
  const scan: Scan = { bytes, at: 0 }
  try {
    const found = pointer === ANYWHERE ? firstArray(scan, []) : arrayAt(scan, segmentsOf(pointer))
    if (!found) throw noArray(pointer)
    space(scan)
    return { start: scan.at, pointer: pointerOf(found) }
  } catch (e) {
    if (e === MORE) return undefined
    throw e
  }
}

interface Scan {
  bytes: Uint8Array
  at: number
}

/** Thrown where the bytes end before the answer. */
const MORE = Symbol('more')

/** Stops behind the `[` at a path; undefined: the path leads elsewhere. */
function arrayAt(scan: Scan, path: readonly string[]): readonly string[] | undefined {
  for (const segment of path) {
    const c = space(scan)
    if (c === 0x7b) {
      if (!memberCalled(scan, segment)) return undefined
    } else if (c === 0x5b) {
      if (!/^(?:0|[1-9]\d*)$/.test(segment) || !elementAt(scan, Number(segment))) return undefined
    } else return undefined
  }
  if (space(scan) !== 0x5b) return undefined
  scan.at++
  return path
}

/** Stops behind the `[` of the first array whose first element is an object, in the order of the document. */
function firstArray(scan: Scan, path: readonly string[]): readonly string[] | undefined {
  if (path.length > MOST_DEPTH) throw malformed(scan)
  const c = space(scan)
  if (c === 0x5b) {
    const start = scan.at++
    if (space(scan) === 0x7b) return path
    scan.at = start
  }
  if (c !== 0x7b) return void pass(scan)
  for (const name of members(scan)) {
    const found = firstArray(scan, [...path, name])
    if (found) return found
  }
  return undefined
}

/** Stands before the value of a member; false: the object has none of that name. */
function memberCalled(scan: Scan, wanted: string): boolean {
  for (const name of members(scan)) {
    if (name === wanted) return true
    pass(scan)
  }
  return false
}

/** Names of an object's members; the reader of each stands before its value, and has to leave it behind. */
function* members(scan: Scan): Generator<string> {
  scan.at++
  if (space(scan) === 0x7d) return void scan.at++
  for (;;) {
    if (space(scan) !== 0x22) throw malformed(scan)
    const start = scan.at
    string(scan)
    const name = textSource(scan.bytes).utf8Slice(start, scan.at)
    if (space(scan) !== 0x3a) throw malformed(scan)
    scan.at++
    yield decoded(scan, name)
    const c = space(scan)
    if (c !== 0x2c && c !== 0x7d) throw malformed(scan)
    scan.at++
    if (c === 0x7d) return
  }
}

/** Stands before an element of an array; false: there are fewer. */
function elementAt(scan: Scan, wanted: number): boolean {
  scan.at++
  if (space(scan) === 0x5d) return false
  for (let i = 0; ; i++) {
    if (i === wanted) return true
    pass(scan)
    const c = space(scan)
    if (c === 0x5d) return false
    if (c !== 0x2c) throw malformed(scan)
    scan.at++
  }
}

/** Passes over one value. */
function pass(scan: Scan): void {
  const { bytes } = scan
  for (let depth = 0; ;) {
    const c = space(scan)
    if (c === 0x22) string(scan)
    else if (c === 0x7b || c === 0x5b) {
      depth++
      scan.at++
    } else if (c === 0x7d || c === 0x5d) {
      if (--depth < 0) throw malformed(scan)
      scan.at++
    } else if (c === 0x2c || c === 0x3a) {
      if (depth === 0) throw malformed(scan)
      scan.at++
    } else word(scan)
    if (depth === 0) return
    if (scan.at >= bytes.length) throw MORE
  }
}

/** A number or a word, up to what ends it. */
function word(scan: Scan): void {
  const start = scan.at
  const { bytes } = scan
  while (scan.at < bytes.length && isWord(bytes[scan.at]!)) scan.at++
  if (scan.at >= bytes.length) throw MORE
  if (scan.at === start) throw malformed(scan)
}

function isWord(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || (c >= 0x61 && c <= 0x7a) || c === 0x2b || c === 0x2d || c === 0x2e || c === 0x45
}

function string(scan: Scan): void {
  const { bytes } = scan
  for (scan.at++; scan.at < bytes.length; scan.at++) {
    const c = bytes[scan.at]
    if (c === 0x5c) scan.at++
    else if (c === 0x22) return void scan.at++
  }
  throw MORE
}

/** The byte behind white space. */
function space(scan: Scan): number {
  const { bytes } = scan
  for (; scan.at < bytes.length; scan.at++) {
    const c = bytes[scan.at]!
    if (c !== 0x20 && c !== 9 && c !== 10 && c !== 13) return c
  }
  throw MORE
}

function decoded(scan: Scan, name: string): string {
  try {
    return JSON.parse(name) as string
  } catch {
    throw malformed(scan)
  }
}

function segmentsOf(pointer: string): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((s) => s.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function pointerOf(path: readonly string[]): string {
  return path.map((s) => `/${s.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function noArray(pointer: string): PerdeError {
  const place = pointer === '' ? 'the document is not an array of records' : `the document has no array at "${pointer}"`
  return new PerdeError('INPUT_FORMAT', pointer === ANYWHERE ? 'the document has no array of objects' : place, {
    hints: [
      'say where the records are with "record", a JSON Pointer such as /data/items; perde scan finds the first array of objects',
      'a file of one object a line is "format: jsonl"',
    ],
  })
}

function malformed(scan: Scan): PerdeError {
  return new PerdeError('INPUT_JSON', 'the document is not JSON before its records begin', {
    where: { offset: scan.at },
    hints: ['a file of one object a line is "format: jsonl"'],
  })
}
