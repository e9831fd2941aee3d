/** The name tables as sets to ask, in lower case; ё counts as е. Latin spellings meet through one folded key. */
import en from '../../../policies/names/en.json' with { type: 'json' }
import kk from '../../../policies/names/kk.json' with { type: 'json' }
import ru from '../../../policies/names/ru.json' with { type: 'json' }
import { once } from '../../record/once.ts'
import { WORLD_GIVEN } from './latin-given-names.ts'
import { WORLD_SURNAMES } from './latin-surnames.ts'
import { AMBIGUOUS_GIVEN, DIMINUTIVES, EUROPEAN_GIVEN, FOREIGN_GIVEN } from './more-given-names.ts'
import { BARE_SURNAMES, SURNAMES_AND_WORDS, SURNAMES_OF_ADJECTIVES } from './bare-surnames.ts'
import { NEIGHBOURS_AMBIGUOUS, NEIGHBOURS_GIVEN } from './given-of-peoples.ts'
import { SHORT_AND_WORDS, SHORT_NAMES } from './short-names.ts'
import { dictionaryWords } from './vocabulary.ts'

// Kazakh letters as Russian text spells them, and the Latin ones of passports.
const RUSSIAN_LETTERS = pairs('әғқңөұүһі', 'агкноуухи')
const KAZAKH_LETTER = /[әғқңөұүһі]/
const KAZAKH_LETTERS = /[әғқңөұүһі]/g
const LATIN_LETTERS = new Map([
  ...pairs('аәбвгғдеёзийкқлмнңоөпрстуұүфһыіэ', 'aabvggdeeziikklmnnooprstuuufhyie'),
  ...Object.entries({ ж: 'zh', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ь: '', ю: 'yu', я: 'ya' }),
])

const NOT_ASCII = /[^ -~]/

const LATIN_AMBIGUOUS =
  'america asia europe africa will may june april august mark bill rose grace hope faith joy dawn summer autumn ivy lily olive ruby pearl amber crystal rich chase chance hunter mason carter cooper taylor tyler drew dean dale glen cliff grant lane miles bo li so even per tone line dag dan van von an min jun li yong said raj son max angel jesus santiago santa san victoria florence sofia valentin rosario mercedes salvador mar sol luz penny faye paris london sydney madison brooklyn austin dallas denver jackson lincoln washington georgia carolina virginia dakota montana savannah chelsea kent devon ashley'

const given = [kk, ru].flatMap((table) => [...table.male, ...table.female])

export const cyrillicGiven = tableOf(() =>
  spellings([
    ...given,
    ...NEIGHBOURS_GIVEN,
    ...SHORT_NAMES,
    ...FOREIGN_GIVEN,
    ...DIMINUTIVES,
    ...dictionaryWords('russianGiven'),
  ]),
)
export const cyrillicSurnames = tableOf(() =>
  spellings([
    ...[kk, ru].flatMap((table) => [...table.surnamesMale, ...table.surnamesFemale]),
    ...dictionaryWords('russianSurnames'),
  ]),
)
/** surnames that are ordinary words as well: they count beside a given name, initials or a title */
export const surnamesAndWords = tableOf(() => spellings([...SURNAMES_AND_WORDS, ...SURNAMES_OF_ADJECTIVES]))
/** surnames without a telling ending that are no words */
export const bareSurnames = tableOf(
  () => new Set([...spellings(BARE_SURNAMES)].filter((name) => !surnamesAndWords.has(name))),
)
/** Kazakh given names in Russian letters, where those differ: Құртқа is then written as a jacket is */
export const respelledGiven = tableOf(() => {
  const asWritten = new Set([...given, ...NEIGHBOURS_GIVEN].map(plain))
  return new Set([...spellings([...given, ...NEIGHBOURS_GIVEN])].filter((name) => !asWritten.has(name)))
})
/** names that are ordinary words as well: they count beside another name only */
export const ambiguousGiven = tableOf(
  () => new Set([...AMBIGUOUS_GIVEN, ...NEIGHBOURS_AMBIGUOUS, ...SHORT_AND_WORDS].map(plain)),
)
export const latinGiven = tableOf(
  () => new Set([...en.male, ...en.female, ...EUROPEAN_GIVEN, ...WORLD_GIVEN].map(plain)),
)
/** names that are English words as well, or words of other languages in addresses */
export const latinAmbiguous = tableOf(() => new Set(LATIN_AMBIGUOUS.split(' ')))
export const latinSurnames = tableOf(() => new Set([...en.surnamesMale, ...WORLD_SURNAMES].map(plain)))
/** keys of Kazakh and Russian given names in Latin letters */
export const latinKeys = tableOf(() => {
  const inTable = new Set(given)
  const names = [...given, ...NEIGHBOURS_GIVEN, ...SHORT_NAMES]
  return keysOf(names.filter((name) => inTable.has(name) || !ambiguousGiven.has(plain(name))))
})
/** keys of surnames without a telling ending */
export const latinSurnameKeys = tableOf(() => keysOf(BARE_SURNAMES))

/** A set of words to ask, worked out at the first question: all of them take a tenth of the time that a command takes to begin. */
interface WordTable {
  has(word: string): boolean
}

function tableOf(make: () => ReadonlySet<string>): WordTable {
  const words = once(make)
  return { has: (word) => words().has(word) }
}

function keysOf(names: readonly string[]): Set<string> {
  return new Set(names.map((name) => latinKey(transliterated(name))))
}

function pairs(from: string, to: string): Map<string, string> {
  return new Map([...from].map((c, i) => [c, to[i]!]))
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll('ё', 'е')
}

/** Names and how Russian text spells their Kazakh letters: Гүлдана, Гулдана and Гульдана; Күләш, Куляш; Жамбыл, Джамбыл. */
export function spellings(names: readonly string[]): Set<string> {
  const all = new Set(names.map(plain))
  for (const name of [...all]) {
    if (!KAZAKH_LETTER.test(name)) continue
    all.add(inRussianLetters(name))
    const soft = name.replace(/([гк])үл(?![аәеиоөуүұыіяь])/gu, '$1уль').replaceAll('лә', 'ля')
    all.add(inRussianLetters(soft))
  }
  return all
}

function inRussianLetters(name: string): string {
  return name.replace(KAZAKH_LETTERS, (c) => RUSSIAN_LETTERS.get(c)!)
}

function transliterated(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, (c) => LATIN_LETTERS.get(c) ?? c)
}

/** `Qairat`, `Kayrat`, `Kairat` → one key: for comparing, never for showing. */
export function latinKey(name: string): string {
  const lower = name.toLowerCase()
  return (NOT_ASCII.test(lower) ? lower.normalize('NFD').replace(/\p{M}/gu, '') : lower)
    .replace(/dzh|zh|dj/g, 'j')
    .replace(/kh|x/g, 'h')
    .replace(/sch|sh|ch|ts/g, 's')
    .replace(/q/g, 'k')
    .replace(/[yıj](?=[aeou])/g, '')
    .replace(/[yı]/g, 'i')
    .replace(/w/g, 'u')
    .replace(/[^a-z]/g, '')
    .replace(/(.)\1+/g, '$1')
}
