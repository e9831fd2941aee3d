/**
 * A record's own values, each as the one word that its letters and digits make, by how that word begins. Most values
 * stand in no text: they are read to their end only when a text has something that begins as they do.
 */
import { Kind, kindAt, widthAt } from '../detect/letters.ts'
import { normalise } from '../detect/normalise.ts'
import { codeForm, codeOpening, joined, openingOf, pieces, plainJoined } from './text-pieces.ts'
import type { Fold, Piece } from './text-pieces.ts'
import type { KnownValue } from './verb.ts'

export interface KnownCodes {
  /** the value that the word is */
  get(code: string): KnownValue | undefined
  /** Whether a value may begin with piece i. */
  mayBegin(all: readonly Piece[], i: number): boolean
  /** Whether a value may go on from here: it begins as this one does, and is no shorter. Asked after `mayBegin`. */
  goesOn(code: string): boolean
}

/** UTF-16 units between two pieces of one value: `+7 (701) 234-56-78`; spaces in a row are one, tags are none. */
export const LONGEST_GAP = 3
const SHORTEST_WORD = 3
const SHORTEST_CODE = 5
const OPENING = 3

/** Undefined: there is no value. `spelt`: a text has words that stand for the signs of an address of mail. */
export function createKnownCodes(values: readonly KnownValue[], spelt: boolean, fold: Fold): KnownCodes | undefined {
  const waiting = new Map<number, readonly KnownValue[]>()
  for (const value of values)
    for (const one of valuesIn(value))
      for (const beginning of beginningsOf(one, spelt, fold))
        waiting.set(beginning, [...(waiting.get(beginning) ?? NONE), one])
  if (waiting.size === 0) return undefined

  const codes = new Map<string, KnownValue>()
  const openings = new Set<string>()
  let longest = 0
  /** Reads the values that begin so; whether there are any. */
  const make = (beginning: number): boolean => {
    const list = waiting.get(beginning)
    if (list === undefined || list.length === 0) return list !== undefined
    waiting.set(beginning, NONE)
    for (const value of list)
      for (const code of allCodesOf(value, spelt, fold)) {
        if (openingOf(code) !== beginning) continue
        if (!codes.has(code)) codes.set(code, value)
        openings.add(code.slice(0, OPENING))
        longest = Math.max(longest, code.length)
      }
    return true
  }

  return {
    get(code) {
      make(openingOf(code))
      return codes.get(code)
    },
    mayBegin: (all, i) => make(beginningAt(all, i)),
    goesOn: (code) => code.length <= longest && (code.length < OPENING || openings.has(code.slice(0, OPENING))),
  }
}

const NONE: readonly KnownValue[] = []

/** A cell as it is, and each of several values in it: `QX-90815; QX-90816`. */
function valuesIn(value: KnownValue): KnownValue[] {
  if (!SEVERAL.test(value.text)) return [value]
  return [value, ...value.text.split(SEVERAL).map((text) => ({ ...value, text }))]
}

/** What stands between the values of a cell that has several. */
export const SEVERAL = /[;|\r\n]+/

/** How the word begins that the pieces from i on make. */
function beginningAt(all: readonly Piece[], i: number): number {
  const { opening } = all[i]!
  if (!Number.isNaN(opening)) return codeOpening(opening)
  let code = codeForm(all[i]!.folded)
  for (let next = i + 1; code.length < 2 && next < all.length && all[next]!.gap <= LONGEST_GAP; next++)
    code += codeForm(all[next]!.folded)
  return openingOf(code)
}

/** How the codes of a value begin. */
function beginningsOf(value: KnownValue, spelt: boolean, fold: Fold): Iterable<number> {
  const { text } = normalise(value.text)
  const first = pieces(text, fold, 1)[0]
  if (!first) return []
  const { opening } = first
  const isOne = !isPhone(value) && !Number.isNaN(opening) && !(spelt && text.slice(0, first.start).trim() !== '')
  return isOne ? [codeOpening(opening)] : new Set(allCodesOf(value, spelt, fold).map(openingOf))
}

function allCodesOf(value: KnownValue, spelt: boolean, fold: Fold): string[] {
  return spelt ? [...codesOf(value, fold), ...speltMail(value, fold)] : codesOf(value, fold)
}

/** A value without what stands between its pieces, and a phone number without its country as well. */
function codesOf(value: KnownValue, fold: Fold): string[] {
  const plain = NUMBER.test(value.text) ? value.text.replace(NOT_DIGITS, '') : plainJoined(value.text, fold)
  if (plain.length < SHORTEST_CODE && lettersIn(plain) < SHORTEST_WORD) return []
  if (NOTHING.has(plain)) return []
  const code = codeForm(plain)
  const national = code.length < 10 || code.length > 11 ? undefined : /^[78]?([3-9]\d{9})$/.exec(code)?.[1]
  return national !== undefined && isPhone(value) ? [national, `7${national}`, `8${national}`] : [code]
}

/** A number as most are written: no word and no tag is in it. */
const NUMBER = /^[-+()./0-9 ]*$/
const NOT_DIGITS = /[^0-9]+/g

function isPhone({ entity, text }: KnownValue): boolean {
  return entity === 'phone' || (entity === undefined && /^\+|^8[ (-]/.test(text.trim()))
}

function lettersIn(code: string): number {
  let n = 0
  for (let at = 0; at < code.length; at += widthAt(code, at)) if (kindAt(code, at) & Kind.letter) n++
  return n
}

/** Written where there is no value, folded. */
export const NOTHING: ReadonlySet<string> = new Set(
  'нет неизвестно неизвестен отсутствует неуказано жок белгисиз none null nil unknown undefined empty test тест nan нетданных nodata anonymous аноним'.split(
    ' ',
  ),
)

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

/** A word that stands for a sign of an address of mail. */
export const SPELT_SIGN = /(?<!\p{L})(?:at|dot|ат|эт|собака|собачка|точка)(?!\p{L})/iu
const ATS = ['', 'at', 'ат', 'эт', 'собака', 'собачка'].map(codeForm)
const DOTS = ['', 'dot', 'точка'].map(codeForm)
