import { relative, resolve } from 'node:path'
import { approvePolicy } from '../engine/policy-files/approvals.ts'
import { openPolicy } from '../engine/policy-files/open-policy.ts'
import { PerdeError } from '../errors.ts'
import { loadKey } from '../keys/sources.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

/** `perde approve POLICY --key FILE`: signs the digest of the policy, beside it. */
export async function approveCommand(
  policyFile: string,
  options: { key: string; json?: boolean },
  terminal: Terminal,
): Promise<ExitStatus> {
  const { policy, digest } = openPolicy(policyFile, terminal.cwd, new Date())
  if (!policy.approval)
    throw new PerdeError('USAGE', 'the policy does not ask for an approval', {
      where: { part: policyFile },
      hints: ['write into it whose: approval: { keys: [VKEY] }, as perde key public FILE --name NAME prints it'],
    })
  const { root } = await loadKey({ file: options.key }, { baseDir: terminal.cwd, env: terminal.env })
  const { name, file } = approvePolicy(resolve(terminal.cwd, policyFile), digest, policy.approval, root)
  const shown = relative(terminal.cwd, file)
  if (options.json === true)
    await terminal.out(`${JSON.stringify({ policySha256: digest, name, file: shown }, undefined, 2)}\n`)
  else
    terminal.err(
      `perde: ${policyFile} is approved by ${name}: ${digest}\nperde: hint: the signature is in ${shown} and is of the policy as it is now; a change makes it void\n`,
    )
  return 0
}
