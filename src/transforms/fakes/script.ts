import type { Language } from './tables.ts'

/** How a fake is spelt: in its language's own letters, a Kazakh word in Russian ones, or in Latin ones. */
export type Spelling = 'own' | 'russian' | 'latin'

export interface Style {
  language: Language
  spelling: Spelling
}

// prettier-ignore
const LATIN = bothCases({
  а: 'a', ә: 'a', б: 'b', в: 'v', г: 'g', ғ: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'i', к: 'k', қ: 'k', л: 'l',
  м: 'm', н: 'n', ң: 'n', о: 'o', ө: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ұ: 'u', ү: 'u', ф: 'f', х: 'kh', һ: 'h', ц: 'ts',
  ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', і: 'i', ь: '', э: 'e', ю: 'yu', я: 'ya',
})

// prettier-ignore
const RUSSIAN = bothCases({
  ә: 'а', ғ: 'г', қ: 'к', ң: 'н', ө: 'о', ұ: 'у', ү: 'у', һ: 'х', і: 'и',
})

const KAZAKH_LETTER = /[әғқңөұүһі]/i
const CYRILLIC_LETTER = /\p{Script=Cyrillic}/u
const LATIN_LETTER = /\p{Script=Latin}/u

/** The language whose letters a text uses; undefined where it has no letters. Kazakh needs a letter that Russian lacks. */
export function lettersOf(text: string): Language | undefined {
  if (CYRILLIC_LETTER.test(text)) return KAZAKH_LETTER.test(text) ? 'kk' : 'ru'
  return LATIN_LETTER.test(text) ? 'en' : undefined
}

/** How passports write Kazakh and Russian names in Latin letters (ICAO Doc 9303, as issued in Kazakhstan). */
export function toLatin(text: string): string {
  return spelt(text, LATIN)
}

/** A Kazakh name as Russian documents write it: Айгуль, Гульмира. */
export function toRussianLetters(text: string): string {
  const soft = /ү/i.test(text) ? text.replace(SOFT_L, (l) => l + (l === 'Л' ? 'Ь' : 'ь')) : text
  return spelt(soft, RUSSIAN)
}

/** л behind ү and not before a vowel. */
const SOFT_L = /(?<=[гк]ү)л(?![аәеёиіоөуұүыэюяь])/giu

export function inSpelling(text: string, spelling: Spelling): string {
  return spelling === 'latin' ? toLatin(text) : spelling === 'russian' ? toRussianLetters(text) : text
}

/** One key for a word, however it is cased and whichever of the two Cyrillic spellings it has. */
export function foldWord(word: string): string {
  const lower = word.normalize('NFC').toLowerCase()
  return FOLDED.test(lower) ? toRussianLetters(lower).replaceAll('ё', 'е') : lower
}

/** Letters that another spelling writes otherwise; most words have none. */
const FOLDED = /[әғқңөұүһіё]/

/** Қайрат, Кайрат, Qairat, Kayrat → one key: for comparing, never for showing. */
export function nameKey(word: string): string {
  const latin = toLatin(word.normalize('NFC').toLowerCase())
  const plain = /[^a-z]/.test(latin) ? latin.normalize('NFD').replace(/[^a-zı]/g, '') : latin
  return (/[zxqyıwh]|(.)\1/.test(plain) ? plain.replace(SPELLINGS, spelling) : plain).replace(/(.)\1+/g, '$1')
}

/** Several ways to write one sound in Latin letters. */
const SPELLINGS = /dzh|zh|kh|x|q|y|ı|w/g

function spelling(letters: string, at: number, word: string): string {
  switch (letters) {
    case 'dzh':
    case 'zh':
      return 'j'
    case 'kh':
    case 'x':
      return 'h'
    case 'q':
      return 'k'
    case 'w':
      return 'u'
  }
  return /[aeou]/.test(word[at + 1] ?? '') ? '' : 'i'
}

function spelt(text: string, letters: ReadonlyMap<string, string>): string {
  let out = ''
  for (let i = 0; i < text.length; i++) out += letters.get(text[i]!) ?? text[i]!
  return out
}

function bothCases(lower: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const both = new Map(Object.entries(lower))
  for (const [letter, other] of Object.entries(lower))
    both.set(letter.toUpperCase(), other.charAt(0).toUpperCase() + other.slice(1))
  return both
}
