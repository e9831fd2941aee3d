import { NAME_HINTS, NEGATIVE_WORDS } from './column-names.ts'
import { hasPhrase, headerWords } from './header-words.ts'
import { QUASI_HINTS, SENSITIVE_HINTS } from './quasi-names.ts'

/**
 * What the last name of a path alone promises: `patient.address.zip` → `postcode`. A question more than a finding (the values
 * were not seen), for whoever has nothing but a policy. undefined: nothing.
 */
export function namedEntity(path: string): string | undefined {
  const words = headerWords(lastName(path))
  if (words.length === 0) return undefined
  const hint = [...NAME_HINTS, ...QUASI_HINTS, ...SENSITIVE_HINTS].find(
    ({ phrases, not }) =>
      phrases.some((phrase) => hasPhrase(words, phrase) && !NEGATIVE_WORDS.some((w) => speaksOf(words, w, phrase))) &&
      !not?.some((w) => hasPhrase(words, w)),
  )
  return hint?.entity
}

/** A word beside the phrase, not in it, makes the name speak of something else: a count, a flag, a kind. */
function speaksOf(words: readonly string[], word: string, phrase: string): boolean {
  return !hasPhrase(phrase.split(' '), word) && hasPhrase(words, word)
}

/** Behind the last dot, bracket or attribute mark that is not inside quotes; of `name.*` the name before it. */
function lastName(path: string): string {
  const quoted = /"([^"]*)"(?:\[\])*$/.exec(path)
  if (quoted) return quoted[1]!
  return (
    path
      .split(/[.@#[\]*]+/)
      .filter((part) => part !== '')
      .at(-1) ?? ''
  )
}
