import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ioError } from '../errors.ts'
import type { LogWriter } from '../evidence/log/log-writer.ts'
import type { NewEntry } from '../evidence/log/entry-schemas.ts'
import { makeProofBundle } from '../evidence/log/proof-bundle.ts'
import { successText } from '../evidence/release/manifest.ts'
import {
  listReleaseRecords,
  removeReleaseRecord,
  writeReleaseRecord,
  type ReleaseRecord,
} from '../evidence/release/release-record.ts'
import { isUnpublished, publish, syncFolder } from '../io/lake/staging.ts'

/**
 * The commit: staged → logged → committed → visible. The point of no return is the durable run.commit entry with its
 * checkpoint; before it a crash leaves nothing visible, after it the next command finishes the publish. `begin` is
 * called when the record of the release is durable; where this throws after it, nobody but the log knows how far it
 * came, and nothing may be undone.
 */
export function commitRelease(
  log: LogWriter,
  record: ReleaseRecord,
  entry: Extract<NewEntry, { type: 'run.commit' }>,
  begin: () => void = () => undefined,
): void {
  writeReleaseRecord(log.dir, record)
  begin()
  log.append([entry])
  log.checkpoint()
  makeVisible(log, record)
}

/** Adds what can only be written after the commit, and publishes. Repeatable. */
function makeVisible(log: LogWriter, record: ReleaseRecord): void {
  if (existsSync(record.staged)) {
    try {
      writeProof(log, record)
      const manifest = readFileSync(join(record.staged, 'manifest.json'), 'utf8')
      writeFileSync(join(record.staged, '_SUCCESS'), successText(manifest), { flush: true })
      syncFolder(record.staged)
    } catch (e) {
      throw ioError(e, 'finishing the release', { part: record.target })
    }
  }
  publish(record.staged, record.target, record.run)
}

function writeProof(log: LogWriter, record: ReleaseRecord): void {
  const folder = join(record.staged, 'proof')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const [name, text] of Object.entries(makeProofBundle(log, [record.purposeIndex, record.index])))
    writeFileSync(join(folder, name), text, { mode: name.endsWith('.sh') ? 0o755 : 0o644, flush: true })
  syncFolder(folder)
}

/** What a killed run left: a committed release is published, anything else is removed. Returns the releases made visible. */
export function finishPublishes(log: LogWriter): string[] {
  const finished: string[] = []
  for (const record of listReleaseRecords(log.dir)) {
    if (isCommitted(log, record)) {
      if (!isUnpublished(record.staged, record.target, record.run)) continue
      makeVisible(log, record)
      finished.push(record.target)
    } else {
      if (existsSync(record.staged)) rmSync(record.staged, { recursive: true, force: true })
      removeReleaseRecord(log.dir, record.release)
      if (existsSync(dirname(record.staged))) syncFolder(dirname(record.staged))
    }
  }
  if (finished.length > 0) log.checkpoint()
  return finished
}

function isCommitted(log: LogWriter, record: ReleaseRecord): boolean {
  if (record.index >= log.size) return false
  const entry = JSON.parse(log.line(record.index).toString()) as {
    type: string
    release?: string
    manifestSha256?: string
  }
  return (
    entry.type === 'run.commit' && entry.release === record.release && entry.manifestSha256 === record.manifestSha256
  )
}
