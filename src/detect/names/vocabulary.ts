/** Whether a word is in a dictionary, from which ordinary words, places and names differ. The tables are read when first asked. */
import table from '../../../policies/names/words.json' with { type: 'json' }
import { once } from '../../record/once.ts'
import { englishKey, LONGEST_WORD, PARTICIPLE, readFilter, stemKey } from './word-filter.ts'

/** What a word of the dictionary may be, as bits; a name that is declined like a noun may be all of them. */
export const Part = { noun: 1, adjective: 2, verb: 4 } as const

const filters = once(() => ({
  russian: readFilter(table.russian),
  english: readFilter(table.english),
  englishProper: readFilter(table.englishProper),
  latinGiven: readFilter(table.latinGiven),
  latinSurnames: readFilter(table.latinSurnames),
}))

/** Bits of `Part` for a Russian word (lower case, ё as е) in any of its forms; 0: the dictionary has no such word. */
export function russianParts(word: string): number {
  if (!/^[а-я-]{2,}$/u.test(word)) return 0
  if (word.includes('-')) return word.split('-').every((p) => p.length < 2 || russianParts(p) !== 0) ? Part.noun : 0
  if (PARTICIPLE.test(word)) return Part.adjective
  if (word.length > LONGEST_WORD) return LONG_SURNAME.test(word) ? 0 : Part.noun
  const { russian } = filters()
  const parts =
    (russian.has(stemKey(word, 'noun')) ? Part.noun : 0) |
    (russian.has(stemKey(word, 'adjective')) ? Part.adjective : 0) |
    (russian.has(stemKey(word, 'verb')) ? Part.verb : 0)
  return parts === 0 && isCompound(word) ? Part.noun : parts
}

const LONG_SURNAME =
  /(?:ов|ев|ин|ын)(?:а|у|ым|е|ой|ы|ых)?$|(?:швили|дзе|енко|ович|евич)(?:а|у|ем|е)?$|(?:ов|ев|ин|ын)ск(?:ий|ого|ому|им|ом|ая|ой|ую)$/u

// How offices and companies are shortened: Росгеология, Генпрокуратура, Минэнерго.
const SHORTENED =
  /^(?:рос|мин|гос|глав|центр|евро|ген|спец|нац|обл|гор|мос|укр|каз|бел|авиа|авто|агро|газ|энерго|нефте|строй|пром|тех|теле|радио|интер|кино|фото|био|гео|электро|пресс|экс|потреб|из|северо|юго|восточно|западно)(?=[а-я]{4})/u
/** Inhabitants: Уральцы, Шанхайцы. In the singular many are surnames. */
const INHABITANTS = /[а-я]{3}(?:йцы|йцам|йцами|йцах|нцы|нцам|нцами|нцах|льцы|вцы|чане|чанам|яне)$/u

function isCompound(word: string): boolean {
  if (INHABITANTS.test(word)) return true
  const rest = word.replace(SHORTENED, '')
  return rest !== word && (/^(?:энерго|стат|банк\p{L}*|пром|нефть|связь)$/u.test(rest) || russianParts(rest) !== 0)
}

/** Whether an English dictionary has the word (lower case) with a small letter. */
export function isEnglishWord(word: string): boolean {
  const { english } = filters()
  if (english.has(englishKey(word))) return true
  // The dictionary is American.
  const american = word.replace(/is(?=(?:e|ed|es|ing|ation|er)$)/, 'iz').replace(/our/, 'or')
  return american !== word && english.has(englishKey(american))
}

/** Whether an English dictionary has the word (lower case) with a capital, and no list of names has it. */
export function isEnglishProper(word: string): boolean {
  return filters().englishProper.has(word)
}

/** Given names and surnames of many languages in Latin letters: lower case without marks. */
export function isLatinGiven(bare: string): boolean {
  return filters().latinGiven.has(bare)
}

export function isLatinSurname(bare: string): boolean {
  return filters().latinSurnames.has(bare)
}

/** Lists of the dictionary: places, given names and surnames in Russian, lower case. */
export function dictionaryWords(list: 'russianPlaces' | 'russianGiven' | 'russianSurnames'): readonly string[] {
  return table[list].split(' ')
}
