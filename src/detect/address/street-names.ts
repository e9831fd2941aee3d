/** Names of streets and numbers of houses beside the words of an address in Kazakh or Russian. */
import { evidenceOf } from '../names/words.ts'
import { russianParts } from '../names/vocabulary.ts'
import { isCommonStreet, isCounted, isTitleOfStreet, joinsName, Role, rolesOf } from './address-words.ts'
import { Gap } from './items.ts'
import type { Item } from './items.ts'

export interface Reader {
  text: string
  items: readonly Item[]
}

/** A free number right before. */
export function before(items: readonly Item[], at: number, free: number): boolean {
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
export function nameForward(reader: Reader, at: number, lenient: boolean): number {
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

/** Words that streets are called by as well. */
const CALLED = /^(?:орталық|басты|негізгі)$/u

/** A cell of a table begins with it, or a sentence behind "!", "?" or a picture. */
function beginsCell(text: string, { start }: Item): boolean {
  return /(?:[\t;|]|[!?…](?:["»”)] ?)?|\p{Extended_Pictographic}\ufe0f?)[ \n]{0,2}$/u.test(
    text.slice(Math.max(0, start - 6), start),
  )
}

/** Where the name before `at` begins; -1 where there is none. */
export function nameBackward(
  { text, items }: Reader,
  at: number,
  free: number,
  lenient = false,
  gaps: number = Gap.space,
): number {
  const last = items[at - 1]
  const gapOk = items[at] && joinedBy(items[at]!, gaps)
  if (!gapOk || !last?.token || at - 1 < free || (last.gap & Gap.hard && !beginsCell(text, last))) return -1
  let i = at - 1
  const capital = isCapital(last)
  const inside = joinsName(last.token.word.lower)
  if (rolesOf(last.token.word) !== 0) return -1
  if (!capital && !inside && !(lenient && !isOrdinary(last))) return -1
  // "Ақжар ауылы, Орталық көшесі 8"
  if (capital && FUNCTION.has(last.token.word.lower) && !(lenient && CALLED.test(last.token.word.lower))) return -1
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
    if (next.gap === Gap.space && isCounted(next.token.word)) return 0
    const roles = rolesOf(next.token.word)
    // The number is of the word behind it: "40, 12-пәтер", "ул. Абая, 5 подъезд".
    if (!alone && roles & Role.numberBefore && joinedBy(next, Gap.space | Gap.dash)) {
      const own = items[at + 2]
      if (lower !== 'кв' && !(roles & Role.numberBehind && own && !own.token && isRussianWord(lower))) return 0
      if (!own || own.token) return 0
    }
    if (roles & Role.district && joinedBy(next, Gap.space | Gap.dash)) return 0
    // 74 «А»
    if (next.end - next.start === 1 && /^ ?«.»/u.test(text.slice(item.end, item.end + 4))) return at + 2
    if (next.gap === Gap.space && next.end - next.start === 1 && LETTER.test(next.token.word.text)) {
      const after = items[at + 2]
      if (roles === 0 || !after || (after.gap & Gap.comma) !== 0 || next.token.word.lower === 'а') return at + 2
    }
  }
  // a phone begins
  if (!alone && next.token === undefined && next.gap === Gap.space && next.lines === 0 && next.digits >= 2) return 0
  return at + 1
}

const HOUSE = /^(?:\d{1,4}\p{L}?(?:[/–-]\d{1,4}){0,2}\p{L}?|\p{L}[\p{L} -]{1,80})$/u
const LETTER = /^[абгдАБВГД]$/u
const AFTER = new Set([...'%$€₸°№'])

/** Of words with the number on either side, these have it behind them more often. */
export function isRussianWord(lower: string): boolean {
  return (
    lower.startsWith('подъезд') ||
    lower.startsWith('этаж') ||
    lower === 'эт' ||
    lower === 'дом' ||
    lower.startsWith('корп')
  )
}

function isLabel(lower: string): boolean {
  return LABELS.has(lower)
}

const LABELS = new Set(
  'тел телефон моб ұялы алушы получатель клиент иин жсн дата фио адрес мекенжай имя аты email почта заказ курьер дом кв'.split(
    ' ',
  ),
)

/** A number that says when rather than where. */
export function isYear({ text }: Reader, item: Item | undefined): boolean {
  return item !== undefined && !item.token && /^(?:19|20)\d\d$/.test(text.slice(item.start, item.end))
}
