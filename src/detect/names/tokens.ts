/** Words of a text as a name finder sees them: shape, script, what joins them to the word before. */
import { Kind, kindAt, widthAt } from '../letters.ts'
import { wordAt } from './words.ts'
import type { Shape, Word } from './words.ts'

export interface NameToken {
  start: number
  end: number
  word: Word
  shape: Shape
  /** only spaces, or the dot of an initial, stand between this word and the one before */
  joined: boolean
  /** a sentence, a line, a quotation or the text begins here */
  opens: boolean
  /** a quotation mark stands right before */
  quoted: boolean
}

/** Units of letters and marks behind the first letter, and further parts behind a hyphen or an apostrophe. */
const LONGEST_PART = 60
const MOST_PARTS = 6
const DOT = 0x2e
const SPACE = 0x20

/**
 * Splits a normalised text: a word is a letter, letters and marks, and its further parts behind inner hyphens and
 * apostrophes, `\p{L}[\p{L}\p{M}]{0,60}(?:['’ʼ\u0060-]\p{L}[\p{L}\p{M}]{0,60}){0,6}`.
 */
export function nameTokens(text: string): NameToken[] {
  const tokens: NameToken[] = []
  let previous: NameToken | undefined
  for (let at = 0; at < text.length;) {
    if ((kindAt(text, at) & Kind.letter) === 0) {
      at += widthAt(text, at)
      continue
    }
    const start = at
    at = endOfPart(text, start)
    let unit = at < text.length ? text.charCodeAt(at) : 0
    for (let parts = 0; parts < MOST_PARTS && isJoiner(unit) && isLetter(text, at + 1); parts++) {
      at = endOfPart(text, at + 1)
      unit = at < text.length ? text.charCodeAt(at) : 0
    }
    let hash = at - start
    for (let i = start; i < at; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0
    const word = wordAt(text, start, at, hash)
    const from = previous ? previous.end : 0
    const plain = previous !== undefined && start - from === 1 && text.charCodeAt(from) === SPACE
    const token: NameToken = {
      start,
      end: at,
      word,
      shape: unit === DOT ? word.dottedShape : word.shape,
      joined: plain || (previous !== undefined && joins(text, from, start, previous)),
      opens: previous === undefined || (!plain && opens(text, from, start, previous)),
      quoted: !plain && start > from && QUOTES.has(text.charCodeAt(start - 1)),
    }
    tokens.push(token)
    previous = token
  }
  return tokens
}

/** The token before a place, if there is one. A list that is asked for −1 looks for a property of that name, and takes its time. */
export function tokenBefore(tokens: readonly NameToken[], at: number): NameToken | undefined {
  return at > 0 ? tokens[at - 1] : undefined
}

/** The place of the first token from place `from` on that begins at the offset or behind it; their number if none does. */
export function tokenFrom(tokens: readonly NameToken[], from: number, offset: number): number {
  let low = from
  let high = tokens.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (tokens[middle]!.start < offset) low = middle + 1
    else high = middle
  }
  return low
}

function isLetter(text: string, at: number): boolean {
  return at < text.length && (kindAt(text, at) & Kind.letter) !== 0
}

/** Behind a letter and the letters and marks that follow it. */
function endOfPart(text: string, start: number): number {
  let at = start + widthAt(text, start)
  for (let n = 0; n < LONGEST_PART && at < text.length; n++) {
    const unit = text.charCodeAt(at)
    if ((unit >= 0x61 && unit <= 0x7a) || (unit >= 0x430 && unit <= 0x44f)) at++
    else if ((kindAt(text, at) & (Kind.letter | Kind.mark)) === 0) break
    else at += widthAt(text, at)
  }
  return at
}

function isJoiner(unit: number): boolean {
  return unit === 0x2d || unit === 0x27 || unit === 0x2019 || unit === 0x2bc || unit === 0x60
}

const OPENING = new Set([...'«"“„'].map((c) => c.charCodeAt(0)))
const QUOTES = new Set([...OPENING, ...[..."'‘"].map((c) => c.charCodeAt(0))])
const SENTENCE_END = new Set([...'\n!?…•:;'].map((c) => c.charCodeAt(0)))
const DASHES = new Set([...'-–—'].map((c) => c.charCodeAt(0)))

/** One or two spaces, or the dot of an initial and up to two. */
function joins(text: string, from: number, to: number, previous: NameToken): boolean {
  const dotted = previous.shape === 'initial' && text.charCodeAt(from) === DOT
  let at = dotted ? from + 1 : from
  if (to - at > 2 || (to === at && !dotted)) return false
  while (at < to) if (text.charCodeAt(at++) !== SPACE) return false
  return true
}

function opens(text: string, from: number, to: number, previous: NameToken): boolean {
  if (from === to) return false
  let dot = false
  for (let at = from; at < to; at++) {
    const unit = text.charCodeAt(at)
    if (SENTENCE_END.has(unit)) return true
    if (unit === DOT) dot = true
  }
  const last = text.charCodeAt(to - 1)
  if (OPENING.has(last)) return true
  if (last === SPACE && to - from > 1 && DASHES.has(text.charCodeAt(to - 2))) return true
  return dot && previous.shape !== 'initial' && !ABBREVIATIONS.has(previous.word.lower)
}

const ABBREVIATIONS = new Set('mr mrs ms dr prof st jr sr г гг им ул тов акад проф д т н кв gen col sen rep'.split(' '))
