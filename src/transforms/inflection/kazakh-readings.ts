/** What the last word of a name may be in Kazakh: its nominative, number and case. The words before it have no ending. */
import type { NameIndex } from '../fakes/name-index.ts'
import { toRussianLetters } from '../fakes/script.ts'
import { KAZAKH_CASES } from './grammar.ts'
import type { DeclinedPart, Gender } from './grammar.ts'
import { attachKazakh, harmonyOf } from './kazakh-endings.ts'
import type { KazakhForm } from './kazakh-endings.ts'
import { fitness } from './known-names.ts'

export interface KazakhReading extends KazakhForm {
  lemma: string
  /** how well the nominative fits, and how sure the ending is */
  weight: number
  /** the ending is written with the letters of a Russian keyboard: -га, -ка, -нын */
  russianLetters: boolean
  /** believed only where somebody of that name is there */
  ofKnown?: true
}

/** All readings of a word with a capital and small letters, the nominative first. */
export function kazakhReadings(word: string, index: NameIndex): KazakhReading[] {
  const readings: KazakhReading[] = [
    { lemma: word, case: 'nominative', plural: false, weight: bestFitness(word, index), russianLetters: false },
  ]
  for (let cut = 1; cut <= LONGEST && word.length - cut >= SHORTEST; cut++) {
    const ending = word.slice(-cut)
    const lemma = word.slice(0, -cut)
    if (TAIL.test(ending) && lemma.length > SHORTEST)
      readings.push({
        lemma,
        case: 'nominative',
        plural: false,
        tail: ending,
        weight: 0.3,
        russianLetters: false,
        ofKnown: true,
      })
    const forms = FORMS.get(ending)
    if (!forms) continue
    const fits = bestFitness(lemma, index)
    for (const form of forms) {
      const right = attachKazakh(lemma, form) === word
      const row = harmonyOf(lemma) === 'back' ? 'front' : 'back'
      const readable = right || attachKazakh(lemma, form, row) === word
      const russianLetters = !readable && toRussianLetters(attachKazakh(lemma, form)) === toRussianLetters(word)
      if (!readable && !russianLetters) continue
      // What is not known as a name has its own ending only, if it is not the name of somebody who is there.
      const ofKnown = fits < 1 && (!right || !SURE_ENDING.test(ending))
      const weight = fits + (SURE_ENDING.test(ending) ? 0.5 : 0) + (right ? 0.3 : 0) - (russianLetters ? 0.5 : 0)
      readings.push({ ...form, lemma, weight, russianLetters, ...(ofKnown && { ofKnown }) })
    }
  }
  return readings
}

/** Of all parts and genders. */
export function bestFitness(name: string, index: NameIndex): number {
  const facts = index(name)
  let best = 0
  for (const part of PARTS) for (const gender of GENDERS) best = Math.max(best, fitness(name, part, gender, facts))
  return best
}

const PARTS: readonly DeclinedPart[] = ['given', 'surname', 'patronymic']
const GENDERS: readonly Gender[] = ['male', 'female']

const SHORTEST = 2
/** Endings with which no name ends by itself. */
const SURE_ENDING = /(?:[ндт](?:ың|ің)|ға|ге|қа|[мбп]ен|лер|лар|с[ыі]з)$/

/** Ending → the forms that it may be, in every row and after every sound, and as Russian keyboards write it. */
const FORMS: ReadonlyMap<string, KazakhForm[]> = endingTable()
/** All endings of names. */
export const kazakhEndings: ReadonlySet<string> = new Set(FORMS.keys())
const LONGEST = Math.max(...[...FORMS.keys()].map((ending) => ending.length))

/** Address, possession with its cases, question and person: what nobody is called by, so that it tells nothing alone. */
const TAIL =
  /^(?:(?:жан|еке[нңм]?|ака[нңм]?|тай)(?:[лдт][ае]р)?(?:[ндт][ыі]ң|[гғкқ][ае]|[ндт][ыі]|[дт][ае]|[ндт][ае]н|[мбп]ен)?|[ыі]?[мң](?:[ыі]з)?(?:[нд]?[ыі]ң|[ае]|[ғг][ае]|[нд][ыі]|[дн][ае]н?|мен|бен)?|[мбп][ыіае]с[ыі][ңз]|с[ыі]ң|[мбп][ыі]н|ш[ае])$/

function endingTable(): Map<string, KazakhForm[]> {
  // One word for every last sound, and the two of possession.
  const samples = ['Ба', 'Бай', 'Бал', 'Бан', 'Баз', 'Бат', 'Бар', 'Батұлы']
  const table = new Map<string, KazakhForm[]>()
  const add = (ending: string, form: KazakhForm): void => {
    const forms = table.get(ending)
    if (!forms) table.set(ending, [form])
    else if (!forms.some((f) => f.case === form.case && f.plural === form.plural)) forms.push(form)
  }
  for (const sample of samples)
    for (const plural of [false, true])
      for (const to of KAZAKH_CASES)
        for (const harmony of ['back', 'front'] as const) {
          const form = { case: to, plural }
          const ending = attachKazakh(sample, form, harmony).slice(sample.length)
          if (ending === '') continue
          add(ending, form)
          add(toRussianLetters(ending), form)
        }
  return table
}
