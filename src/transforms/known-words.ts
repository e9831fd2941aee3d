/**
 * Looks for a record's own identifiers in its texts: whole words, in any letters' case, without diacritics, Kazakh letters
 * as Russian ones, look-alike letters and digits of other scripts as plain ones; numbers in any punctuation and glued to
 * words, names word by word with the endings of their cases, also broken by a line or a tag. One pass over the text.
 */
import { normalise, originalSpan } from '../detect/normalise.ts'
import { Kind, kindAt } from '../detect/letters.ts'
import { createKnownCodes, LONGEST_GAP, NOTHING, SPELT_SIGN } from './known-codes.ts'
import type { KnownCodes } from './known-codes.ts'
import { createOwnNames } from './own-names.ts'
import type { OwnNames } from './own-names.ts'
import type { Span } from './spans.ts'
import { codeForm, foldPiece, joined, pieces } from './text-pieces.ts'
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
  const numbers = texts.some(hasNumber)
  const people: string[] = []
  const values: KnownValue[] = []
  for (const value of known) {
    if (value.text.length > LONGEST_KNOWN || (!numbers && hasNumber(value.text))) continue
    if (value.entity === 'person') people.push(value.text)
    else values.push(value)
  }
  const spelt = values.some(({ text }) => text.includes('@')) && texts.some((text) => SPELT_SIGN.test(text))
  const codes = createKnownCodes(values, spelt, fold)
  const names = people.length === 0 ? undefined : createOwnNames(people, fold, (word) => NOTHING.has(word))
  if (!codes && !names) return undefined
  return {
    find: (text) => findAll(text, fold, { codes, names }),
    valueOf(entity, text) {
      const value = codes?.get(joined(text, fold))
      return value && (value.entity ?? IDENTIFIER) === entity ? value.text : undefined
    },
  }
}

interface Known {
  codes: KnownCodes | undefined
  names: OwnNames | undefined
}

function hasNumber(text: string): boolean {
  return DIGIT.test(text) || NUMBER.test(text)
}

const DIGIT = /[0-9]/
const NUMBER = /\p{N}/u

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
  const { codes, names } = known
  const all = pieces(text, fold)
  const found: (Span & { score: number })[] = []
  const isName = names ? namesAmong(text, all, names) : []
  for (let i = 0; i < all.length; i++) {
    const { start } = all[i]!
    if (names && isName[i]) {
      let last = isName[i]! - 1 + i
      while (isName[last + 1] && SPACE.test(text.slice(all[last]!.end, all[last + 1]!.start))) last += isName[last + 1]!
      const end = afterInitials(text, all, last, names.initials())
      found.push({
        start: Math.max(found.at(-1)?.end ?? 0, beforeInitials(text, all, i, names.initials())),
        end,
        entity: 'person',
        score: KNOWN,
      })
      while (i + 1 < all.length && all[i + 1]!.start < end) i++
      continue
    }
    const end = codes?.mayBegin(all, i) ? codeFrom(all, i, codes) : undefined
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
    if (!mayBegin(text, all[i]!, names)) continue
    let { folded: word, raw: written } = all[i]!
    for (let n = 1; n <= MOST_BREAKS; n++) {
      if (n === 1 && names.isShort(all[i]!) && isCapital(text, all[i]!)) counts[i] = 1
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
  all.forEach((piece, i) => {
    const { start, end } = piece
    if (counts[i] || !names.isShort(piece)) return
    const before = counts[i - 1] && BESIDE.test(text.slice(all[i - 1]!.end, start))
    const after = counts[i + 1] && BESIDE.test(text.slice(end, all[i + 1]!.start))
    if (before || after) counts[i] = 1
  })
  return counts
}

/** Whether a word of the names may begin with the piece, by its first letters. */
function mayBegin(text: string, { opening, start }: Piece, names: OwnNames): boolean {
  const unit = text.charCodeAt(start)
  return Number.isNaN(opening) || names.mayBegin(opening, unit) || names.mayBegin(cyrillicOpening(opening), unit)
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

/** The opening of `inCyrillic` of a word with this one; NaN: other letters than those are in it. */
function cyrillicOpening(opening: number): number {
  const second = opening % 0x10000
  return (unitsOf[(opening - second) / 0x10000] ?? NaN) * 0x10000 + (unitsOf[second] ?? NaN)
}

/** by UTF-16 unit: that of its Cyrillic twin, NaN where it has none */
const unitsOf = new Float64Array(0x80).fill(NaN)
for (const [latin, cyrillic] of CYRILLIC_OF) unitsOf[latin.charCodeAt(0)] = cyrillic.charCodeAt(0)

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
function codeFrom(all: readonly Piece[], i: number, codes: KnownCodes): { last: number; entity: string } | undefined {
  let code = ''
  let found: { last: number; entity: string } | undefined
  for (let last = i; last < all.length; last++) {
    if (last > i && all[last]!.gap > LONGEST_GAP) break
    code += codeForm(all[last]!.folded)
    if (!codes.goesOn(code)) break
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
