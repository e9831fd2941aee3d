/**
 * What was found out of the words of a text, for the other finders that ask about the same ones: of many texts that go
 * together each is asked about in turn, so the answers of the last few hundred lists are kept, and dropped all at once.
 */
import type { NameToken } from './tokens.ts'

const MOST = 256

/** `ask`, not asked twice about the same list; `rest` must go with the list. */
export function ofTokens<T, Rest extends unknown[]>(
  ask: (tokens: readonly NameToken[], ...rest: Rest) => T,
): (tokens: readonly NameToken[], ...rest: Rest) => T {
  const known = new Map<readonly NameToken[], { answer: T }>()
  let last: readonly NameToken[] | undefined
  let answer: T
  return (tokens, ...rest) => {
    if (tokens === last) return answer
    let kept = known.get(tokens)
    if (!kept) {
      if (known.size >= MOST) known.clear()
      known.set(tokens, (kept = { answer: ask(tokens, ...rest) }))
    }
    last = tokens
    return (answer = kept.answer)
  }
}
