import { hasPhrase, headerWords } from '../detect/header-words.ts'
import { fieldFacts, type PolicyField } from './field-facts.ts'
import type { Policy, RuleSetName } from './policy.ts'
import { isAncestor, resolveTerm } from './vocabulary.ts'

/** Which category of personal data an entity is of, as a DPV term; those that are special alone. */
const CATEGORY_OF: Readonly<Record<string, string>> = {
  health: 'dpv-pd:MedicalHealth',
  dna: 'dpv-pd:Genetic',
  belief: 'dpv-pd:ReligiousBelief',
  ...Object.fromEntries(
    ['biometric', 'face', 'finger', 'gait', 'iris', 'keystroke', 'palm', 'physiological', 'signature', 'voice'].map(
      (modality) => [modality, 'dpv-pd:Biometric'],
    ),
  ),
}

/** Rule sets under which a consent has to name special categories besides biometrics. */
const NAMED_UNDER: readonly RuleSetName[] = ['gdpr']

/** The category of a field, by its rule, its role, its entity or its name; undefined: none that this module knows. */
export function categoryOf({ rule, entity, path }: PolicyField): string | undefined {
  if (rule.category !== undefined) return resolveTerm('personal-data', rule.category)?.id ?? rule.category
  if (rule.role === 'biometric') return 'dpv-pd:Biometric'
  if (entity !== undefined && Object.hasOwn(CATEGORY_OF, entity)) return CATEGORY_OF[entity]
  return EMOTION.some((phrase) => hasPhrase(headerWords(path), phrase)) ? 'dpv-pd:Emotion' : undefined
}

const EMOTION = ['emotion*', 'mood', 'эмоци*', 'настроение', 'көңіл күй']

export function isSpecial(category: string | undefined): boolean {
  return category !== undefined && isWithin(category, 'dpv:SpecialCategoryPersonalData')
}

/** Is the category the other one, or a kind of it? */
export function isWithin(category: string, other: string): boolean {
  return category === other || isAncestor('personal-data', other, category)
}

/**
 * Special categories besides biometrics that a run uses and, under the rule sets in force, each consent has to name: DPV
 * terms, sorted. Biometrics are asked about whatever the rule sets.
 */
export function categoriesToName(policy: Policy): string[] {
  if (policy.purpose.basis !== 'consent' || !policy.purpose.rules.some((name) => NAMED_UNDER.includes(name))) return []
  const used = fieldFacts(policy).all.flatMap((field) => {
    const category = field.erased ? undefined : categoryOf(field)
    return category !== undefined && isSpecial(category) && !isWithin(category, 'dpv-pd:Biometric') ? [category] : []
  })
  return [...new Set(used)].sort()
}
