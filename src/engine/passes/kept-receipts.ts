import { rmSync } from 'node:fs'
import { hkdf, lengthPrefixed } from '../../crypto/hkdf.ts'
import { ioError, PerdeError } from '../../errors.ts'
import { receiptsFile } from '../../evidence/release/release-record.ts'
import { openJournal, readJournal, receiptsOf, type JournalPart } from './journal.ts'
import type { Journal, JournalHeader } from './journal-frames.ts'
import type { Receipt } from '../wire/task.ts'
import { openReleaseKey } from './release-key.ts'

/**
 * What the blocks of a release gave, input by input, as a journal has it: with it a release can be made anew of which only
 * some inputs are read. It lies beside the decisions, under the same key of the release, and is erased with them; who was
 * decided about stands in the decision files alone.
 */
export function openKeptReceipts(
  log: string,
  release: string,
  key: Uint8Array,
  header: JournalHeader,
): Journal & { close(): void } {
  const path = receiptsFile(log, release)
  try {
    // Of a round that was void.
    rmSync(path, { force: true })
  } catch (e) {
    throw ioError(e, 'keeping what the release was made of')
  }
  return openJournal(path, keyOf(key, release), { header })
}

export interface KeptReceipts {
  header: JournalHeader
  parts: JournalPart[]
  /** what the blocks of an input gave */
  receipts(part: JournalPart): Iterable<Receipt>
}

/** `sealing`: seals the key of the release. Throws DENIED_CONSENT where it is gone, KEY_INVALID, LOG_TAMPERED. */
export function readKeptReceipts(
  log: string,
  release: string,
  { sealing, inputs }: { sealing: Uint8Array; inputs: number },
): KeptReceipts {
  const key = keyOf(openReleaseKey(log, release, sealing), release)
  const path = receiptsFile(log, release)
  const kept = readJournal(path, key)
  if (kept && kept.parts.length === inputs && kept.parts.every(({ part }, i) => part === i))
    return { ...kept, receipts: (part) => receiptsOf(path, key, part) }
  throw new PerdeError('LOG_TAMPERED', 'what the log keeps of the making of the release is gone, or is not whole', {
    hints: ['put it back as the run left it, or make all of it anew: run without --rebuild'],
  })
}

function keyOf(key: Uint8Array, release: string): Uint8Array {
  return hkdf(key, lengthPrefixed(['perde', '1', 'receipts', release]), 32)
}
