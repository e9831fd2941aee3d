/**
 * What was found out of the words of a text, for the other finders that ask about the same ones. It is kept with the list of
 * the words and goes with it. A map beside them, however small, kept its texts alive: when it had been moved to the old part
 * of the heap, all that it had ever held was, until the next full collection.
 */
import type { NameToken } from './tokens.ts'

/** A list, and the answers about it, each in the place of its question. */
type Known = readonly NameToken[] & { answers?: { answer: unknown }[] }

let questions = 0

/** `ask`, not asked twice about the same list; `rest` must go with the list. */
export function ofTokens<T, Rest extends unknown[]>(
  ask: (tokens: readonly NameToken[], ...rest: Rest) => T,
): (tokens: readonly NameToken[], ...rest: Rest) => T {
  const question = questions++
  return (tokens: Known, ...rest) => {
    const answers = (tokens.answers ??= [])
    return (answers[question] ??= { answer: ask(tokens, ...rest) }).answer as T
  }
}
