// A date beside a word of birth
import { BIRTH_HEAD, birthColumns, birthListExpressions, birthsInLists } from '../../birth-lists.ts'
import { word } from '../../boundary.ts'
import { KAZAKH_BIRTH, kazakhBirthExpressions, kazakhBirths } from '../../kazakh-births.ts'
import { birthExpressions, englishBirths } from '../../english/births.ts'
import { isDate, NUMERIC_DATE, WRITTEN_DATE } from '../../date-forms.ts'
import { datesInWords } from '../../date-words.ts'
import { evidenceOf } from '../../names/words.ts'
import type { NameToken } from '../../names/tokens.ts'
import type { Candidate, Recogniser } from '../../recogniser.ts'

const MONTH =
  '(?:январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|октябр[ья]|ноябр[ья]|декабр[ья]|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)'
/** "1956 жылғы 3 мамырда" */
const YEAR_FIRST = word(
  `(?:19|20)\\d{2}(?: (?:жылғы|жылдың|жылы|ж\\.|года?|г\\.)|),? \\d{1,2} ${MONTH}(?:ның|нің|дың|дің|[дт][ае]|ы)?`,
  'giu',
)
/** "1988 г.р. 5 қараша", "5 марта 88 г.р.": says itself that somebody was born then */
const SELF = word(
  `(?:19|20)\\d{2},? ?(?:г\\. ?р\\.|ж\\. ?т\\.|года рождения,?|жылы туған),? \\d{1,2} ${MONTH}|\\d{1,2} ${MONTH},? (?:\\d{4}|\\d{2}) ?(?:г\\. ?р|ж\\. ?т|года рождения)|\\d{2}\\.\\d{2}\\.(?:\\d{4}|\\d{2}) ?(?:г\\. ?р|ж\\. ?т|года рождения)`,
  'giu',
)
/** Two digits of a year: "05.11.88", "5.6.48" */
const SHORT = word(String.raw`\d{1,2}\.\d{1,2}\.\d{2}`)
/** "2 апреля 1969 года" */
const WITH_YEAR = word(`\\d{1,2} ${MONTH} \\d{4} ?(?:года|г)`, 'giu')
/** Day first or year first, of somebody who lives. */
const FULL =
  /(?<![\p{L}\p{N}]|\p{N}[./-])(?:\d{2}[./]\d{2}[./](?:19[3-9]\d|20[01]\d)|(?:19[3-9]\d|20[01]\d)[.-]\d{2}[.-]\d{2})(?![\p{L}\p{N}]|[./-]\p{N})/gu
const YEAR = /19[3-9]\d|20[01]\d/
const BIRTH = /г\. ?р\.|ж\. ?т\.|рожд|родил|родивш|туған|туыл|birth|born|dob|d[./ ] ?o[./ ] ?b|bday|b-day/iu

const IN_LATIN = /[a-z]/i

export const recogniser = {
  entity: 'birth-date',
  aliases: ['DATE_OF_BIRTH', 'BIRTH_DATE', 'DOB'],
  family: 'date',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    { expression: NUMERIC_DATE, score: 0.4, name: 'date' },
    { expression: WRITTEN_DATE, score: 0.4, name: 'date in words' },
    { expression: YEAR_FIRST, score: 0.4, name: 'date in words' },
    { expression: WITH_YEAR, score: 0.4, name: 'date in words' },
    { expression: SHORT, score: 0.4, name: 'date of six digits' },
  ],
  prefilter: { minLength: 6 },
  find: (text, _, words) => [
    ...ofBirth(text, words),
    ...behindNames(text, words),
    ...inLists(text, words),
    ...inKazakh(text),
  ],
  needs: [BIRTH, FULL, BIRTH_HEAD, SHORT, KAZAKH_BIRTH],
  needsInCells: [[/\p{L}/u]],
  expressions: [FULL, SELF, BIRTH, ...birthExpressions, ...birthListExpressions, ...kazakhBirthExpressions],
  validate: (match) => (isBirthDate(match) ? undefined : false),
  context: [
    'birth',
    'birthday',
    'birthdate',
    'born',
    'dob',
    'date of birth',
    'bday',
    'b day',
    'рождения',
    'рождён',
    'рожден',
    'родился',
    'родилась',
    'родивш*',
    'рожденья',
    'рожд',
    'rozhden*',
    'rodilsya',
    'rodilas',
    'data rozhd*',
    'др',
    'д/р',
    'т/к',
    'д р',
    'г р',
    'д.р',
    'г.р',
    'дата рожд*',
    'туған',
    'туғанм*',
    'туғанс*',
    'туғанб*',
    'туған күн*',
    'туылған',
    'туылған күн*',
    'ж.т',
    'т.ж',
    'т/ж',
    'туғ',
  ],
  veto: ['version', 'версия', 'версии', 'нұсқасы'],
  needsContext: true,
  examples: {
    match: [
      'көкем 1956 жылғы 3 мамырда туған',
      'учет: 1988 г.р. 5 қараша, диета',
      'родилась 05.11.88 в селе',
      'Дананың туған күні 21 қарашада',
      'ұлы Ерхан, 01.09.2012',
      'туған жылым 1987',
      'мама родилась 5.6.48',
      'РОДИВШИЙСЯ 02 АПРЕЛЯ 1969 ГОДА',
      'fio;data_rozhd;summa\nГельман Анна;1964-03-12;500',
      'Список:\n1. Гельман Анна 01.02.58\n2. Резник Олег 03.04.12',
      'дата рождения? восьмое марта восемьдесят пятого года',
      'date of birth: the eighth of March nineteen eighty-five',
      'туған күні бір мың тоғыз жүз сексен бесінші жылғы сегізінші наурыз',
      'd.o.b. 22.8.04',
      'DOB 3-Mar-04',
      'Date of birth? Caller: the 3rd of March 1904',
      'when born: Ninth March 1904',
      'date of birth please? oh four, eleven, nineteen oh two',
      'дата рождения 29.02.1904',
      'туған күні: 1904-02-29',
      'born on 29 February 1904',
      '03.02.1901 г.р.',
    ],
    reject: [
      '29.02.1904',
      'дата рождения 30.02.1904',
      'date 1904-02-29',
      'версия 12.05.10',
      'туған күніңізбен, 5 тамызға дейін жеңілдік',
      'туған жері 5 ауыл',
      'Шарт 15.03.2024 ж. Төлем мерзімі 10 күн',
      'қызметкер Ерхан, 01.09.2012',
      'DOB unknown, version 22.8.04',
      'born in ward 3 of 12, 40 beds',
      'Договор от 12.05.1985',
      'Ознакомлены:\nГельман Анна 01.02.25\nРезник Олег 03.02.25',
      'fio;data_vydachi;summa\nГельман Анна;2024-03-12;500',
      'восьмое марта восемьдесят пятого года',
    ],
  },
  source: 'ISO 8601, day-first forms of kk and ru, month-first form of en-US',
} satisfies Recogniser

/** As `isDate`, where the last number may be two digits of a year. */
function isBirthDate(match: string): boolean {
  if (/\d{4}/.test(match)) return isDate(match)
  const [day, month] = match.match(/\d+/g)!.map(Number) as [number, number]
  return day > 0 && day < 32 && month > 0 && month < 13
}

/** Dates that say themselves what they are, and those all in words, for which the word of birth may stand anywhere near. */
function ofBirth(text: string, words: () => readonly NameToken[]): Candidate[] {
  if (!BIRTH.test(text)) return []
  const found: Candidate[] = datesInWords(text, words()).map((span) => ({
    ...span,
    score: 0.4,
    why: ['date all in words'],
  }))
  for (const span of IN_LATIN.test(text) ? englishBirths(text, words) : [])
    found.push({ ...span, score: 0.65, why: ['date behind a word of birth'], needsContext: false })
  const self = SELF.regexp()
  self.lastIndex = 0
  for (let m = self.exec(text); m; m = self.exec(text))
    found.push({
      start: m.index,
      end: m.index + m[0].length,
      score: 0.75,
      why: ['date with its word'],
      needsContext: false,
    })
  return found
}

/** In the columns of a table and behind the names of a list. */
function inLists(text: string, words: () => readonly NameToken[]): Candidate[] {
  return [...(text.includes('\n') ? birthColumns(text) : []), ...birthsInLists(text, words)].map((span) => ({
    ...span,
    score: 0.65,
    why: ['date in a list of births'],
    needsContext: false,
  }))
}

/** "Name Surname, 1997.03.21": a date of decades ago right behind a full name is hardly another. */
function behindNames(text: string, words: () => readonly NameToken[]): Candidate[] {
  const found: Candidate[] = []
  if (!YEAR.test(text)) return found
  FULL.lastIndex = 0
  for (let m = FULL.exec(text); m; m = FULL.exec(text)) {
    if (!isDate(m[0])) continue
    const tokens = words()
    const { index } = m
    const at = tokens.findLastIndex((t) => t.end <= index)
    const [last, first] = [tokens[at], tokens[at - 1]]
    if (!last || !first?.word || !/^\.?[ ,(]{1,3}$/.test(text.slice(last.end, Math.min(m.index, last.end + 4))))
      continue
    if (
      !isSurnameAndInitials(tokens, at, m[0]) &&
      !isOfKin(first, last) &&
      (!last.joined || !isOfName(last) || !isOfName(first))
    )
      continue
    found.push({
      start: m.index,
      end: m.index + m[0].length,
      score: 0.55,
      why: ['date behind a full name'],
      needsContext: false,
    })
  }
  return found
}

/** As talk and forms in Kazakh have them. */
function inKazakh(text: string): Candidate[] {
  return kazakhBirths(text).map((span) => ({
    ...span,
    score: 0.65,
    why: ['date of somebody who is named or spoken of'],
    needsContext: false,
  }))
}

/** "дочь Камила 2016-02-11" */
function isOfKin(kin: NameToken, { word, shape, joined }: NameToken): boolean {
  return joined && shape === 'capital' && evidenceOf(word).given >= 0.7 && KIN.test(kin.word.lower)
}

const KIN = /^(?:сын|дочь|дочка|ребен|внук|внучка|муж|жена|мама|папа|мать|отец|брат|сестра|супруг|ұлы|қызы)/u

/** "Озерная Л. В., 21/09/1955": of a year that no signature is of. */
function isSurnameAndInitials(tokens: readonly NameToken[], at: number, date: string): boolean {
  if (!/19[3-9]\d/.test(date) || tokens[at]!.shape !== 'initial' || tokens[at - 1]!.shape !== 'initial') return false
  const surname = tokens[at - 2]
  return surname !== undefined && surname.shape === 'capital' && tokens[at - 1]!.joined
}

function isOfName({ word, shape }: NameToken): boolean {
  if (shape === 'lower') return false
  const { given, surname, patronymic, ordinary } = evidenceOf(word)
  return !ordinary && Math.max(given, surname, patronymic) >= 0.6
}
