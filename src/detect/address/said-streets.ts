/** Streets as they are said, without the word of a street: behind a town and a comma, or behind "на", "до", and with a number. */
import { isSaidStreet } from '../names/on-street.ts'
import { isPlace, isPlaceName } from '../names/places.ts'
import type { NameToken } from '../names/tokens.ts'
import { evidenceOf } from '../names/words.ts'
import type { Part } from './address-parts.ts'
import { isCommonStreet, joinsName } from './address-words.ts'
import { isPublic } from './bare-addresses.ts'
import { Gap, isDigit, isNumberInWords } from './items.ts'
import type { Item } from './items.ts'
import { houseNumber, isCapital, isYear, joinedBy } from './street-names.ts'
import type { Reader } from './street-names.ts'

/** "Караганда, Ерубаева 45", "на Толе би 189": a number right behind the name of a street, as it is said. */
export function hasSaidStreet(text: string, tokens: readonly NameToken[]): boolean {
  if (tokens.some((_, i) => isSaidInWords(tokens, i))) return true
  if (!NUMBER_BEHIND.test(text)) return false
  return tokens.some(({ end }, i) => {
    if (text.charCodeAt(end) !== SPACE || !isDigit(text.charCodeAt(end + 1))) return false
    for (let k = i; k > 0 && k > i - 3; k--) {
      const { word, shape } = tokens[k]!
      if (shape !== 'capital') continue
      const before = tokens[k - 1]!
      if (before.shape !== 'lower' && text[before.end] === ',' && isPlaceName(before.word.lower)) return true
      if (ALONG.has(before.word.lower) && (isCommonStreet(word.lower) || isSaidStreet(word.lower))) return true
    }
    return false
  })
}

/** "на Толе би сто восемьдесят девять", "до Жарокова сорок" */
function isSaidInWords(tokens: readonly NameToken[], at: number): boolean {
  const [before, { word, shape, joined }] = [tokens[at - 1], tokens[at]!]
  if (shape !== 'capital' || !joined || !before || !ALONG.has(before.word.lower)) return false
  if (!isCommonStreet(word.lower) && !isSaidStreet(word.lower)) return false
  const next = tokens[at + 1]
  const number = next && joinsName(next.word.lower) ? tokens[at + 2] : next
  return number !== undefined && isNumberInWords(number.word)
}

/** That of a street with its number. */
const WEIGHT = 4
const NUMBER_BEHIND = / \d/
const SPACE = 0x20
const ALONG = new Set(['на', 'до', 'от', 'адрес'])

/** The street that is said at an item, with its number. `free`: items before it belong to another address. */
export function saidAt(reader: Reader, at: number, free: number): Part | undefined {
  return inTownAt(reader, at, free) ?? alongAt(reader, at, free)
}

/** "Караганда, Ерубаева 45" */
function inTownAt(reader: Reader, at: number, free: number): Part | undefined {
  const { items } = reader
  const town = items[at]!
  const name = items[at + 1]
  if (!town.token || at < free || !isCapital(town) || !isPlaceName(town.token.word.lower)) return undefined
  if (!name?.token || name.gap !== (Gap.comma | Gap.space) || name.lines > 0 || name.token.shape !== 'capital')
    return undefined
  let end = at + 2
  while (end < at + 4 && items[end]?.token && joinedBy(items[end]!, Gap.space)) {
    if (!joinsName(items[end]!.token!.word.lower) && !isCapital(items[end]!)) return undefined
    end++
  }
  const last = items[end - 1]!.token!.word.lower
  const joined = end > at + 2 && joinsName(last)
  if (
    (isPlace(name.token.word.lower) && !joined) ||
    (!isCommonStreet(name.token.word.lower) && !joined && !SAID_STREET.test(last) && !isGenitive(items[end - 1]!))
  )
    return undefined
  if (isYear(reader, items[end]) || isPublic(reader.text)) return undefined
  const number = houseNumber(reader, end, Gap.space | Gap.comma)
  return number === 0 ? undefined : { from: at, to: number, weight: WEIGHT, numbered: true, house: true }
}

const PUBLIC =
  /^(?:обмен|магазин|маркет|филиал|офис|отделени|аптек|тц|трц|бц|кафе|ресторан|бар|салон|банк|банкомат|цон|школ|садик|поликлин|больниц|клиник|пункт|склад|авари|дтп|пробк|ремонт|останов|перекр|светофор|маршрут|автобус|цен|открыл|столов|заправк|мойк|рынок|базар|парк|метро|зал|клуб|почт)/u

/** "на Толе би 189", "до Жарокова 137" */
function alongAt(reader: Reader, at: number, free: number): Part | undefined {
  const { items } = reader
  const { token } = items[at]!
  if (!token || at - 1 < free || token.shape !== 'capital' || items[at]!.gap !== Gap.space) return undefined
  const { lower } = token.word
  if ((!isCommonStreet(lower) && !isSaidStreet(lower)) || !ALONG.has(items[at - 1]!.token?.word.lower ?? ''))
    return undefined
  // "обменник на Достык 44", "авария на Саина 12": nobody lives there
  for (const n of [2, 3]) if (PUBLIC.test(items[at - n]?.token?.word.lower ?? '')) return undefined
  const end = items[at + 1]?.token && joinsName(items[at + 1]!.token!.word.lower) ? at + 2 : at + 1
  if (isYear(reader, items[end])) return undefined
  const number = houseNumber(reader, end, Gap.space | Gap.comma)
  return number === 0 ? undefined : { from: at, to: number, weight: WEIGHT, numbered: true, house: true }
}

/** "Ауэзова", "Протозанова", "Чехова" */
function isGenitive({ token }: Item): boolean {
  const { surname, ordinary } = evidenceOf(token!.word)
  return !ordinary && surname >= 0.6 && /(?:а|я|ого|ко)$/u.test(token!.word.lower)
}

/** "Интернациональная", "Кабанбай батыра" */
const SAID_STREET = /(?:ая|яя)$/u
