import { stat } from 'node:fs/promises'
import { PerdeError } from '../../errors.ts'
import { findInputs } from '../../io/lake/find-inputs.ts'
import { isObjectAddress } from '../../io/stores/open-store.ts'
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
  const { register, ledger } = policy.consent ?? {}
  if (register && !isTable(register.path)) named.push(['consent.register', register.path, 'the register of consents'])
  if (ledger !== undefined) named.push(['consent.ledger', headOf(ledger), 'the consent ledger'])
  const addresses: [string, string][] = [
    ...Object.entries(policy.dataset.sources).map(([name, { path }]): [string, string] => [
      `dataset.sources.${name}`,
      path,
    ]),
    ...(register ? [['consent.register.path', register.path] satisfies [string, string]] : []),
  ]
  const findings: Finding[] = addresses
    .filter(([, address]) => isTable(address) && writtenInput(address) !== address)
    .map(([path]) => ({
      severity: 'warning',
      code: 'POLICY_PASSWORD',
      message: 'a password stands in the policy',
      hint: 'leave it out of the address, and give it by PGPASSWORD, a password file (~/.pgpass) or a service file',
      where: { file, path },
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

/** A folder is there when its head is. */
function headOf(ledger: string): string {
  return ledger.endsWith('.jsonl') ? `${ledger}.head` : `${ledger}/head.json`
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
