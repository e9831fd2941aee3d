/**
 * Words and phrases looked for in short texts, all of them in one pass: by their first two letters where a word begins.
 * A space of a phrase is one to three spaces, dots, lines or hyphens in the text; `*` is up to twelve letters.
 */
import { Kind, kindAt, widthAt } from './letters.ts'

export interface Vocabulary {
  /** adds a word, lower case; its number, the same for the same word */
  add(word: string): number
  /** the numbers of the words that stand in a lower-case text as whole words, in no order */
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

  const search = (text: string): readonly number[] => {
    let found: number[] | undefined
    const tryAll = (some: readonly number[] | undefined, at: number): void => {
      if (some) for (const n of some) if (standsAt(text, at, words[n]!)) (found ??= []).push(n)
    }
    let inside = false
    for (let at = 0; at < text.length; at += widthAt(text, at)) {
      const joins = (kindAt(text, at) & JOINS) !== 0
      if (!inside) {
        if (joins) {
          const first = text.charCodeAt(at)
          if (isJoint(text, at + 1)) tryAll(byHead.get(first * PLACES + text.charCodeAt(at + 1)), at)
          tryAll(byHead.get(first), at)
        }
        if (headless.length > 0) tryAll(headless, at)
      }
      inside = joins
    }
    return found ?? NONE
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
      if (head !== undefined) byHead.set(head, list)
      list.push(number)
      return number
    },
    foundIn(text) {
      let found = kept.get(text)
      if (!found) {
        if (kept.size >= MOST_KEPT) kept.clear()
        kept.set(text, (found = search(text)))
      }
      return found
    },
  }
}

const NONE: readonly number[] = []
const JOINS = Kind.letter | Kind.number
const PLACES = 0x10000

function isJoint(text: string, at: number): boolean {
  return at < text.length && (kindAt(text, at) & JOINS) !== 0
}

/** The first two units of a word, or the first where nothing joins it, or where a stem may end; undefined for `№` and its like. */
function headOf(word: string): number | undefined {
  if (/^[\p{L}\p{N}]{2}/u.test(word)) return word.charCodeAt(0) * PLACES + word.charCodeAt(1)
  return /^[\p{L}\p{N}]/u.test(word) ? word.charCodeAt(0) : undefined
}

/** Whether the word stands there and ends there; no letter stands before it. */
function standsAt(text: string, from: number, word: string): boolean {
  let at = from
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i)
    if (unit === SPACE) {
      let gap = 0
      while (gap < 3 && isGap(text.charCodeAt(at + gap))) gap++
      if (gap === 0) return false
      at += gap
    } else if (unit === STAR) {
      for (let n = 0; n < 12 && at < text.length && kindAt(text, at) & Kind.letter; n++) at += widthAt(text, at)
    } else if (text.charCodeAt(at++) !== unit) return false
  }
  return !isJoint(text, at)
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
