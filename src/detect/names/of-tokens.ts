/**
 * What was found out of the words of a text, for the other finders that ask about the same ones: they ask one after another,
 * so the last answer is enough, and nothing is kept of a text but that of the last one.
 */
import type { NameToken } from './tokens.ts'

/** `ask`, not asked twice about the same list; `rest` must go with the list. */
export function ofTokens<T, Rest extends unknown[]>(
  ask: (tokens: readonly NameToken[], ...rest: Rest) => T,
): (tokens: readonly NameToken[], ...rest: Rest) => T {
  let last: readonly NameToken[] | undefined
  let answer: T
  return (tokens, ...rest) => {
    if (tokens !== last) {
      answer = ask(tokens, ...rest)
      last = tokens
    }
    return answer
  }
}
