/**
 * Reads a name as it stands in a text: every word in the nominative, and the case in which it stood. All words of a name
 * are read together, with the words around it: `Александра Иванова` is a woman, or a man whom somebody saw.
 */
import { capitalised } from '../inflection/grammar.ts'
import { bestReading, readingsOf } from './mention-readings.ts'
import type { Around, MentionForm, Reading, Readings } from './mention-readings.ts'
import type { NameIndex } from './name-index.ts'
import { nameWords } from './name-shape.ts'
import type { NameWord } from './name-shape.ts'
import { foldWord, nameKey } from './script.ts'

export interface Mention {
  /** the text with every word in the nominative, cased as it is */
  nominative: string
  /** its words without titles, offsets in the text as it stands */
  words: readonly NameWord[]
  /** the nominatives of `words`, with a capital; an initial as it is */
  lemmas: readonly string[]
  /** of the lemmas, by `nameKey` */
  keys: readonly string[]
  form: MentionForm
}

/** `wanted`: keys (`nameKey`) of the words by which people are named in full near by. */
export type MentionReader = (text: string, around: Around, wanted: ReadonlySet<string>) => Mention

const MOST_REMEMBERED = 5_000

/** Words of names repeat, and asking for all their forms is dear: answers are kept, at most so many. */
export function createMentionReader(index: NameIndex): MentionReader {
  const known = new Map<string, Readings>()
  const readings = (word: string): Readings => {
    let found = known.get(word)
    if (!found) {
      // A copy: a slice would hold the whole block of the text it was cut from.
      const kept = Buffer.from(word).toString()
      found = readingsOf(kept, index)
      if (known.size >= MOST_REMEMBERED) known.clear()
      if (word.length < LONGEST_KEPT) known.set(kept, found)
    }
    return found
  }
  return (text, around, wanted) => readMention(text, around, index, readings, wanted)
}

const LONGEST_KEPT = 40

function readMention(
  text: string,
  around: Around,
  index: NameIndex,
  readings: (word: string) => Readings,
  wanted: ReadonlySet<string>,
): Mention {
  const words = nameWords(text, index).filter((word) => !word.title)
  const full = words.filter((word) => !word.initial).map((word) => capitalised(word.text))
  const read =
    full.length === 0
      ? undefined
      : LATIN.test(full[0]!)
        ? english(full)
        : bestReading(full.map(readings), full, around, words.length === 1, wanted)
  const form: MentionForm = read?.form ?? { language: 'ru', case: 'nominative', plural: false }
  let next = 0
  const lemmas = words.map((word) => (word.initial ? word.text : (read?.lemmas[next++] ?? word.text)))
  let nextKey = 0
  const keys = words.map((word) => (word.initial || !read ? nameKey(word.text) : read.keys[nextKey++]!))
  return { nominative: inNominative(text, words, lemmas), words, lemmas, keys, form }
}

const LATIN = /^\p{Script=Latin}/u

function english(words: readonly string[]): Reading {
  const last = words.at(-1)!
  const ending = /['’]s$/i.exec(last)?.[0] ?? ''
  const lemmas = [...words.slice(0, -1), ending === '' ? last : last.slice(0, -ending.length)]
  return { lemmas, keys: lemmas.map(nameKey), form: { language: 'en', ending: ending.toLowerCase() } }
}

/** The lemmas in place of the words, in their letters: `ИВАНОВОЙ А.` → `ИВАНОВА А.` */
function inNominative(text: string, words: readonly NameWord[], lemmas: readonly string[]): string {
  let out = ''
  let from = 0
  words.forEach((word, i) => {
    out += text.slice(from, word.start) + (word.initial ? text.slice(word.start, word.end) : asCased(lemmas[i]!, word))
    from = word.end
  })
  return out + text.slice(from)
}

function asCased(lemma: string, { text, start, end }: NameWord): string {
  // A word that is in the nominative stays as it is written.
  if (end - start === text.length && foldWord(lemma) === foldWord(text)) return text
  if (text === text.toLowerCase()) return lemma.toLowerCase()
  return text === text.toUpperCase() ? lemma.toUpperCase() : lemma
}
