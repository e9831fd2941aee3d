/**
 * What looks like a name in Russian words and is nobody: a disease, a law or a street called after somebody, a cake in its
 * quotation marks, a medicine with its dose, a pet, a brand. Told by the words and marks around; the few that nothing tells
 * stand in a list.
 */
import type { Candidate } from '../recogniser.ts'
import { isInFragment, isStranger } from './fragments.ts'
import type { WordList } from './ordinary-words.ts'
import { isSaidStreet } from './on-street.ts'
import {
  APPOSED,
  BY_WHOM,
  DISCOVERERS,
  FIGURES,
  FORM_OF_GOODS,
  FOUND_BY,
  GOODS_BEFORE,
  LIST_OF_FIGURES,
  LIST_OF_THINGS,
  NOBODY,
  OF_STREETS,
  PETS,
  PHRASES,
  WRITTEN_BY,
} from './thing-words-russian.ts'
import { tokenBefore, tokenFrom } from './tokens.ts'
import type { NameToken } from './tokens.ts'
import { Cue, cuesOf, evidenceOf, isPredicate, partsOf } from './words.ts'

/** Capitals in a row behind one noun: "синдром Вольфа — Паркинсона — Уайта". */
const LONGEST_CHAIN = 6
const LONGEST_LIST = 160
/** Words of a sentence that are looked at before a name. */
const REACH = 24

/** The names without those that are things. `tokens`: of `nameTokens(text)`. */
export function withoutThings(
  text: string,
  tokens: readonly NameToken[],
  found: readonly Candidate[],
): readonly Candidate[] {
  return found.filter((c) => !isThing(text, tokens, c))
}

/** Of Kazakhstan and Russia, as they write themselves. */
const BANKS_AND_SHOPS = new Set(
  'halyk kaspi forte jusan freedom sberbank tinkoff kazpost kazpochta magnum sulpak technodom beeline kcell tele2 altel damumed egov wildberries ozon glovo wolt yandex indrive indriver kolesa krisha'.split(
    ' ',
  ),
)

function isCyrillic(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0x400 && unit < 0x530
}

function isThing(text: string, tokens: readonly NameToken[], { start, end, why }: Candidate): boolean {
  if (!isCyrillic(text, start)) return BANKS_AND_SHOPS.has(text.slice(start, end).toLowerCase())
  const from = tokenFrom(tokens, 0, start)
  const to = tokenFrom(tokens, from, end)
  const first = tokens[from]
  if (!first || to === from || first.shape === 'lower') return false
  if (isPhrase(tokens, from, to)) return true
  if (isQuoted(text, tokens, from, to)) return true
  // "Задачник Рымкевича"
  if (to - from === 2 && first.opens && (FOUND_BY.has(first.word.lower) || WRITTEN_BY.has(first.word.lower)))
    return evidenceOf(first.word).given < 0.4
  const words = tokens.slice(from, to)
  if (words.some((t) => t.shape === 'initial' || evidenceOf(t.word).patronymic >= 0.7)) return false
  if (to - from > 1) return false
  return isOneThing(text, tokens, from) || (isStranger(why) && isInFragment(text, tokens, from))
}

function isOneThing(text: string, tokens: readonly NameToken[], at: number): boolean {
  const token = tokens[at]!
  const { given } = evidenceOf(token.word)
  const before = tokenBefore(tokens, at)
  const beside = before !== undefined && text.slice(before.end, token.start) === ' '
  const titled = beside && (cuesOf(before.word) & Cue.title) !== 0
  if (
    beside &&
    /^кличк/u.test(before.word.lower) &&
    tokens.slice(Math.max(0, at - 5), at).some((t) => PETS.has(t.word.lower))
  )
    return true
  if (titled || isNamed(tokens, at)) return false
  if (NOBODY.has(token.word.lower) || (DISCOVERERS.has(token.word.lower) && given < 0.7)) return true
  if (hasDose(text, token.end) && given < 0.7) return true
  const next = tokens[at + 1]
  if (next?.joined && next.shape === 'lower' && FORM_OF_GOODS.has(next.word.lower)) return true
  if (beside && (before.shape === 'lower' || before.opens) && PETS.has(before.word.lower)) return true
  if (beside && isBrandBehind(before, token)) return true
  if (BORROWED.test(token.word.lower) && partsOf(token.word) === 0 && given < 0.4) return true
  if (isFigure(text, tokens, at)) return true
  if (isCalledAfter(text, tokens, at)) return true
  return given < 0.7 && isBehindLabel(text, tokens, at, LIST_OF_THINGS, true)
}

/** "гербицид Раундап": a word that is no name, right behind what it is. */
function isBrandBehind(noun: NameToken, { word }: NameToken): boolean {
  if ((noun.shape !== 'lower' && !noun.opens) || !GOODS_BEFORE.has(noun.word.lower)) return false
  const { given, surname, patronymic } = evidenceOf(word)
  return given < 0.7 && surname < 0.6 && patronymic < 0.7
}

/** Тимбилдинг, Коворкинг */
const BORROWED = /^\p{L}{4,}инг(?:а|у|е|ом|и|ов)?$/u

/** Of Пушкин and Гоголь, if another of them is named as well, a book of theirs, or a list of them. */
function isFigure(text: string, tokens: readonly NameToken[], at: number): boolean {
  const token = tokens[at]!
  if (!FIGURES.has(token.word.lower)) return false
  const before = tokenBefore(tokens, at)
  if ((token.opens || text[token.start - 2] === ',') && /^ [«"]\p{Lu}/u.test(text.slice(token.end, token.end + 3)))
    return true
  if (token.joined && before && OF_FIGURES.test(before.word.lower)) return true
  let others = 0
  for (let k = Math.max(0, at - 6); k < at + 7 && k < tokens.length; k++) {
    const { word, shape, end } = tokens[k]!
    if (k === at || shape !== 'capital' || word.lower === token.word.lower || !FIGURES.has(word.lower)) continue
    // "Лермонтова 44": a street
    if (!/^,? ?\d/u.test(text.slice(end, end + 3)) && evidenceOf(word).given < 0.7) others++
  }
  if (others >= (MANY_HAVE.test(token.word.lower) ? 2 : 1)) return true
  return isBehindLabel(text, tokens, at, LIST_OF_FIGURES, false)
}

const OF_FIGURES = /^(?:памятник|бюст|монумент|мавзоле|подвиг|поход|портрет|эпох)/u

/** Surnames of the great that many others have. */
const MANY_HAVE =
  /^(?:павлов|носов|крылов|гончаров|серов|жуков|королев|карамзин|ершов|суворов|ушаков|панфилов|толст|островск|васнецов|суриков|некрасов|михалков|прокофьев|сулейменов|валиханов|муканов|сатпаев|дулатов|цой|блок|лист|верн|моне)/u

/** A surname or an initial beside it, or what somebody does. */
function isNamed(tokens: readonly NameToken[], at: number): boolean {
  const next = tokens[at + 1]
  if (!next?.joined) return false
  return next.shape === 'initial' || (next.shape === 'lower' && (cuesOf(next.word) & Cue.verb) !== 0)
}

/** "10 мг", "0,5 кг", "№ 20" */
function hasDose(text: string, end: number): boolean {
  return DOSE.test(text.slice(end, end + 16))
}

const DOSE =
  /^,? ?(?:№ ?\d|по \d{1,2} (?:таб|кап|шт|р)|(?<!,.{0,2})\d{1,3}(?:[.,/]\d{1,3})? ?(?:мг|мл|мкг|г|гр|кг|л|ед|ме|таб|табл|капс|кап|амп|шт|уп|пач|см|мм|%|вт)(?![\p{L}\p{N}]|\. ?р))/iu

/** "закон Ома", "Щёткина — Блюмберга", "по Фрейду", "ул. Гагарина, Жандосова", "углу Абая и Саина" */
function isCalledAfter(text: string, tokens: readonly NameToken[], at: number): boolean {
  let first = at
  let listed = false
  for (let n = 0; n < LONGEST_CHAIN; n++) {
    const link = linkBefore(text, tokens, first)
    if (link === 0) break
    first -= link
    listed = true
  }
  const { lower } = tokens[at]!.word
  if (listed && isSaidStreet(lower) && tokens.slice(first, at).some((t) => isSaidStreet(t.word.lower))) return true
  if (isSaidStreet(lower) && isStreetBehind(text, tokens, at)) return true
  const noun = tokens[first - 1]
  if (!noun) return false
  const gap = text.slice(noun.end, tokens[first]!.start)
  // "повести «Барышня-крестьянка» Пушкина"
  const quotation = gap === '» ' || gap === '" '
  const named = quotation ? tokens[quotationBefore(tokens, first) - 1] : noun
  if (!named || (!quotation && gap !== ' ' && gap !== '. ')) return false
  return isNounOfThing(tokens, tokens.indexOf(named, Math.max(0, first - 20)), first, at)
}

function isNounOfThing(tokens: readonly NameToken[], noun: number, first: number, at: number): boolean {
  const { lower, text } = tokens[noun]!.word
  const { given, surname } = evidenceOf(tokens[at]!.word)
  if (lower === 'по') {
    if (BY_WHOM.has(tokens[noun - 1]?.word.lower ?? '')) return true
    return tokens[noun - 2] !== undefined && /^(?:оценка|стадия|индекс|шкала)$/u.test(tokens[noun - 2]!.word.lower)
  }
  if (text.length < 2 || (tokens[noun]!.shape === 'capital' && !tokens[noun]!.opens && given >= 0.7)) return false
  if (OF_STREETS.has(lower)) return noun === first - 1
  // "в ходе процесса Санников выступил": in no case that the noun asks for
  if (NOMINATIVE.test(tokens[at]!.word.lower) && !APPOSED.has(lower)) return false
  if (FOUND_BY.has(lower)) return true
  if (WRITTEN_BY.has(lower)) return given < 0.7 || surname >= 0.7
  // "учебник физики Перышкина", "закон всемирного тяготения Ньютона"
  if (tokens[noun]!.shape !== 'lower' || noun !== first - 1 || given >= 0.7) return false
  const further = tokens[noun - 1]
  return (
    further !== undefined &&
    tokens[noun]!.joined &&
    /^(?:учебник|задачник|словар|атлас|закон|теорем)/u.test(further.word.lower)
  )
}

const NOMINATIVE = /[бвгджзклмнпрстфцчшщй]$/u

/** How many tokens the member before stands away: "Вольфа — ", "Абая и ". */
function linkBefore(text: string, tokens: readonly NameToken[], at: number): number {
  const before = tokenBefore(tokens, at)
  if (!before) return 0
  const gap = text.slice(before.end, tokens[at]!.start)
  if (before.shape === 'capital') return LINK.test(gap) ? 1 : 0
  const further = tokens[at - 2]
  if (gap !== ' ' || !further || further.shape !== 'capital') return 0
  return /^(?:и|до|с|от|между)$/u.test(before.word.lower) && text.slice(further.end, before.start) === ' ' ? 2 : 0
}

const LINK = /^(?: ?[—–/-] ?|, )$/u

/** "Абая — Достык" at its head: the street stands before another one. */
function isStreetBehind(text: string, tokens: readonly NameToken[], at: number): boolean {
  for (const n of [1, 2]) {
    const next = tokens[at + n]
    if (next?.shape === 'capital' && linkBefore(text, tokens, at + n) === n) return isSaidStreet(next.word.lower)
  }
  return false
}

/** The token with which the quotation right before the token `at` begins. */
function quotationBefore(tokens: readonly NameToken[], at: number): number {
  for (let k = at - 1; k >= 0 && at - k < 8; k--) if (tokens[k]!.quoted) return k
  return 0
}

/** "«Евгений Онегин»", "торт \"Наполеон\"": nothing else stands between the marks, and nobody is called by them. */
function isQuoted(text: string, tokens: readonly NameToken[], from: number, to: number): boolean {
  // "«У Ашота»"
  const at = tokenBefore(tokens, from)
  const first = at?.quoted && tokens[from]!.joined && /^(?:у|от|для)$/u.test(at.word.lower) ? at : tokens[from]!
  const open = text[first.start - 1]
  const close = text[tokens[to - 1]!.end]
  const before = first === at ? tokens[from - 2] : at
  const beside = before !== undefined && first.start - before.end === 2 && text[before.end] === ' '
  if (open === '"') {
    if (close !== '"' || !beside || before.shape !== 'lower' || before.word.text.length < 3) return false
  } else if (!((open === '«' && close === '»') || (open === '“' && close === '”') || (open === '„' && close === '“')))
    return false
  const words = tokens.slice(from, to)
  if (words.some((t) => t.shape === 'initial' || evidenceOf(t.word).patronymic >= 0.7)) return false
  if (beside && CALLED_BY.test(before.word.lower)) return false
  const next = tokens[to]
  return !(next && next.start - tokens[to - 1]!.end === 2 && isPredicate(next) && to - from > 1)
}

const CALLED_BY = /^(?:зовут|звали|прозвищ|кличк|имен|имя|фамили|ник|пользовател|логин|автор|игрок|псевдоним|подпис)/u

/** "Прививки: Превенар, Варилрикс." */
function isBehindLabel(
  text: string,
  tokens: readonly NameToken[],
  at: number,
  labels: WordList,
  strange: boolean,
): boolean {
  const token = tokens[at]!
  if (strange && evidenceOf(token.word).surname >= 0.8 && partsOf(token.word) !== 0) return false
  const from = Math.max(0, token.start - LONGEST_LIST)
  const colon = from + text.slice(from, token.start).lastIndexOf(':')
  if (colon < from) return false
  const between = text.slice(colon, token.start)
  if (/[\n!?]|[.] \p{Lu}/u.test(between)) return false
  for (let k = at - 1, n = 0; k >= 0 && n < REACH; k--, n++) {
    if (tokens[k]!.end > colon) continue
    if (colon - tokens[k]!.end > 3) return false
    return labels.has(tokens[k]!.word.lower) || labels.has(tokens[k - 1]?.word.lower ?? '')
  }
  return false
}

/** The name with a neighbour, as brands and people of tales are written. */
function isPhrase(tokens: readonly NameToken[], from: number, to: number): boolean {
  for (let a = Math.max(0, from - 1); a < to; a++) {
    const [x, y] = [tokens[a]!, tokens[a + 1]]
    if (!y?.joined) continue
    const { lower } = x.word
    for (const [one, two] of phrasesOf.get(lower.slice(0, 2)) ?? [])
      if (lower.startsWith(one) && y.word.lower.startsWith(two) && lower.length - one.length < 3) return true
  }
  return false
}

/** By the first two letters: hardly a name has any. */
const phrasesOf = grouped()

function grouped(): ReadonlyMap<string, readonly (readonly [string, string])[]> {
  const groups = new Map<string, (readonly [string, string])[]>()
  for (const phrase of PHRASES) {
    const key = phrase[0].slice(0, 2)
    groups.set(key, [...(groups.get(key) ?? []), phrase])
  }
  return groups
}
