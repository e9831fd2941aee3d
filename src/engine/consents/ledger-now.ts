import { keyCheckHex, existingHead, ledgerState, upToOf, type LedgerReading } from './read-ledger.ts'
import { checkIdentity } from './ledger-writer.ts'
import { ledgerPlace } from './ledger-place.ts'
import { scanLedger } from './scan-ledger.ts'
import type { KnownLedger, LedgerState, SeenLedgers } from './seen-ledgers.ts'

/** How a ledger stands, and the states that a log has seen and that it does not go on from. Throws as `readLedger`, but for DENIED_LEDGER. */
export async function ledgerNow(
  path: string,
  { keys, entity, shown, signal }: LedgerReading,
  seen: SeenLedgers,
): Promise<{ state: LedgerState; broken: KnownLedger[] }> {
  const head = existingHead(path, shown)
  checkIdentity(head, { subjectType: entity ?? null, keyCheck: keyCheckHex(keys) }, shown)
  const scanned = await scanLedger(ledgerPlace(path), head, shown, () => undefined, { signal, sizes: seen.sizes() })
  const state = ledgerState(path, head, scanned.first, keys)
  return { state, broken: seen.broken(state, upToOf(scanned, keys)) }
}
