import { relative, resolve } from 'node:path'
import { approvedFilesFile, approvePolicy } from '../engine/policy-files/approvals.ts'
import { namedFiles } from '../engine/policy-files/named-files.ts'
import { openPolicy } from '../engine/policy-files/open-policy.ts'
import { PerdeError } from '../errors.ts'
import { loadKey } from '../keys/sources.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

/** `perde approve POLICY --key FILE`: signs the digests of the policy and of the files that it names, beside it. */
export async function approveCommand(
  policyFile: string,
  options: { key: string; json?: boolean },
  terminal: Terminal,
): Promise<ExitStatus> {
  const { policy, digest, baseDir } = openPolicy(policyFile, terminal.cwd, new Date())
  if (!policy.approval)
    throw new PerdeError('USAGE', 'the policy does not ask for an approval', {
      where: { part: policyFile },
      hints: ['write into it whose: approval: { keys: [VKEY] }, as perde key public FILE --name NAME prints it'],
    })
  const { root } = await loadKey({ file: options.key }, { baseDir: terminal.cwd, env: terminal.env })
  const files = await namedFiles(policy, baseDir)
  const of = { policyFile: resolve(terminal.cwd, policyFile), baseDir, policySha256: digest, files }
  const { name, file } = approvePolicy(of, policy.approval, root)
  const shown = relative(terminal.cwd, file)
  const names = Object.keys(files).sort()
  if (options.json === true)
    await terminal.out(`${JSON.stringify({ policySha256: digest, files: names, name, file: shown }, undefined, 2)}\n`)
  else
    terminal.err(
      [
        `perde: ${policyFile} is approved by ${name}: ${digest}`,
        ...names.map((named) => `perde: with ${named}`),
        names.length === 0
          ? `perde: hint: the signature is in ${shown} and is of the policy as it is now; a change makes it void`
          : `perde: hint: the signature is in ${shown} and is of the policy and these files as they are now; a change of any makes it void. Their list is ${relative(terminal.cwd, approvedFilesFile(of.policyFile))}: keep it beside`,
        '',
      ].join('\n'),
    )
  return 0
}
