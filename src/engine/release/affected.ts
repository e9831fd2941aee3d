import { ENTRY_BYTES, positionsOf } from '../../consent/decision-file.ts'
import { isUsed } from '../../consent/reasons.ts'
import { REF_BYTES } from '../../consent/subject-ref.ts'
import { PerdeError } from '../../errors.ts'
import { listReleaseRecords, type ReleaseRecord } from '../../evidence/release/release-record.ts'
import { isUnpublished } from '../../io/lake/staging.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'
import { openDecisionFiles } from '../passes/read-decisions.ts'
import { rebuildCommand } from './rebuild-command.ts'

/** A release and one person. */
export interface AffectedRelease {
  release: string
  /** folder, or the address of the schema of a database, where it was published */
  place: string
  /** records of the person that are in it */
  records: number
  /** the command that makes it anew without them */
  rebuild: string
}

export interface Affected {
  releases: AffectedRelease[]
  /** releases that nobody can be looked up in any more, and why */
  unknown: { release: string; place: string; why: string }[]
}

/**
 * Which releases of a log hold a person: read from the decision files, which are encrypted and lie outside the log's
 * entries. `ref`: the person's 16 bytes under `keys`.
 */
export function affectedReleases(log: string, ref: Uint8Array, keys: SubjectKeys): Affected {
  const affected: Affected = { releases: [], unknown: [] }
  for (const record of listReleaseRecords(log)) {
    if (!record.register || isUnpublished(record.staged, record.target, record.run)) continue
    const place = record.tables?.address ?? record.target
    try {
      const records = recordsOf(log, record, ref, keys)
      if (records > 0)
        affected.releases.push({ release: record.release, place, records, rebuild: rebuildCommand(record, log) })
    } catch (e) {
      if (!(e instanceof PerdeError)) throw e
      const why = record.subjectKeyEphemeral ? 'its keys died with the run' : e.message
      affected.unknown.push({ release: record.release, place, why })
    }
  }
  return affected
}

function recordsOf(log: string, { release, decisions }: ReleaseRecord, ref: Uint8Array, keys: SubjectKeys): number {
  if (decisions === 0) return 0
  const opened = openDecisionFiles({ log, release, parts: decisions, keys })
  let records = 0
  for (let part = 0; part < decisions; part++)
    for (const entries of opened(part))
      for (const position of positionsOf(entries, ref))
        if (isUsed(entries[position * ENTRY_BYTES + REF_BYTES]!)) records++
  return records
}
