import type { Gender } from '../inflection/grammar.ts'
import { foldWord, toLatin } from './script.ts'
import { RARE_NAMES, SHORT_NAMES } from './short-names.ts'
import { nameLists } from './tables.ts'
import type { Language } from './tables.ts'

export type { Gender }

/** What the name tables and the endings know about a word, in Cyrillic or Latin letters, in any case. */
export interface WordFacts {
  given: boolean
  surname: boolean
  /** `turkic`: formed with the word for son or daughter, -ұлы, -қызы; `russian`: -ович, -овна */
  patronymic: 'turkic' | 'russian' | undefined
  /** the languages whose tables have the word */
  languages: readonly Language[]
  /** by a patronymic's ending, else by the tables of given names, else by a surname's ending, else by a given name's */
  gender: Gender | undefined
  /** of a surname, by its ending alone: a man's given name is the surname of women too (Ахметжан Гүлбаршын) */
  surnameGender: Gender | undefined
  /** of the tables of given names, else of a woman's ending (-гүл) that is no surname's; undefined: in none, or in both */
  givenGender: Gender | undefined
}

export type NameIndex = (word: string) => WordFacts

const GIVEN_MALE = 1
const GIVEN_FEMALE = 2
const SURNAME = 4
const LANGUAGES: readonly Language[] = ['kk', 'ru', 'en']
const LANGUAGE_BIT: Readonly<Record<Language, number>> = { en: 8, ru: 16, kk: 32 }

/** V8 copies substrings up to this length; a longer one would hold on to the whole block it was cut from. */
const COPIED = 12
const MOST_REMEMBERED = 20_000

/** Takes some milliseconds and about a megabyte: make one a verb. */
export function createNameIndex(): NameIndex {
  const known = knownWords()
  // Names repeat: the same few thousand words make up a column.
  const remembered = new Map<string, WordFacts>()
  return (word) => {
    const before = remembered.get(word)
    if (before) return before
    const facts = factsOf(foldWord(word), known, KAZAKH_YN.test(word))
    if (word.length <= COPIED) {
      if (remembered.size >= MOST_REMEMBERED) remembered.clear()
      remembered.set(word, facts)
    }
    return facts
  }
}

function knownWords(): ReadonlyMap<string, number> {
  const known = new Map<string, number>()
  const add = (language: Language, words: readonly string[], bits: number): void => {
    for (const word of words) {
      const keys =
        language === 'en'
          ? [word.toLowerCase()]
          : new Set([foldWord(word), foldWord(word).replaceAll('ь', ''), toLatin(word.toLowerCase())])
      for (const key of keys) known.set(key, (known.get(key) ?? 0) | bits | LANGUAGE_BIT[language])
    }
  }
  add('ru', SHORT_NAMES.male, GIVEN_MALE)
  add('ru', SHORT_NAMES.female, GIVEN_FEMALE)
  add('ru', RARE_NAMES.ru.male, GIVEN_MALE)
  add('ru', RARE_NAMES.ru.female, GIVEN_FEMALE)
  add('kk', RARE_NAMES.kk.male, GIVEN_MALE)
  add('kk', RARE_NAMES.kk.female, GIVEN_FEMALE)
  for (const language of LANGUAGES) {
    const lists = nameLists[language]
    add(language, lists.male, GIVEN_MALE)
    add(language, lists.female, GIVEN_FEMALE)
    add(language, lists.surnamesMale, SURNAME)
    add(language, lists.surnamesFemale, SURNAME)
  }
  return known
}

// With the endings of the Russian and Kazakh cases, which names have inside a text.
const PATRONYMIC_MALE =
  /(?:.{2}(?:(?:ович|евич|ьич)(?:а|у|ем|е)?|(?:улы|оглы|угли|уулу)(?:нын|на|ны|нда|нан|мен)?)|.{3}(?:ovich|evich|uly|oglu|ogly|ulu))$|^(?:ильич|кузьмич|фомич|лукич|никитич|саввич|фокич)$/
const PATRONYMIC_FEMALE =
  /(?:.{2}(?:(?:овн|евн|ичн)(?:а|ы|е|у|ой)|(?:кызы|гызы|кизи)(?:нын|на|ны|нда|нан|мен)?)|.{3}(?:ovna|evna|ichna|kyzy|qyzy|kizi|gyzy))$/
const TURKIC =
  /(?:(?:улы|кызы|оглы|гызы|угли|кизи|уулу)(?:нын|на|ны|нда|нан|мен)?|uly|kyzy|qyzy|kizi|gyzy|oglu|ogly|ulu)$/
const SURNAME_MALE = /(?:.{2}(?:ов|ев|ин|ын)|ский|цкий|.{3}(?:ov|ev|sky|skiy|skii))$/
const SURNAME_FEMALE = /(?:.{2}(?:ов|ев|ин|ын)(?:а|ой)|ская|цкая|.{3}(?:ova|eva|skaya))$/
const SURNAME_OTHER =
  /(?:енко|ук|юк|ян|дзе|швили|enko|chuk|yan|dze|shvili)$|^(?:ким|цой|пак|ли|хан|тен|юн|шин|kim|tsoi|pak|li|lee)$/

/** Ұлбосын, Толқын: no Russian ending, as the letters say. */
const KAZAKH_YN = /[әғқңөұүһі].*ын$/iu
// What given names of Kazakhs end in that no table has.
const GIVEN_ENDING_FEMALE = /.{2}(?:гул|гуль|сулу|бике|gul)$/
const GIVEN_ENDING_MALE =
  /.{2}(?:бек|бай|хан|мухамб?ет|мухамм?[ае]д|берген|берди|султан|мырза|гали|кали|кул|мурат|болат|bek|bai|bay|khan)$/

/** `notRussian`: it only looks like a surname. */
function factsOf(folded: string, known: ReadonlyMap<string, number>, notRussian: boolean): WordFacts {
  const bits = known.get(folded) ?? 0
  const given = bits & (GIVEN_MALE | GIVEN_FEMALE)
  const patronymic = PATRONYMIC_FEMALE.test(folded) ? 'female' : PATRONYMIC_MALE.test(folded) ? 'male' : undefined
  const surname = notRussian
    ? undefined
    : SURNAME_FEMALE.test(folded)
      ? 'female'
      : SURNAME_MALE.test(folded)
        ? 'male'
        : undefined
  const ending = GIVEN_ENDING_FEMALE.test(folded) ? 'female' : GIVEN_ENDING_MALE.test(folded) ? 'male' : undefined
  const table = given === GIVEN_MALE ? 'male' : given === GIVEN_FEMALE ? 'female' : undefined
  return {
    given: given !== 0,
    // Ирина, Марина: the tables know better than the ending.
    surname: (bits & SURNAME) !== 0 || (given === 0 && (surname !== undefined || SURNAME_OTHER.test(folded))),
    patronymic: patronymic && (TURKIC.test(folded) ? 'turkic' : 'russian'),
    languages: LANGUAGES.filter((language) => bits & LANGUAGE_BIT[language]),
    gender: patronymic ?? table ?? surname ?? (given === 0 ? ending : undefined),
    surnameGender: surname,
    givenGender: table ?? (given === 0 && ending === 'female' && !patronymic ? ending : undefined),
  }
}
