import { faker as english } from '@faker-js/faker/locale/en'
import { faker as russian } from '@faker-js/faker/locale/ru'
import kazakh from '../../policies/names/kk.json'
import type { Sex } from './identifiers.ts'
import type { Random } from './random.ts'
import { weighted } from './random.ts'

export type Language = 'kk' | 'ru' | 'en'

export interface Name {
  language: Language
  surname: string
  given: string
  /** empty where the person has none, as documents of Kazakhstan allow */
  patronymic: string
}

/** A name of the tables: only whole words of lists, so that nobody in particular is meant. */
export function drawName(random: Random, sex: Sex): Name {
  const language = drawLanguage(random)
  const list = LISTS[language][sex]
  const surname = random.pick(list.surnames)
  const given = random.pick(list.given)
  const patronymic = list.patronymics.length > 0 && random.chance(88) ? random.pick(list.patronymics) : ''
  return { language, surname, given, patronymic }
}

/** Surname, given name, patronymic: the official order. */
export function fullName({ surname, given, patronymic }: Name): string {
  return patronymic ? `${surname} ${given} ${patronymic}` : `${surname} ${given}`
}

/** Given name and patronymic: how a doctor speaks to a patient. */
export function politeName({ surname, given, patronymic }: Name): string {
  return patronymic ? `${given} ${patronymic}` : `${given} ${surname}`
}

/** Surname and initials, as on a form. */
export function shortName({ surname, given, patronymic }: Name): string {
  return `${surname} ${given[0]!}.${patronymic ? `${patronymic[0]!}.` : ''}`
}

const drawLanguage = weighted<Language>([
  ['kk', 66],
  ['ru', 30],
  ['en', 4],
])

interface Lists {
  surnames: readonly string[]
  given: readonly string[]
  patronymics: readonly string[]
}

const LISTS: Record<Language, Record<Sex, Lists>> = {
  kk: {
    M: { surnames: kazakh.surnamesMale, given: kazakh.male, patronymics: kazakh.patronymicsMale },
    F: { surnames: kazakh.surnamesFemale, given: kazakh.female, patronymics: kazakh.patronymicsFemale },
  },
  ru: { M: listsOf(russian, 'male'), F: listsOf(russian, 'female') },
  en: { M: listsOf(english, 'male'), F: listsOf(english, 'female') },
}

function listsOf(faker: typeof english, sex: 'male' | 'female'): Lists {
  const { first_name, last_name, middle_name } = faker.rawDefinitions.person ?? {}
  return {
    surnames: last_name?.[sex] ?? last_name?.generic ?? [],
    given: first_name?.[sex] ?? [],
    patronymics: faker === russian ? (middle_name?.[sex] ?? []) : [],
  }
}
