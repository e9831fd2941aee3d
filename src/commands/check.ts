import { checkInputs } from '../engine/read/check-inputs.ts'
import { checkApprovalKeys } from '../engine/policy-files/check-approval-keys.ts'
import { checkSideFiles } from '../engine/policy-files/check-side-files.ts'
import { readPolicy } from '../engine/policy-files/open-policy.ts'
import { basisFinding } from '../policy/basis-finding.ts'
import { findingText } from './finding-text.ts'
import { counted } from './numbers.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

/** `perde check POLICY`: all findings about a policy and the tables beside it; inputs are looked for, no data is read. */
export async function checkCommand(file: string, options: { json?: boolean }, terminal: Terminal): Promise<ExitStatus> {
  const asOf = new Date()
  const { policy, findings: ofPolicy, digest, baseDir } = readPolicy(file, terminal.cwd, asOf)
  const findings = [
    ...ofPolicy,
    ...(policy
      ? [
          ...basisFinding(policy, asOf, file),
          ...checkApprovalKeys(policy, file),
          ...checkSideFiles(policy, { file, baseDir }),
          ...(await checkInputs(policy, { file, baseDir })),
        ]
      : []),
  ]
  const errors = findings.filter((f) => f.severity === 'error').length
  const warnings = findings.length - errors
  if (options.json === true)
    await terminal.out(
      `${JSON.stringify({ ok: errors === 0, policySha256: errors === 0 ? (digest ?? null) : null, findings }, undefined, 2)}\n`,
    )
  else {
    for (const f of findings) terminal.err(findingText(f))
    terminal.err(
      errors > 0
        ? `perde: ${counted(errors, 'error')}${warnings > 0 ? `, ${counted(warnings, 'warning')}` : ''}\n`
        : `perde: the policy is in order${warnings > 0 ? `, with ${counted(warnings, 'warning')}` : ''} (${digest})\n`,
    )
  }
  return errors > 0 ? 78 : 0
}
