/** How much a sequence of capitalised words looks like one name, by its parts alone. */
import { casesOf } from './cases.ts'
import type { NameEvidence } from './evidence.ts'
import type { Manner, Weight } from './manner.ts'
import { isPlace } from './places.ts'
import type { NameToken } from './tokens.ts'
import { isLatinSurname, Part } from './vocabulary.ts'
import { single } from './weigh-single.ts'
import { Cue, cuesOf, evidenceOf, isProper, partsOf } from './words.ts'

/** A name has at most so many words. */
export const LONGEST_NAME = 4

const NOTHING = { score: 0, why: '' }

/** The weight of the tokens `from` to `to`, 0…1 before the words around are asked, and the phrase for the decision record. */
export function partsScore(tokens: readonly NameToken[], from: number, to: number, manner: Manner): Weight {
  const { shouting, russian } = manner
  const words: NameToken[] = []
  for (let i = from; i < to; i++) {
    const token = tokens[i]!
    if (token.shape === 'initial' || token.shape === 'lower') continue
    if (evidenceOf(token.word).ordinary) return withOrdinary(tokens, from, to)
    words.push(token)
  }
  if (tokens[from]!.shape === 'lower') return NOTHING
  if (tokens[to - 1]!.shape === 'lower')
    return SONS.has(tokens[to - 1]!.word.lower) && words.length < LONGEST_NAME && !beginsWithRole(words, manner)
      ? { score: words.length > 1 ? 0.95 : 0.6, why: 'patronymic' }
      : NOTHING
  if (to - from === 3 && SONS.has(tokens[from + 1]!.word.lower)) return { score: 0.9, why: 'patronymic' }
  if (words.length === 0 || words.length > LONGEST_NAME) return NOTHING
  const given = strongest(words, givenOf, -1, -1)
  const patronymic = strongest(words, patronymicOf, given.at, -1)
  const surname = strongest(words, surnameOf, given.value >= 0.5 ? given.at : -1, patronymic.at)
  const unknown = words.filter(isUnknown)
  if (!shouting && unknown.some((w) => w.shape === 'upper') && !isFullInCapitals(words)) return NOTHING
  if (words.length < to - from) {
    const initials = initialsIn(tokens, from, to)
    if (initials > 0)
      return withInitials(tokens, from, to, words, initials, given.value, Math.max(surname.value, patronymic.value))
  }
  if (words.length === 1) return single(words[0]!, manner)
  if (patronymic.value >= 0.7 && unknown.length <= 1 && !beginsBeforeName(words, unknown[0], manner))
    return { score: words.length <= 3 ? 0.95 : 0.6, why: 'patronymic' }
  if (isEastAsian(words)) return { score: 0.7, why: 'surname of one syllable' }
  const weight =
    words.length === 2
      ? twoWords(words, given, surname, unknown, manner)
      : moreWords(words, given.value, surname.value, unknown.length, manner)
  return russian && weight.score > 0 && !agree(words, given.at)
    ? { score: weight.score - 0.35, why: weight.why }
    : weight
}

/** "КРИВОШЕЯ ОКСАНА ТАРАСОВНА" */
function isFullInCapitals(words: readonly NameToken[]): boolean {
  return (
    words.length === 3 &&
    words.every(({ shape }) => shape === 'upper') &&
    evidenceOf(words[1]!.word).given >= 0.7 &&
    evidenceOf(words[2]!.word).patronymic >= 0.7 &&
    !(cuesOf(words[0]!.word) & Cue.title)
  )
}

/** Behind the father's name as a word of its own: "Рашид Гасан оглы". */
export const SONS = new Set(
  `оглы оғлы оглу кызы гызы кизи уулу угли ogly oglu qizi kyzy uulu o'g'li o’g’li oʼg'li oʼgʼli og'li o'gli og’li o’gli ug'li`.split(
    ' ',
  ),
)

interface Best {
  value: number
  at: number
}

function twoWords(
  words: readonly NameToken[],
  given: Best,
  surname: Best,
  unknown: NameToken[],
  manner: Manner,
): Weight {
  const { shouting, russian } = manner
  const first = words[0]!
  const stranger = unknown[0]
  // Cockle Bay, but John Green
  if (
    words[1]!.word.script === 'latin' &&
    cuesOf(words[1]!.word) & Cue.notAfter &&
    (given.at !== 0 || given.value < 0.85 || evidenceOf(words[1]!.word).surname < 0.4)
  )
    return NOTHING
  if (unknown.length === 1 && stranger === first) {
    if (first.opens && (!mayOpen(first, words[1]!) || beginsWithRole(words, manner))) return NOTHING
    // "Актриса Смирнова", "Соседка Маша": the name begins behind an ordinary word.
    if (russian && partsOf(first.word) !== 0) return NOTHING
  }
  if (given.value >= 0.5 && surname.value >= 0.35 && unknown.length === 0) {
    const score = Math.min(0.93, 0.45 + 0.27 * (given.value + surname.value))
    return { score: given.at === 0 ? score : score - 0.02, why: 'given name and surname' }
  }
  if (stranger && unknown.length === 1) {
    const ordinary = partsOf(stranger.word) !== 0
    if (given.value >= 0.7) {
      if (!russian && stranger.word.script === 'latin' && ordinary)
        return { score: latinPair(first, stranger), why: 'given name and an ordinary word' }
      return { score: shouting ? 0.5 : given.at === 0 ? 0.74 : 0.7, why: 'given name and a capital' }
    }
    if (russian && given.value >= 0.5 && !ordinary) return { score: 0.6, why: 'given name and a capital' }
    if (surname.value >= 0.6) {
      const doubt = ordinary || isProper(stranger.word) || (!manner.prose && stranger.word.script === 'latin') ? 0.2 : 0
      return { score: (surname.value >= 0.8 ? 0.65 : 0.52) - doubt, why: 'surname and a capital' }
    }
  }
  if (given.value >= 0.7 && unknown.length === 0) return { score: 0.72, why: 'two given names' }
  if (
    unknown.length === 0 &&
    words.every(({ word }) => evidenceOf(word).surname >= 0.5) &&
    (russian || evidenceOf(words[1]!.word).surname >= 0.8)
  )
    return { score: 0.65, why: 'two words with endings of surnames' }
  return shouting ? NOTHING : { score: twoCapitals(words, manner), why: 'two capitals' }
}

function moreWords(
  words: readonly NameToken[],
  given: number,
  surname: number,
  unknown: number,
  { shouting, russian }: Manner,
): Weight {
  const evidence = words.map(({ word }) => evidenceOf(word))
  if (words.length === 3 && evidence[0]!.given >= 1 && evidence[2]!.given >= 0.85 && unknown > 0) return NOTHING
  if (russian && words.some((w) => isUnknown(w) && partsOf(w.word) !== 0)) return NOTHING
  // Surname, given name, and another word that is no patronymic: two people, or a person behind a word.
  if (russian && words.length === 3 && evidence[1]!.given >= 0.7 && evidence[0]!.given < 0.5)
    return { score: 0.15, why: 'given name between two capitals' }
  if (given >= 0.5 && surname >= 0.35 && unknown === 0)
    return {
      score: words.length === 3 ? Math.min(0.93, 0.45 + 0.27 * (given + surname)) : 0.6,
      why: 'given name and surname',
    }
  if (words.length !== 3) return NOTHING
  if (evidence[0]!.given >= 0.7 && evidence[1]!.given >= 0.7)
    return { score: 0.7, why: 'two given names and a capital' }
  if (given >= 0.7 && unknown <= 2) return { score: 0.55, why: 'given name and capitals' }
  return shouting ? NOTHING : { score: 0.2, why: 'three capitals' }
}

/** "Isaac Heath" is a name, "Russell Investments" is not. */
function latinPair(first: NameToken, second: NameToken): number {
  if (second === first || /[^'’]s$/.test(second.word.lower)) return 0.4
  return evidenceOf(second.word).surname >= 0.4 ? 0.65 : first.opens ? 0.5 : 0.56
}

export function isUnknown({ word }: NameToken): boolean {
  const { given, surname, patronymic } = evidenceOf(word)
  return given < 0.5 && surname < 0.5 && patronymic < 0.5
}

/** Whether all words can stand in one case, as a man's name or as a woman's. */
function agree(words: readonly NameToken[], given: number): boolean {
  let cases = -1
  for (let i = 0; i < words.length; i++) {
    const { word } = words[i]!
    if (word.script === 'cyrillic') cases &= casesOf(word.lower, i !== given && evidenceOf(word).given < 0.7)
  }
  return cases !== 0
}

/** "Передайте Кларе Захаровне", "Пациент Иванов Иван Петрович": the first word is no part of the name. */
function beginsBeforeName(words: readonly NameToken[], stranger: NameToken | undefined, manner: Manner): boolean {
  if (stranger === undefined || stranger !== words[0] || EAST_ASIAN.has(stranger.word.lower)) return false
  if (!manner.russian) return beginsWithRole(words, manner)
  const parts = partsOf(stranger.word)
  return parts !== 0 && (words.length > 3 || (parts & Part.noun) === 0 || !agree(words, words.length > 2 ? 1 : -1))
}

/** "Водитель Мырзабек", "Тұтынушы Айша": what somebody is, at the beginning of a sentence. */
function beginsWithRole(words: readonly NameToken[], { russian }: Manner): boolean {
  const first = words[0]!
  if (!first.opens || !isUnknown(first)) return false
  return russian ? partsOf(first.word) !== 0 : KAZAKH_ROLE.test(first.word.lower)
}

// In a Kazakh name only the last word has the ending of a case.
const KAZAKH_ROLE =
  /(?:шы|ші|тті|гер|кер|міз|ңіз|лық|лік|дағы|дегі|тағы|тегі|[дтн][ыі]|[дтн][ыі]ң|лар|лер|дар|дер|тар|тер|[дт][ае]|[дт][ае]н|н[ае]н|ға|ге|қа|ке)$/u

function initialsIn(tokens: readonly NameToken[], from: number, to: number): number {
  let n = 0
  for (let i = from; i < to; i++) if (tokens[i]!.shape === 'initial') n++
  return n
}

/** `Пётр Адвокат`: a sure given name and a capital that is an ordinary word, but no place or title. */
function withOrdinary(tokens: readonly NameToken[], from: number, to: number): Weight {
  if (EAST_ASIAN.has(tokens[from]!.word.lower) && initialsIn(tokens, from, to) === 2 && to - from === 3)
    return { score: 0.8, why: 'word and two initials' }
  // "Заяц П.С.", "Нам В.Д.": two initials behind it make a surname of any word, but of those that number parts of papers.
  if (
    to - from === 3 &&
    tokens[from]!.word.script === 'cyrillic' &&
    tokens[from]!.shape === 'capital' &&
    (tokens[from]!.word.text.length > 2 || OF_TWO_LETTERS.has(tokens[from]!.word.lower)) &&
    !tokens[from]!.word.kazakh &&
    !isOfLabel(tokens[from + 1]!, tokens[to - 1]!) &&
    tokens[from + 1]!.shape === 'initial' &&
    tokens[to - 1]!.shape === 'initial' &&
    tokens[to - 1]!.start - tokens[from + 1]!.end < 3 &&
    !isPlace(tokens[from]!.word.lower) &&
    !(cuesOf(tokens[from]!.word) & (Cue.title | Cue.notBefore | Cue.notAfter)) &&
    !NUMBERED.test(tokens[from]!.word.lower)
  )
    return { score: 0.6, why: 'word and two initials' }
  if (to - from === 3 && EAST_ASIAN.has(tokens[from]!.word.lower) && evidenceOf(tokens[to - 1]!.word).patronymic >= 0.7)
    return { score: 0.95, why: 'patronymic' }
  if (to - from !== 2) return NOTHING
  if (EAST_ASIAN.has(tokens[from]!.word.lower) && evidenceOf(tokens[from + 1]!.word).given >= 0.7)
    return { score: 0.7, why: 'surname of one syllable' }
  const first = evidenceOf(tokens[from]!.word)
  const { word, shape } = tokens[from + 1]!
  if (first.given < 1 || first.ordinary || shape !== 'capital') return NOTHING
  if (word.script === 'latin')
    return isLatinSurname(word.lower) && !(cuesOf(word) & Cue.notAfter)
      ? { score: 0.6, why: 'given name and a surname' }
      : NOTHING
  if (EPITHET.test(word.lower)) return { score: 0.7, why: 'given name and an epithet' }
  if (isPlace(word.lower) || cuesOf(word) & (Cue.title | Cue.notAfter) || !CYRILLIC_NAME_END.test(word.lower))
    return NOTHING
  return { score: 0.6, why: 'given name and a capital' }
}

const OF_TWO_LETTERS = new Set('ли ни ан ян те ем лю ма цо хе ву му ки че пя ше ку лу ю ким'.split(' '))

/** "Ученика Ф.И.О.", "Фамилия И.О." */
function isOfLabel(first: NameToken, second: NameToken): boolean {
  return /^(?:фи|ио|та)$/u.test(first.word.lower + second.word.lower)
}

const NUMBERED =
  /^(?:рис|табл|прил|пункт|раздел|глава|литер|корпус|блок|групп|класс|сери|форма|тип|модел|вариант|секци|сектор|зона|этап|лист|схема|график|когда|если|что|как|где|это|сегодня|вчера|завтра|также|однако|поэтому|по|при|для|все|по-моему|уже|еще|тогда|потом)/u

/** Rulers and saints: Иван Грозный, Екатерины Второй. */
const EPITHET =
  /^(?:грозн|велик|перв|втор|мудр|невск|московск|молод|стар|свят)(?:ый|ой|ий|ого|его|ому|ему|ым|им|ом|ая|ую)$/u
const CYRILLIC_NAME_END = /(?:[бвгджзклмнпрстфхцчшщ]|ый|ий|ой|ого|ому|а|я|у|ом|ем|ым|им)$/u

/** Two words of which neither is known: in Cyrillic text mostly people, in English as often titles and places. */
function twoCapitals(words: readonly NameToken[], { russian, prose }: Manner): number {
  const hints = words.filter(({ word }) => evidenceOf(word).given >= 0.4 || evidenceOf(word).surname >= 0.4).length
  if (words[0]!.word.script === 'latin') {
    if (words.every(({ word }) => partsOf(word) !== 0)) return hints === 2 ? 0.45 : 0.3
    const strange = words.every(({ word }) => partsOf(word) === 0 && !isProper(word))
    return hints === 2 ? 0.55 : strange ? (words[0]!.opens || !prose ? 0.45 : 0.52) : hints === 1 ? 0.4 : 0.3
  }
  const inside = !words[0]!.opens && words.every((w) => w.end - w.start > 2 && !(cuesOf(w.word) & Cue.adjective))
  if (!russian) return inside ? 0.5 : hints > 0 ? 0.45 : 0.3
  const parts = words.map((w) => partsOf(w.word))
  if (parts.every((p) => p === 0)) return inside ? 0.62 : 0.5
  if (!inside || parts.every((p) => p !== 0)) return 0.3
  // "Корнелий Шнапс", and a given name as short as an ordinary word: "Дин Хоермаер".
  const isName = parts[0] === 0 ? parts[1]! & Part.noun : parts[0]! & Part.noun && words[0]!.word.lower.length < 6
  return isName ? 0.52 : 0.3
}

/** Whether an unknown first word of a sentence can begin a name: "Соседка Маша", "Вернулся Иванову" do not. */
function mayOpen({ word: first }: NameToken, { word: second }: NameToken): boolean {
  if (first.script !== 'cyrillic') return true
  // A word that no dictionary has is a surname: "Гримм Арина".
  if (evidenceOf(second).given >= 0.7) return !first.kazakh && partsOf(first) === 0
  return !(OBLIQUE.test(second.lower) && NOMINATIVE.test(first.lower))
}

const OBLIQUE = /(?:ого|ому|ову|еву|ину|ыну|овым|евым|иным|ским|ове|еве|ине)$/u
const NOMINATIVE = /(?:[бвгджзйклмнпрстфхцчшщьо]|ся)$/u

function isEastAsian(words: readonly NameToken[]): boolean {
  return (
    EAST_ASIAN.has(words[0]!.word.lower) &&
    words.length <= 3 &&
    words[0]!.shape === 'capital' &&
    (words.length === 2 || words.every((w) => w.end - w.start <= 8))
  )
}

/** Chinese, Korean and Vietnamese surnames in Cyrillic: they stand first. */
const EAST_ASIAN = new Set(
  'ким пак цой ли пан чан чжан чжао ван лю си ху вэнь дэн мао чэнь хань сун цзян чжоу тан юн мун хан тен нгуен чен ян ма лян го хуан линь фам чон чхве кан но нам шин сим квон пяк цхай тян эм шен югай ногай хегай шегай чон сюй чжэн хэ цай вэй шэнь'.split(
    ' ',
  ),
)

/** Whether a word (lower case) is a surname of one syllable, as many words are: "Нам Вероника", "Тен Игорь". */
export function isOneSyllable(lower: string): boolean {
  return EAST_ASIAN.has(lower) || lower === 'нам' || lower === 'сон' || lower === 'шин'
}

/** The word that is most of this kind, but for two of them. */
const givenOf = (e: NameEvidence): number => e.given
const patronymicOf = (e: NameEvidence): number => e.patronymic
const surnameOf = (e: NameEvidence): number => e.surname

function strongest(
  words: readonly NameToken[],
  kind: (evidence: NameEvidence) => number,
  not: number,
  nor: number,
): Best {
  const best = { value: 0, at: -1 }
  for (let at = 0; at < words.length; at++) {
    if (at === not || at === nor) continue
    const value = kind(evidenceOf(words[at]!.word))
    if (value <= best.value) continue
    best.value = value
    best.at = at
  }
  return best
}

function withInitials(
  tokens: readonly NameToken[],
  from: number,
  to: number,
  words: readonly NameToken[],
  initials: number,
  given: number,
  surname: number,
): Weight {
  if (initials > 3 || words.length > 2) return NOTHING
  const inMiddle = to - from === 3 && words.length === 2 && tokens[from + 1]!.shape === 'initial'
  if (inMiddle) return { score: given >= 0.5 || surname >= 0.5 ? 0.9 : 0.65, why: 'initial between two words' }
  if (words.length === 2) return NOTHING
  if (initials >= 2) return { score: surname >= 0.35 || given >= 0.7 ? 0.9 : 0.7, why: 'word and two initials' }
  if (surname >= 0.6) return { score: 0.8, why: 'surname and an initial' }
  if (tokens[from]!.word.script === 'cyrillic' && tokens[from]!.shape === 'initial')
    return { score: 0.6, why: 'initial and a word' }
  if (EAST_ASIAN.has(words[0]!.word.lower)) return { score: 0.6, why: 'surname of one syllable and an initial' }
  return { score: given >= 0.7 || isForeign(tokens, from, words[0]!) ? 0.55 : 0.35, why: 'word and an initial' }
}

/** "T. Loftus" in English: an initial with its dot, and a word that no dictionary has. */
function isForeign(tokens: readonly NameToken[], from: number, { word, shape, start, end }: NameToken): boolean {
  return (
    word.script === 'latin' &&
    tokens[from]!.shape === 'initial' &&
    tokens[from]!.end + 2 >= start &&
    end - start > 3 &&
    shape === 'capital' &&
    partsOf(word) === 0 &&
    !isProper(word) &&
    !word.odd
  )
}
