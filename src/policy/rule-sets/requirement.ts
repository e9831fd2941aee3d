import type { FieldFacts } from '../field-facts.ts'
import type { Policy } from '../policy.ts'
import type { CheckedSignal } from '../signals/read-signals.ts'

/** What a requirement can look at: the policy and nothing of the data. */
export interface GateFacts {
  policy: Policy
  asOf: Date
  fields: FieldFacts
  signals: readonly CheckedSignal[]
}

export type Outcome =
  { result: 'pass' | 'not-applicable'; message?: string } | { result: 'fail'; message: string; hint?: string }

/**
 * One checkable requirement. Ids R01…R51 are those of the list of requirements in `policies/README.md`; from R61 on
 * they are perde's own.
 */
export interface Requirement {
  id: `R${number}`
  /** one sentence that is true of a policy that passes */
  rule: string
  /** where the law says so; only articles whose primary text was read */
  article?: string
  check(facts: GateFacts): Outcome
}

export const PASS: Outcome = { result: 'pass' }

export function notApplicable(message?: string): Outcome {
  return { result: 'not-applicable', ...(message !== undefined && { message }) }
}

export function fail(message: string, hint?: string): Outcome {
  return { result: 'fail', message, ...(hint !== undefined && { hint }) }
}
