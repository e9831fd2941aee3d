/** Languages of a report, in the order they are offered. */
export const LANGUAGES = ['kk', 'ru', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

export type Plural = 'one' | 'few' | 'many' | 'other'

/**
 * Numbers, dates and plurals as a language writes them. By tables of our own: the bytes of a report may not hang on
 * which tables a Node was built with.
 */
export interface Locale {
  language: Language
  number(n: number): string
  /** 0.613745 → "61 %"; what is not 0 never looks like 0, what is not all never like all */
  share(ratio: number): string
  bytes(n: number): string
  /** an RFC 3339 date or time → its day */
  day(iso: string): string
  /** an RFC 3339 time → day and minute, UTC */
  minute(iso: string): string
  plural(n: number): Plural
}

const MONTHS = {
  en: 'January February March April May June July August September October November December',
  ru: 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря',
  kk: 'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан',
}
const UNITS = {
  en: ['B', 'kB', 'MB', 'GB', 'TB'],
  ru: ['Б', 'кБ', 'МБ', 'ГБ', 'ТБ'],
  kk: ['Б', 'кБ', 'МБ', 'ГБ', 'ТБ'],
}
const NARROW = '\u202f'
const FIXED = '\u00a0'

export function localeOf(language: Language): Locale {
  const [group, point] = language === 'en' ? [',', '.'] : [NARROW, ',']
  const months = MONTHS[language].split(' ')
  const number = (n: number) => {
    const [whole, rest] = String(n).split('.')
    const grouped = whole!.replace(/\B(?=(\d{3})+(?!\d))/g, group)
    return rest === undefined ? grouped : `${grouped}${point}${rest}`
  }
  const decimal = (n: number) => number(Number(n < 9.95 ? n.toFixed(1) : n.toFixed(0)))
  const share = (ratio: number) => {
    const percent = ratio * 100
    const text =
      ratio > 0 && percent < 0.1
        ? `<${FIXED}${number(0.1)}`
        : ratio < 1 && percent > 99.9
          ? `>${FIXED}${number(99.9)}`
          : decimal(percent)
    return `${text}${language === 'en' ? '%' : `${FIXED}%`}`
  }
  const bytes = (n: number) => {
    let [value, unit] = [n, 0]
    for (; value >= 999.5 && unit < 4; unit++) value /= 1000
    return `${unit === 0 ? number(value) : decimal(value)}${FIXED}${UNITS[language][unit]}`
  }
  const day = (iso: string) => {
    const [year, month, date] = [iso.slice(0, 4), months[Number(iso.slice(5, 7)) - 1]!, Number(iso.slice(8, 10))]
    if (language === 'kk') return `${year}${FIXED}ж. ${date}${FIXED}${month}`
    return language === 'ru' ? `${date}${FIXED}${month} ${year}${FIXED}г.` : `${date}${FIXED}${month} ${year}`
  }
  const minute = (iso: string) => `${day(iso)}, ${iso.slice(11, 16)}${FIXED}UTC`
  return { language, number, share, bytes, day, minute, plural: (n) => pluralOf(language, n) }
}

/** The cardinal rules of CLDR for whole numbers. */
function pluralOf(language: Language, n: number): Plural {
  if (language !== 'ru') return n === 1 ? 'one' : 'other'
  const [one, ten] = [n % 10, n % 100]
  if (one === 1 && ten !== 11) return 'one'
  return one >= 2 && one <= 4 && (ten < 12 || ten > 14) ? 'few' : 'many'
}
