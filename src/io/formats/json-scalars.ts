import { Kind } from '../../record/batch.ts'
import { BlockFault } from './format.ts'
import type { TextSource } from './slices.ts'

/** A place in JSON text: what is between values, and the values that hold no others. Strict, by RFC 8259. */
export interface Cursor {
  block: Uint8Array
  source: TextSource
  at: number
  end: number
  /** record of the block, for the place of a fault */
  row: number
  /** set by a string that holds an escape */
  escaped: boolean
}

export function skipSpace(cursor: Cursor): void {
  const { block, end } = cursor
  let { at } = cursor
  for (let c = block[at]; at < end && (c === 0x20 || c === 9 || c === 13 || c === 10); c = block[at]) at++
  cursor.at = at
}

export function scanScalar(cursor: Cursor, c: number | undefined): Kind {
  if (c === 0x22) {
    scanString(cursor)
    return Kind.string
  }
  if (c === 0x2d || (c !== undefined && c >= 0x30 && c <= 0x39)) {
    scanNumber(cursor)
    return Kind.number
  }
  if (c === 0x74) return word(cursor, 'true', Kind.boolean)
  if (c === 0x66) return word(cursor, 'false', Kind.boolean)
  if (c === 0x6e) return word(cursor, 'null', Kind.null)
  throw fault(cursor, 'expected a value')
}

function word(cursor: Cursor, text: string, kind: Kind): Kind {
  for (let i = 0; i < text.length; i++)
    if (cursor.at + i >= cursor.end || cursor.block[cursor.at + i] !== text.charCodeAt(i))
      throw fault(cursor, 'expected a value')
  cursor.at += text.length
  return kind
}

/** A string from its opening quote to behind its closing one; notes whether it holds an escape. */
export function scanString(cursor: Cursor): void {
  const { block, end } = cursor
  let at = cursor.at + 1
  cursor.escaped = false
  for (;;) {
    if (at >= end) throw fault(cursor, 'a string is not closed')
    const c = block[at]!
    if (c === 0x22) break
    if (c === 0x5c) {
      cursor.escaped = true
      const next = block[at + 1]
      if (next === 0x75) {
        at = scanEscape(cursor, at)
      } else if (at + 1 < end && next !== undefined && ESCAPES.has(next)) at += 2
      else throw fault(cursor, 'an escape in a string is unknown')
    } else if (c < 0x20) throw fault(cursor, 'a control character stands in a string')
    else at++
  }
  cursor.at = at + 1
}

/**
 * One `\u` escape, or the two of a surrogate pair; returns the offset behind it. A NUL is refused as one that stands in a text
 * itself is. Half of a pair has no UTF-8: written or keyed it would be U+FFFD, which other values are too.
 */
function scanEscape(cursor: Cursor, at: number): number {
  const unit = codeUnit(cursor, at)
  if (unit === 0)
    throw new BlockFault('INPUT_NUL', 'a NUL character stands in the data, as an escape', cursor.row, at, [
      'other programs end a text there: have it written without',
    ])
  if (unit < 0xd800 || unit > 0xdfff) return at + 6
  const follows = cursor.block[at + 6] === 0x5c && cursor.block[at + 7] === 0x75
  const low = unit < 0xdc00 && follows && at + 7 < cursor.end ? codeUnit(cursor, at + 6) : 0
  if (low < 0xdc00 || low > 0xdfff)
    throw new BlockFault('INPUT_VALUE', 'half of a surrogate pair stands alone in a string', cursor.row, at, [
      'it is no character and has no UTF-8: have it written without, texts are mostly cut there',
    ])
  return at + 12
}

/** The number that the four digits of a `\u` escape say. */
function codeUnit(cursor: Cursor, at: number): number {
  const { block, end } = cursor
  let unit = 0
  for (let i = at + 2; i < at + 6; i++) {
    const c = block[i]!
    if (i >= end || !isHex(c)) throw fault(cursor, 'a \\u escape has no four hex digits')
    // Letters of both cases have the digit in their lowest bits, from 1 on.
    unit = unit * 16 + (c < 0x40 ? c - 0x30 : (c & 7) + 9)
  }
  return unit
}

const ESCAPES = new Set([...'"\\/bfnrt'].map((c) => c.charCodeAt(0)))

function isHex(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66)
}

/** The text of the string in [start, end), quotes included; `cursor.escaped` is still that of this string. */
export function stringAt(cursor: Cursor, start: number, end: number): string {
  if (cursor.escaped) return JSON.parse(cursor.source.utf8Slice(start, end)) as string
  return cursor.source.utf8Slice(start + 1, end - 1)
}

function scanNumber(cursor: Cursor): void {
  const { block, end } = cursor
  let { at } = cursor
  const digits = () => {
    const from = at
    while (at < end && block[at]! >= 0x30 && block[at]! <= 0x39) at++
    if (at === from) throw fault(cursor, 'a number is not written as JSON asks')
  }
  if (block[at] === 0x2d) at++
  if (block[at] === 0x30) at++
  else digits()
  if (at < end && block[at] === 0x2e) {
    at++
    digits()
  }
  if (at < end && (block[at] === 0x65 || block[at] === 0x45)) {
    at++
    if (block[at] === 0x2b || block[at] === 0x2d) at++
    digits()
  }
  cursor.at = at
}

export function fault(
  cursor: Cursor,
  message: string,
  code: 'INPUT_JSON' | 'INPUT_JSON_DEPTH' = 'INPUT_JSON',
): BlockFault {
  return new BlockFault(code, message, cursor.row, cursor.at, [
    code === 'INPUT_JSON_DEPTH'
      ? 'no table is nested so deeply: is the file what it should be?'
      : 'every record has to be one JSON object, as RFC 8259 writes it',
  ])
}
