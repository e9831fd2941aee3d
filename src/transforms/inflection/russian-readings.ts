/** What a word of a name may be in Russian: its nominative, its part, gender and case; found by declining the guess back. */
import type { NameIndex } from '../fakes/name-index.ts'
import { namesWithVowel } from './fallen-vowel.ts'
import { RUSSIAN_CASES } from './grammar.ts'
import type { DeclinedPart, Gender, RussianCase } from './grammar.ts'
import { fitness } from './known-names.ts'
import { declineRussian, declineEitherWay, russianPlural } from './russian-declension.ts'

export interface RussianReading {
  /** the nominative; of a plural, of the man's name in the singular */
  lemma: string
  part: DeclinedPart
  gender: Gender
  case: RussianCase
  plural: boolean
  /** how well the nominative fits: of `fitness` */
  weight: number
}

/** All readings of a word with a capital and small letters, the nominative among them; [] where none fits. */
export function russianReadings(word: string, index: NameIndex): RussianReading[] {
  const plain = withoutYo(word)
  const readings: RussianReading[] = []
  for (const lemma of nominatives(word)) {
    const facts = index(MIXED_SPELLING.test(lemma) ? lemma.replaceAll('ь', '') : lemma)
    const eitherWay = declineEitherWay(lemma)
    for (const part of PARTS)
      for (const gender of GENDERS) {
        const weight = fitness(lemma, part, gender, facts)
        if (weight === 0) continue
        const forms = declineRussian(lemma, part, gender)
        // Зайца → Заяц, Льва → Лев
        if (gender === 'male' && part !== 'patronymic')
          for (const other of eitherWay)
            other.forEach((form, i) => {
              if (i > 0 && withoutYo(form) === plain)
                readings.push({
                  lemma,
                  part,
                  gender,
                  case: RUSSIAN_CASES[i]!,
                  plural: false,
                  weight: weight - LESS_LIKELY,
                })
            })
        const colloquial = part === 'given' && gender === 'female' && /ь$/.test(lemma) ? `${lemma.slice(0, -1)}е` : ''
        forms.forEach((form, i) => {
          if (withoutYo(form) === plain || ((i === 2 || i === 5) && colloquial === plain))
            readings.push({ lemma, part, gender, case: RUSSIAN_CASES[i]!, plural: false, weight })
        })
        // Айгуль, Гузель: many leave them as they are in every case.
        if (part === 'given' && gender === 'female' && lemma === word && TURKIC_SOFT.test(word))
          for (const to of RUSSIAN_CASES)
            readings.push({ lemma, part, gender, case: to, plural: false, weight: weight - 0.3 })
        if (part === 'surname' && gender === 'male') addPlurals(readings, plain, lemma, weight)
      }
  }
  return readings
}

const TURKIC_SOFT = /(?:г[уү]ль|зель|сель|нель)$/
/** Айгүль: Kazakh letters with the soft sign of the Russian spelling. */
const MIXED_SPELLING = /ь.*[әғқңөұүһі]|[әғқңөұүһі].*ь/
const PARTS: readonly DeclinedPart[] = ['given', 'surname', 'patronymic']
const GENDERS: readonly Gender[] = ['male', 'female']

/** Of forms that few names have: believed where somebody of that name is there. */
const LESS_LIKELY = 0.3

function addPlurals(readings: RussianReading[], plain: string, lemma: string, weight: number): void {
  const forms = russianPlural(lemma)
  if (forms[0] === lemma) return
  forms.forEach((form, i) => {
    if (withoutYo(form) === plain)
      readings.push({
        lemma,
        part: 'surname',
        gender: 'male',
        case: RUSSIAN_CASES[i]!,
        plural: true,
        weight: weight - 0.5,
      })
  })
}

/** Words that the word may be a form of, itself first. */
function nominatives(word: string): Set<string> {
  const found = new Set([word])
  for (const [ending, instead] of ENDINGS) {
    if (word.length <= ending.length || !word.endsWith(ending)) continue
    const stem = word.slice(0, -ending.length)
    for (const nominative of instead.split(' '))
      // No word ends in a vowel and ь (Раю is none of `Раь`), or in a consonant and й.
      if (nominative !== (VOWEL_END.test(stem) ? 'ь' : 'й')) found.add(nominative === '-' ? stem : stem + nominative)
    // Кравца → Кравец, Орла → Орел, Гребня → Гребень
    if (OF_FALLEN.has(ending)) for (const nominative of namesWithVowel(stem)) found.add(nominative)
  }
  for (const [stem, lemma] of FLEETING) if (word.startsWith(stem) && word.length - stem.length <= 2) found.add(lemma)
  return found
}

const VOWEL_END = /[аәеёиіоөуұүыэюя]$/

/** Endings of the cases and what stands in the nominative instead; `-`: nothing. */
const ENDINGS: readonly (readonly [ending: string, instead: string])[] = [
  ['а', '-'],
  ['я', 'й ь'],
  ['у', '- а'],
  ['ю', 'й ь я'],
  ['ом', '- ий ый ой'],
  ['ем', '- й ь ий'],
  ['ым', '- ый ой'],
  ['им', 'ий ой'],
  ['ой', 'а ая'],
  ['ей', 'а я яя'],
  ['ёй', 'я'],
  ['ою', 'а ая'],
  ['ею', 'а я'],
  ['ого', 'ий ый ой'],
  ['ому', 'ий ый ой'],
  ['его', 'ий'],
  ['ему', 'ий'],
  ['ую', 'ая'],
  ['юю', 'яя'],
  ['ы', 'а -'],
  ['и', 'а я ь й'],
  ['е', '- а я й ь'],
  ['ью', 'ь ей'],
  ['ья', 'ей'],
  ['ьём', 'ей'],
  ['ьем', 'ей'],
  ['ье', 'ей'],
  ['ых', '-'],
  ['ыми', '-'],
  ['их', 'ий'],
  ['ими', 'ий'],
  ['ие', 'ий'],
]
const FLEETING = [
  ['Павл', 'Павел'],
  ['Льв', 'Лев'],
  ['Петр', 'Пётр'],
] as const

/** Cases of the names whose vowel falls out. */
const OF_FALLEN = new Set('а у ом ем е я ю'.split(' '))

function withoutYo(word: string): string {
  return word.replaceAll('ё', 'е')
}
