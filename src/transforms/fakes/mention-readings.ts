/** Chooses what a name is in its sentence: the language, case, gender and number that fit all its words and those around. */
import { RUSSIAN_CASES } from '../inflection/grammar.ts'
import type { Gender, RussianCase } from '../inflection/grammar.ts'
import { caseHints, languageOf } from '../inflection/governing-words.ts'
import type { CaseHints } from '../inflection/governing-words.ts'
import type { KazakhForm } from '../inflection/kazakh-endings.ts'
import { bestFitness, kazakhReadings } from '../inflection/kazakh-readings.ts'
import type { KazakhReading } from '../inflection/kazakh-readings.ts'
import { russianReadings } from '../inflection/russian-readings.ts'
import type { RussianReading } from '../inflection/russian-readings.ts'
import type { NameIndex } from './name-index.ts'
import { nameKey } from './script.ts'

/** How a name stands in its text. */
export type MentionForm =
  | { language: 'ru'; case: RussianCase; plural: boolean }
  | (KazakhForm & { language: 'kk'; russianLetters: boolean })
  | { language: 'en'; ending: string }

/** The text around a mention; `language`: of the whole, above zero for Kazakh. */
export interface Around {
  before: string
  after: string
  language: number
}

/** The nominatives of all words, their keys by `nameKey`, and the form in which the name stands. */
export interface Reading {
  lemmas: string[]
  keys: string[]
  form: MentionForm
}

/** What one word may be, whatever stands around it. */
export interface Readings {
  /** by gender, case and number (`slot`), the heaviest first */
  russian: readonly (readonly Keyed<RussianReading>[])[]
  kazakh: readonly Keyed<KazakhReading>[]
  fitness: number
  /** of the word as it stands */
  key: string
}

/** `key`: of the lemma, by `nameKey` */
type Keyed<Reading> = Reading & { key: string }

export function readingsOf(word: string, index: NameIndex): Readings {
  const keys = new Map<string, string>()
  const keyed = <R extends { lemma: string }>(reading: R): Keyed<R> => {
    let key = keys.get(reading.lemma)
    if (key === undefined) keys.set(reading.lemma, (key = nameKey(reading.lemma)))
    return { ...reading, key }
  }
  const russian = Array.from({ length: 24 }, (): Keyed<RussianReading>[] => [])
  for (const reading of russianReadings(word, index).sort((a, b) => b.weight - a.weight))
    russian[slot(reading.gender, reading.case, reading.plural)]!.push(keyed(reading))
  return {
    russian,
    kazakh: kazakhReadings(word, index).map(keyed),
    fitness: bestFitness(word, index),
    key: nameKey(word),
  }
}

/** A reading whose words are those of somebody named in full is believed sooner. */
const WANTED = 2
/** A word that fits no reading of the others. */
const MISFIT = -1.5
const LANGUAGE = 1.2
/** UTF-16 units around a name that tell its language. */
const NEAR = 80

/** `alone`: the name is one word. `wanted`: keys of the words by which people are named in full near by. */
export function bestReading(
  readings: readonly Readings[],
  words: readonly string[],
  around: Around,
  alone: boolean,
  wanted: ReadonlySet<string>,
): Reading {
  const near = `${around.before.slice(-NEAR)} ${around.after.slice(0, NEAR)}`
  const language = languageOf(near) || around.language
  const russian = russianReading(readings, words, caseHintsOf(around), alone, wanted)
  const kazakh = kazakhReading(readings, words, wanted)
  return kazakh.score + LANGUAGE * language > russian.score - LANGUAGE * language ? kazakh : russian
}

type Scored = Reading & { score: number }

function russianReading(
  of: readonly Readings[],
  words: readonly string[],
  hints: Record<Gender, CaseHints>,
  alone: boolean,
  wanted: ReadonlySet<string>,
): Scored {
  let best = { score: -Infinity, gender: 'female' as Gender, to: 'nominative' as RussianCase, plural: false }
  for (const plural of alone ? [false, true] : [false])
    for (const gender of plural ? (['male'] as const) : GENDERS)
      for (const to of RUSSIAN_CASES) {
        let score = hints[gender][to] ?? 0
        for (const { russian } of of) {
          const reading = heaviest(russian[slot(gender, to, plural)]!, wanted)
          score += reading ? reading.weight + bonus(reading.key, wanted) : MISFIT
        }
        if (score > best.score) best = { score, gender, to, plural }
      }
  const { score, gender, to, plural } = best
  const chosen = of.map(({ russian }) => heaviest(russian[slot(gender, to, plural)]!, wanted))
  const form: MentionForm = { language: 'ru', case: to, plural }
  return {
    lemmas: chosen.map((reading, i) => reading?.lemma ?? words[i]!),
    keys: chosen.map((reading, i) => reading?.key ?? of[i]!.key),
    score,
    form,
  }
}

const GENDERS = ['female', 'male'] as const

/** Of the readings of one gender, case and number. */
function slot(gender: Gender, to: RussianCase, plural: boolean): number {
  return (plural ? 12 : 0) + (gender === 'male' ? 6 : 0) + RUSSIAN_CASES.indexOf(to)
}

function heaviest(
  readings: readonly Keyed<RussianReading>[],
  wanted: ReadonlySet<string>,
): Keyed<RussianReading> | undefined {
  let best = readings[0]
  if (wanted.size === 0 || readings.length < 2) return best
  for (const reading of readings)
    if (reading.weight + bonus(reading.key, wanted) > best!.weight + bonus(best!.key, wanted)) best = reading
  return best
}

function bonus(key: string, wanted: ReadonlySet<string>): number {
  return wanted.has(key) ? WANTED : 0
}

function kazakhReading(of: readonly Readings[], words: readonly string[], wanted: ReadonlySet<string>): Scored {
  const before = words.slice(0, -1)
  const base = before.reduce((sum, _, i) => sum + (of[i]!.fitness || MISFIT) + bonus(of[i]!.key, wanted), 0)
  let best: Scored | undefined
  for (const { lemma, key, weight, case: to, plural, tail, russianLetters, ofKnown } of of.at(-1)!.kazakh) {
    if (ofKnown && !wanted.has(key)) continue
    const score = base + (weight || MISFIT) + bonus(key, wanted) + (to === 'nominative' ? 0.3 : 0)
    if (best && score <= best.score) continue
    const keys = [...of.slice(0, -1).map((word) => word.key), key]
    best = {
      lemmas: [...before, lemma],
      keys,
      score,
      form: { language: 'kk', case: to, plural, russianLetters, ...(tail !== undefined && { tail }) },
    }
  }
  return best!
}

const WORDS_BEFORE = /(?:(?:(\p{L}[\p{L}-]*)\.?\s+)?(\p{L}[\p{L}-]*)\.?\s+)?(\p{L}[\p{L}-]*:?)\.?\s+["«“]?$/u
const WORD_AFTER = /^["»”]?\s+(?:не\s+)?(\p{L}+)/u

function caseHintsOf({ before, after }: Around): Record<Gender, CaseHints> {
  const [, third = '', second = '', word = ''] = WORDS_BEFORE.exec(before.slice(-60)) ?? []
  const [, behind = ''] = WORD_AFTER.exec(after.slice(0, 40)) ?? []
  return caseHints(
    [word, second, third].map((near) => near.toLowerCase()),
    behind.toLowerCase(),
  )
}
