/** How well a nominative fits a part of a name, by the tables and by its ending: what tells `Иванова` from `Айгуля`. */
import type { WordFacts } from '../fakes/name-index.ts'
import type { DeclinedPart, Gender } from './grammar.ts'

/** In a table of names, or proven by its ending. */
export const SURE = 3
/** The ending of a surname. */
const LIKELY = 2
const POSSIBLE = 1.2
const UNKNOWN = 0.4

/** Zero: it cannot be that part of a name of that gender. `facts`: of the same word. */
export function fitness(name: string, part: DeclinedPart, gender: Gender, facts: WordFacts): number {
  if (part === 'patronymic') return PATRONYMIC[gender].test(name) ? SURE : 0
  if (PATRONYMIC.male.test(name) || PATRONYMIC.female.test(name)) return 0
  if (!facts.given && CHILD_IN_A_CASE.test(name)) return 0
  return part === 'given' ? asGiven(name, gender, facts) : asSurname(name, gender, facts)
}

const PATRONYMIC: Readonly<Record<Gender, RegExp>> = {
  male: /(?:..(?:ович|евич|ьич)|^(?:Ильич|Кузьмич|Фомич|Лукич|Никитич|Саввич|Фокич)|..(?:ұлы|улы|оглы|оғлы|уулу))$/,
  female: /(?:..(?:овна|евна)|...(?:ична|инична)|..(?:қызы|кызы|гызы|ғызы))$/,
}

const CHILD_IN_A_CASE = /(?:ұлы|улы|қызы|кызы)(?:н|на|ның|нын|нда|нан|мен|нікі|ндай)$/u

function asGiven(name: string, gender: Gender, { given, givenGender }: WordFacts): number {
  if (given) return givenGender === undefined || givenGender === gender ? SURE : 0
  if (SURNAME[gender].test(name) || LESS_SURE.test(name)) return 0
  if (/[ая]$/.test(name)) return gender === 'female' ? UNKNOWN : 0.1
  if (/(?:гүл|гуль|гул|сұлу)$/.test(name)) return gender === 'female' ? LIKELY : 0
  if (/(?:бек|бай|хан|ғали|гали|жан)$/.test(name)) return gender === 'male' ? POSSIBLE : 0.1
  if (!/[бвгғджзйкқлмнңпрстфхһцчшщь]$/.test(name)) return 0.1
  return gender === 'male' ? UNKNOWN : 0.2
}

function asSurname(name: string, gender: Gender, { surname, given }: WordFacts): number {
  const listed = surname ? 0.5 : 0
  if (SURNAME[gender].test(name)) return LIKELY + listed
  if (SURNAME[gender === 'male' ? 'female' : 'male'].test(name)) return 0
  if (LESS_SURE.test(name)) return POSSIBLE + listed
  if (given) return 0.2
  return /[ая]$/.test(name) ? 0.15 : UNKNOWN
}

const SURNAME: Readonly<Record<Gender, RegExp>> = {
  male: /(?:..(?:ов|ев|ёв|ин|ын)|.(?:ский|цкий|ской|цкой))$/,
  female: /(?:..(?:ов|ев|ёв|ин|ын)а|.(?:ская|цкая))$/,
}
const LESS_SURE =
  /(?:...ко|..(?:ук|юк|ян|янц|дзе|швили|ич|ман|берг|штейн|их|ых|ец)|^(?:Ким|Цой|Пак|Ли|Хан|Тен|Юн|Шин))$/
