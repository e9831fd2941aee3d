import { LedgerCompiler } from '../../consent/ledger/compile.ts'
import { keyCheckValue } from '../../consent/subject-ref.ts'
import { PerdeError } from '../../errors.ts'
import { readHead, type LedgerHead } from './ledger-head.ts'
import { ledgerPlace } from './ledger-place.ts'
import { checkIdentity } from './ledger-writer.ts'
import { keyed, type ReadRegister } from './read-register.ts'
import { scanLedger } from './scan-ledger.ts'
import type { SubjectKeys } from './subject-keys.ts'

export interface LedgerReading {
  keys: SubjectKeys
  entity: string | undefined
  /** as the user called it */
  shown: string
  signal?: AbortSignal | undefined
}

/**
 * Reads and compiles a consent ledger at an absolute path. `knownAt`: as it was known then, in seconds since 1970.
 * @throws PerdeError INPUT_NOT_FOUND, CONSENT_LEDGER_*, KEY_INVALID
 */
export async function readLedger(
  path: string,
  { keys, entity, shown, signal }: LedgerReading,
  asOf: number,
  knownAt?: number,
): Promise<ReadRegister> {
  const head = existingHead(path, shown)
  checkIdentity(head, { subjectType: entity ?? null, keyCheck: keyCheckHex(keys) }, shown)
  const compiler = new LedgerCompiler(knownAt)
  await scanLedger(ledgerPlace(path), head, shown, (bytes, start, end) => compiler.add(bytes, start, end), signal)
  return {
    index: compiler.finish(asOf, keyCheckValue(keys.a, keys.b)),
    findings: [],
    findingCounts: {},
    rows: head.events,
    unit: 'line',
    keyedSha256: ledgerDigest(head, keys),
  }
}

/** The digest that `readLedger` would give now. */
export function ledgerDigest(head: LedgerHead, keys: SubjectKeys): string {
  return keyed(Buffer.from(head.sha256, 'hex'), keys)
}

export function existingHead(path: string, shown: string): LedgerHead {
  const head = readHead(ledgerPlace(path), shown)
  if (head) return head
  throw new PerdeError('INPUT_NOT_FOUND', 'the consent ledger does not exist', {
    where: { part: shown },
    hints: ['make it with: perde consent import TABLE --ledger …', 'paths in a policy are relative to the policy file'],
  })
}

export function keyCheckHex(keys: SubjectKeys): string {
  return Buffer.from(keyCheckValue(keys.a, keys.b)).toString('hex')
}
