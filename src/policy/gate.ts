import { fieldFacts } from './field-facts.ts'
import type { Policy, RuleSetName } from './policy.ts'
import { gdpr } from './rule-sets/gdpr.ts'
import { general } from './rule-sets/general.ts'
import { hipaaSafeHarbor } from './rule-sets/hipaa-safe-harbor.ts'
import { kzAi } from './rule-sets/kz-ai.ts'
import { kzAiPlatform } from './rule-sets/kz-ai-platform.ts'
import { kzPersonalData } from './rule-sets/kz-personal-data.ts'
import type { GateFacts, Outcome, Requirement } from './rule-sets/requirement.ts'
import { categoriesToName } from './special-categories.ts'
import { readSignals, type CheckedSignal } from './signals/read-signals.ts'
import { resolveTerm } from './vocabulary.ts'

export interface GateInput {
  policy: Policy
  asOf: Date
  /** contents of files that `provenance.signals` names, by that name */
  signalTexts?: Readonly<Record<string, string>>
  /** fields that are known to be biometric and used, or to leave unchanged, beside those the policy says: `source.path` */
  found?: { biometricUsed?: readonly string[]; kept?: readonly string[] }
}

export interface GateDecision {
  decision: 'permit' | 'deny'
  request: GateRequest
  /** in the order of their ids, each id once */
  requirements: CheckedRequirement[]
  /** what each of `provenance.signals` says about training */
  signals: CheckedSignal[]
}

/** What the run asks leave for. */
export interface GateRequest {
  purpose: string
  processing: string
  /** categories of data that a consent has to name: `dpv-pd:Biometric` where a biometric field is used; [] = ordinary data only */
  categories: string[]
  controller: string | undefined
  recipients: string[]
  jurisdiction: string[]
}

export interface CheckedRequirement {
  id: string
  rule: string
  result: Outcome['result']
  article?: string
  /** why it failed, with the article; or why it does not apply */
  message?: string
  hint?: string
}

/**
 * The purpose gate, asked before any data is read: what every policy must say, and what its rule sets add. Pure. One
 * requirement that fails denies; what cannot be named or read fails. R04 is decided record by record by the consent
 * part.
 */
export function checkPurpose({ policy, asOf, signalTexts = {}, found = {} }: GateInput): GateDecision {
  const fields = fieldFacts(policy)
  const signals = readSignals(policy.dataset.provenance ?? {}, signalTexts)
  const used = [...fields.biometricUsed, ...(found.biometricUsed ?? [])]
  const facts: GateFacts = {
    policy,
    asOf,
    signals,
    fields: {
      ...fields,
      biometric: [...fields.biometric, ...(found.biometricUsed ?? [])],
      biometricUsed: used,
      kept: [...fields.kept, ...(found.kept ?? [])],
    },
  }
  const asked = [...general, ...policy.purpose.rules.flatMap((name) => RULE_SETS[name])]
  const ids = [...new Set(asked.map(({ id }) => id))].sort()
  const requirements = ids.map((id) =>
    checkOne(
      asked.filter((requirement) => requirement.id === id),
      facts,
    ),
  )
  const { provenance } = policy.dataset
  return {
    decision: requirements.some(({ result }) => result === 'fail') ? 'deny' : 'permit',
    request: {
      purpose: resolveTerm('purpose', policy.purpose.id)?.id ?? policy.purpose.id,
      processing: resolveTerm('processing', policy.purpose.processing)?.id ?? policy.purpose.processing,
      categories: [...(used.length > 0 ? ['dpv-pd:Biometric'] : []), ...categoriesToName(policy)],
      controller: provenance?.controller,
      recipients: policy.purpose.recipients ?? [],
      jurisdiction: provenance?.jurisdiction ?? [],
    },
    requirements,
    signals,
  }
}

const RULE_SETS: Record<RuleSetName, readonly Requirement[]> = {
  'kz-ai': kzAi,
  'kz-personal-data': kzPersonalData,
  'kz-ai-platform': kzAiPlatform,
  gdpr,
  'hipaa-safe-harbor': hipaaSafeHarbor,
}

/** A requirement that several rule sets have is one: it fails if any of them says so, and names all articles that do. */
function checkOne(same: readonly Requirement[], facts: GateFacts): CheckedRequirement {
  const outcomes = same.map((requirement) => ({ ...requirement, outcome: requirement.check(facts) }))
  const failed = outcomes.filter(({ outcome }) => outcome.result === 'fail')
  const told = failed.length > 0 ? failed : outcomes
  // What the law says comes after what perde says of itself; the last is the most exact.
  const { id, rule, outcome } = told.at(-1)!
  const articles = told.flatMap(({ article }) => article ?? [])
  const article = articles.length > 0 ? articles.join('; ') : undefined
  const message =
    outcome.result === 'fail' && article !== undefined ? `${outcome.message} (${article})` : outcome.message
  return {
    id,
    rule,
    result: outcome.result,
    ...(article !== undefined && { article }),
    ...(message !== undefined && { message }),
    ...('hint' in outcome && outcome.hint !== undefined && { hint: outcome.hint }),
  }
}
