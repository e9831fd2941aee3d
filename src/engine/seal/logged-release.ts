import { PerdeError } from '../../errors.ts'
import type { Entry } from '../../evidence/log/entry-schemas.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import type { ReleaseRecord } from '../../evidence/release/release-record.ts'
import { keySourcesDigest } from './record-digest.ts'

// What the signed log says of a release, which its record and the files beside the log are held against.

export type Commit = Extract<Entry, { type: 'run.commit' }>

/** The commit that the log has of a release. */
export function loggedCommit(log: string, release: string): Commit | undefined {
  for (const entry of readEntries(log, { type: 'run.commit', run: release }))
    if (entry.type === 'run.commit' && entry.release === release) return entry
  return undefined
}

/** The commit that the log has of this record with these sources of keys. Without it none of them is asked for a key. */
export function commitOf(log: string, record: ReleaseRecord): Commit | undefined {
  const commit = loggedCommit(log, record.release)
  return commit?.keySourcesSha256 === keySourcesDigest(record) ? commit : undefined
}

export function otherRecord(): PerdeError {
  return new PerdeError(
    'LOG_TAMPERED',
    'the log does not verify, or its record of the release names other keys than the run logged',
    { hints: ['see what is wrong with: perde log show', 'or run the policy again with --replace'] },
  )
}

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

export function otherDecisions(): PerdeError {
  return new PerdeError(
    'DENIED_CONSENT',
    'what the log keeps of the decisions of the run is not what the run logged, so its subjects cannot be asked about',
    { hints: ['somebody changed the record or the decisions of the release in the log; run the policy again'] },
  )
}
