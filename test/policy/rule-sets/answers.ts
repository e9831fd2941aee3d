import { checkPurpose } from '../../../src/policy/gate.ts'
import { parsePolicy } from '../../../src/policy/parse-policy.ts'
import { AS_OF } from '../good-policy.ts'
import type { Change } from '../changes.ts'

/** The requirements that fail for a policy after a change of its data. */
export function failedIn(text: string, change: Change = () => undefined): string[] {
  return answersOf(text, change)
    .filter(({ result }) => result === 'fail')
    .map(({ id }) => id)
}

export function messageOf(text: string, change: Change, id: string): string | undefined {
  return answersOf(text, change).find((requirement) => requirement.id === id)?.message
}

function answersOf(text: string, change: Change) {
  const { policy, findings } = parsePolicy(text)
  if (!policy) throw new Error(findings.map(({ message }) => message).join('; '))
  change(policy)
  return checkPurpose({ policy, asOf: AS_OF }).requirements
}
