import { resolve } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { listReleaseRecords, placeOfRelease } from '../../evidence/release/release-record.ts'
import { loggedPurge } from '../../evidence/release/purge-entries.ts'
import { readLedger, type LedgerReading } from '../consents/read-ledger.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import { deniedInRelease } from '../passes/read-decisions.ts'
import { requestOf } from './release-request.ts'
import { stateOf } from './release-state.ts'

/** A release that stands, and how many of its records are of people whose consents do not permit it any more. */
export interface WithdrawnNow {
  release: string
  place: string
  records: number
}

/**
 * The releases of a log whose consents stand in a ledger, asked again by it as of `now`: those with records that may not be
 * used any more. One that cannot be asked is left out; `perde consent affected` says why.
 */
export async function withdrawnNow(
  log: string,
  ledger: string,
  reading: LedgerReading,
  now: Date,
): Promise<WithdrawnNow[]> {
  const asOf = Math.floor(now.getTime() / 1000)
  const found: WithdrawnNow[] = []
  // Compiled only where a release asks it.
  let register: ReadRegister | undefined
  const records = listReleaseRecords(log)
  for (const record of records) {
    const { release, decisions } = record
    const at = record.register?.place.ledger
    if (at === undefined || resolve(record.baseDir, at) !== ledger) continue
    if (stateOf(record, records) !== 'published') continue
    if (record.subjectKeyEphemeral || loggedPurge(log, release)) continue
    const request = requestOf(log, record, asOf)
    if (!request) continue
    register ??= await readLedger(ledger, reading, asOf)
    try {
      const kept = { log, release, parts: decisions, keys: reading.keys }
      const { denied } = deniedInRelease({ index: register.index, request }, kept)
      if (denied > 0) found.push({ release, place: placeOfRelease(record), records: denied })
    } catch (e) {
      if (!(e instanceof PerdeError)) throw e
    }
  }
  return found
}
