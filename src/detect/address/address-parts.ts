/**
 * The parts of an address in Kazakh or Russian: a street with its name, a district, a house, a town. Each is read from
 * the word that says what it is, forwards or backwards, over at most a handful of words.
 */
import { isPlace } from '../names/places.ts'
import { isCommonStreet, isCounted, joinsName, Role, rolesOf } from './address-words.ts'
import { Gap } from './items.ts'
import type { Item } from './items.ts'
import {
  before,
  houseNumber,
  isCapital,
  isOrdinary,
  isRussianWord,
  joinedBy,
  nameBackward,
  nameForward,
} from './street-names.ts'
import type { Reader } from './street-names.ts'

/** Items from `from` to before `to`. */
export interface Part {
  from: number
  to: number
  /** four are an address */
  weight: number
  /** has a number that is of a house or a district */
  numbered: boolean
  /** a house, a flat, an entrance: what a bare name and a number may stand before */
  house: boolean
}

/** The part that the word at `at` makes with what stands around it, beginning no earlier than `free`. */
export function partAt(reader: Reader, at: number, free: number): Part | undefined {
  const { token } = reader.items[at]!
  if (!token) return undefined
  const roles = rolesOf(token.word)
  if (roles === 0) return undefined
  return (
    // "Шарипов к. 8": with a free name before it, the letter is a street.
    (roles & Role.streetBehind && roles & Role.feeble ? streetBehind(reader, at, free, roles) : undefined) ??
    (roles & (Role.numberBehind | Role.numberBefore) ? house(reader, at, free, roles) : undefined) ??
    (roles & (Role.streetInFront | Role.district) ? district(reader, at, free, roles) : undefined) ??
    (roles & Role.streetInFront ? streetInFront(reader, at, free, roles) : undefined) ??
    (roles & Role.streetBehind ? streetBehind(reader, at, free, roles) : undefined) ??
    (roles & (Role.townInFront | Role.townBehind | Role.regionBehind) ? town(reader, at, free, roles) : undefined)
  )
}

function streetInFront(reader: Reader, at: number, free: number, roles: number): Part | undefined {
  const { items } = reader
  const lenient = (roles & Role.certain) !== 0
  const end = nameForward(reader, at + 1, lenient)
  if (end > 0) {
    const number = houseNumber(reader, end, Gap.space | Gap.comma | Gap.hash)
    return part(at, number || end, 4, number > 0 || items[end - 1]!.token === undefined)
  }
  // "Ленинский проспект, 5"
  const from = nameBackward(reader, at, free)
  if (from < 0 || !lenient) return undefined
  const number = houseNumber(reader, at + 1, Gap.space | Gap.comma | Gap.hash | Gap.dot)
  return part(from, number || at + 1, 4, number > 0)
}

function streetBehind(reader: Reader, at: number, free: number, roles: number): Part | undefined {
  const from = nameBackward(reader, at, free, (roles & Role.certain) !== 0)
  if (from < 0) return undefined
  const number = houseNumber(reader, at + 1, Gap.space | Gap.comma | Gap.hash | Gap.dot)
  // A single letter is a street only with its dot and a number.
  if (roles & Role.feeble && (number === 0 || !(reader.items[at + 1]!.gap & Gap.dot))) return undefined
  return part(from, number || at + 1, 4, number > 0)
}

/** "мкр. Самал-2", "8-ықшамаудан", "Ақбұлақ мкр.", and a house number behind it. */
function district(reader: Reader, at: number, free: number, roles: number): Part | undefined {
  const { items } = reader
  const last = endOfDistrict(items, at, roles)
  if (last < 0) return undefined
  const behind = items[last + 1]
  let from = at
  let to = last + 1
  let named = false
  let numbered = true
  const ordinal = items[at - 1]
  if (
    ordinal?.token &&
    ordinal.gap === Gap.dash &&
    ordinal.end - ordinal.start < 3 &&
    before(items, at - 1, free) &&
    joinedBy(items[at]!, Gap.space)
  )
    // "12-й микрорайон"
    from = at - 2
  else if (before(items, at, free) && joinedBy(items[at]!, Gap.space | Gap.dash)) {
    from = at - 1
    const dashed = items[from]!.gap === Gap.dash ? nameBackward(reader, from, free, false, Gap.dash) : -1
    if (dashed >= 0) {
      from = dashed
      named = true
    } else if (from > free && items[from]!.gap === Gap.space && isKnown(items[from - 1]!)) {
      // "Орбита 1 мкр"
      from--
      named = true
    }
  } else if (isNamed(items, at, free) && nameBackward(reader, at, free) >= 0) {
    named = true
    from = nameBackward(reader, at, free)
    numbered = false
  } else if (behind && !behind.token && joinedBy(behind, Gap.space | Gap.dot | Gap.hash | Gap.dash)) to = last + 2
  else {
    named = true
    const end = nameForward(reader, last + 1, true)
    if (end > 0) {
      to = end
      numbered = !items[end - 1]!.token
    } else {
      from = nameBackward(reader, at, free, true)
      if (from < 0) return undefined
      numbered = false
    }
  }
  const number = houseNumber(reader, to, Gap.space | Gap.comma | Gap.dot | Gap.hash)
  if (number > 0) return part(from, number, 4, true)
  return part(from, to, named && numbered ? 4 : 2, numbered)
}

function isKnown({ token }: Item): boolean {
  return token !== undefined && isCommonStreet(token.word.lower)
}

/** "Самал шағын ауданы 5": the name stands before, unless it is of the town: "Алматы мкр 5". */
function isNamed(items: readonly Item[], at: number, free: number): boolean {
  const last = items[at - 1]
  return (
    at > free && last?.token !== undefined && isCapital(last) && !isOrdinary(last) && !isPlace(last.token.word.lower)
  )
}

/** The last word of a district: two of "ш/а" and "шағын аудан"; -1 where the word is none. */
function endOfDistrict(items: readonly Item[], at: number, roles: number): number {
  const { lower } = items[at]!.token!.word
  const next = items[at + 1]?.token?.word.lower
  if (lower === 'ш') return next === 'а' && items[at + 1]!.gap === Gap.slash ? at + 1 : -1
  if (lower === 'шағын' || lower === 'мөлтек' || (lower === 'ықшам' && next?.startsWith('аудан')))
    return next?.startsWith('аудан') && items[at + 1]!.gap === Gap.space ? at + 1 : -1
  return roles & Role.district ? at : -1
}

function house(reader: Reader, at: number, free: number, roles: number): Part | undefined {
  const { items } = reader
  const weight = roles & Role.feeble ? 0 : roles & Role.dwelling ? 2 : 1
  const next = items[at + 1]
  const forward =
    next && roles & Role.numberBehind
      ? houseNumber(reader, at + 1, Gap.space | Gap.dot | Gap.hash | Gap.colon, true)
      : 0
  const mayFollow =
    (roles & Role.numberBefore) !== 0 &&
    before(items, at, free) &&
    joinedBy(items[at]!, Gap.space | Gap.dash) &&
    !(next?.token && isCounted(next.token.word) && next.gap === Gap.space)
  // "208 кв 71", "Сатпаева 30 подъезд 2": the number behind is the word's, the one before is of the house.
  const { lower } = items[at]!.token!.word
  const ofHouse = lower === 'кв' || (isRussianWord(lower) && isNumberOfName(items, at - 1, free))
  if (mayFollow && !(forward > 0 && ofHouse)) {
    const dashed = (items[at]!.gap & Gap.dash) !== 0 && !(items[at]!.gap & Gap.space)
    // "500 үй", "3 этаж" are counts as often.
    return {
      ...part(at - 1, at + 1, dashed || items[at]!.gap === 0 ? weight : Math.min(weight, 1), true),
      house: (roles & Role.storage) === 0,
    }
  }
  return forward > 0 ? { ...part(at, forward, weight, true), house: (roles & Role.storage) === 0 } : undefined
}

/** A name with a capital stands before the number. */
function isNumberOfName(items: readonly Item[], at: number, free: number): boolean {
  const name = items[at - 1]
  return (
    at > free &&
    name !== undefined &&
    isCapital(name) &&
    rolesOf(name.token!.word) === 0 &&
    joinedBy(items[at]!, Gap.space)
  )
}

function town(reader: Reader, at: number, free: number, roles: number): Part | undefined {
  const { items, text } = reader
  const { token, start, end, gap } = items[at]!
  const short = end - start === 1
  // Two initials are a person's, not a village and its name: "Петрова А.И., г. Алматы".
  const name = items[at + 1]?.token?.shape === 'initial' ? undefined : items[at + 1]
  const dotted = text[end] === '.'
  if (roles & Role.townInFront && name && isCapital(name) && (!short || dotted || isPlace(name.token!.word.lower))) {
    // "в 2010 г. Алматы"
    const last = items[at - 1]
    const year = last && !last.token && last.digits < 5 && !(gap & (Gap.comma | Gap.dot)) && items[at]!.lines === 0
    if (!year && joinedBy(name, Gap.space | Gap.dot) && rolesOf(name.token!.word) === 0) {
      const two = items[at + 2]
      const more =
        two?.token &&
        two.gap === Gap.space &&
        two.lines === 0 &&
        (joinsName(two.token.word.lower) ||
          (isCapital(two) && rolesOf(two.token.word) === 0 && (items[at + 3]?.gap ?? 0) & Gap.comma))
      return part(at, at + (more ? 3 : 2), 2, false)
    }
  }
  if ((roles & (Role.townBehind | Role.regionBehind)) === 0) return undefined
  if (token!.word.lower === 'а' && !dotted) return undefined
  const from = nameBackward(reader, at, free)
  return from < 0 ? undefined : part(from, at + 1, 2, false)
}

function part(from: number, to: number, weight: number, numbered: boolean): Part {
  return { from, to, weight, numbered, house: false }
}
