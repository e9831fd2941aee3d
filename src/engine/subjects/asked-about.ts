import { encodeRef } from '../../consent/ledger/reference.ts'
import { marksOf } from '../../consent/requests/marked.ts'
import { reasonName } from '../../consent/reasons.ts'
import { PerdeError } from '../../errors.ts'
import { verifyLog } from '../../evidence/log/verify-log.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'
import { askedDatasets, readOthers, readRequests } from './request-store.ts'

/** Why every run with this log and key leaves a person out, whatever the consents say. */
export type LeftOut = 'BLOCKED' | 'DESTROYED'

/**
 * What a person asked that leaves them out, of all data sets of a log. `dataset`: the one that is asked about, whose requests
 * have to be readable; undefined: none is named. Throws LOG_TAMPERED, and as `readRequests`.
 */
export function askedAbout(
  log: string,
  keys: SubjectKeys,
  ref: Uint8Array,
  dataset: string | undefined,
): LeftOut | undefined {
  if (!verifyLog(log).ok)
    throw new PerdeError('LOG_TAMPERED', 'the log does not verify, and what people asked stands in it', {
      hints: ['see what is wrong with: perde log show'],
    })
  const person = encodeRef(ref, 0)
  let found: LeftOut | undefined
  for (const name of askedDatasets(log, dataset ?? '')) {
    if (name === '') continue
    const place = { log, dataset: name, keys, ephemeral: false }
    const asked = name === dataset ? readRequests(place) : readOthers(place)
    const code = asked && marksOf(asked.state).get(person)
    const reason = code === undefined ? undefined : (reasonName(code) as LeftOut)
    if (reason !== undefined && found !== 'DESTROYED') found = reason
  }
  return found
}
