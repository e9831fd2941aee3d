/**
 * The parts of an address in Kazakh or Russian: a street with its name, a district, a house, a town. Each is read from
 * the word that says what it is, forwards or backwards, over at most a handful of words.
 */
import { evidenceOf } from '../names/words.ts'
import { isPlace } from '../names/places.ts'
import { russianParts } from '../names/vocabulary.ts'
import { isCommonStreet, isCounted, isTitleOfStreet, joinsName, Role, rolesOf } from './address-words.ts'
import { Gap } from './items.ts'
import type { Item } from './items.ts'

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

export interface Reader {
  text: string
  items: readonly Item[]
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
  if (before(items, at, free) && joinedBy(items[at]!, Gap.space | Gap.dash)) {
    from = at - 1
    const dashed = items[from]!.gap === Gap.dash ? nameBackward(reader, from, free, false, Gap.dash) : -1
    if (dashed >= 0) {
      from = dashed
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
  if (lower === 'шағын' || lower === 'мөлтек')
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
    !(next?.token && isCounted(next.token.word.lower) && next.gap === Gap.space)
  // "208 кв 71", "Сатпаева 30 подъезд 2": the number behind is the word's, the one before is of the house.
  const { lower } = items[at]!.token!.word
  const ofHouse = lower === 'кв' || (isRussianWord(lower) && isNumberOfName(items, at - 1, free))
  if (mayFollow && !(forward > 0 && ofHouse)) {
    const dashed = (items[at]!.gap & Gap.dash) !== 0 && !(items[at]!.gap & Gap.space)
    // "500 үй", "3 этаж" are counts as often.
    return { ...part(at - 1, at + 1, dashed || items[at]!.gap === 0 ? weight : Math.min(weight, 1), true), house: true }
  }
  return forward > 0 ? { ...part(at, forward, weight, true), house: true } : undefined
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

/** A free number right before. */
function before(items: readonly Item[], at: number, free: number): boolean {
  const last = items[at - 1]
  return at - 1 >= free && last !== undefined && !last.token && last.digits <= 4 && !(last.gap & Gap.hard)
}

export function joinedBy({ gap, lines }: Item, allowed: number): boolean {
  return (gap & ~allowed) === 0 && lines === 0
}

export function isCapital({ token }: Item): boolean {
  return token !== undefined && token.shape !== 'lower'
}

/** Behind the name of a street that begins at `at`; 0 where there is none. `lenient`: small letters are believed too. */
function nameForward(reader: Reader, at: number, lenient: boolean): number {
  const { items } = reader
  let i = at
  const first = items[i]
  if (!first || !joinedBy(first, Gap.space | Gap.dot | Gap.colon)) return 0
  // "28 Панфиловцев", "2-я Садовая", "50 лет Октября"
  const ordinal = !first.token && first.digits < 4
  if (ordinal) {
    i++
    const ending = items[i]
    if (ending?.token && ending.gap === Gap.dash && ending.end - ending.start < 4) i++
    if (!items[i]?.token || items[i]!.gap !== Gap.space) return 0
  }
  let word = items[i]
  while (word?.token && isTitleOfStreet(word.token.word.lower) && items[i + 1] && i < at + 4) word = items[++i]
  if (!word?.token || !joinedBy(word, Gap.space | Gap.dot | Gap.colon) || word.end - word.start > 40) return 0
  if (rolesOf(word.token.word) !== 0 && word.token.shape !== 'initial') return 0
  const isName =
    word.token.shape === 'capital' || word.token.shape === 'initial' || (ordinal && joinsName(word.token.word.lower))
  const small = !isName && (word.token.shape === 'lower' || isOrdinary(word))
  if (small && !(lenient && isNameInSmall(reader, i))) return 0
  i++
  for (let n = 0; n < 4; n++, i++) {
    const more = items[i]
    if (!more?.token || more.lines > 0) break
    const initial = items[i - 1]!.token?.shape === 'initial'
    if (more.gap !== Gap.space && !(initial && joinedBy(more, Gap.space | Gap.dot))) break
    const { lower } = more.token.word
    if (more.token.shape !== 'initial' && rolesOf(more.token.word) !== 0) break
    if (!joinsName(lower) && (small || !isCapital(more) || isLabel(lower))) break
  }
  // "Самал-2"
  if (items[i] && !items[i]!.token && items[i]!.gap === Gap.dash && items[i]!.digits < 4) i++
  return i
}

/** A name in small letters: a word that no dictionary has, or a surname, and a number soon behind it. */
function isNameInSmall(reader: Reader, at: number): boolean {
  const { items } = reader
  if (isOrdinary(items[at]!)) return false
  for (let k = at + 1; k < at + 4 && k < items.length; k++) {
    if (!items[k]!.token) return houseNumber(reader, k, Gap.space | Gap.comma | Gap.dash | Gap.hash) > 0
    if (rolesOf(items[k]!.token!.word) & (Role.numberBehind | Role.numberBefore)) return true
    if (!joinsName(items[k]!.token!.word.lower)) return false
  }
  return false
}

/** A word of the dictionary that is nobody's name. */
export function isOrdinary({ token }: Item): boolean {
  const { given, surname } = evidenceOf(token!.word)
  return (
    given < 0.7 &&
    surname < 0.7 &&
    !isCommonStreet(token!.word.lower) &&
    (russianParts(token!.word.lower) !== 0 || FUNCTION.has(token!.word.lower))
  )
}

const FUNCTION = new Set(
  'мен сен ол біз сіз олар бұл сол осы менің сенің оның біздің сіздің және пен бен да де та те үшін қазір бүгін кеше ертең қай қандай бір екі үш үйім үйіміз қала ауыл аудан орталық басты негізгі келесі'.split(
    ' ',
  ),
)

/** Where the name before `at` begins; -1 where there is none. */
export function nameBackward(
  { items }: Reader,
  at: number,
  free: number,
  lenient = false,
  gaps: number = Gap.space,
): number {
  const last = items[at - 1]
  const gapOk = items[at] && joinedBy(items[at]!, gaps)
  if (!gapOk || !last?.token || at - 1 < free || last.gap & Gap.hard) return -1
  let i = at - 1
  const capital = isCapital(last)
  const inside = joinsName(last.token.word.lower)
  if (rolesOf(last.token.word) !== 0) return -1
  if (!capital && !inside && !(lenient && !isOrdinary(last))) return -1
  if (capital && FUNCTION.has(last.token.word.lower)) return -1
  for (let n = 0; n < 3 && i - 1 >= free; n++) {
    const more = items[i - 1]!
    if (!more.token || items[i]!.lines > 0) break
    const initial = more.token.shape === 'initial'
    if (items[i]!.gap !== Gap.space && !(initial && joinedBy(items[i]!, Gap.space | Gap.dot))) break
    const { lower } = more.token.word
    if ((!initial && rolesOf(more.token.word) !== 0) || FUNCTION.has(lower) || isLabel(lower)) break
    const bound = joinsName(items[i]!.token!.word.lower)
    if (!isCapital(more) && !(bound && (lenient || capital) && !isOrdinary(more)) && !(joinsName(lower) && !capital))
      break
    i--
  }
  // "би" alone is no name
  if (i === at - 1 && !capital && inside) return -1
  return i
}

/** Behind a house number at `at`, with the letter behind it; 0 where there is none. `alone`: a word says that it is one. */
export function houseNumber({ text, items }: Reader, at: number, gaps: number, alone = false): number {
  const item = items[at]
  if (!item || item.token || !joinedBy(item, gaps) || item.digits > 8) return 0
  if (!HOUSE.test(text.slice(item.start, item.end)) || AFTER.has(text[item.end] ?? '')) return 0
  const next = items[at + 1]
  if (!next) return at + 1
  // decimals, dates, hours
  if (!next.token && next.lines === 0 && !(next.gap & Gap.space) && next.gap & (Gap.dot | Gap.colon | Gap.dash))
    return 0
  if (next.token && next.lines === 0) {
    const { lower } = next.token.word
    if (next.gap === Gap.space && isCounted(lower)) return 0
    const roles = rolesOf(next.token.word)
    // The number is of the word behind it: "40, 12-пәтер", "ул. Абая, 5 подъезд".
    if (!alone && roles & Role.numberBefore && joinedBy(next, Gap.space | Gap.dash)) {
      const own = items[at + 2]
      if (lower !== 'кв' && !(roles & Role.numberBehind && own && !own.token && isRussianWord(lower))) return 0
      if (!own || own.token) return 0
    }
    if (roles & Role.district && joinedBy(next, Gap.space | Gap.dash)) return 0
    if (next.gap === Gap.space && next.end - next.start === 1 && LETTER.test(next.token.word.text)) {
      const after = items[at + 2]
      if (roles === 0 || !after || (after.gap & Gap.comma) !== 0 || next.token.word.lower === 'а') return at + 2
    }
  }
  // a phone begins
  if (!alone && next.token === undefined && next.gap === Gap.space && next.lines === 0 && next.digits >= 2) return 0
  return at + 1
}

const HOUSE = /^\d{1,4}(?:[/-]\d{1,4}){0,2}\p{L}?$/u
const LETTER = /^[абгдАБВГД]$/u
const AFTER = new Set([...'%$€₸°№'])

/** Of words with the number on either side, these have it behind them more often. */
function isRussianWord(lower: string): boolean {
  return lower.startsWith('подъезд') || lower.startsWith('этаж') || lower === 'эт' || lower.startsWith('корп')
}

function isLabel(lower: string): boolean {
  return LABELS.has(lower)
}

const LABELS = new Set(
  'тел телефон моб ұялы алушы получатель клиент иин жсн дата фио адрес мекенжай имя аты email почта заказ курьер дом кв'.split(
    ' ',
  ),
)
