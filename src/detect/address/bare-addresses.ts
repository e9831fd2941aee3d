/**
 * Addresses without a word of a street: behind a town ("Талғар, Бірлік 14"), streets and districts that most towns have
 * ("сейфуллин 510/2", "Аксай-4 25 дом"), in talk about where to come or to bring something.
 */
import { isPlace } from '../names/places.ts'
import { isCommonStreet, isCounted, isTownWord, joinsName, Role, rolesOf } from './address-words.ts'
import type { Part } from './address-parts.ts'
import { Gap } from './items.ts'
import type { Item } from './items.ts'
import { houseNumber, isCapital, isOrdinary, joinedBy } from './street-names.ts'
import type { Reader } from './street-names.ts'

const LONGEST_NAME = 3
/** "Абай 150-де", "сейфуллин 510/2 да", "12 деген үй": what may stand behind the number of a house. */
const BEHIND =
  /^(?:қа|ке|ға|ге|да|де|та|те|дан|ден|тан|тен|дағы|дегі|тағы|тегі|ның|нің|дың|дің|тың|тің|деген|қасы\p{L}*|жан[ыа]\p{L}*|мекенжай\p{L}*|әкел\p{L}*|кел\p{L}*|жеткіз\p{L}*|апар\p{L}*|тұр\p{L}*|код\p{L}*|домофон|алушы|тел|телефон|звон\p{L}*|позвон\p{L}*|подъезж\p{L}*|подход\p{L}*|приезж\p{L}*|прив[её]з\p{L}*|достав\p{L}*|завез\p{L}*|жд\p{L}*|қоңырау|күт\p{L}*|барың\p{L}*|кір\p{L}*|адрес\p{L}*|пожалуйста|өтініш|пж|plz|da|de|ta|te|qa|ke|ga|ge|dan|den|tan|ten|әкеп|алып|жақта|жаққа|а|и|у|мен|не|я|кіреберіс\p{L}*)$/u
/** Where somebody is to come, or something to be brought. */
const COMING =
  /(?<!\p{L})(?:курьер|жеткіз|доставк|привез|такси|үйім|үйге|үйіме|әкел|әкеп|апар|тұрамын|тұрамыз|тұрады|живу|жив[её]м|живет|живёт|кел(?:іңіз|ің|іп)|мекен|адрес|подъезжа|приезжа|заберите|забрать|самовывоз|dostavka|adres|uiim|turam|taksi|kuryer|alyp kel|akel|яндекс|индрайв|заказ|тапсырыс)/iu

/** A concert, a shop, an office: everybody may know where that is. */
const PUBLIC =
  /(?<!\p{L})(?:концерт|көрме|жәрмеңке|ярмарк|филиал|бөлімше|отделени|пункт|дүкен|магазин|кафе|мейрамхана|ресторан|тойхана|выставк|театр|фестивал|семинар|тренинг|акция|аптек|дәріхана|клиника|банкомат|цон|хқко|мешіт|мечет|жұмыс уақыт|режим работы|ашылды|открыт|шеберлік сынып|мастер-класс|кездесу|форум|жиналыс|билет)/iu
const PRIVATE =
  /(?<!\p{L})(?:курьер|жеткіз|доставк|привез|үйім|үйіме|әкел|әкеп|тұрамын|тұрамыз|тұрғын|живу|жив[её]м|получател|алушы|прожива|клиент)/iu

/** A name and the number of a house behind the town that the item `at` is. */
export function behindTown(reader: Reader, at: number): Part | undefined {
  const { items } = reader
  const town = items[at]!
  if (!town.token || !isTownWord(town.token.word) || !isCapital(town)) return undefined
  const named = bareAt(reader, at + 1, Gap.space | Gap.comma, false)
  if (!named || (items[at + 1]!.gap & Gap.comma) === 0) return undefined
  if (isPublic(reader.text)) return undefined
  return { ...named, from: at, weight: 5 }
}

/** Whether a text is about a place that everybody may go to. */
export function isPublic(text: string): boolean {
  return PUBLIC.test(text) && !PRIVATE.test(text)
}

/** A name and the number of a house at `at`, right behind the part of a town. */
export function behindTownPart(reader: Reader, at: number): Part | undefined {
  const next = reader.items[at]
  if (!next?.token || (next.gap & Gap.comma) === 0) return undefined
  const named = bareAt(reader, at, Gap.space | Gap.comma | Gap.dot, false)
  return named && { ...named, weight: 3 }
}

/** A street or a district that most towns have, and the number of a house. */
export function commonStreet(reader: Reader, at: number): Part | undefined {
  const { items, text } = reader
  const { token, gap } = items[at]!
  if (!token || !isCommonStreet(token.word.lower) || rolesOf(token.word) !== 0 || gap & Gap.hard) return undefined
  const named = bareAt(reader, at, ~0, true)
  if (!named) return undefined
  // "Абай 45, 12", "сейфуллин 510/2": nothing else is numbered so. A plain number needs somebody who is to come.
  if (named.weight > 3 || items[named.to - 1]!.token) return named
  const number = text.slice(items[named.to - 1]!.start, items[named.to - 1]!.end)
  if (!/^\d{1,3}\p{L}?[/-]\d/u.test(number) && !COMING.test(text)) return undefined
  return { ...named, weight: 4 }
}

/** A name of up to three words and the number of a house that nothing counted stands behind. */
function bareAt(reader: Reader, at: number, gaps: number, common: boolean): Part | undefined {
  const { items, text } = reader
  let end = at
  while (end < at + LONGEST_NAME && isPartOfName(items, end, at, gaps, common)) end++
  if (end === at || isPlace(items[end - 1]!.token!.word.lower)) return undefined
  // "Аксай-4 25", "Самал-2, 33"
  const district = items[end]
  if (district && !district.token && joinedBy(district, Gap.dash) && district.digits < 3 && items[end + 1]) end++
  const to = houseNumber(reader, end, Gap.space | Gap.comma | Gap.dash)
  // "Аксай-4 25 дом", "гагарин 4 үй": the parts that follow have their own words.
  const numbered = !items[end - 1]!.token
  if (to === 0 && (common || numbered) && isBeforeDwelling(items, end))
    return { from: at, to: end, weight: numbered ? 4 : 3, numbered, house: true }
  if (to === 0 || !isHouse(text, items[end]!)) return undefined
  const behind = items[to]
  if (behind?.token && behind.lines === 0 && (behind.gap & (Gap.comma | Gap.dot | Gap.open | Gap.hard)) === 0) {
    const { word } = behind.token
    if (isCounted(word) || (!BEHIND.test(word.lower) && rolesOf(word) === 0)) return undefined
  }
  return { from: at, to, weight: numbered && isBeforeDwelling(items, end) ? 4 : 3, numbered: true, house: true }
}

function isPartOfName(items: readonly Item[], at: number, first: number, gaps: number, common: boolean): boolean {
  const item = items[at]
  if (!item?.token || item.lines > 0) return false
  if (at > first) {
    const { lower } = item.token.word
    const initial = items[at - 1]!.token!.shape === 'initial'
    return joinedBy(item, initial ? Gap.space | Gap.dot : Gap.space) && (isCapital(item) || joinsName(lower))
  }
  if ((item.gap & ~gaps) !== 0 && gaps !== ~0) return false
  if (rolesOf(item.token.word) !== 0 && item.token.shape !== 'initial') return false
  return common || (isCapital(item) && item.token.shape !== 'upper' && !isOrdinary(item))
}

/** A number, the word of a house or a flat, and what stands behind an address. */
function isBeforeDwelling(items: readonly Item[], at: number): boolean {
  const [number, dwelling, next] = [items[at], items[at + 1], items[at + 2]]
  if (!number || number.token || !dwelling?.token || (rolesOf(dwelling.token.word) & Role.dwelling) === 0) return false
  if (!next?.token || next.lines > 0 || next.gap & (Gap.comma | Gap.dot)) return true
  return rolesOf(next.token.word) !== 0 || mayFollowNumber(next.token.word.lower)
}

/** Whether the word may stand behind the number of a house. */
export function mayFollowNumber(lower: string): boolean {
  return BEHIND.test(lower)
}

/** Of up to three digits, so no year; three digits are few without a letter or a stroke behind them. */
function isHouse(text: string, { start, end }: Item): boolean {
  return /^\d{1,3}(?:\p{L}?|[/-]\d{1,3}\p{L}?)$/u.test(text.slice(start, end))
}

/** For the test of linear time. */
export const bareExpressions: readonly RegExp[] = [COMING, PUBLIC, PRIVATE]
