/**
 * How much of an address a run of items is, in points: three are one. Streets, dwellings, towns with postcodes and countries
 * count wherever they stand; the shape of house numbers and the words before count in running text only.
 */
import { FULL_STREETS, ENGLISH_STREETS } from '../english/street-words.ts'
import { Fact } from '../english/word-facts.ts'
import type { Cue } from './address-cues.ts'
import { countryBehind, Gap, isNameWord, MISSING } from './items.ts'
import type { Item, Reader } from './items.ts'

/** Points of an address: what was read, and the words before it. */
export function weigh(reader: Reader, from: number, to: number, cue: Cue): number {
  const { items, loose } = reader
  let numbers = 0
  let names = 0
  let units = 0
  let post = 0
  let country = 0
  let region = 0
  let lines = 0
  for (let k = from; k < to; k++) {
    const { facts, token } = items[k]!
    if (k > from && items[k]!.lines > 0) lines++
    if (!token) {
      numbers++
      if (k > from + 1 && items[k]!.digits > 3 && isRegion(items[k - 1]!)) region = 1
      continue
    }
    names++
    if (facts & Fact.unit && k + 1 < items.length && !items[k + 1]!.token && items[k + 1]!.lines === 0) units++
    if (facts & Fact.military) post = 2
    if (facts & Fact.ship) post = Math.max(post, 1)
    if (
      countryBehind(items, k) > 0 &&
      k > from + 1 &&
      (items[k]!.lines > 0 || items[k]!.gap & Gap.comma || !items[k - 1]!.token || k === to - 1 || !items[k + 1]!.token)
    )
      country = 1
  }
  if (names === 0 || (numbers === 0 && !cue.corner)) return 0
  const street = streetPoints(reader, from, to)
  let points = street + Math.min(2, units) + post + country + region
  if (loose) {
    points += houseStreetNumber(reader, from, to)
    if (lines > 1 && numbers > 1) points++
    points += cue.points
    if (cue.corner && joinsTwo(items, from, to)) points++
    if (cue.points === 2 && (street === 1 || namedNumber(reader, from, to))) points++
    if (cue.points === 1 && points === 1 && reader.streets && namedNumber(reader, from, to)) points += 2
  }
  return points
}

/** Behind a phrase of address: a name that is no ordinary word, and a number right behind it that is no year. */
function namedNumber({ text, items }: Reader, from: number, to: number): boolean {
  for (let k = from + 1; k < to; k++) {
    const { token, digits, start, end, gap } = items[k]!
    const last = items[k - 1]!
    if (token || digits > 4 || gap !== Gap.space || !last.token || last.facts & NOT_A_NAME) continue
    if (digits < 4 || !/^(?:1[89]|20)/.test(text.slice(start, end))) return true
  }
  return false
}

const NOT_A_NAME = Fact.ordinary | Fact.function | Fact.month | Fact.weekday | Fact.country | Fact.place

function isRegion({ token, facts }: Item): boolean {
  return (
    token !== undefined &&
    ((token.shape === 'upper' && token.end - token.start <= 3) ||
      token.word.lower === MISSING ||
      (facts & Fact.military) !== 0)
  )
}

function joinsTwo(items: readonly Item[], from: number, to: number): boolean {
  return items.slice(from + 1, to - 1).some((i) => i.token?.word.lower === 'and')
}

/** 3: a number and the word of a street around a name; 1: the word of a street alone. */
function streetPoints(reader: Reader, from: number, to: number): number {
  const { items } = reader
  let best = 0
  for (let k = from; k < to; k++) {
    const { facts, token } = items[k]!
    if (!token || (facts & STREET) === 0) continue
    const capital = isNameWord(items[k]!, false)
    const before = nameBefore(items, from, k)
    const number =
      items[k + 1] && k + 1 < to && !items[k + 1]!.token && items[k + 1]!.lines === 0 ? items[k + 1]! : undefined
    if (facts & Fact.gluedStreet && number && number.digits < 5) return 3
    if (facts & Fact.streetBehind) {
      if (before.names > 0 && before.number && (capital || reader.caseless)) return 3
      if (
        before.names > 0 &&
        number &&
        number.digits < 5 &&
        (!ENGLISH_STREETS.has(token.word.lower) || FULL_STREETS.has(token.word.lower))
      )
        return 3
      if (before.names > 0 && (capital || reader.caseless)) best = 1
    }
    if (facts & Fact.streetInFront) {
      const behind = nameBehind(items, k, to, reader.caseless)
      if (behind.names > 0 && behind.number) return 3
      if (
        behind.names > 0 &&
        k > from &&
        !items[k - 1]!.token &&
        items[k]!.gap === Gap.space &&
        CERTAIN_IN_FRONT.has(token.word.lower)
      )
        return 3
      if (behind.names > 0) best = Math.max(best, 1)
    }
  }
  return best
}

const STREET = Fact.streetBehind | Fact.streetInFront | Fact.gluedStreet
/** These need no number behind the name, where one stands before. */
const CERTAIN_IN_FRONT = new Set(
  'rue rua rúa calle avenida avda avenue boulevard piazza piazzetta vicolo viale strada chemin travessa praça ulica ul jalan impasse camino rodovia'.split(
    ' ',
  ),
)

/** Names between a number and the word of a street, on one line and without a comma. */
function nameBefore(items: readonly Item[], from: number, at: number): { names: number; number: boolean } {
  let names = 0
  for (let k = at - 1; k >= from && at - k < 7; k--) {
    if (items[k + 1]!.lines > 0 || items[k + 1]!.gap & Gap.comma) break
    if (!items[k]!.token) {
      // "5th Avenue": an ordinal is a name.
      if (items[k]!.end - items[k]!.start > items[k]!.digits + 1 && k > from) names++
      else return { names: names || Number(items[k]!.end - items[k]!.start > items[k]!.digits + 1), number: true }
    } else names++
  }
  return { names, number: false }
}

function nameBehind(
  items: readonly Item[],
  at: number,
  to: number,
  caseless: boolean,
): { names: number; number: boolean } {
  let names = 0
  for (let k = at + 1; k < to && k - at < 9; k++) {
    if (items[k]!.lines > 0) break
    if (!items[k]!.token) return { names, number: items[k]!.digits < 6 }
    if (items[k]!.gap & Gap.comma) break
    if (isNameWord(items[k]!, caseless)) names++
  }
  return { names, number: false }
}

/** "20789 Allika 46": a number, words with a capital among them, a number, on one line. 1: all of the words are ordinary. */
function houseStreetNumber({ items, caseless }: Reader, from: number, to: number): 0 | 1 | 2 {
  let best: 0 | 1 = 0
  for (let k = from; k < to - 2; k++) {
    if (items[k]!.token || (k > from && (items[k - 1]!.facts & Fact.unit) !== 0 && items[k + 1]?.token)) continue
    let names = 0
    let ordinary = true
    for (let j = k + 1; j < to && j - k < 9; j++) {
      if (items[j]!.lines > 0 || items[j]!.gap & Gap.comma) break
      if (items[j]!.token) {
        if (items[j]!.facts & Fact.unit) break
        if (isNameWord(items[j]!, caseless) && !isCode(items[j]!)) names++
        if ((items[j]!.facts & (Fact.ordinary | Fact.link)) === 0) ordinary = false
      } else if (names === 0) break
      else if (!ordinary) return 2
      else best = 1
    }
  }
  return best
}

/** ABC, JK: letters of a number plate, a unit, a version. */
function isCode({ token }: Item): boolean {
  return token !== undefined && token.shape === 'upper' && token.end - token.start < 4
}
