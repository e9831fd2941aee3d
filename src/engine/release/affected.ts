import { ENTRY_BYTES, positionsOf } from '../../consent/decision-file.ts'
import { isUsed, type ReasonName } from '../../consent/reasons.ts'
import type { ConsentRequest } from '../../consent/request.ts'
import { REF_BYTES } from '../../consent/subject-ref.ts'
import { PerdeError } from '../../errors.ts'
import { listReleaseRecords, placeOfRelease, type ReleaseRecord } from '../../evidence/release/release-record.ts'
import { loggedPurge } from '../../evidence/release/purge-entries.ts'
import { isUnpublished } from '../../io/lake/staging.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'
import type { ConsentPlace } from '../../policy/policy.ts'
import { openDecisionFiles } from '../passes/read-decisions.ts'
import { rebuildCommand } from './rebuild-command.ts'
import { requestOf } from './release-request.ts'
import { stateOf, type ReleaseState } from './release-state.ts'

/** A release and one person. */
export interface AffectedRelease {
  release: string
  /** folder, or the address of the schema of a database, where it was published */
  place: string
  state: ReleaseState
  /** records of the person that are in it */
  records: number
  /** the command that makes it anew without them */
  rebuild: string
  /** what the consents say now of the person and of what the release is for; absent: nobody asked them */
  now?: ReasonName
  /** where its consents stand, which are not those that were asked: what is said there decides about it */
  elsewhere?: string
}

export interface Affected {
  releases: AffectedRelease[]
  /** releases that nobody can be looked up in any more, and why */
  unknown: { release: string; place: string; why: string }[]
  /** releases whose data and decisions were destroyed */
  purged: { release: string; place: string }[]
  /** releases that rest on no consents, so that nobody kept who is in them */
  unasked: { release: string; place: string }[]
}

/** What the consents say of the person, or where else the release takes them from; undefined: they cannot be asked. */
export type AskConsents = (of: {
  place: ConsentPlace
  baseDir: string
  request: ConsentRequest
}) => ReasonName | { elsewhere: string } | undefined

/**
 * Which releases of a log hold a person: read from the decision files, which are encrypted and lie outside the log's
 * entries. `ref`: the person's 16 bytes under `keys`; `named`: what the commands that it gives call the log, of which
 * this may be a copy; `ask`: the consents as they are now.
 */
export function affectedReleases(
  log: string,
  ref: Uint8Array,
  keys: SubjectKeys,
  named: string = log,
  ask?: AskConsents,
): Affected {
  const asOf = Math.floor(Date.now() / 1000)
  const affected: Affected = { releases: [], unknown: [], purged: [], unasked: [] }
  const records = listReleaseRecords(log)
  for (const record of records) {
    if (isUnpublished(record.staged, record.target, record.run)) continue
    const { release } = record
    const place = placeOfRelease(record)
    if (loggedPurge(log, release)?.state === 'done') {
      affected.purged.push({ release, place })
      continue
    }
    if (!record.register) {
      affected.unasked.push({ release, place })
      continue
    }
    try {
      const held = recordsOf(log, record, ref, keys)
      const state = stateOf(record, records)
      if (held === 0) continue
      const request = requestOf(log, record, asOf)
      const now = request && ask?.({ place: record.register.place, baseDir: record.baseDir, request })
      const rebuild = rebuildCommand(record, named)
      const said = typeof now === 'string' ? { now } : now
      affected.releases.push({ release, place, state, records: held, rebuild, ...said })
    } catch (e) {
      if (!(e instanceof PerdeError)) throw e
      const why = record.subjectKeyEphemeral ? 'its keys died with the run' : e.message
      affected.unknown.push({ release, place, why })
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
