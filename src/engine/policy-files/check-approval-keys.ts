import { PerdeError } from '../../errors.ts'
import { parseVkey } from '../../evidence/log/vkey.ts'
import type { Finding, Policy } from '../../policy/policy.ts'

/** Findings about the keys that may approve a policy: one that was copied wrongly would approve nothing, and stop the run. */
export function checkApprovalKeys({ approval }: Pick<Policy, 'approval'>, file: string): Finding[] {
  return (approval?.keys ?? []).flatMap((vkey, i) => {
    try {
      parseVkey(vkey)
      return []
    } catch (e) {
      if (!(e instanceof PerdeError)) throw e
      return [
        {
          severity: 'error' as const,
          code: 'POLICY_VALUE',
          message: 'this is no verification key: its id is not that of its name and its point',
          hint: 'copy it as it is printed: perde key public FILE --name NAME',
          where: { file, path: `approval.keys[${i}]` },
        },
      ]
    }
  })
}
