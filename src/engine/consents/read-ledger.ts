import { createHash } from 'node:crypto'
import { LedgerCompiler } from '../../consent/ledger/compile.ts'
import { keyCheckValue } from '../../consent/subject-ref.ts'
import { PerdeError } from '../../errors.ts'
import { readHead, type LedgerHead } from './ledger-head.ts'
import { ledgerPlace } from './ledger-place.ts'
import { checkIdentity } from './ledger-writer.ts'
import { keyed, type ReadRegister } from './read-register.ts'
import { scanLedger, type Scanned, type TakeLine } from './scan-ledger.ts'
import type { LedgerState, SeenLedgers } from './seen-ledgers.ts'
import type { SubjectKeys } from './subject-keys.ts'

export interface LedgerReading {
  keys: SubjectKeys
  entity: string | undefined
  /** as the user called it */
  shown: string
  signal?: AbortSignal | undefined
  /** what a log has seen of it, which it has to go on from */
  seen?: SeenLedgers | undefined
}

/**
 * Reads and compiles a consent ledger at an absolute path. `knownAt`: as it was known then, in seconds since 1970.
 * @throws PerdeError INPUT_NOT_FOUND, CONSENT_LEDGER_*, KEY_INVALID, DENIED_LEDGER
 */
export async function readLedger(
  path: string,
  { keys, entity, shown, signal, seen }: LedgerReading,
  asOf: number,
  knownAt?: number,
): Promise<ReadRegister> {
  const head = existingHead(path, shown)
  checkIdentity(head, { subjectType: entity ?? null, keyCheck: keyCheckHex(keys) }, shown)
  const compiler = new LedgerCompiler(knownAt)
  const take: TakeLine = (bytes, start, end) => compiler.add(bytes, start, end)
  const scanned = await scanLedger(ledgerPlace(path), head, shown, take, { signal, sizes: seen?.sizes() })
  const ledger = ledgerState(path, head, scanned.first, keys)
  seen?.check(ledger, upToOf(scanned, keys), shown)
  return {
    index: compiler.finish(asOf, keyCheckValue(keys.a, keys.b)),
    findings: [],
    findingCounts: {},
    rows: head.events,
    unit: 'line',
    keyedSha256: ledger.sha256,
    ledger,
  }
}

/** How a ledger at an absolute path stands, as a log may say it. `first`: digest of its first line. */
export function ledgerState(path: string, head: LedgerHead, first: Buffer | undefined, keys: SubjectKeys): LedgerState {
  const { keyCheck, events, bytes } = head
  const place = keyed(createHash('sha256').update(path).digest(), keys)
  const sha256 = ledgerDigest(head, keys)
  return { ...(first && { ledger: keyed(first, keys) }), place, keyCheck, events, bytes, sha256 }
}

/** Keyed digests of its beginnings. */
export function upToOf({ upTo }: Scanned, keys: SubjectKeys): (bytes: number) => string | undefined {
  return (bytes) => {
    const sha256 = upTo.get(bytes)
    return sha256 && keyed(sha256, keys)
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
