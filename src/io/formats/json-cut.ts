import type { Cut } from './format.ts'

/**
 * Whole records at the beginning of `bytes`, which are elements of an array: the first begins at once or behind a comma.
 * A record counts when the comma or the bracket behind it has been seen. Looks at brackets and quotes only: what is not
 * JSON inside a record is left to the reader of the block.
 */
export function cutElements(bytes: Uint8Array): Cut {
  let whole = 0
  for (let at = 0; ;) {
    at = behindSpace(bytes, at)
    if (bytes[at] === 0x2c && at < bytes.length) at = behindSpace(bytes, at + 1)
    if (at >= bytes.length) return { length: whole }
    // The end of the array, with no record since the last comma.
    if (bytes[at] === 0x5d) return { length: whole, last: true }
    if (bytes[at] !== 0x7b) return { length: whole, wrong: wrong('a record is not a JSON object', at) }
    const end = objectEnd(bytes, at)
    if (end < 0) return { length: whole }
    at = behindSpace(bytes, end)
    if (at >= bytes.length) return { length: whole }
    whole = end
    if (bytes[at] !== 0x2c && bytes[at] !== 0x5d)
      return { length: whole, wrong: wrong('expected "," or "]" behind a record', at) }
  }
}

function wrong(message: string, offset: number): NonNullable<Cut['wrong']> {
  const hints = ['the records of a document are the objects of one array, with commas between them']
  return { code: 'INPUT_JSON', message, offset, hints }
}

/** Whole elements at the beginning of `bytes`. */
export function countElements(bytes: Uint8Array): number {
  for (let at = 0, n = 0; ; n++) {
    at = behindSpace(bytes, at)
    if (bytes[at] === 0x2c) at = behindSpace(bytes, at + 1)
    at = bytes[at] === 0x7b ? objectEnd(bytes, at) : -1
    if (at < 0) return n
  }
}

/** Offset behind the object that begins at `at`; -1: it does not end here. */
function objectEnd(bytes: Uint8Array, at: number): number {
  const { length } = bytes
  let depth = 0
  for (; at < length; at++) {
    const kind = KINDS[bytes[at]!]!
    if (kind === OTHER) continue
    if (kind === QUOTE) {
      for (at++; at < length && bytes[at] !== 0x22; at++) if (bytes[at] === 0x5c) at++
      if (at >= length) return -1
    } else if (kind === OPEN) depth++
    else if (--depth === 0) return at + 1
  }
  return -1
}

const OTHER = 0
const QUOTE = 1
const OPEN = 2
const CLOSE = 3
const KINDS = new Uint8Array(256)
KINDS[0x22] = QUOTE
KINDS[0x7b] = KINDS[0x5b] = OPEN
KINDS[0x7d] = KINDS[0x5d] = CLOSE

function behindSpace(bytes: Uint8Array, at: number): number {
  for (; at < bytes.length; at++) {
    const c = bytes[at]
    if (c !== 0x20 && c !== 10 && c !== 13 && c !== 9) break
  }
  return at
}
