import type { ConsentRequest } from '../../consent/request.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import type { ReleaseRecord } from '../../evidence/release/release-record.ts'

/** What a release asked of its consents, as of another instant, in seconds since 1970; undefined: it rests on none. */
export function requestOf(
  log: string,
  { register, purposeIndex }: ReleaseRecord,
  asOf: number,
): ConsentRequest | undefined {
  if (!register) return undefined
  const [gate] = readEntries(log, { first: purposeIndex, last: purposeIndex })
  if (gate?.type !== 'purpose.check') return undefined
  const { place: _, entity: __, keyedSha256: ___, ...asked } = register
  return { purpose: gate.purpose, processing: gate.processing, ...asked, asOf }
}
