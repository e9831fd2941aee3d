import { createHash, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { createDecisionWriter, ENTRY_BYTES, positionsOf } from '../../consent/decision-file.ts'
import { REF_BYTES } from '../../consent/subject-ref.ts'
import { ioError, PerdeError } from '../../errors.ts'
import { syncDirectory, systemFs, writeAll } from '../../evidence/log/log-fs.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import { loggedPurge } from '../../evidence/release/purge-entries.ts'
import { decisionFile, listReleaseRecords } from '../../evidence/release/release-record.ts'
import type { SubjectKeys } from '../consents/subject-keys.ts'
import { openReleaseKey } from '../passes/release-key.ts'
import { openDecisionFiles } from '../passes/read-decisions.ts'

export interface Erased {
  /** rows that lost their reference, and of how many releases */
  rows: number
  releases: number
  /** releases whose decisions could not be opened, and why */
  unknown: { release: string; why: string }[]
}

/**
 * Takes the reference of a person out of the decisions of every release of a log, whether they were used or not. What was
 * decided stays, under nobody's name; where somebody used is nobody, `perde use` denies. The log has the digest of the
 * new decisions before they stand in the place of the old ones.
 */
export function eraseDecisions(log: LogWriter, ref: Uint8Array, keys: SubjectKeys): Erased {
  const erased: Erased = { rows: 0, releases: 0, unknown: [] }
  for (const { release, decisions } of listReleaseRecords(log.dir)) {
    if (decisions === 0 || loggedPurge(log.dir, release)?.state === 'done') continue
    try {
      let rows = 0
      for (let part = 0; part < decisions; part++) rows += erasePart(log, { release, part, decisions }, ref, keys)
      erased.rows += rows
      if (rows > 0) erased.releases++
    } catch (e) {
      // Those of another data set in the same log are under other keys.
      if (!(e instanceof PerdeError) || !CLOSED.includes(e.code)) throw e
      erased.unknown.push({ release, why: e.message })
    }
  }
  return erased
}

const CLOSED = ['KEY_INVALID', 'DENIED_CONSENT']

function erasePart(
  log: LogWriter,
  { release, part, decisions }: { release: string; part: number; decisions: number },
  ref: Uint8Array,
  keys: SubjectKeys,
): number {
  const frames = () => openDecisionFiles({ log: log.dir, release, parts: decisions, keys })(part)
  let rows = 0
  for (const frame of frames()) rows += positionsOf(frame, ref).length
  if (rows === 0) return 0
  const file = decisionFile(log.dir, release, part)
  const made = `${file}.new`
  const hash = createHash('sha256')
  try {
    const fd = openSync(made, 'w', 0o600)
    try {
      const writer = createDecisionWriter(
        openReleaseKey(log.dir, release, keys.decisions),
        { release, part },
        randomBytes(16),
      )
      let at = 0
      const put = (bytes: Uint8Array) => {
        writeAll(systemFs, fd, bytes, at)
        at += bytes.length
      }
      put(writer.header)
      for (const frame of frames()) {
        for (const position of positionsOf(frame, ref))
          frame.fill(0, position * ENTRY_BYTES, position * ENTRY_BYTES + REF_BYTES)
        hash.update(frame)
        put(writer.frame(frame, 'more'))
      }
      put(writer.frame(new Uint8Array(), 'last'))
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    log.append([{ type: 'subject.erase', actor: 'operator', release, part, rows, decisionsSha256: hash.digest('hex') }])
    log.checkpoint()
    renameSync(made, file)
    syncDirectory(systemFs, dirname(file))
  } catch (e) {
    rmSync(made, { force: true })
    throw ioError(e, 'erasing somebody from the decisions of a release')
  }
  return rows
}
