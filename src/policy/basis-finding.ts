import { checkPurpose } from './gate.ts'
import type { Finding, Policy } from './policy.ts'

/** The legal basis is one that a rule set of the policy refuses: the gate's own answer (R02), before a run gets it. */
export function basisFinding(policy: Policy, asOf: Date, file: string): Finding[] {
  return checkPurpose({ policy, asOf })
    .requirements.filter(({ id, result }) => id === 'R02' && result === 'fail')
    .map(({ message = 'the legal basis is refused', hint }) => ({
      severity: 'error',
      code: 'POLICY_BASIS',
      message,
      ...(hint !== undefined && { hint }),
      where: { file, path: 'purpose.basis' },
    }))
}
