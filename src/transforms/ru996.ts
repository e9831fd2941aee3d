import type { VerbProperties } from './verb.ts'

/** Methods of order 996 of Roskomnadzor (5 September 2013) that one field can be treated by; general knowledge. */
export type Ru996 = 'identifiers' | 'change-of-composition'

/**
 * Which of the order's methods a verb is: `identifiers` puts a code in the place of a value and keeps what leads back (a
 * key, a table); `change-of-composition` deletes, coarsens or replaces values. Decomposition and shuffling are about
 * whole tables. undefined: nothing is done.
 */
export function ru996Of({ iso20889 }: Pick<VerbProperties, 'iso20889'>): Ru996 | undefined {
  if (iso20889 === 'none') return undefined
  return iso20889 === 'pseudonymisation' || iso20889 === 'cryptographic' ? 'identifiers' : 'change-of-composition'
}
