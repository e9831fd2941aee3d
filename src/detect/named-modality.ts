/** What the name of a field says of biometrics. */
import { hasPhrase } from './header-words.ts'
import type { Modality } from './modality.ts'
import { modalities } from './modalities.ts'

/** A name, or a shape that fits and no more: a question. */
export const NAME_ALONE = 0.45

export interface Named {
  modality: Modality
  strength: 'strong' | 'weak'
  word: string
}

/** The modality that the name speaks of; a false friend in the name silences it. */
export function namedModality(words: readonly string[]): Named | undefined {
  const found: Named[] = []
  for (const modality of modalities) {
    if (modality.names.falseFriends.some((w) => hasPhrase(words, w))) continue
    const strong = modality.names.strong.find((w) => hasPhrase(words, w))
    const weak = modality.names.weak?.find((w) => hasPhrase(words, w))
    if (strong !== undefined) found.push({ modality, strength: 'strong', word: strong })
    else if (weak !== undefined) found.push({ modality, strength: 'weak', word: weak })
  }
  return found.find((n) => n.strength === 'strong') ?? found[0]
}

/** What is known of a field beside its values. */
export interface Surrounding {
  named: Named | undefined
  /** another field of the record says who it is of */
  besidePerson: boolean
}
