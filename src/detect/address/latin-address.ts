/**
 * Addresses in Latin and Greek letters. From every place where one may begin (a number, the word of a dwelling or a street,
 * a phrase such as "lives at") it is read on as far as its parts go: names, numbers, Apt. and Suite, the town, the region,
 * the country, the postcode, on one line or on several. What was read is weighed; three points are an address.
 */
import { englishText } from '../english/english-text.ts'
import { ENGLISH_STREETS } from '../english/street-words.ts'
import { Fact } from '../english/word-facts.ts'
import type { NameToken } from '../names/tokens.ts'
import type { Candidate } from '../recogniser.ts'
import { isProse } from '../surroundings.ts'
import { cueBefore } from './address-cues.ts'
import type { Cue } from './address-cues.ts'
import { weigh } from './address-points.ts'
import { countryBehind, Gap, isNameWord, isNumberInWords, itemsOf, MISSING, withNumbersInWords } from './items.ts'
import type { Item, Reader } from './items.ts'

/** Candidates of the entity `address`. `tokens`: of `nameTokens(text)`. */
export function findLatinAddresses(text: string, tokens: readonly NameToken[]): Candidate[] {
  const digits = DIGIT.test(text)
  const numbers = tokens.some(({ word }) => isNumberInWords(word))
  if (!digits && !numbers) return []
  const { english, caseless, technical, facts } = englishText(tokens)
  const inWords = numbers && (facts & HOUSES) !== 0
  if (!english || !(digits || inWords)) return []
  const loose = isProse(text)
  if (!loose && (facts & POINTED) === 0) return []
  const reader: Reader = {
    text,
    items: inWords ? withNumbersInWords(itemsOf(text, tokens), isUnit) : itemsOf(text, tokens),
    caseless,
    streets: !technical && (facts & Fact.locality) !== 0,
    loose,
  }
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

/** What a number in words may stand beside in an address. */
const HOUSES = Fact.streetBehind | Fact.streetInFront | Fact.unit

function isUnit({ facts }: Item): boolean {
  return (facts & Fact.unit) !== 0
}

const DIGIT = /\d/
const LEAST = 3
/** Without one of these a bare cell has no more than the point of its region. */
const POINTED =
  Fact.streetBehind | Fact.streetInFront | Fact.gluedStreet | Fact.unit | Fact.military | Fact.ship | Fact.country

/** Whether an address may begin at an item. */
function mayBegin({ items, caseless, streets, loose }: Reader, at: number, cue: Cue): boolean {
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
  if (cue.points === 1 && streets && loose) return true
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
    else if (facts & (Fact.streetBehind | Fact.streetInFront) && (k === from || isPartOfStreet(item, items[k - 1]!)))
      end = k + 1
    // "flat 92", "entrance 2"
    else if ((facts & Fact.unit || INSIDE.has(item.token.word.lower)) && isNumberAt(items, k + 1)) continue
    else if (item.token.word.lower === MISSING) end = k + 1
    else if ((facts & (Fact.ordinary | Fact.function)) === 0) pending++
    else break
    if (pending > 3) break
  }
  return end
}

/** In small letters an English street needs its name right before it: "Elm street", not "5 and walk". */
function isPartOfStreet({ token, gap }: Item, last: Item): boolean {
  return !ENGLISH_STREETS.has(token!.word.lower) || (gap === Gap.space && isNameWord(last, false))
}

/** No units that an address could begin with. */
const INSIDE: ReadonlySet<string> = new Set(
  'entrance warehouse gate hangar ramp dock bay garage depot yard staircase stairwell porch kiosk stall pavilion'.split(
    ' ',
  ),
)

/** A number right behind, of a dwelling: on the same line and short. */
function isNumberAt(items: readonly Item[], at: number): boolean {
  const item = items[at]
  return item !== undefined && !item.token && item.lines === 0 && item.digits < 5 && !(item.gap & Gap.hard)
}

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
