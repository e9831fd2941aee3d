/**
 * Addresses in Latin and Greek letters. From every place where one may begin (a number, the word of a dwelling or a street,
 * a phrase such as "lives at") it is read on as far as its parts go: names, numbers, Apt. and Suite, the town, the region,
 * the country, the postcode, on one line or on several. What was read is weighed; three points are an address.
 */
import { countryAt } from '../english/countries.ts'
import { englishText } from '../english/english-text.ts'
import { FULL_STREETS } from '../english/street-words.ts'
import { Fact } from '../english/word-facts.ts'
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'
import { isProse } from '../surroundings.ts'
import { cueBefore } from './address-cues.ts'
import type { Cue } from './address-cues.ts'
import { Gap, isNameWord, itemsOf } from './items.ts'
import type { Item } from './items.ts'

/** Candidates of the entity `address`. `tokens`: of `nameTokens(text)`. */
export function findLatinAddresses(text: string, tokens: readonly NameToken[]): Candidate[] {
  const { english, caseless, technical } = englishText(tokens)
  if (!english || !DIGIT.test(text)) return []
  const reader: Reader = { text, items: itemsOf(text, tokens), caseless, technical, loose: isProse(text) }
  const found: Candidate[] = []
  for (let i = 0; i < reader.items.length; i++) {
    const cue = cueBefore(reader.items, i)
    if (!mayBegin(reader, i, cue)) continue
    const end = read(reader, i, cue)
    if (end === i) continue
    const points = weigh(reader, i, end, cue)
    if (points < LEAST) continue
    const start = reader.items[i]!.start
    found.push({
      start,
      end: reader.items[end - 1]!.end,
      score: points > LEAST ? 0.8 : 0.62,
      why: [`${points} points of an address`],
    })
    i = end - 1
  }
  return found
}

const DIGIT = /\d/
const LEAST = 3

interface Reader {
  text: string
  items: readonly Item[]
  caseless: boolean
  technical: boolean
  /** running text or several lines: shapes count that a bare cell may have by chance */
  loose: boolean
}

/** Whether an address may begin at an item. */
function mayBegin({ items, caseless, technical, loose }: Reader, at: number, cue: Cue): boolean {
  const { token, facts, gap, digits } = items[at]!
  const next = items[at + 1]
  if (!next || gap & Gap.slash) return false
  if (!token) {
    if (digits > 6 || gap & (Gap.hash | Gap.open) || (gap & (Gap.dot | Gap.dash) && !(gap & Gap.space))) return false
    return (
      cue.points === 2 ||
      (next.token === undefined ? next.gap === Gap.space : !(next.gap & ~(Gap.space | Gap.comma | Gap.dot)))
    )
  }
  if (facts & (Fact.month | Fact.weekday | Fact.label)) return false
  if (facts & (Fact.unit | Fact.military | Fact.ship)) return isNameWord(items[at]!, caseless)
  if (
    facts & Fact.function &&
    token.shape !== 'upper' &&
    !(facts & Fact.streetInFront) &&
    !(facts & Fact.link && cue.points === 2)
  )
    return false
  if (cue.points === 2) return isNameWord(items[at]!, caseless) || (facts & Fact.streetInFront) !== 0
  if (facts & Fact.streetInFront) return true
  if (!isNameWord(items[at]!, false)) return false
  if (cue.points === 1 && !technical && loose) return true
  // The first word of a run of capitals, and a number soon behind it.
  const joined = at > 0 && gap === Gap.space && items[at]!.lines === 0 && isNameWord(items[at - 1]!, false)
  if (joined) return false
  for (let k = at + 1; k < Math.min(items.length, at + 6); k++) {
    const item = items[k]!
    if (item.lines > 0 || item.gap & ~(Gap.space | Gap.comma | Gap.dot)) return false
    if (!item.token)
      return ((items[k - 1]!.facts | facts) & (Fact.streetBehind | Fact.gluedStreet)) !== 0 || item.lines > 0
  }
  return false
}

const LONGEST = 40

/** Behind the last item of the address that begins at `from`. */
function read(reader: Reader, from: number, cue: Cue): number {
  const { items, caseless } = reader
  const strong = cue.points === 2
  let end = from
  let pending = 0
  let numbersInRow = 0
  let closed = false
  for (let k = from; k < Math.min(items.length, from + LONGEST); k++) {
    const item = items[k]!
    if (k > from && !joins(reader, k)) break
    if (closed && (item.lines > 0 || item.token)) break
    if (!item.token) {
      if (!numberFits(reader, k, k > from, numbersInRow)) break
      numbersInRow++
      pending = 0
      if (k > from && isPostcode(item, items, from, k) && items[k + 1]?.lines)
        closed = countryBehind(items, k + 1) === 0
      end = k + 1
      continue
    }
    numbersInRow = 0
    const { facts } = item
    if (
      isLabel(items, k) ||
      facts & Fact.weekday ||
      (facts & Fact.clock && k > from && !items[k - 1]!.token) ||
      (facts & Fact.month && besideNumber(items, k))
    )
      break
    const country = countryBehind(items, k)
    if (country > 0 && (isNameWord(item, caseless) || item.lines > 0)) {
      k += country - 1
      end = k + 1
      while (
        end < items.length &&
        !items[end]!.token &&
        items[end]!.lines === 0 &&
        items[end]!.gap === Gap.space &&
        items[end]!.digits < 7
      )
        end++
      return end
    }
    if (isNameWord(item, caseless)) {
      if (facts & Fact.function && item.token.shape !== 'upper' && !(facts & (Fact.streetInFront | Fact.link))) break
      pending = 0
      end = k + 1
    } else if (facts & Fact.link || (item.token.word.lower === 'and' && strong)) pending++
    else if (facts & (Fact.streetBehind | Fact.streetInFront)) end = k + 1
    // "flat 92", "entrance 2"
    else if ((facts & Fact.unit || item.token.word.lower === ENTRANCE) && isNumberAt(items, k + 1)) continue
    else if (item.token.word.lower === MISSING) end = k + 1
    else if ((facts & (Fact.ordinary | Fact.function)) === 0) pending++
    else break
    if (pending > 3) break
  }
  return end
}

/** No unit that an address could begin with. */
const ENTRANCE = 'entrance'

/** A number right behind, of a dwelling: on the same line and short. */
function isNumberAt(items: readonly Item[], at: number): boolean {
  const item = items[at]
  return item !== undefined && !item.token && item.lines === 0 && item.digits < 5 && !(item.gap & Gap.hard)
}

/** Exports write this where a region is missing. */
const MISSING = 'nan'

/** Whether what stands before the item may stand inside an address. */
function joins({ items }: Reader, at: number): boolean {
  const { gap, lines, token } = items[at]!
  const last = items[at - 1]!
  if (gap & (Gap.hard | Gap.colon) || lines > 2) return false
  if (lines === 2 && countryBehind(items, at) === 0 && !isTownLine(items, at)) return false
  if (gap & Gap.dash && (gap & Gap.space || !token || !last.token)) return false
  if (gap & Gap.open && !token) return false
  if ((gap & Gap.dot) === 0) return true
  if (!last.token) {
    if (!token) return (gap & Gap.space) !== 0 || lines > 0
    return lines > 0 || (items[at]!.facts & (Fact.streetBehind | Fact.unit)) !== 0 || token.shape === 'lower'
  }
  const abbreviated = last.end - last.start <= 2 || (last.facts & ABBREVIATED) !== 0
  // "Elm St. Please call": a street in short ends sentences too.
  return abbreviated && !(token && items[at]!.facts & Fact.function && lines === 0 && token.shape !== 'lower')
}

/** A name of one or two words and a postcode, behind which the line ends. */
function isTownLine(items: readonly Item[], at: number): boolean {
  for (let k = at; k < at + 3 && k < items.length; k++) {
    if (k > at && (items[k]!.gap !== Gap.space || items[k]!.lines > 0)) return false
    if (!items[k]!.token)
      return k > at && items[k]!.digits > 3 && items[k]!.digits < 7 && (items[k + 1]?.lines ?? 1) > 0
    if (!isNameWord(items[k]!, false) || items[k]!.facts & (Fact.label | Fact.function)) return false
  }
  return false
}

const ABBREVIATED = Fact.streetBehind | Fact.streetInFront | Fact.unit | Fact.gluedStreet

function numberFits({ items }: Reader, at: number, inside: boolean, before: number): boolean {
  const { digits, gap, lines } = items[at]!
  const next = items[at + 1]
  if (digits > 7 || before > 2) return false
  if (next && next.facts & Fact.clock && next.lines === 0) return false
  if (next && next.facts & Fact.month && next.lines === 0 && !(next.gap & Gap.comma) && digits < 3 && !inside)
    return false
  if (!inside || before === 0) return true
  // A number behind a number: on a new line a postcode before its town.
  if (lines > 0) return digits > 3 && next?.token !== undefined && next.lines === 0 && next.gap === Gap.space
  return gap === Gap.space || (gap & Gap.comma) !== 0 || (gap & Gap.dot) !== 0
}

/** Four digits and more behind a name; the house number and what follows a dwelling are none. */
function isPostcode(item: Item, items: readonly Item[], from: number, at: number): boolean {
  return item.digits > 3 && at - from > 2 && (items[at - 1]!.facts & Fact.unit) === 0
}

/** The words of a country that begin at an item; 0 for none. */
function countryBehind(items: readonly Item[], at: number): number {
  if (at >= items.length || (items[at]!.facts & Fact.country) === 0) return 0
  return countryAt((i) => (i === 0 || items[at + i]?.gap === Gap.space ? items[at + i]?.token?.word.lower : undefined))
}

function besideNumber(items: readonly Item[], at: number): boolean {
  return (
    (items[at - 1] !== undefined && !items[at - 1]!.token) || (items[at + 1] !== undefined && !items[at + 1]!.token)
  )
}

/** `Phone:`, or the word of a label at the beginning of a line. */
function isLabel(items: readonly Item[], at: number): boolean {
  const next = items[at + 1]
  if (next && next.gap & Gap.colon) return true
  return (items[at]!.facts & Fact.label) !== 0 && items[at]!.lines > 0
}

/** Points of an address: what was read, and the words before it. */
function weigh(reader: Reader, from: number, to: number, cue: Cue): number {
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
    if (cue.points === 1 && points === 1 && !reader.technical && namedNumber(reader, from, to)) points += 2
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
/** Streets in English stand behind their name, and a number behind them may count anything. */
const ENGLISH_STREETS = new Set(
  'street st avenue ave av road rd boulevard blvd drive dr lane ln court ct place pl square sq terrace way parkway pkwy highway hwy crescent cres close circle cir trail trl greens green row walk alley mews quay plaza loop pass bypass expressway freeway route rte turnpike causeway esplanade promenade rise grove gardens mall ridge path pike run crossing junction extension ext'.split(
    ' ',
  ),
)
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
