/**
 * Dates of birth as talk and forms in Kazakh, and in Kazakh with Russian, have them: the birthday of somebody without its year,
 * the year alone, and the date behind a relative or a patient who is named.
 */
import { isDayMonth } from './checks.ts'
import { word } from './boundary.ts'

interface Span {
  start: number
  end: number
}

const MONTHS = 'январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр'.split('|')
const KAZAKH_MONTHS = 'қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан'.split('|')
const MONTH = `(?:${[...MONTHS, ...KAZAKH_MONTHS].join('|')})`
const BIRTHDAY =
  '(?:туған|туылған) күн(?:і|ім|іміз|ің|іңіз|дері)|т/к|д/р|др|день рождения|днюха|туылған|туған|родил(?:ся|ась)|tugan kun[iy]m?|toughan kuni|dr'
/** "туған күні 21 қарашада", "др 5 тамыз", "туған күнім: 21.11" */
const BIRTHDAY_WITHOUT_YEAR = word(
  `(?:${BIRTHDAY})(?: ?[:–—-]| у (?:меня|него|не[её])| менің)? ?(?:(?:ертең|бүгін|завтра|сегодня),? )?(?:\\d{1,2}(?:-?(?:ші|шы|го))? ${MONTH}\\p{L}{0,6}|\\d{2}\\.\\d{2}(?:\\.\\d{2})?)`,
  'giu',
)
const DAY = new RegExp(`\\d{1,2}(?:-?(?:ші|шы|го))? ${MONTH}|\\d{2}\\.\\d{2}(?:\\.\\d{2})?$`, 'iu')
/** "туған жылы: 2009", "туған жылым 1987": labelled; "1967 г.р." in a note says as little as an age */
const YEAR_OF_BIRTH = word(
  '(?:туған|туылған) жыл(?:ы|ым|ың|ыңыз|дары)(?: ?[:–—-])? ?(?:19[2-9]|20[0-2])\\d|год рождения(?: ?[:–—-])? ?(?:19[2-9]|20[0-2])\\d',
  'giu',
)
const YEAR = /(?:19|20)\d\d/
/** Who is born on the date behind the name: "ұлы Ерхан, 01.09.2012", "дочь: Аида (03.04.2015)", "Пациент: Оразова Т.К. 14.07.1961" */
const WHO =
  'балам?|баласы|ұлым?|ұлы|қызым?|қызы|жұбайым?|жұбайы|күйеуім?|әйелім?|анасы|анам|әкесі|әкем|енесі|енем|атасы|атам|әжесі|әжем|немересі|немерем|інісі|інім|сіңлісі|сіңлім|қарындасым?|қарындасы|ағасы|ағам|әпкесі|апасы|науқас|пациент\\p{L}{0,3}|бүлдіршін|тәрбиеленуші|оқушы|сын|дочь|дочка|муж|жена|супруга?|мать|отец|мама|папа|бабушка|дедушка|внук|внучка|ребенок|ребёнок|брат|сестра|больной|больная|balasy|balam|uly|qyzy|kyzy'
const NAMED = word(
  `(?:${WHO.split('|')
    .map((who) => `[${who[0]!.toUpperCase()}${who[0]!}]${who.slice(1)}`)
    .join(
      '|',
    )})(?: ?[:–—-]{1,2})? (?:\\p{Lu}[\\p{L}-]{1,30}[ .]{0,2}){1,3}(?:\\p{Lu}\\. ?){0,2}[ ,(–—-]{0,4}\\d{1,2}[./]\\d{1,2}[./](?:19|20)\\d\\d`,
  'gu',
)
/** "Күлтай апа 1943 жылғы, жүре алмайды" */
const OF_YEAR = word(
  '(?:апам?|атам?|әжем?|анам|әкем|науқас|бала|қыз|жігіт|кісі|әйел|\\p{Lu}\\p{L}{2,30}),? (?:19[2-9]\\d|20[01]\\d) жылғы(?=[,.;)]|$)',
  'gu',
)
const DATE = /\d{1,2}[./]\d{1,2}[./]\d{4}$/u
const SPOKEN = /туған|туыл|(?<!\p{L})(?:др|т\/к|д\/р|днюха|tugan|dr)(?!\p{L})|рожден|родил/iu
const FULL = /\d[./]\d{1,2}[./](?:19|20)\d\d/u
/** What one of them needs: asked of every text. */
export const KAZAKH_BIRTH = new RegExp(`${SPOKEN.source}|\\d жылғы[,.;)]|${FULL.source}`, 'iu')

/** Spans of dates of birth. */
export function kazakhBirths(text: string): Span[] {
  const found: Span[] = []
  if (!/\d/.test(text)) return found
  const take = (expression: RegExp, part: RegExp, isGood: (date: string) => boolean): void => {
    expression.lastIndex = 0
    for (let m = expression.exec(text); m; m = expression.exec(text)) {
      const date = part.exec(m[0])
      if (!date || !isGood(date[0])) continue
      const rest = m[0].length - date.index
      found.push({ start: m.index + date.index, end: m.index + date.index + Math.max(date[0].length, rest) })
    }
  }
  if (SPOKEN.test(text)) {
    take(BIRTHDAY_WITHOUT_YEAR.regexp(), DAY, isDay)
    take(YEAR_OF_BIRTH.regexp(), YEAR, () => true)
  }
  if (FULL.test(text)) take(NAMED.regexp(), DATE, isDay)
  if (text.includes(' жылғы')) take(OF_YEAR.regexp(), YEAR, () => true)
  return found
}

/** A day of the calendar: "21.11", "21.11.94", "21.11.1994", or a number before a month. */
function isDay(date: string): boolean {
  const [day, month] = date.match(/\d+/g)!.map(Number) as [number, number | undefined]
  return day > 0 && day < 32 && (month === undefined || month > 31 || isDayMonth(day, month, 2000))
}

/** For the test of linear time. */
export const kazakhBirthExpressions = [
  BIRTHDAY_WITHOUT_YEAR,
  YEAR_OF_BIRTH,
  NAMED,
  OF_YEAR,
  KAZAKH_BIRTH,
  DAY,
  DATE,
] as const
