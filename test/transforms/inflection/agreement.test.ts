import { describe, expect, it } from 'vitest'
import { createPeopleReader } from '../../../src/transforms/people-in-texts.ts'
import { writeStandIn } from '../../../src/transforms/fakes/stand-in.ts'
import type { InventedPerson } from '../../../src/transforms/fakes/person.ts'
import { createNameIndex } from '../../../src/transforms/fakes/name-index.ts'
import { nameShape } from '../../../src/transforms/fakes/name-shape.ts'
import { plainRows } from '../apply.ts'
import { KAZAKH_SENTENCES, KAZAKH_SENTENCES_SECOND, KAZAKH_SENTENCES_THIRD } from './sentences-kk.ts'
import { RUSSIAN_SENTENCES, RUSSIAN_SENTENCES_SECOND, RUSSIAN_SENTENCES_THIRD } from './sentences-ru.ts'
import { STAND_INS } from './stand-in-forms.ts'
import type { StandIn } from './stand-in-forms.ts'

const CASES = { ru: 'ngdaip', kk: 'ngdalbi' }
const index = createNameIndex()
const POOLS = [0, 1, 2, 3, 4].map((n) => ({
  female: STAND_INS.filter(({ gender }) => gender === 'female')[n]!,
  male: STAND_INS.filter(({ gender }) => gender === 'male')[n]!,
}))

interface Bracket {
  start: number
  end: number
  /** `?`: the name does not tell */
  gender: 'f' | 'm' | '?'
  slots: string[]
}

/** A sentence without its brackets, and where the names stand. */
function parse(sentence: string): { text: string; names: Bracket[] } {
  const names: Bracket[] = []
  let text = ''
  let from = 0
  for (const match of sentence.matchAll(/\[([^|\]]+)\|([^\]]+)\]/g)) {
    text += sentence.slice(from, match.index)
    const [gender, ...slots] = match[2]!.split(' ')
    names.push({ start: text.length, end: text.length + match[1]!.length, gender: gender as Bracket['gender'], slots })
    text += match[1]!
    from = match.index + match[0].length
  }
  return { text: text + sentence.slice(from), names }
}

/** What has to stand in a bracket: by the hand-written forms alone. */
function expectedForms(slots: readonly string[], standIn: StandIn, language: 'ru' | 'kk'): string {
  return slots
    .map((slot) => {
      const [, letters = '', part = '', to = ''] = /^([\^_]?)([GSPF])(.*)$/.exec(slot)!
      const forms = standIn[language]
      const paradigm = { G: forms.given, S: forms.surname, P: forms.patronymic, F: forms.family }[part]!
      if (to === '.') return `${paradigm[0]![0]!}.`
      const form = paradigm[CASES[language].indexOf(to)]!
      return letters === '^' ? form.toUpperCase() : letters === '_' ? form.toLowerCase() : form
    })
    .join(' ')
    .replace(/(?<=\p{L}\.) (?=\p{L}\.)/gu, '')
}

/** The brackets are what is found: whether a name is found at all is another matter. */
let found: readonly Bracket[] = []
const read = createPeopleReader((texts) =>
  texts.map(() => found.map(({ start, end }) => ({ start, end, entity: 'person', score: 1 }))),
)

/** What the code writes for every bracket of a sentence with one pair of stand-ins. */
function written(text: string, names: readonly Bracket[], pool: (typeof POOLS)[number]): string[] {
  found = names
  const [texts] = read([text], plainRows(1))
  return texts!.people.map((person) => {
    const invent = (source: string): InventedPerson => {
      const shape = nameShape(source, index)
      const gender = shape.gender ?? 'male'
      const { given, surname, patronymic } = pool[gender].ru
      const words = { given: given[0], middle: given[0], surname: surname[0], patronymic: patronymic[0] }
      return { gender, shape, style: { language: 'kk', spelling: 'own' }, word: (part) => words[part] }
    }
    return writeStandIn(person!.text, person!.mention, person!.linked.words!, invent)
  })
}

/** A sentence is right where it is with all stand-ins, one after the other. */
function wrongOnes(sentences: readonly string[], language: 'ru' | 'kk'): string[] {
  return sentences.flatMap((sentence) => {
    const { text, names } = parse(sentence)
    const wrong = POOLS.some((pool) =>
      written(text, names, pool).some((form, i) => {
        const { gender, slots } = names[i]!
        const fitting = [...(gender === 'm' ? [] : [pool.female]), ...(gender === 'f' ? [] : [pool.male])]
        return !fitting.some((standIn) => expectedForms(slots, standIn, language) === form)
      }),
    )
    return wrong ? [text] : []
  })
}

interface Case {
  language: 'ru' | 'kk'
  sentences: readonly string[]
  /** What is wrong today, so that a change for the worse shows, and one for the better. */
  wrong: readonly string[]
}

const SETS: Readonly<Record<string, Case>> = {
  'Russian sentences': { language: 'ru', sentences: RUSSIAN_SENTENCES, wrong: [] },
  'Kazakh sentences': { language: 'kk', sentences: KAZAKH_SENTENCES, wrong: [] },
  // Measured for the first time as the rules stood then: 54 of 64, and 44 of 46; the rules were mended since.
  'Russian sentences of the second set': {
    language: 'ru',
    sentences: RUSSIAN_SENTENCES_SECOND,
    wrong: [
      // whose realtor, or whom he did not see: the sentence does not tell
      'Риелтор Санжара Омарова не видел.',
      // whose letter, or to whom: neither does this one
    ],
  },
  'Kazakh sentences of the second set': { language: 'kk', sentences: KAZAKH_SENTENCES_SECOND, wrong: [] },
  // Measured once, after the second was mended, and left: 49 of 50, and 25 of 25.
  'Russian sentences of the third set': {
    language: 'ru',
    sentences: RUSSIAN_SENTENCES_THIRD,
    wrong: ['Вчера Арсена отпустили домой раньше.'],
  },
  'Kazakh sentences of the third set': { language: 'kk', sentences: KAZAKH_SENTENCES_THIRD, wrong: [] },
}

describe('the stand-in agrees in case, number and gender', () => {
  for (const [name, { language, sentences, wrong }] of Object.entries(SETS))
    it(`in at least 95 of 100 ${name}, all but the ones listed`, () => {
      expect(wrongOnes(sentences, language)).toEqual(wrong)
      expect(wrong.length).toBeLessThanOrEqual(0.05 * sentences.length)
    })

  it('is measured on at least 200 sentences', () => {
    const count = Object.values(SETS).reduce((sum, { sentences }) => sum + sentences.length, 0)
    expect(count).toBeGreaterThanOrEqual(200)
  })
})
