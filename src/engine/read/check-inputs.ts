import { stat } from 'node:fs/promises'
import { PerdeError } from '../../errors.ts'
import { findInputs } from '../../io/lake/find-inputs.ts'
import { isObjectAddress } from '../../io/stores/object-store.ts'
import type { Finding, Policy } from '../../policy/policy.ts'
import { isTable, writtenInput } from './table-input.ts'

/**
 * Warnings about files that a policy names and that are not there: they may come later, or be given on the command
 * line. Nothing is opened, and nobody is asked over the network.
 */
export async function checkInputs(
  policy: Policy,
  { file, baseDir }: { file: string; baseDir: string },
): Promise<Finding[]> {
  const named: [path: string, pattern: string, what: string][] = Object.entries(policy.dataset.sources)
    .filter(([, { path }]) => path !== '-' && !isTable(path) && !isObjectAddress(path))
    .map(([name, { path }]) => [`dataset.sources.${name}`, path, 'the input'])
  if (policy.consent) named.push(['consent.register', policy.consent.register.path, 'the register of consents'])
  const findings: Finding[] = Object.entries(policy.dataset.sources)
    .filter(([, { path }]) => isTable(path) && writtenInput(path) !== path)
    .map(([name]) => ({
      severity: 'warning',
      code: 'POLICY_PASSWORD',
      message: 'a password stands in the policy',
      hint: 'leave it out of the address, and give it by PGPASSWORD, a password file (~/.pgpass) or a service file',
      where: { file, path: `dataset.sources.${name}` },
    }))
  for (const [path, pattern, what] of named)
    if (!(await isThere(pattern, baseDir)))
      findings.push({
        severity: 'warning',
        code: 'POLICY_INPUT_MISSING',
        message: `${what} does not exist`,
        hint: 'paths in a policy are relative to the policy file',
        where: { file, path },
      })
  return findings
}

async function isThere(pattern: string, baseDir: string): Promise<boolean> {
  try {
    const [first] = await findInputs(pattern, baseDir)
    return first !== undefined && (await stat(first.path)).isFile()
  } catch (e) {
    if (e instanceof PerdeError || (e as { code?: unknown }).code !== undefined) return false
    throw e
  }
}
