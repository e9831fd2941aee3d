import type { Cut } from './format.ts'
import {
  WELL_FORMED,
  DOCTYPE,
  DOCTYPE_HINTS,
  DOCTYPE_MESSAGE,
  endsName,
  isSpace,
  startsCdata,
  startsComment,
  startsWith,
} from './xml-scalars.ts'
import { BANG, GT, LT, QUESTION, SLASH } from './xml-marks.ts'

/**
 * Whole records at the beginning of `bytes`: elements of one name, with white space, comments and processing
 * instructions between them, which belong to the record behind. Looks at tags and quotes only: what is not well formed
 * inside a record is left to the reader of the block. `alone`: nobody said which elements are the records, so no
 * other may stand beside them.
 */
export function cutElements(bytes: Uint8Array, name: Uint8Array, among: 'others' | 'alone'): Cut {
  for (let length = 0; ;) {
    const at = behindMisc(bytes, length)
    // The name of what begins here has to be seen, and what ends it.
    if (at < 0 || at + name.length + 1 >= bytes.length) return endsHere(bytes, at) ? { length, last: true } : { length }
    if (bytes[at] !== LT) return { length, wrong: wrong('a text stands between the records', at) }
    if (bytes[at + 1] === SLASH) return { length, last: true }
    if (bytes[at + 1] === BANG)
      return bytes.length - at < DOCTYPE.length ? { length } : { length, wrong: declaration(bytes, at) }
    if (!startsWith(bytes, at + 1, name) || !endsName(bytes[at + 1 + name.length]))
      return among === 'others'
        ? { length, last: true }
        : { length, wrong: wrong('the elements of the document differ', at, ALIKE) }
    const end = elementEnd(bytes, at)
    if (end < 0) return { length }
    if (!closes(bytes, end, name)) return { length, wrong: wrong(OTHER, at, WELL_FORMED) }
    length = end
  }
}

/** Whole elements at the beginning of `bytes`. */
export function countElements(bytes: Uint8Array): number {
  for (let at = 0, n = 0; ; n++) {
    at = behindMisc(bytes, at)
    at = at >= 0 && bytes[at] === LT ? elementEnd(bytes, at) : -1
    if (at < 0) return n
  }
}

/** Offset behind white space, comments and processing instructions; -1: they do not end here. */
export function behindMisc(bytes: Uint8Array, at: number): number {
  for (;;) {
    while (isSpace(bytes[at])) at++
    const isComment = bytes[at] === LT && startsComment(bytes, at)
    if (!isComment && !(bytes[at] === LT && bytes[at + 1] === QUESTION)) return at
    at = behindMark(bytes, at)
    if (at < 0) return -1
  }
}

/** Offset behind the tag or other mark that begins at `at`; -1: it does not end here. */
export function behindMark(bytes: Uint8Array, at: number): number {
  const { length } = bytes
  const next = bytes[at + 1]
  if (next === QUESTION) return behind(bytes, INSTRUCTION_END, at + 2)
  if (next === BANG) {
    if (startsComment(bytes, at)) return behind(bytes, COMMENT_END, at + 4)
    if (startsCdata(bytes, at)) return behind(bytes, CDATA_END, at + 9)
  }
  for (at++; at < length; at++) {
    const c = bytes[at]
    if (c === GT) return at + 1
    if (c === 0x22 || c === 0x27) {
      for (at++; at < length && bytes[at] !== c; at++);
    }
  }
  return -1
}

/** Offset behind the element that begins at `at`; -1: it does not end here. */
function elementEnd(bytes: Uint8Array, at: number): number {
  const { length } = bytes
  for (let depth = 0; ;) {
    const next = bytes[at + 1]
    const end = behindMark(bytes, at)
    if (end < 0) return -1
    if (next === SLASH) depth--
    else if (next !== BANG && next !== QUESTION && bytes[end - 2] !== SLASH) depth++
    if (depth <= 0) return end
    for (at = end; at < length && bytes[at] !== LT; at++);
    if (at >= length) return -1
  }
}

/** The tag that ends here closes an element of that name, or is all there is of it. */
function closes(bytes: Uint8Array, end: number, name: Uint8Array): boolean {
  if (bytes[end - 2] === SLASH) return true
  const tag = bytes.lastIndexOf(LT, end - 1)
  return startsWith(bytes, tag + 2, name) && endsName(bytes[tag + 2 + name.length])
}

const OTHER = 'a record is not closed, or another element in it'

/** A closing tag may be all that is left of a document, and shorter than what a record begins with. */
function endsHere(bytes: Uint8Array, at: number): boolean {
  return at >= 0 && bytes[at] === LT && bytes[at + 1] === SLASH
}

function declaration(bytes: Uint8Array, at: number): NonNullable<Cut['wrong']> {
  return startsWith(bytes, at, DOCTYPE)
    ? { code: 'INPUT_XML_DOCTYPE', message: DOCTYPE_MESSAGE, offset: at, hints: DOCTYPE_HINTS }
    : wrong('something stands between the records that is no element', at)
}

function wrong(message: string, offset: number, hints = BESIDE): NonNullable<Cut['wrong']> {
  return { code: 'INPUT_XML', message, offset, hints }
}

const BESIDE = ['the records of a document are elements of one name that stand beside each other']
const ALIKE = ['say which of them are the records, with all elements around them: record: /export/visit']

function behind(bytes: Uint8Array, mark: Uint8Array, from: number): number {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(mark, from)
  return at < 0 ? -1 : at + mark.length
}

const COMMENT_END = Buffer.from('-->')
const INSTRUCTION_END = Buffer.from('?>')
const CDATA_END = Buffer.from(']]>')
