/**
 * What looks like a name in Kazakh text, or in Kazakh with Russian, and is nobody: a street, a monument, a law or a disease
 * called after somebody, a poet of a lesson, a café, a car, one of a list of flowers or of wishes. Told by the words beside it.
 */
import { BY_ONE_NAME, EPONYMS, FIGURES } from './figures.ts'
import { kazakhForms, russianForms } from './forms.ts'
import { isWordOfKazakh } from './kazakh-words.ts'
import { isPlace } from './places.ts'
import { isMake } from './makes.ts'
import type { Candidate } from '../recogniser.ts'
import { tokenFrom } from './tokens.ts'
import type { NameToken } from './tokens.ts'
import { isAdjective } from './weigh-single.ts'
import { Part } from './vocabulary.ts'
import { Cue, cuesOf, evidenceOf, partsOf } from './words.ts'

/** Behind the last of several streets or stops. */
const STREET = /^(?:бой(?:ымен|ында|ынан)|көше|даңғыл|проспект|аялдама|бағыт|қиылыс|арқылы|маршрут)/u
const CASES = '(?:н?[дт][ае]ғ[ыі]\\p{L}*|н?[дт][ае]н?|н[ыі]ң|[нт][ыі]ң|н?[ае]|н[ыі]?|нан|нен|ға|ге|мен|ме)?'
/** The possessed noun behind a bare name: what is called after somebody, whoever that is. */
const CALLED_AFTER = new RegExp(
  `^(?:атындағы\\p{L}*|ескерткіш(?:і|тері)|кесене(?:сі)|мұражай(?:ы)|музей(?:і)|театр(?:ы)|кинотеатр(?:ы)|стипендия(?:сы)|шәкіртақы(?:сы)|сыйлығ(?:ы)|орден(?:і)|медаль?(?:і)|кубог(?:ы)|турнир(?:і)|жүлде(?:сі)|саябағ(?:ы)|парк(?:і|інде)|алаң(?:ы)|кітапхана(?:сы)|стадион(?:ы)|бюст(?:і)|мүсін(?:і)|опера(?:сы)|балет(?:і)|спектакл(?:і|ін)|оқулар(?:ы)|аялдама(?:сы)|станция(?:сы)|бекет(?:і)|метро(?:сы)|қиылыс(?:ы)|бой(?:ы|ымен|ында|ынан)|көше(?:сі|лері)|даңғыл(?:ы|дары)|проспект(?:ісі|і)|бульвар(?:ы)|аллея(?:сы)|қала(?:сы)|облыс(?:ы)|аудан(?:ы)|ауыл(?:ы)|ықшамаудан(?:ы)|шағынаудан(?:ы)|мөлтекаудан(?:ы)|әуежай(?:ы)|вокзал(?:ы)|кешен(?:і)|тойхана(?:сы)|мешіт(?:і)|базар(?:ы)|көл(?:і)|тау(?:ы)|өзен(?:і)|акция(?:сы|лары)|компания(?:сы)|маркет(?:і)|теорема(?:сы)|теңдеу(?:і|лері)|формула(?:сы|лары)|заң(?:ы|дары)|аксиома(?:сы)|ереже(?:сі|лері)|шкала(?:сы)|кесте(?:сі)|синдром(?:ы)|симптом(?:ы)|реакция(?:сы)|сынама(?:сы)|салат(?:ы)|торт(?:ы)|университет(?:і)|институт(?:ы)|академия(?:сы)|колледж(?:і)|лицей(?:і)|гимназия(?:сы)|мектеб(?:і)|мектеп-гимназия(?:сы)|аурухана(?:сы)|емхана(?:сы)|орталығ(?:ы)|клуб(?:ы)|концерт(?:і)|ай(?:ы))${CASES}$`,
  'u',
)
/** The same, but people have such things as well: only behind those who gave their name to one. */
const OF_EPONYM = new RegExp(
  `^(?:ауру(?:ы)|күш(?:і)|сан(?:ы)|тест(?:і)|әдіс(?:і)|тәжірибе(?:сі)|эффект(?:і)|принцип(?:і)|тұрақты(?:сы)|бояу(?:ы)|период(?:ы)|үшбұрыш(?:ы)|бином(?:ы)|схема(?:сы)|критерий(?:і)|бөлшег(?:і)|коэффициент(?:і))${CASES}$|^(?:закон|теорем|правил|числ|постоянн|принцип|метод|эффект|уравнен|формул|таблиц|опыт|сил|схем|шкал|тест|проб|реакц|болезн|симптом|синдром|треугольник|бином|критери|индекс|окраск|мазок|балл)\\p{L}{0,3}$`,
  'u',
)
/** Before such a name in Russian, as talk in both languages has it. */
const BEFORE_EPONYM =
  /^(?:по|закон|теорем|правил|числ|постоянн|принцип|метод|эффект|уравнен|формул|таблиц|опыт|сил|схем|шкал|тест|проб|реакц|болезн|симптом|синдром|индекс|окраск|критери|соэ|балл)\p{L}{0,3}$/u
/** Small words inside the name of a street. */
const INSIDE = new Set('би хан хана батыр баба ата ана ақын сал акын сері қажы'.split(' '))
const AND = new Set(['мен', 'пен', 'бен', 'және', 'и'])
/** Marks and words between streets, stops or goods of one list. */
const BETWEEN = /^(?: ?[–—-] ?|, ?| )$/u
const STREETS = /^(?:көшелер|даңғылдар|қиылыс|проспектілер|бұрыш)/u
/** "Айгерім атты кафе": what is called so is no person. */
const IS_CALLED = /^(?:деген|атты)$/u
const NOBODY =
  /^(?:кафе|дүкен|мейрамхана|тойхана|асхана|ауыл|қала|көше|жер|көл|тау|өзен|кітап|фильм|кино(?!лог)|ән(?!ші)|мультфильм|мультик|сериал|компания|фирма|жшс|тоо|бренд|марка|сусын|дәрі(?!гер)|апта|бағдарлама|жоба|ойын(?!шы)|команда|топ(?!тас)|группа|канал|сайт|қосымша|салон|аптека|дәріхана|орталық|маркет|базар|супермаркет|қонақүй|отель|гостиница|санаторий|лагерь|сөз|роман|поэма|журнал(?!ист)|газет|балабақша|мектеп|клиника|емхана|зал|гүл|сорт|тарау|тақырып|спектакль|балмұздақ|шоколад|торт|магазин|ресторан|мкр|ықшамаудан|жк|тұрғын|бұлақ|аялдама|остановка|банк|акция|тариф|пакет)/u
/** Lessons, tickets, excursions: what is told of poets and heroes there is in every book. */
const CULTURE =
  /(?<!\p{L})(?:сабақ|сабағ|тақырып|үй жұмыс|үй тапсырма|үйге|домашк|оқулық|оқу бағдарлама|әдебиет пән|физика|химия|математика|алгебра|геометри|биология|экскурси|олимпиада|викторина|сынып сағат|оқып шық|оқимыз|жаттау|жатта|литератур|читать|прочита|выучи|учить|стих|басн|сказк|билет|реферат|презентаци|урок|эссе|спектакл|мультфильм|афиша|сеанс|тест|емтихан|бжб|тжб|ұбт|ент)/iu
/** What people wish each other, and what a bouquet or a list of words is of. */
const WISHED =
  /^(?:денсаулық|шаттық|қуаныш|бақыт|махаббат|сенім|үміт|береке|ырыс|табыс|амандық|бейбітшілік|молшылық|жақсылық|мейірім|құт|дәулет|ынтымақ|бірлік|татулық|саулық|сүйіспеншілік|сәттілік|достық|адалдық|раушан|лалагүл|қызғалдақ|роза|тюльпан|сирень|пион|лилия|хризантема|бәйшешек|гүл|алма|алмұрт|өрік|шие|еңбек|арман|ақыл|қайрат|жүрек|сұлулық|тыныштық)/u

/** The candidates that are somebody, of a text with Cyrillic letters. What a label says is a name stays one. */
export function withoutThingsInKazakh(
  text: string,
  tokens: readonly NameToken[],
  found: readonly Candidate[],
): readonly Candidate[] {
  if (found.length === 0 || !tokens.some(({ word }) => word.script === 'cyrillic')) return found
  const about: About = { culture: undefined }
  const kept = found.filter(({ start, end, why }) => {
    const from = tokenFrom(tokens, 0, start)
    const to = tokenFrom(tokens, from, end)
    return to === from || why[0]?.startsWith('behind') === true || !isThing(text, tokens, from, to, about)
  })
  return kept.length === found.length ? found : kept
}

// Bits of what a word is here; a cache of pure answers, bounded, since the expressions are long and words repeat.
const AFTER = 1
const AFTER_EPONYM = 2
const EPONYM = 4
const FIGURE = 8
const BEAST = 16
const MOST_WORDS = 20_000
const kinds = new Map<string, number>()
const lastWords = new Set([...FIGURES, ...BY_ONE_NAME].map((phrase) => phrase.slice(phrase.lastIndexOf(' ') + 1)))

function kindOf(lower: string): number {
  const known = kinds.get(lower)
  if (known !== undefined) return known
  const kind =
    (CALLED_AFTER.test(lower) ? AFTER : 0) |
    (OF_EPONYM.test(lower) ? AFTER_EPONYM : 0) |
    (EPONYMS.test(lower) ? EPONYM : 0) |
    ([...kazakhForms(lower), ...russianForms(lower)].some((form) => lastWords.has(form)) ? FIGURE : 0) |
    (ANIMALS.test(lower) ? BEAST : 0)
  if (kinds.size >= MOST_WORDS) kinds.clear()
  kinds.set(lower, kind)
  return kind
}

/** What is asked of a text once, if at all. */
interface About {
  culture: boolean | undefined
}

/** Whether the tokens `from` to `to`, which look like a name, are called after somebody or are no name at all. */
function isThing(text: string, tokens: readonly NameToken[], from: number, to: number, about: About): boolean {
  const first = tokens[from]!
  if (isMake(tokens, from, to)) return true
  if (first.word.script === 'latin')
    return (kindOf(first.word.lower) & EPONYM) !== 0 && /^ ?\d/.test(text.slice(first.end, first.end + 2))
  // Most cells of names are nothing else.
  const isAll = from === 0 && to === tokens.length
  if (isAll) return isHoly(tokens, from) || isOfLanguage(tokens, from, to) || (to === 1 && isEponym(text, tokens, from))
  const end = endOfRun(text, tokens, to)
  const next = behind(text, tokens, end)
  if (next !== undefined) {
    const { lower } = next.word
    // "Асқардың атындағы шот": somebody has it.
    if (kindOf(lower) & AFTER && !/[ндт][ыі]ң$/u.test(tokens[end - 1]!.word.lower)) return true
    if (kindOf(lower) & AFTER_EPONYM && kindOf(tokens[to - 1]!.word.lower) & EPONYM) return true
    if (IS_CALLED.test(lower) && NOBODY.test(behind(text, tokens, end + 1)?.word.lower ?? '')) return true
    if (to - from === 1 && isThatKind(tokens, from, next)) return true
  }
  if (leadsToStreets(text, tokens, end)) return true
  if (isAnimal(text, tokens, from) || isHoly(tokens, from)) return true
  if (to - from <= 2 && isOfGoods(text, tokens, from, to)) return true
  if (isOfLanguage(tokens, from, to)) return true
  if (to - from === 1 && isEponym(text, tokens, from)) return true
  if (to - from === 1 && first.opens && isListOfWords(text, tokens, from)) return true
  const quoted = text.lastIndexOf('«', first.start) >= 0
  if (!quoted && !tokens.slice(from, end).some(({ word }) => kindOf(word.lower) & FIGURE)) return false
  about.culture ??= tokens.some(({ word }) => word.kazakh) && CULTURE.test(text)
  return about.culture && isFigure(text, tokens, from, to, end)
}

/** "Ағылшын IELTS" */
function isOfLanguage(tokens: readonly NameToken[], from: number, to: number): boolean {
  if (to - from > 2 || !LANGUAGES.has(tokens[from]!.word.lower)) return false
  return tokens.slice(from + 1, to).every(({ word }) => word.script === 'latin')
}

/** Behind the capitals and the small words of a name of which the tokens up to `to` may be a part. */
function endOfRun(text: string, tokens: readonly NameToken[], to: number): number {
  let end = to
  while (end < to + 3) {
    const next = tokens[end]
    if (!next?.joined || text[next.start - 1] !== ' ' || /[.,]/.test(text.slice(tokens[end - 1]!.end, next.start)))
      break
    if (next.shape !== 'capital' && !INSIDE.has(next.word.lower)) break
    // "Сейтов Алматы облысының": the town is no part of the name.
    if (next.shape === 'capital' && isPlace(next.word.lower)) break
    end++
  }
  return end
}

/** The next word in small letters, if only a space stands between, or a quotation mark that closes. */
function behind(text: string, tokens: readonly NameToken[], at: number): NameToken | undefined {
  const next = tokens[at]
  if (next?.shape !== 'lower' || at === 0) return undefined
  return /^»? $/u.test(text.slice(tokens[at - 1]!.end, next.start)) ? next : undefined
}

const MOST_STREETS = 5

/** "Сәтбаев пен Исатай көшелерінің қиылысы", "Шевченко – Жандосов бойымен": the others of a list, and what they are. */
function leadsToStreets(text: string, tokens: readonly NameToken[], end: number): boolean {
  for (let n = 0; n < MOST_STREETS; n++) {
    const last = tokens[end - 1]
    let next = tokens[end]
    if (!last || !next || !BETWEEN.test(text.slice(last.end, next.start))) return false
    if (AND.has(next.word.lower)) next = tokens[++end]
    else if (next.start - last.end === 1) return n > 0 && isStreet(text, tokens, end)
    if (next?.shape !== 'capital') return n > 0 && isStreet(text, tokens, end)
    end = endOfRun(text, tokens, end + 1)
  }
  return false
}

function isStreet(text: string, tokens: readonly NameToken[], at: number): boolean {
  const next = behind(text, tokens, at)
  return next !== undefined && (STREETS.test(next.word.lower) || STREET.test(next.word.lower))
}

/** "Мысығымыз Мурка", "Ит жоғалды! Аты Рекс" */
function isAnimal(text: string, tokens: readonly NameToken[], at: number): boolean {
  const { start } = tokens[at]!
  if (!tokens.slice(Math.max(0, at - 6), at).some(({ word }) => kindOf(word.lower) & BEAST)) return false
  return ANIMAL.test(text.slice(Math.max(0, start - 60), start))
}

/** "Аллаға шүкір", "Аяз ата" */
function isHoly(tokens: readonly NameToken[], at: number): boolean {
  const { lower } = tokens[at]!.word
  if (/^алла(?:ға|һ|ның|дан|м)?$/u.test(lower)) return tokens.some(({ word }) => word.kazakh)
  const next = tokens[at + 1]
  return next?.joined === true && HOLY_HEADS.has(lower) && HOLY.has(`${lower} ${next.word.lower}`)
}

/** "Дәріханада бар: Кларитин, Эреспал": goods behind a word and a colon, of which none is a given name. */
function isOfGoods(text: string, tokens: readonly NameToken[], from: number, to: number): boolean {
  if (tokens.slice(from, to).some(({ word, shape }) => shape === 'initial' || evidenceOf(word).given >= 1)) return false
  const { start } = tokens[from]!
  const line = text.slice(Math.max(0, start - LONGEST_LIST), start)
  return line.includes(': ') && GOODS.test(line)
}

/** "Лицевой счёт": an adjective that begins a sentence, and its noun. */
function isThatKind(tokens: readonly NameToken[], at: number, next: NameToken): boolean {
  const { word, opens } = tokens[at]!
  return (
    opens &&
    isAdjective(word) &&
    evidenceOf(word).given < 0.7 &&
    (partsOf(next.word) & Part.noun) !== 0 &&
    (cuesOf(next.word) & (Cue.verb | Cue.pastTense)) === 0
  )
}

/** "по Панченкову", "закон Ома", "Апгар 8/9" */
function isEponym(text: string, tokens: readonly NameToken[], at: number): boolean {
  const { word, end, joined } = tokens[at]!
  if ((kindOf(word.lower) & EPONYM) === 0) return false
  if (/^ ?\d/.test(text.slice(end, end + 2))) return true
  return joined && BEFORE_EPONYM.test(tokens[at - 1]!.word.lower)
}

/** "Бақыт, денсаулық, шаттық тілейміз", "Қызғалдақ, раушан": nobody is called, words of one kind are listed. */
function isListOfWords(text: string, tokens: readonly NameToken[], at: number): boolean {
  const next = tokens[at + 1]
  return (
    next?.shape === 'lower' &&
    isWordOfKazakh(tokens[at]!.word.lower) &&
    text.slice(tokens[at]!.end, next.start) === ', ' &&
    WISHED.test(next.word.lower)
  )
}

function isFigure(text: string, tokens: readonly NameToken[], from: number, to: number, end: number): boolean {
  const known = [to, end].some((last) => isOf(FIGURES, tokens, from, last)) || isOf(FIGURES, tokens, from - 1, to)
  const titled = /^ [«“"]/u.test(text.slice(tokens[to - 1]!.end, tokens[to - 1]!.end + 2))
  if (known || (titled && isOf(BY_ONE_NAME, tokens, from, to))) return true
  return isInTitle(text, tokens[from]!.start, tokens[to - 1]!.end)
}

/** Whether the words are in the set, in Kazakh or Russian and in any case. */
function isOf(set: ReadonlySet<string>, tokens: readonly NameToken[], from: number, to: number): boolean {
  if (from < 0 || to > tokens.length || to - from > 3) return false
  const words = tokens.slice(from, to).map(({ word }) => word.lower)
  const last = words.pop()!
  const head = words.map((word) => `${word} `).join('')
  return [...kazakhForms(last), ...russianForms(last)].some((form) => set.has(head + form))
}

const LONGEST_LIST = 120
/** A word for goods, a colon, and members of a list up to the end. */
const GOODS =
  /(?<!\p{L})(?:дәріхана|дәрілер|дәрі|препарат|дәрі-дәрмек|рецепт|таблетка|тауар|өнім|құрамы|мәзір|ассортимент|сатылады|сатамын|көліктер|машиналар|командалар|топтар|курстар|фильмдер|ойындар|сорттар|кешкі ас|түскі ас|брендтер|дүкен|гүлдер|тағамдар|салаттар|емі|ем|тағайындалды|тағайындау|жаңа келген)\p{L}{0,6}(?: \p{Ll}{1,10}){0,2}: (?:[\p{L}\d«»%./-]{1,24}(?:, | )){0,8}$/iu
const ANIMALS = /^(?:ит|күші|мысы|сиыр|ешкі|жылқы|тотықұс|хомяг|попуга|собак|кошк|щен|котен)/iu
const ANIMAL =
  /(?<!\p{L})(?:ит(?:ім|іміз|і|ің)?|күшік\p{L}{0,5}|күшіг\p{L}{0,5}|мысық\p{L}{0,5}|мысығ\p{L}{0,5}|сиыр\p{L}{0,5}|ешкі\p{L}{0,5}|жылқы\p{L}{0,5}|тотықұс\p{L}{0,5}|хомяг\p{L}{0,4}|попуга\p{L}{0,4}|собак\p{L}{0,3}|кошк\p{L}{0,3}|щен\p{L}{0,4}|котен\p{L}{0,4})(?:[^:;\n]{0,24}(?:аты|лақабы|кличк\p{L}|атты|есімі|деген))?[ :–—-]{1,3}$/iu
const HOLY = new Set([
  'аяз ата',
  'қыдыр ата',
  'қызыр ата',
  'арыстан баб',
  'домалақ ана',
  'ибрагим ата',
  'айша бибі',
  'дед мороз',
  'шопан ата',
  'бекет ата',
])
const HOLY_HEADS = new Set([...HOLY].map((name) => name.split(' ', 1)[0]!))
const LANGUAGES = new Set(
  'ағылшын қазақ орыс неміс француз түрік қытай кәріс корей араб испан итальян жапон өзбек ұйғыр латын грек парсы'.split(
    ' ',
  ),
)

const LONGEST_TITLE = 80

/** Inside «…» of several words: the title of a lesson, a play, a contest. */
function isInTitle(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - LONGEST_TITLE), start)
  const after = text.slice(end, end + LONGEST_TITLE)
  const opened = before.lastIndexOf('«')
  const closed = after.indexOf('»')
  if (opened < 0 || closed < 0 || before.includes('»', opened) || /[!?]/.test(before.slice(opened))) return false
  return / /.test(before.slice(opened)) || / /.test(after.slice(0, closed))
}

/** For the test of linear time. */
export const thingExpressions: readonly RegExp[] = [CULTURE, GOODS, ANIMALS, ANIMAL]
