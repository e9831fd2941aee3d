import { resolve } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { Policy } from '../../policy/policy.ts'
import { isObjects } from '../read/address.ts'

/**
 * Where a policy has to be approved, the log that it names is a part of what is approved: another one knows neither what was
 * taken back nor what the consents were. `log`: folder or address that was given. Throws USAGE.
 */
export function refuseOtherLog({ approval, audit }: Policy, baseDir: string, log: string): void {
  if (!approval || audit.log === undefined) return
  if ((isObjects(audit.log) ? audit.log : resolve(baseDir, audit.log)) === log) return
  throw new PerdeError('USAGE', 'the policy asks for an approval and names its log, and another log was given', {
    where: { part: audit.log },
    hints: ['leave --log and PERDE_LOG out, or have a policy approved that names the other one under audit.log'],
  })
}
