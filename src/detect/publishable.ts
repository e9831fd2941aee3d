import { isCalledForPerson, mayBeSomebody } from './called-for-person.ts'
import { createColumnDetector } from './detect-column.ts'
import { createTextDetector } from './detect-text.ts'
import { FIELD_WORDS } from './field-words.ts'
import { nameEvidence } from './names/evidence.ts'
import { isEnglishWord } from './names/vocabulary.ts'
import { recognisers } from './registry.ts'

/**
 * May a name (of a field, a file) stand in an error, a log or a release? Without a header row the "names" are the
 * first person's data, and keys of an object or file names may be people too. Only what looks like a name of a thing passes.
 */
export function createPublishable(): (name: string) => boolean {
  const detect = createTextDetector({ find: [], locales: [], confidence: 0.4 })
  const known = new Map<string, boolean>()
  return (name) => {
    let answer = known.get(name)
    if (answer === undefined) {
      // What marks an attribute in a path would make a handle of its name.
      const plain = name.replace(/(^|\.)[@#](?=[\p{L}_])/gu, '$1')
      // Separators of identifiers hide words from the detectors.
      const words = plain.replace(/[_./\\[\]-]+/g, ' ').trim()
      answer =
        name.length <= 200 &&
        !/\d{6}/.test(name.replace(/[\s().-]/g, '')) &&
        !CONTROL.test(name) &&
        (besideFieldWords(words) ?? (detect(plain).length === 0 && detect(words).length === 0))
      if (known.size < 10_000) known.set(name, answer)
    }
    return answer
  }
}

/**
 * Of a name with words of fields in it: true beside ordinary ones (`request uri`), false beside parts of a name (`iris petrova`);
 * undefined: they do not tell.
 */
function besideFieldWords(words: string): boolean | undefined {
  const all = words.split(' ')
  const rest = all.filter((word) => !FIELD_WORDS.has(word))
  if (rest.length === all.length) return undefined
  const evidence = rest.map(asWord)
  return evidence.includes('name') ? false : evidence.every((is) => is === 'ordinary') ? true : undefined
}

function asWord(word: string): 'ordinary' | 'name' | undefined {
  const plain = word.toLowerCase().replaceAll('ё', 'е')
  if (!/^\p{L}+$/u.test(plain)) return /^\d{1,3}$/.test(plain) ? 'ordinary' : undefined
  const script = scriptOf(plain)
  const { given, surname, patronymic, ordinary } = nameEvidence(plain, script)
  if (ordinary || plain.length <= 3) return 'ordinary'
  if (Math.max(given, surname, patronymic) >= 0.7) return 'name'
  return script === 'latin' && isEnglishWord(plain) ? 'ordinary' : undefined
}

function scriptOf(word: string): 'cyrillic' | 'latin' {
  return /^\p{Script=Latin}/u.test(word) ? 'latin' : 'cyrillic'
}

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/

/** What stands in a name's place when it may not be shown. */
export const WITHHELD = '(name withheld)'

/**
 * Is a key of an object somebody's data rather than a field's name? Only what is surely an identifier, or a name of two
 * words: a map by day, by product or by `rose` is no map of people.
 */
export function createKeyCheck(): (key: string) => boolean {
  const detect = createTextDetector({ find: [], locales: [], confidence: 0.5 })
  const known = new Map<string, boolean>()
  return (key) => {
    let answer = known.get(key)
    if (answer === undefined) {
      answer =
        detect(key).some(({ entity, start, end }) =>
          entity === 'person' ? /\p{L}[\s_.-]+\p{L}/u.test(key.slice(start, end)) : !HARMLESS.has(entity),
        ) || numbersIn(key).some((number) => detect(number).some(({ entity }) => PROVEN.has(entity)))
      if (known.size < 10_000) known.set(key, answer)
    }
    return answer
  }
}

/**
 * A number that letters touch is none to detectors, and the name of an element cannot begin with a digit: `k990101300123`.
 * So long a one is taken by itself, and believed where it has check digits.
 */
const LONG_NUMBER = /\d{10,}/g
/** The same in groups of one length, as people write numbers: `9901 0130 0123`. Shorter ones are mostly ranges. */
const GROUPED_NUMBER = /(?<!\d)(?:\d{3}(?:[ ._-]\d{3}){3,}|\d{4}(?:[ ._-]\d{4}){2,}|\d{6}(?:[ ._-]\d{6})+)(?!\d)/g

function numbersIn(key: string): string[] {
  const grouped = key.match(GROUPED_NUMBER) ?? []
  return [...(key.match(LONG_NUMBER) ?? []), ...grouped.map((number) => number.replace(/\D/g, ''))]
}

const PROVEN = new Set(recognisers.flatMap(({ entity, checksum }) => (checksum ? [entity] : [])))

/**
 * Is a value personal that stands outside all records, where dates, places and organisations are said of everybody? By what it
 * says itself, as a field of its name would be judged (a surname or a date of birth is one by what it is called), and where the
 * name asks for somebody: `exported_by`, `user`. `names`: its path, and others for it.
 */
export function createAroundCheck(): (names: readonly string[], text: string) => boolean {
  const detect = createTextDetector({ find: [], locales: [], confidence: 0.5 })
  const judge = createColumnDetector()
  const isPersonal = (name: string, text: string) => {
    const { entity, role, confidence } = judge(name, [text])
    return role !== 'insensitive' && confidence >= 0.5 && !OF_EVERYBODY.has(entity)
  }
  return (names, text) =>
    detect(text).some(({ entity }) => !OF_EVERYBODY.has(entity)) ||
    (isCalledForPerson(names[0]!) && mayBeSomebody(text)) ||
    (text.trim() !== '' && names.some((name) => isPersonal(name, text)))
}

/** An occupation is found in names of jobs of machines. */
const OF_EVERYBODY = new Set(['date', 'place', 'locality', 'organisation', 'nationality', 'url', 'occupation'])

/**
 * Is a key of an object a first name, by the tables and no ordinary word: `Иван`, `aigerim`? One word says little where a name
 * of a field is meant, so this is for showing keys of objects, not for refusing them.
 */
export function isFirstName(key: string): boolean {
  if (!/^\p{L}[\p{L}\p{M}'’-]{1,40}$/u.test(key) || FIELD_WORDS.has(key)) return false
  const script = scriptOf(key)
  const latin = script === 'latin'
  const { given, ordinary } = nameEvidence(key.toLowerCase().replaceAll('ё', 'е'), script)
  return !ordinary && given >= (latin && key === key.toLowerCase() ? 0.9 : 0.85)
}

/** Found in names of fields every day. */
const HARMLESS = new Set([
  'date',
  'birth-date',
  'place',
  'locality',
  'organisation',
  'address',
  'nationality',
  'url',
  'ip',
])
