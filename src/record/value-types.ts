import { Kind } from './batch.ts'

/** What the values of a field are, in words; where a format or a database has types, in its own words. */
const WORDS: readonly (readonly [bit: number, word: string])[] = [
  [1 << Kind.boolean, 'boolean'],
  [1 << Kind.container, 'object'],
  [1 << Kind.number, 'number'],
  [1 << Kind.string, 'text'],
]

/** The words for the kinds of values that were met (a bit `1 << Kind` each), in order; null is of every type. */
export function typesOfKinds(kinds: number): string[] {
  return WORDS.flatMap(([bit, word]) => ((kinds & bit) === 0 ? [] : [word]))
}
