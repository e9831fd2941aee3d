import type { Policy } from './policy.ts'
import { isAncestor } from './vocabulary.ts'

/** Purposes for which the law of Kazakhstan wants data depersonalised before they are handed on (94-V, art. 17). */
const DEPERSONALISED_FOR = ['dpv:ResearchAndDevelopment', 'dpv:ScientificResearch', 'dpv:Marketing']

/**
 * May no value of a release be equal to a direct identifier of its record (R24)? So it is for research and marketing under
 * Kazakhstan's law on personal data, and for a hand-over to the national platform of artificial intelligence.
 */
export function refusesCopies({ purpose: { id, rules } }: Policy): boolean {
  if (rules.includes('kz-ai-platform')) return true
  const depersonalised = DEPERSONALISED_FOR.some((term) => term === id || isAncestor('purpose', term, id))
  return rules.includes('kz-personal-data') && depersonalised
}
