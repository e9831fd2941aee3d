import { BlockFault, type FaultCode } from './format.ts'
import type { TextSource } from './slices.ts'
import { AMP, BANG, GT, LT, SLASH } from './xml-marks.ts'

/**
 * A place in XML text (XML 1.0, fifth edition), and the marks in it that hold no elements: text, references, attribute
 * values, comments, CDATA sections, processing instructions. Strict: what is not well formed is a fault.
 */
export interface XmlCursor {
  block: Uint8Array
  source: TextSource
  at: number
  end: number
  /** record of the block, for the place of a fault */
  row: number
}

/** Text up to a `<` or the end; true: it has a reference or a carriage return, so it is not what it stands for. */
export function scanText(cursor: XmlCursor): boolean {
  const { block, end } = cursor
  let { at } = cursor
  let written = false
  for (;;) {
    while (TEXT[block[at]!] === PLAIN) at++
    if (at >= end) break
    const c = block[at]!
    if (c === LT) break
    if (c === AMP) {
      cursor.at = at
      scanReference(cursor)
      at = cursor.at
      written = true
    } else if (c === CR) {
      written = true
      at++
    } else if (c === GT) {
      if (block[at - 1] === BRACKET && block[at - 2] === BRACKET && at - 2 >= cursor.at)
        throw fault(cursor, '"]]>" stands in a text', at)
      at++
    } else at = behindRare(cursor, at)
  }
  cursor.at = at
  return written
}

/** An attribute's value from its quote to behind the other one; true: it is not what it stands for. */
export function scanAttributeValue(cursor: XmlCursor): boolean {
  const { block, end } = cursor
  const quote = block[cursor.at]
  if (quote !== 0x22 && quote !== 0x27) throw fault(cursor, 'the value of an attribute has no quotes')
  let at = cursor.at + 1
  let written = false
  for (;;) {
    if (at >= end) throw fault(cursor, 'the value of an attribute is not closed')
    const c = block[at]!
    if (c === quote) break
    if (TEXT[c] === PLAIN) {
      if (c <= CR) written = true
      at++
    } else if (c === AMP) {
      cursor.at = at
      scanReference(cursor)
      at = cursor.at
      written = true
    } else if (c === LT) throw fault(cursor, 'a "<" stands in the value of an attribute', at)
    else if (c === CR || c === GT) {
      written ||= c === CR
      at++
    } else at = behindRare(cursor, at)
  }
  cursor.at = at + 1
  return written
}

/** `<!--` to behind `-->`. */
export function scanComment(cursor: XmlCursor): void {
  const close = find(cursor, '--', cursor.at + 4, 'a comment is not closed')
  if (cursor.block[close + 2] !== GT) throw fault(cursor, 'two hyphens stand inside a comment', close)
  checkCharacters(cursor, cursor.at, close)
  cursor.at = close + 3
}

/** `<![CDATA[` to behind `]]>`. */
export function scanCdata(cursor: XmlCursor): void {
  const close = find(cursor, ']]>', cursor.at + CDATA_OPEN, 'a CDATA section is not closed')
  checkCharacters(cursor, cursor.at, close)
  cursor.at = close + 3
}

/** `<?` to behind `?>`. A declaration is none: it stands at the beginning of a document. */
export function scanInstruction(cursor: XmlCursor): void {
  const start = cursor.at + 2
  const close = find(cursor, '?>', start, 'a processing instruction is not closed')
  checkCharacters(cursor, start, close)
  const target = /^[^\s?]*/.exec(cursor.source.utf8Slice(start, close))![0]
  if (!isName(target) || /^xml$/i.test(target))
    throw fault(cursor, 'a processing instruction has no target, or stands for a declaration')
  cursor.at = close + 2
}

/** Length of `<![CDATA[`. */
export const CDATA_OPEN = 9

export function startsCdata(block: Uint8Array, at: number): boolean {
  return startsWith(block, at, CDATA)
}

export function startsComment(block: Uint8Array, at: number): boolean {
  return block[at + 1] === BANG && block[at + 2] === 0x2d && block[at + 3] === 0x2d
}

export function startsWith(block: Uint8Array, at: number, bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; i++) if (block[at + i] !== bytes[i]) return false
  return true
}

export function skipSpace(cursor: XmlCursor): void {
  const { block, end } = cursor
  let { at } = cursor
  while (at < end && isSpace(block[at])) at++
  cursor.at = at
}

export function isSpace(c: number | undefined): boolean {
  return c === 0x20 || c === 10 || c === 13 || c === 9
}

/** Bytes that end the name of an element or an attribute. */
export function endsName(c: number | undefined): boolean {
  return c === undefined || isSpace(c) || c === GT || c === SLASH || c === 0x3d || c === LT
}

/** Of XML 1.0, colons included. */
export function isName(text: string): boolean {
  return NAME.test(text)
}

const START =
  ':A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\u{10000}-\u{effff}'
/** Two that join letters stand apart, as a class of characters would read them as one with their neighbours. */
const FIRST = `(?:[${START}]|\u200c|\u200d)`
const NAME = new RegExp(`^${FIRST}(?:${FIRST}|[-.0-9\u00b7\u203f\u2040]|[\u0300-\u036f])*$`, 'u')

export function fault(
  cursor: XmlCursor,
  message: string,
  at = cursor.at,
  code: FaultCode = 'INPUT_XML',
  hints = WELL_FORMED,
): BlockFault {
  return new BlockFault(code, message, cursor.row, at, hints)
}

export const WELL_FORMED = ['the document has to be well formed, as XML 1.0 asks; xmllint --noout FILE says more']

/** What stands behind `<!` and is neither comment nor CDATA. */
export function declarationFault(cursor: XmlCursor): BlockFault {
  if (!startsWith(cursor.block, cursor.at, DOCTYPE))
    return fault(cursor, 'a "<!" begins no comment and no CDATA section')
  return fault(cursor, DOCTYPE_MESSAGE, cursor.at, 'INPUT_XML_DOCTYPE', DOCTYPE_HINTS)
}

export const DOCTYPE_MESSAGE = 'the document has a DOCTYPE, which can name other files and grow without bound'
export const DOCTYPE_HINTS = ['have it written without one; entities that it defines have to be written out']
export const DOCTYPE = Buffer.from('<!DOCTYPE')
const CDATA = Buffer.from('<![CDATA[')

const CR = 13
const BRACKET = 0x5d

const PLAIN = 0
const TEXT = new Uint8Array(256)
for (let c = 0; c < 0x20; c++) if (c !== 9 && c !== 10) TEXT[c] = 1
// U+FFFE and U+FFFF begin with 0xEF in UTF-8, and are no characters.
for (const c of [LT, GT, AMP, 0xef]) TEXT[c] = 1

function behindRare({ block, row }: XmlCursor, at: number): number {
  const isBad = block[at] !== 0xef || (block[at + 1] === 0xbf && block[at + 2]! >= 0xbe)
  if (isBad)
    throw new BlockFault('INPUT_XML', 'a character stands in the document that XML does not have', row, at, [
      'control characters are no text: have the file written without them',
    ])
  return at + 1
}

function checkCharacters(cursor: XmlCursor, from: number, to: number): void {
  const { block } = cursor
  for (let at = from; at < to; at++) {
    const c = block[at]!
    if ((c < 0x20 && c !== 9 && c !== 10 && c !== CR) || c === 0xef) behindRare(cursor, at)
  }
}

function find(cursor: XmlCursor, mark: string, from: number, missing: string): number {
  const at = cursor.source.indexOf(mark, from, 'latin1')
  if (at < 0 || at + mark.length > cursor.end) throw fault(cursor, missing)
  return at
}

/** A reference to a character or to one of the five entities that need no declaration. */
function scanReference(cursor: XmlCursor): void {
  const { block, at } = cursor
  let end = at + 1
  while (end - at < LONGEST_REFERENCE && end < cursor.end && block[end] !== 0x3b) end++
  const name = block[end] === 0x3b ? cursor.source.latin1Slice(at + 1, end) : ''
  if (name.startsWith('#')) {
    if (!isCharacter(codeOf(name))) throw fault(cursor, 'a reference names no character of XML')
  } else if (!ENTITIES.has(name)) throw fault(cursor, 'an "&" begins no reference that is known')
  cursor.at = end + 1
}

/** Zeros in front are allowed, and nobody writes many. */
const LONGEST_REFERENCE = 32

/** Number of the character that `#65` or `#x41` names; NaN: none. */
export function codeOf(reference: string): number {
  if (/^#[0-9]+$/.test(reference)) return Number(reference.slice(1))
  return /^#x[0-9A-Fa-f]+$/.test(reference) ? parseInt(reference.slice(2), 16) : NaN
}

export function isCharacter(code: number): boolean {
  return (
    code === 9 ||
    code === 10 ||
    code === CR ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  )
}

export const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['apos', "'"],
  ['quot', '"'],
])
