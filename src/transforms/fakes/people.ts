/**
 * Whom the names of one record mean: a full name, the given name alone, the surname alone and initials are one person
 * where nothing speaks against it. The parts of the fullest name, and of the record's own columns first, serve all.
 */
import type { Mention } from './mention.ts'
import type { Gender, NameIndex } from './name-index.ts'
import { nameShape, nameWords } from './name-shape.ts'
import type { NamePart } from './name-shape.ts'
import { nameKey } from './script.ts'
import { genderOfSplit, joinSplitParts } from './split-name.ts'
import type { SplitPart } from './split-name.ts'

/** A word of a mention: which part of a name it is, and by which name in the nominative its stand-in is drawn. */
export interface LinkedWord {
  part: NamePart
  source: string
  /** the word of that source as it is written there; undefined: the source lacks this part */
  model: string | undefined
}

export interface LinkedMention {
  /** the fullest name of the person: one for all mentions of one */
  person: string
  /** undefined: the parts of the name cannot be told */
  words: LinkedWord[] | undefined
  /** of the person, where columns with the parts of the name tell it; undefined: the name of each word does */
  gender?: Gender | undefined
}

/** A name in a column of the record; `split`: it is a part of one. */
export interface ColumnName {
  text: string
  split?: Omit<SplitPart, 'text'>
}

interface PersonWord {
  key: string
  part: NamePart
  initial: boolean
  source: string
  text: string
}

interface Person {
  id: string
  known: boolean
  gender?: Gender | undefined
  /** place among the mentions */
  at: number
  words: PersonWord[]
}

/** Who is meant by each mention. `known`: names in the record's own columns. */
export function linkPeople(
  mentions: readonly Mention[],
  known: readonly ColumnName[],
  index: NameIndex,
): LinkedMention[] {
  const people = createPeople()
  const split = splitPeople(known, index)
  const inSplit = new Set(split.flatMap(({ words }) => words.map(({ source }) => source)))
  const inColumns = known.flatMap(({ text: name, split: part }): Person[] => {
    if (part && inSplit.has(name)) return []
    const texts = nameWords(name, index).filter((word) => !word.title)
    const words = wordsOf(
      name,
      texts.map(({ text }) => text),
      texts.map(({ text }) => nameKey(text)),
      index,
    )
    return words ? [{ id: name, known: true, at: -1, words }] : []
  })
  ;[...split, ...inColumns].sort((a, b) => fullness(b.words) - fullness(a.words)).forEach(people.add)
  const parts = mentions.map(({ nominative, lemmas, keys }) => wordsOf(nominative, lemmas, keys, index))
  const order = [...mentions.keys()].sort((a, b) => fullness(parts[b] ?? []) - fullness(parts[a] ?? []) || a - b)
  const linked = new Array<LinkedMention>(mentions.length)
  for (const at of order) {
    const { nominative, form } = mentions[at]!
    const words = parts[at]
    const plural = form.language !== 'en' && form.plural
    linked[at] = words
      ? link({ id: nominative, known: false, at, words }, people, plural)
      : { person: nominative, words: undefined }
  }
  return linked
}

const OFFICIAL: readonly NamePart[] = ['surname', 'given', 'patronymic']

/** Those whose names have their parts in columns of their own: each word is drawn as its column draws it. */
function splitPeople(known: readonly ColumnName[], index: NameIndex): Person[] {
  const parts = known.flatMap(({ text, split }) => (split && /^\s*[^\s]+\s*$/.test(text) ? [{ ...split, text }] : []))
  return joinSplitParts(parts).map((group) => {
    const ordered = group.sort((a, b) => OFFICIAL.indexOf(a.part) - OFFICIAL.indexOf(b.part))
    return {
      id: ordered.map(({ text }) => text.trim()).join(' '),
      known: true,
      gender: genderOfSplit(ordered, index),
      at: -1,
      words: ordered.map(({ part, text }) => ({
        key: nameKey(text),
        part,
        initial: false,
        source: text,
        text: text.trim(),
      })),
    }
  })
}

/** Everybody met so far, found by the words of their names. */
interface People {
  add(person: Person): void
  /** in the order in which they were added */
  sharing(keys: readonly string[]): Person[]
}

/** So many bearers of one word are compared, the last ones: a text may be a list of thousands. */
const MOST_ALIKE = 64

function createPeople(): People {
  const byKey = new Map<string, Person[]>()
  return {
    add(person) {
      for (const key of new Set(person.words.filter(({ initial }) => !initial).map(({ key }) => key))) {
        const list = byKey.get(key)
        if (!list) byKey.set(key, [person])
        else {
          list.push(person)
          // Those of the columns stay.
          if (list.length > MOST_ALIKE) list.splice(list.findIndex(({ known }) => !known) >>> 0, 1)
        }
      }
    },
    sharing: (keys) => [...new Set(keys.flatMap((key) => byKey.get(key) ?? []))],
  }
}

/** Keys of the words of names that are written in full: what other mentions may be forms of. */
export function wantedKeys(mentions: readonly Mention[], known: readonly ColumnName[], index: NameIndex): Set<string> {
  const keys = new Set<string>()
  for (const mention of mentions)
    if (mention.words.length > 1) mention.keys.forEach((key, i) => mention.words[i]!.initial || keys.add(key))
  for (const name of known)
    for (const word of nameWords(name.text, index)) if (!word.initial && !word.title) keys.add(nameKey(word.text))
  return keys
}

function wordsOf(
  name: string,
  lemmas: readonly string[],
  keys: readonly string[],
  index: NameIndex,
): PersonWord[] | undefined {
  const { pieces } = nameShape(name, index)
  if (pieces.length !== lemmas.length) return undefined
  return pieces.map(({ part, initial }, i) => ({
    key: keys[i]!,
    part,
    initial: initial !== undefined,
    source: name,
    text: lemmas[i]!,
  }))
}

function fullness(words: readonly PersonWord[]): number {
  return words.filter((word) => !word.initial).length
}

/** Links one mention to the people that are there, and adds it where it says something new of its person. */
function link(mention: Person, people: People, plural: boolean): LinkedMention {
  const keys = mention.words.flatMap(({ key, initial }) => (initial ? [] : plural ? [key, `${key}a`] : [key]))
  const fitting = people.sharing(keys).filter((person) => fits(mention, person, plural))
  const known = fitting.filter((person) => person.known)
  const near = fitting
    .filter((person) => !person.known)
    .sort((a, b) => fullness(b.words) - fullness(a.words) || distance(a, mention) - distance(b, mention))
  const leaders = [...known, ...near.slice(0, 1)]
  const words = mention.words.map((word): LinkedWord & { text: string } => {
    for (const leader of leaders) {
      const same = sameWord(word, leader.words, plural)
      if (same) return { part: same.part, source: same.source, model: same.text, text: word.text }
    }
    // The leader lacks this part: it is drawn for the leader all the same, so that it is the same everywhere.
    const source = leaders.find((leader) => fullness(leader.words) > 1 || leader.words.some((w) => w.initial))
    return { part: word.part, source: source?.words[0]!.source ?? word.source, model: undefined, text: word.text }
  })
  const id = leaders[0]?.id ?? mention.id
  const isNew = words.some(({ model }, i) => model === undefined || (i > 0 && words[i]!.source !== words[0]!.source))
  if (!plural && (isNew || leaders.length === 0))
    people.add({
      ...mention,
      id,
      gender: leaders[0]?.gender,
      words: mention.words.map((word, i) => ({ ...word, part: words[i]!.part, source: words[i]!.source })),
    })
  return {
    person: id,
    words: words.map(({ part, source, model }) => ({ part, source, model })),
    gender: leaders[0]?.gender,
  }
}

/** Before the mention rather than behind it, and near it rather than far. */
function distance(person: Person, { at }: Person): number {
  return person.at < at ? at - person.at : 1e6 + person.at
}

/** At least one word is the same, and no part is another. */
function fits(mention: Person, person: Person, plural: boolean): boolean {
  let shared = 0
  for (const word of mention.words) {
    if (!word.initial && person.words.some((other) => !other.initial && isSame(word, other, plural))) {
      shared++
      continue
    }
    const other = person.words.find(({ part }) => part === word.part)
    if (!other) continue
    if (!word.initial && !other.initial) return false
    if (word.key[0] !== other.key[0]) return false
  }
  return shared > 0
}

function sameWord(word: PersonWord, words: readonly PersonWord[], plural: boolean): PersonWord | undefined {
  return (
    words.find((other) => !word.initial && !other.initial && isSame(word, other, plural)) ??
    words.find((other) => other.part === word.part)
  )
}

/** Of a family only the stem of the surname is the person's. */
function isSame(word: PersonWord, other: PersonWord, plural: boolean): boolean {
  return word.key === other.key || (plural && other.key === `${word.key}a`)
}
