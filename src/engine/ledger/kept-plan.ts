import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { seal, unseal } from '../../crypto/sealed.ts'
import { ioError, PerdeError, systemCode } from '../../errors.ts'
import { makeDirectory, replaceFile, systemFs } from '../../evidence/log/log-fs.ts'
import { keptPlanFile } from '../../evidence/release/release-record.ts'
import { parsePlanFile, planFileBytes, type PlanFile } from '../../plan/anonymity/plan-file.ts'
import type { LedgerKeys } from './ledger-file.ts'

/** Seals what is kept of a plan. */
export type PlanKeys = Pick<LedgerKeys, 'seal' | 'check'>

/**
 * Writes the plans of a release beside the log, sealed, since they hold original values: under the policy's key where it has
 * one that stays, else under one of the log's signing key, which may lie elsewhere. Durable when it returns. `plans`: by
 * source, as `keptPlanText` writes them.
 */
export function keepPlan(
  log: string,
  { dataset, release }: Pick<PlanFile, 'dataset' | 'release'>,
  plans: ReadonlyMap<string, Uint8Array>,
  keys: PlanKeys,
): { sha256: string } {
  const path = keptPlanFile(log, release)
  const text = planFileBytes({ dataset, release, salt: randomBytes(16).toString('hex') }, plans)
  const line = JSON.stringify({ perde: SEALED, version: 1, release, check: keys.check })
  const bytes = Buffer.concat([Buffer.from(`${line}\n`), seal(keys.seal, [line], text)])
  try {
    makeDirectory(systemFs, dirname(path))
    replaceFile(systemFs, path, bytes, 0o600)
  } catch (e) {
    throw ioError(e, 'keeping the plan of the release', { part: path })
  }
  return { sha256: createHash('sha256').update(bytes).digest('hex') }
}

const SEALED = 'sealed-anonymity-plan'

/** The bytes of the kept plan of a release; undefined: there is none. */
export function keptPlanBytes(log: string, release: string): Buffer | undefined {
  try {
    return readFileSync(keptPlanFile(log, release))
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return undefined
    throw ioError(e, 'reading the plan of the release')
  }
}

/**
 * `keys`: those that it may have been sealed under. Throws KEY_INVALID, LOG_TAMPERED where it is not what a run sealed,
 * PLAN_MISMATCH where it is no plan.
 */
export function openKeptPlan(bytes: Buffer, keys: readonly PlanKeys[]): PlanFile {
  const end = bytes.indexOf('\n')
  const line = bytes.subarray(0, end).toString()
  if (!line.startsWith(`{"perde":"${SEALED}"`)) return parsePlanFile(bytes.toString())
  const { check } = JSON.parse(line) as { check?: string }
  const key = keys.find((own) => own.check === check)
  if (!key)
    throw new PerdeError('KEY_INVALID', 'the plan of the release was sealed with another key', {
      hints: [
        'give the key that the release was made with: keys.consent, else keys.main, else the signing key of the log',
      ],
    })
  const text = unseal(key.seal, [line], bytes.subarray(end + 1))
  if (!text)
    throw new PerdeError('LOG_TAMPERED', 'the kept plan of the release is not as perde wrote it', {
      hints: ['see what else is wrong with: perde verify RELEASE --log DIR'],
    })
  return parsePlanFile(text.toString())
}

/** The plan in a file that the policy names. `read`: hears the SHA-256 of its bytes, in hex. Throws PLAN_MISMATCH, IO_FAILED. */
export function readPlanFile(path: string, shown: string, read?: (sha256: string) => void): PlanFile {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (e) {
    if (systemCode(e) === 'ENOENT')
      throw new PerdeError('PLAN_MISMATCH', 'the plan of anonymity does not exist', {
        where: { part: shown },
        hints: ['paths in a policy are relative to the policy file'],
      })
    throw ioError(e, 'reading the plan of anonymity', { part: shown })
  }
  read?.(createHash('sha256').update(bytes).digest('hex'))
  try {
    return parsePlanFile(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (e) {
    if (e instanceof PerdeError) throw e.at({ part: shown })
    throw new PerdeError('PLAN_MISMATCH', 'the plan of anonymity is not UTF-8', {
      where: { part: shown },
      hints: ['a plan that lies beside a log is sealed: perde anonymity show RELEASE --plan-out FILE opens it'],
    })
  }
}
