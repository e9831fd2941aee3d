/**
 * Finds addresses in Kazakh and Russian. Words such as "ул.", "көшесі", "кв." make parts with the names and numbers around
 * them; parts in a row are an address where their weights are enough and one of them has a number. A bare name and a number
 * are a part before a flat ("Навои 208 кв 71") and behind a word of address ("мекенжай Сарыарқа 31"). Towns, postcodes and
 * countries at either end belong to it.
 */
import { isSaidStreet } from '../names/on-street.ts'
import { isPlace, isPlaceName } from '../names/places.ts'
import type { NameToken } from '../names/tokens.ts'
import { evidenceOf } from '../names/words.ts'
import type { Candidate } from '../recogniser.ts'
import { partAt } from './address-parts.ts'
import type { Part } from './address-parts.ts'
import { isCommonStreet, isCounted, joinsName, mayBeBare, Role, rolesOf } from './address-words.ts'
import { behindTown, behindTownPart, commonStreet, mayFollowNumber } from './bare-addresses.ts'
import { hasSaidStreet, saidAt } from './said-streets.ts'
import { Gap, itemsOf, mayBeNumberInWords, withNumbersInWords } from './items.ts'
import type { Item } from './items.ts'
import { houseNumber, isCapital, isOrdinary, isYear, joinedBy, nameBackward } from './street-names.ts'
import type { Reader } from './street-names.ts'

/** Candidates of the entity `address`. `tokens`: of `nameTokens(text)`. */
export function findAddresses(text: string, tokens: readonly NameToken[]): Candidate[] {
  if (!hasCue(text, tokens) && !hasSaidStreet(text, tokens)) return []
  const inWords = tokens.some(({ word }) => mayBeNumberInWords(word))
  if (!inWords && !DIGIT.test(text)) return []
  const items = itemsOf(text, tokens)
  const reader: Reader = { text, items: inWords ? withNumbersInWords(items, isHouseWord, isBehindStreet) : items }
  const found: Candidate[] = []
  let free = 0
  for (let at = 0; at < reader.items.length; at++) {
    const chain = chainAt(reader, at, free)
    if (!chain) continue
    if (chain.weight >= LEAST && chain.numbered) {
      const [from, to] = withTowns(reader, chain, free)
      const [first, last] = [reader.items[from]!, reader.items[to - 1]!]
      found.push({
        start: first.start,
        end: text[last.end] === '»' && text[last.start - 1] === '«' ? last.end + 1 : last.end,
        score: chain.weight >= 6 ? 0.8 : 0.62,
        why: [`${chain.weight} points of an address`],
      })
      free = to
    } else free = chain.to
    at = Math.max(at, free - 1)
  }
  return found
}

/** The parts of an address from an item on, with the weights of all. `free`: items before it belong to another. */
function chainAt(reader: Reader, at: number, free: number): Part | undefined {
  const part = partAt(reader, at, free)
  if (part) return withBareName(reader, part, chainFrom(reader, part), free)
  const bare = at < free ? undefined : bareAt(reader, at)
  if (bare) return chainFrom(reader, bare)
  const cued = cuedAt(reader, at, free)
  if (cued) return cued
  const said = saidAt(reader, at, free)
  return said && chainFrom(reader, said)
}

function bareAt(reader: Reader, at: number): Part | undefined {
  const { token } = reader.items[at]!
  return token && mayBeBare(token.word) ? (behindTown(reader, at) ?? commonStreet(reader, at)) : undefined
}

function isHouseWord({ token }: Item): boolean {
  if (!token) return false
  const roles = rolesOf(token.word)
  return (roles & (Role.dwelling | Role.numberBefore)) !== 0 && (roles & Role.feeble) === 0
}

/** "Ырғыз көшесі", "улица Гашека": the name of a street and its word, and nothing behind them. */
function isBehindStreet(read: readonly Item[]): boolean {
  const last = read.at(-1)
  if (!last?.token) return false
  const street = Role.streetBehind | Role.certain
  if ((rolesOf(last.token.word) & street) === street) return true
  for (let k = read.length - 1; k >= Math.max(0, read.length - 3) && isCapital(read[k]!); k--)
    if (read[k]!.gap !== Gap.space) return false
    else if (k > 0 && rolesOf(read[k - 1]!.token?.word ?? last.token.word) & Role.streetInFront) return true
  return false
}

const DIGIT = /\d/
const DOT = 0x2e
/** The weight of an address: a street with its number. */
const LEAST = 4

const CUES = Role.streetInFront | Role.streetBehind | Role.district | Role.cue | Role.numberBehind | Role.numberBefore

/** No address is without the word of a street, a district, an address or a house. */
function hasCue(text: string, tokens: readonly NameToken[]): boolean {
  return tokens.some(({ end, word }) => {
    const roles = rolesOf(word)
    if (mayBeBare(word)) return true
    return (
      (roles & CUES) !== 0 &&
      ((roles & Role.feeble) === 0 || (roles & Role.streetBehind && text.charCodeAt(end) === DOT))
    )
  })
}

/** The part and those that follow it. */
function chainFrom(reader: Reader, first: Part): Part {
  const chain = { ...first }
  let houses = Number(first.house)
  for (let n = 0; n < MOST_PARTS; n++) {
    const more =
      nextPart(reader, chain.to, houses > 0) ??
      (houses === 0 && !chain.numbered ? behindTownPart(reader, chain.to) : undefined)
    if (!more) break
    chain.to = more.to
    chain.weight += more.weight
    chain.numbered ||= more.numbered
    houses += Number(more.house)
  }
  if (houses > 0 && endsWithWord(reader, chain.to)) chain.to++
  return chain
}

/** The parts from `first` on, with the bare name and number before it. */
function withBareName(reader: Reader, first: Part, chain: Part, free: number): Part {
  if (!first.house) return chain
  const bare = bareBefore(reader, first, free, chain.to)
  if (!bare) return chain
  return { ...chain, from: bare.from, weight: Math.max(LEAST, chain.weight + bare.weight) }
}

/** "25 дом 14 кв": the word of the last number stands behind it. */
function endsWithWord({ items }: Reader, at: number): boolean {
  const [number, word, next] = [items[at - 1]!, items[at], items[at + 1]]
  if (number.token || !word?.token || !joinedBy(word, Gap.space) || (rolesOf(word.token.word) & Role.dwelling) === 0)
    return false
  return isEnd(next) || mayFollowNumber(next!.token!.word.lower)
}

const MOST_PARTS = 12
const BETWEEN = Gap.space | Gap.comma | Gap.dot | Gap.slash | Gap.open | Gap.close

/** The part right behind an item: begins there, though the word that makes it may stand later. */
function nextPart(reader: Reader, at: number, afterHouse: boolean): Part | undefined {
  const { items } = reader
  const next = items[at]
  if (!next || (next.gap & ~BETWEEN) !== 0 || next.lines > 1) return undefined
  for (let k = at; k < at + 5 && k < items.length; k++) {
    if (k > at && items[k]!.gap & Gap.hard) break
    const part = partAt(reader, k, at)
    if (part?.from === at) return part
    if (part) break
  }
  // "Мәңгілік Ел 19 үй 204"
  if (!afterHouse) return undefined
  const number = houseNumber(reader, at, Gap.space | Gap.comma)
  const behind = items[number]
  if (number === 0) return undefined
  if (behind?.token && behind.gap === Gap.space && behind.lines === 0 && !mayFollowNumber(behind.token.word.lower))
    return undefined
  return { from: at, to: number, weight: 1, numbered: true, house: true }
}

/** "Жандосова 58а" before "кв.10", "Мәңгілік Ел" before "19 үй 204". */
function bareBefore(
  reader: Reader,
  { from, weight, to: own }: Part,
  free: number,
  to: number,
): { from: number; weight: number } | undefined {
  const { items } = reader
  const number = from - 1
  if (weight > 0 && number > free && !items[number]!.token && joinedBy(items[from]!, Gap.space | Gap.comma)) {
    const name = bareName(reader, number, free)
    if (name >= 0 && houseNumber(reader, number, Gap.space | Gap.comma | Gap.dash) > 0) return { from: name, weight: 3 }
  }
  // The house is the first number: it wants a hyphen or a flat.
  const street = items[from - 1]
  const strong = weight > 1 || to > own || (street?.token !== undefined && isCommonStreet(street.token.word.lower))
  if (!strong || !joinedBy(items[from]!, Gap.space | Gap.comma)) return undefined
  const name = bareName(reader, from, free)
  return name < 0 || (!isSaidToBeName(items[name]!) && to === own) ? undefined : { from: name, weight: 3 }
}

/** Where the name right before `at` begins, if it can be of a street; -1 where not. */
function bareName(reader: Reader, at: number, free: number): number {
  const { items } = reader
  const last = items[at - 1]
  if (!last?.token || at - 1 < free || !joinedBy(items[at]!, Gap.space | Gap.comma | Gap.dash)) return -1
  if (items[at]!.gap & Gap.dash && items[at]!.gap & Gap.space) return -1
  const feminine = isCapital(last) && FEMININE.test(last.token.word.lower)
  if ((rolesOf(last.token.word) !== 0 && !feminine) || LOCATIVE.test(last.token.word.lower)) return -1
  if (!isCapital(last) && !isSaidToBeName(last) && !isTwoWords(items, at)) return -1
  if (
    isOrdinary(last) &&
    !feminine &&
    !joinsName(last.token.word.lower) &&
    !isCommonStreet(last.token.word.lower) &&
    (last.token.opens || last.token.shape !== 'capital')
  )
    return -1
  // "Садовая 5, кв. 8": a street by its adjective, and at the beginning of a line or a cell as well.
  if (feminine && !joinedBy(last, Gap.space)) return at - 1
  const from = nameBackward(reader, at, free, true, Gap.space | Gap.comma | Gap.dash)
  if (from < 0) return feminine ? at - 1 : -1
  const first = items[from]!
  return first.token!.opens && from < at - 1 && isOrdinary(first) ? at - 1 : from
}

const FEMININE = /^\p{L}{3,}(?:ая|яя)$/u
const LOCATIVE = /(?:[дт][ае]|[дт][ае]ғы|[дт][ае]гі)$/u

function isSaidToBeName({ token }: Item): boolean {
  if (isCommonStreet(token!.word.lower)) return true
  const { given, surname, ordinary } = evidenceOf(token!.word)
  return !ordinary && (given >= 0.7 || surname >= 0.7)
}

function isTwoWords(items: readonly Item[], at: number): boolean {
  const first = items[at - 2]
  return first !== undefined && isCapital(first) && items[at - 1]!.gap === Gap.space
}

/** "мекенжай Сарыарқа 31", "живу на Абая 150": a name and a number behind a word of address. */
function cuedAt(reader: Reader, at: number, free: number): Part | undefined {
  const { items } = reader
  const { token } = items[at]!
  if (!token || (rolesOf(token.word) & Role.cue) === 0) return undefined
  let k = at + 1
  for (; k < at + 5 && items[k]?.token && SMALL.has(items[k]!.token!.word.lower); k++)
    if (items[k]!.gap & (Gap.hard | Gap.dot)) return undefined
  const first = items[k]
  if (!first?.token || (first.gap & ~(Gap.space | Gap.colon | Gap.dash)) !== 0 || first.lines > 1) return undefined
  if (!isCapital(first) && !isCommonStreet(first.token.word.lower) && !isSaidStreet(first.token.word.lower))
    return undefined
  let end = k + 1
  while (end < k + 4 && items[end]?.token && joinedBy(items[end]!, Gap.space) && rolesOf(items[end]!.token!.word) === 0)
    end++
  const last = items[end - 1]!
  if (rolesOf(first.token.word) !== 0 || isPlace(last.token!.word.lower) || LOCATIVE.test(last.token!.word.lower))
    return undefined
  if (k < free || isYear(reader, items[end])) return undefined
  const number = houseNumber(reader, end, Gap.space | Gap.comma | Gap.dash)
  if (number === 0) return undefined
  const part: Part = { from: k, to: number, weight: LEAST, numbered: true, house: true }
  return withBareName(reader, part, chainFrom(reader, part), k)
}

const SMALL: ReadonlySet<string> = new Set(
  'тот же мой моя наш ваш его ее их новый по на в у доставки получателя клиента проживания прописки дома мынау осы біздің менің is'.split(
    ' ',
  ),
)

/** The items of a chain and of the towns, countries and postcodes before and behind it. */
function withTowns({ text, items }: Reader, chain: Part, free: number): [from: number, to: number] {
  let { from, to } = chain
  for (let n = 0; n < 5 && from > free; n++) {
    const gap = items[from]!.gap
    if ((gap & ~(Gap.space | Gap.comma | Gap.dot)) !== 0 || items[from]!.lines > 1) break
    const last = items[from - 1]!
    if (!last.token) {
      if (!isPostcode(text, last)) break
      from--
    } else if (
      last.token.shape !== 'initial' &&
      isCapital(last) &&
      (isTown(last) || (gap & Gap.comma && isAlone(items, from - 1, free)))
    )
      from--
    else break
  }
  for (let n = 0; n < 5 && to < items.length; n++) {
    const next = items[to]!
    if ((next.gap & ~(Gap.space | Gap.comma | Gap.dot)) !== 0 || next.lines > 1) break
    if (!next.token) {
      if (!isPostcode(text, next)) break
      to++
    } else if (isCapital(next) && next.gap & Gap.comma && isTown(next)) to++
    else if (next.gap === Gap.space && isCapital(next) && isTown(next) && isEnd(items[to + 1])) to++
    else break
  }
  return [from, to]
}

function isPostcode(text: string, { start, end, digits }: Item): boolean {
  return digits === 6 && end - start === 6 && /^[0-7]/.test(text.slice(start, start + 1))
}

function isTown({ token }: Item): boolean {
  return isPlaceName(token!.word.lower) || COUNTRIES.has(token!.word.lower)
}

const COUNTRIES = new Set(['рк', 'рф', 'кр', 'республика'])

function isEnd(item: Item | undefined): boolean {
  return item === undefined || item.lines > 0 || (item.gap & (Gap.comma | Gap.dot)) !== 0 || !item.token
}

/** One word between a colon or the beginning of a line and a comma: "Адрес: Каскелен, ул. …". */
function isAlone(items: readonly Item[], at: number, free: number): boolean {
  const { token, gap, lines } = items[at]!
  if (at < free || rolesOf(token!.word) !== 0 || isCounted(token!.word)) return false
  return at === 0 || (lines > 0 && !isOrdinary(items[at]!)) || (gap & Gap.colon) !== 0
}
