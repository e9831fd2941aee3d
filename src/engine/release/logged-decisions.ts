import { readEntries } from '../../evidence/log/log-reader.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'

/** Digests of the decisions of a release as the log has them, part by part: as the run made them, less who was destroyed since. */
export function loggedDecisions(log: string, manifest: Manifest): string[] {
  const digests: string[] = []
  for (const entry of readEntries(log, { type: 'consent.check', run: manifest.release, last: manifest.log.index }))
    if (entry.type === 'consent.check' && entry.registerSha256 === manifest.registerSha256)
      digests.push(entry.decisionsSha256)
  for (const entry of readEntries(log, { type: 'subject.erase', first: manifest.log.index }))
    if (entry.type === 'subject.erase' && entry.release === manifest.release && entry.part < digests.length)
      digests[entry.part] = entry.decisionsSha256
  return digests
}
