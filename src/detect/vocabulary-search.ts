/**
 * Words and phrases looked for in short texts, all of them in one pass: by their first two letters where a word begins.
 * A space of a phrase is one to three spaces, dots, lines or hyphens in the text; `*` is up to twelve letters.
 */
import { Kind, kindAt, widthAt } from './letters.ts'

export interface Vocabulary {
  /** adds a word, lower case; its number, the same for the same word */
  add(word: string): number
  /** adds to `found` the numbers of the words that stand in a part of a lower-case text as whole words, in no order */
  find(text: string, from: number, end: number, found: number[]): void
  /** the numbers of the words in a whole text that is asked about again and again: the name of a field */
  foundIn(text: string): readonly number[]
}

/** Texts whose answers are kept: recognisers ask about the same ones in turn. */
const MOST_KEPT = 256

export function createVocabulary(): Vocabulary {
  const numbers = new Map<string, number>()
  const words: string[] = []
  const byHead = new Map<number, number[]>()
  const headless: number[] = []
  const kept = new Map<string, readonly number[]>()
  /** which heads there can be, a bit for many of them: most words of a text begin with none */
  const heads = new Uint8Array(HEADS)

  const tryAll = (some: readonly number[], text: string, at: number, end: number, found: number[]): void => {
    for (const n of some) if (standsAt(text, at, end, words[n]!)) found.push(n)
  }

  const find = (text: string, from: number, end: number, found: number[]): void => {
    let inside = false
    for (let at = from; at < end;) {
      const kind = kindWithin(text, at, end)
      const joins = (kind & JOINS) !== 0
      if (!inside) {
        if (joins) {
          const first = text.charCodeAt(at)
          if (isJoint(text, at + 1, end)) {
            const second = text.charCodeAt(at + 1)
            if (heads[placeOf(first, second)] !== 0) {
              const some = byHead.get(first * PLACES + second)
              if (some) tryAll(some, text, at, end, found)
            }
          }
          if (heads[placeOf(first, 0)] !== 0) {
            const some = byHead.get(first)
            if (some) tryAll(some, text, at, end, found)
          }
        }
        if (headless.length > 0) tryAll(headless, text, at, end, found)
      }
      inside = joins
      at += widthAt(text, at)
    }
  }

  return {
    add(word) {
      let number = numbers.get(word)
      if (number !== undefined) return number
      numbers.set(word, (number = words.length))
      words.push(word)
      kept.clear()
      const head = headOf(word)
      const list = head === undefined ? headless : (byHead.get(head) ?? [])
      if (head !== undefined) {
        byHead.set(head, list)
        heads[head < PLACES ? placeOf(head, 0) : placeOf(Math.floor(head / PLACES), head % PLACES)] = 1
      }
      list.push(number)
      return number
    },
    find,
    foundIn(text) {
      let found = kept.get(text)
      if (!found) {
        if (kept.size >= MOST_KEPT) kept.clear()
        const all: number[] = []
        find(text, 0, text.length, all)
        kept.set(text, (found = all))
      }
      return found
    },
  }
}

const HEADS = 4096

function placeOf(first: number, second: number): number {
  return (first * 61 + second) & (HEADS - 1)
}

const JOINS = Kind.letter | Kind.number
const PLACES = 0x10000

function isJoint(text: string, at: number, end: number): boolean {
  return at < end && (kindWithin(text, at, end) & JOINS) !== 0
}

/** Kinds of the code point at a place; of one that the end cuts, none. */
function kindWithin(text: string, at: number, end: number): number {
  return at + 1 === end && widthAt(text, at) === 2 ? 0 : kindAt(text, at)
}

/** The first two units of a word, or the first where nothing joins it, or where a stem may end; undefined for `№` and its like. */
function headOf(word: string): number | undefined {
  if (/^[\p{L}\p{N}]{2}/u.test(word)) return word.charCodeAt(0) * PLACES + word.charCodeAt(1)
  return /^[\p{L}\p{N}]/u.test(word) ? word.charCodeAt(0) : undefined
}

/** Whether the word stands there and ends there; no letter stands before it. */
function standsAt(text: string, from: number, end: number, word: string): boolean {
  let at = from
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i)
    if (unit === SPACE) {
      let gap = 0
      while (gap < 3 && at + gap < end && isGap(text.charCodeAt(at + gap))) gap++
      if (gap === 0) return false
      at += gap
    } else if (unit === STAR) {
      for (let n = 0; n < 12 && at < end && kindWithin(text, at, end) & Kind.letter; n++) at += widthAt(text, at)
    } else if (at >= end || text.charCodeAt(at++) !== unit) return false
  }
  return !isJoint(text, at, end)
}

const SPACE = 0x20
const STAR = 0x2a

function isGap(unit: number): boolean {
  return (
    unit === 0x20 ||
    unit === 0x2e ||
    unit === 0x2d ||
    unit === 0x5f ||
    (unit >= 0x09 && unit <= 0x0d) ||
    (unit >= 0xa0 && String.fromCharCode(unit).trim() === '')
  )
}
