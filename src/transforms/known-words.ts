/**
 * Looks for a record's own identifiers in its texts: whole words, in any letters' case, without diacritics, Kazakh letters
 * as Russian ones, look-alike letters and digits of other scripts as plain ones; numbers in any punctuation and glued to
 * words, names word by word with the endings of their cases, also broken by a line or a tag. One pass over the text.
 */
import { normalise, originalSpan } from '../detect/normalise.ts'
import { Kind, kindAt, widthAt } from '../detect/letters.ts'
import { createOwnNames } from './own-names.ts'
import type { OwnNames } from './own-names.ts'
import type { Span } from './spans.ts'
import { codeForm, codeUnit, foldPiece, joined, pieces, plainJoined } from './text-pieces.ts'
import type { Fold, Piece } from './text-pieces.ts'
import type { KnownValue } from './verb.ts'

/** Spans of what is known, and which value it is. */
export interface KnownFinder {
  find(text: string): (Span & { score: number })[]
  /** the value that a found text is, as its own field has it; undefined: none, or one word of a name */
  valueOf(entity: string, text: string): string | undefined
}

/** The entity of a value whose rule names none. */
export const IDENTIFIER = 'identifier'

/** UTF-16 units. A cell may name a hundred people, or an address with all that belongs to it; what is longer is a text. */
export const LONGEST_KNOWN = 4000
const SHORTEST_WORD = 3
const SHORTEST_CODE = 5
/** What may stand between two pieces of one value: `+7 (701) 234-56-78`; spaces in a row are one, tags are none. */
const LONGEST_GAP = 3
/** So many digits are nobody else's by chance: found inside a run too, `ИИН900101300017тел87010000003`. */
const SHORTEST_GLUED = 8

/**
 * Undefined where nothing is worth looking for in these texts of the record: a value with digits cannot stand in texts
 * that have none. `fold`: `foldPiece`, or one that remembers.
 */
export function createKnownFinder(
  known: readonly KnownValue[],
  texts: readonly string[],
  fold: Fold = foldPiece,
): KnownFinder | undefined {
  const numbers = texts.some((text) => DIGIT.test(text))
  const spelt = known.some(({ text }) => text.includes('@')) && texts.some((text) => SPELT_SIGN.test(text))
  const codes = new Map<string, KnownValue>()
  const firsts = new Set<number>()
  const openings = new Set<string>()
  let longest = 0
  const people: string[] = []
  for (const value of known) {
    if (value.text.length > LONGEST_KNOWN || (!numbers && DIGIT.test(value.text))) continue
    if (value.entity === 'person') people.push(value.text)
    else
      for (const one of valuesIn(value))
        for (const code of [...codesOf(one, fold), ...(spelt ? speltMail(one, fold) : [])]) {
          if (!codes.has(code)) codes.set(code, one)
          firsts.add(code.charCodeAt(0))
          openings.add(code.slice(0, OPENING))
          longest = Math.max(longest, code.length)
        }
  }
  const names = people.length === 0 ? undefined : createOwnNames(people, fold, (word) => NOTHING.has(word))
  if (codes.size === 0 && !names) return undefined
  return {
    find: (text) => findAll(text, fold, { codes, firsts, openings, longest, names }),
    valueOf(entity, text) {
      const value = codes.get(joined(text, fold))
      return value && (value.entity ?? IDENTIFIER) === entity ? value.text : undefined
    },
  }
}

interface Known {
  codes: ReadonlyMap<string, KnownValue>
  /** UTF-16 units that codes begin with */
  firsts: ReadonlySet<number>
  openings: ReadonlySet<string>
  longest: number
  names: OwnNames | undefined
}

const OPENING = 3

const DIGIT = /\p{N}/u

/** A cell as it is, and each of several values in it: `QX-90815; QX-90816`. */
function valuesIn(value: KnownValue): KnownValue[] {
  if (!SEVERAL.test(value.text)) return [value]
  return [value, ...value.text.split(SEVERAL).map((text) => ({ ...value, text }))]
}

/** What stands between the values of a cell that has several. */
export const SEVERAL = /[;|\r\n]+/

/** An address of mail whose signs are words: `a.sadykova (at) mail (dot) kz`. */
function speltMail({ entity, text }: KnownValue, fold: Fold): string[] {
  const parts = /^\s*([^@\s]+)@([^@\s]+)\s*$/.exec(text)
  if (!parts || (entity !== 'email' && entity !== undefined)) return []
  const [, name = '', host = ''] = parts
  const word = (part: string, dot: string): string =>
    part
      .split('.')
      .map((piece) => joined(piece, fold))
      .join(dot)
  return DOTS.flatMap((dot) =>
    ATS.flatMap((at) => [word(name, '') + at + word(host, dot), word(name, dot) + at + word(host, dot)]),
  )
}

const SPELT_SIGN = /(?<!\p{L})(?:at|dot|ат|эт|собака|собачка|точка)(?!\p{L})/iu
const ATS = ['', 'at', 'ат', 'эт', 'собака', 'собачка'].map(codeForm)
const DOTS = ['', 'dot', 'точка'].map(codeForm)

/** A value without what stands between its pieces, and a phone number without its country as well. */
function codesOf({ entity, text }: KnownValue, fold: Fold): string[] {
  const plain = plainJoined(text, fold)
  if (plain.length < SHORTEST_CODE && lettersIn(plain) < SHORTEST_WORD) return []
  if (NOTHING.has(plain)) return []
  const code = codeForm(plain)
  const national = code.length < 10 || code.length > 11 ? undefined : /^[78]?([3-9]\d{9})$/.exec(code)?.[1]
  return national !== undefined && (entity === 'phone' || (entity === undefined && /^\+|^8[ (-]/.test(text.trim())))
    ? [national, `7${national}`, `8${national}`]
    : [code]
}

function lettersIn(code: string): number {
  let n = 0
  for (let at = 0; at < code.length; at += widthAt(code, at)) if (kindAt(code, at) & Kind.letter) n++
  return n
}

/** Written where there is no value. */
const NOTHING = new Set(
  'нет неизвестно неизвестен отсутствует неуказано жок белгисиз none null nil unknown undefined empty test тест nan нетданных nodata anonymous аноним'.split(
    ' ',
  ),
)

function findAll(original: string, fold: Fold, known: Known): (Span & { score: number })[] {
  const n = normalise(original)
  const found = findIn(n.text, fold, known)
  if (n.text === original) return found
  return found.map((span) => {
    const [start, end] = originalSpan(original, n, span.start, span.end)
    return { ...span, start, end }
  })
}

function findIn(text: string, fold: Fold, known: Known): (Span & { score: number })[] {
  const { codes, firsts, names } = known
  const all = pieces(text, fold)
  const found: (Span & { score: number })[] = []
  const isName = names ? namesAmong(text, all, names) : []
  for (let i = 0; i < all.length; i++) {
    const { start, folded } = all[i]!
    if (names && isName[i]) {
      let last = isName[i]! - 1 + i
      while (isName[last + 1] && SPACE.test(text.slice(all[last]!.end, all[last + 1]!.start))) last += isName[last + 1]!
      const end = afterInitials(text, all, last, names.initials)
      found.push({
        start: Math.max(found.at(-1)?.end ?? 0, beforeInitials(text, all, i, names.initials)),
        end,
        entity: 'person',
        score: KNOWN,
      })
      while (i + 1 < all.length && all[i + 1]!.start < end) i++
      continue
    }
    const end = codes.size > 0 && firsts.has(codeUnit(folded)) ? codeFrom(all, i, known) : undefined
    if (end) {
      const signed = text[start - 1] === '+' ? start - 1 : start
      found.push({ start: signed, end: all[end.last]!.end, entity: end.entity, score: KNOWN })
      i = end.last
    }
  }
  return found
}

/** By the piece where a word of the names begins, how many pieces it has: more than one where a line or a tag breaks it. */
function namesAmong(text: string, all: readonly Piece[], names: OwnNames): number[] {
  const counts = new Array<number>(all.length).fill(0)
  for (let i = 0; i < all.length; i++) {
    let { folded: word, raw: written } = all[i]!
    for (let n = 1; n <= MOST_BREAKS; n++) {
      if (n === 1 && names.isShort(word) && isCapital(text, all[i]!)) counts[i] = 1
      if (names.matches(word, written) || (IN_LATIN_TWINS.test(word) && names.matches(inCyrillic(word), written)))
        counts[i] = n
      const next = all[i + n]
      if (!next || (!next.broken && !isApostrophe(text, all[i + n - 1]!.end, next.start))) break
      word += next.folded
      written += next.raw
    }
    if (counts[i]! > 1) i += counts[i]! - 1
  }
  // In capitals or small letters a word of two is a name beside another one only: ЛИ ВИКТОР, ли виктор.
  all.forEach(({ folded, start, end }, i) => {
    if (counts[i] || !names.isShort(folded)) return
    const before = counts[i - 1] && BESIDE.test(text.slice(all[i - 1]!.end, start))
    const after = counts[i + 1] && BESIDE.test(text.slice(end, all[i + 1]!.start))
    if (before || after) counts[i] = 1
  })
  return counts
}

const BESIDE = /^,?[ \u00a0]$/

/** With a capital and small letters behind it. */
function isCapital(text: string, { start, end }: Piece): boolean {
  return (kindAt(text, start) & Kind.upper) !== 0 && (kindAt(text, end - 1) & Kind.upper) === 0
}

const MOST_BREAKS = 3

/** Whether it is all that stands between two pieces. */
function isApostrophe(text: string, from: number, to: number): boolean {
  return to - from === 1 && APOSTROPHES.includes(text[from]!)
}

const APOSTROPHES = "'’ʼ`"

/** `axmetob`: what looks like a Russian word in either script may have been written in it. */
const IN_LATIN_TWINS = /^[abekmhopctyx]+$/

function inCyrillic(word: string): string {
  return word.replace(/./g, (c) => CYRILLIC_OF.get(c)!)
}

const CYRILLIC_OF = new Map([...'abekmhopctyx'].map((c, i) => [c, 'авекмнорстух'[i]!]))

/** Where the initials before a name begin: `п. с. никитин`, as they are letters of the record's names. */
function beforeInitials(text: string, all: readonly Piece[], i: number, initials: ReadonlySet<string>): number {
  let { start } = all[i]!
  for (let n = i - 1; n >= Math.max(0, i - 2); n--) {
    if (!initials.has(all[n]!.folded) || !DOT.test(text.slice(all[n]!.end, start))) break
    start = all[n]!.start
  }
  return start
}

/** Where the initials behind a name end, with their stop. */
function afterInitials(text: string, all: readonly Piece[], last: number, initials: ReadonlySet<string>): number {
  let { end } = all[last]!
  for (let n = last + 1; n <= Math.min(all.length - 1, last + 2); n++) {
    const piece = all[n]!
    if (!initials.has(piece.folded) || text[piece.end] !== '.' || !BEFORE_INITIAL.test(text.slice(end, piece.start)))
      break
    end = piece.end + 1
  }
  return end
}

const DOT = /^\.[ \u00a0]?$/
const BEFORE_INITIAL = /^[ \u00a0]?$/

/** Above every detection. */
const KNOWN = 2
const SPACE = /^[ \u00a0]{1,2}$/

/** The longest value that begins with piece i. */
function codeFrom(
  all: readonly Piece[],
  i: number,
  { codes, openings, longest }: Known,
): { last: number; entity: string } | undefined {
  let code = ''
  let found: { last: number; entity: string } | undefined
  for (let last = i; last < all.length; last++) {
    if (last > i && all[last]!.gap > LONGEST_GAP) break
    code += codeForm(all[last]!.folded)
    if (code.length > longest || (code.length >= OPENING && !openings.has(code.slice(0, OPENING)))) break
    const value = codes.get(code)
    if (value && (standsAlone(all, i, last) || GLUED.test(code))) found = { last, entity: value.entity ?? IDENTIFIER }
  }
  return found
}

const GLUED = new RegExp(`^[0-9]{${SHORTEST_GLUED},}$`)

/** Whether no letter or digit touches the pieces from outside. */
function standsAlone(all: readonly Piece[], first: number, last: number): boolean {
  return all[first - 1]?.end !== all[first]!.start && all[last + 1]?.start !== all[last]!.end
}
