import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import type { FileDigests } from '../../evidence/approval/approved-files.ts'
import { findInputs } from '../../io/lake/find-inputs.ts'
import type { Policy } from '../../policy/policy.ts'
import { digestOf } from '../read/digest-of.ts'
import { sideFileDigests, readSideFile } from './side-file.ts'
import { signalTexts } from './signal-files.ts'
import { stepTables } from './step-tables.ts'

/**
 * The files that a policy names beside its sources, its consents, its keys and what perde keeps: tables of rules and levels,
 * signals, a plan, the table of a population. Together with the policy's text they say what is released, so an approval
 * covers them. `signals`: their texts, where they were read already. Throws POLICY_INVALID, INPUT_*, IO_FAILED for one that
 * cannot be read.
 */
export async function namedFiles(
  policy: Policy,
  baseDir: string,
  signals: Readonly<Record<string, string>> = signalTexts(policy, baseDir),
): Promise<FileDigests> {
  const texts = { ...signals }
  const tables = [...stepTables(policy).keys(), ...levelTables(policy)]
  for (const table of tables) texts[table] ??= readSideFile(table, baseDir)
  return { ...sideFileDigests(texts), ...planDigest(policy, baseDir), ...(await populationDigests(policy, baseDir)) }
}

/**
 * Holds files that were read against those that somebody approved. Throws INPUT_CHANGED for one that is another, which was
 * exchanged meanwhile. `approved`: undefined where nobody did.
 */
export function refuseExchanged(approved: FileDigests | undefined, read: FileDigests): void {
  if (!approved) return
  for (const [name, sha256] of Object.entries(read))
    if (!Object.hasOwn(approved, name) || approved[name] !== sha256) throw exchanged(name)
}

function exchanged(part: string): PerdeError {
  return new PerdeError('INPUT_CHANGED', 'a file of the policy was exchanged after its approval had been checked', {
    where: { part },
    retryable: true,
    hints: ['run again when nobody writes there; nothing was published'],
  })
}

/** The same for the files of a population, in their order: all of them, since one that is gone changes the count as much. */
export function refuseExchangedPopulation(approved: FileDigests | undefined, read: readonly string[]): void {
  if (!approved) return
  const names = Object.keys(approved).filter((name) => name.startsWith(populationName('')))
  const digests = Object.fromEntries(read.map((sha256, i) => [names[i] ?? populationName('another file'), sha256]))
  refuseExchanged(approved, digests)
  if (read.length < names.length) throw exchanged(names[read.length]!)
}

/** What a file of a population is called in the list: its name may be that of another file of the policy. */
function populationName(name: string): string {
  return `population: ${name}`
}

/** As above, of the plan that `anonymity.plan` names. */
export function planName(name: string): string {
  return `plan: ${name}`
}

function levelTables({ anonymity }: Policy): string[] {
  return Object.values(anonymity?.hierarchies ?? {}).flatMap((spec) => ('file' in spec ? [spec.file] : []))
}

function planDigest({ anonymity }: Policy, baseDir: string): FileDigests {
  const plan = anonymity?.plan
  if (plan === undefined) return {}
  try {
    const bytes = readFileSync(resolve(baseDir, plan))
    return { [planName(plan)]: createHash('sha256').update(bytes).digest('hex') }
  } catch (e) {
    if (systemCode(e) === 'ENOENT')
      throw new PerdeError('PLAN_MISMATCH', 'the plan of anonymity does not exist', {
        where: { part: plan },
        hints: ['paths in a policy are relative to the policy file'],
      })
    throw ioError(e, 'reading the plan of anonymity', { part: plan })
  }
}

async function populationDigests({ anonymity }: Policy, baseDir: string): Promise<FileDigests> {
  const spec = anonymity?.population
  if (typeof spec !== 'object') return {}
  const digests: Record<string, string> = {}
  for (const file of await findInputs(spec.path, baseDir)) {
    const bytes = await file.open(file.name)
    try {
      digests[populationName(file.name)] = await digestOf(bytes)
    } finally {
      await bytes.close().catch(() => undefined)
    }
  }
  return digests
}
