import { lstatSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ioError, systemCode } from '../../errors.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import { releaseFolder } from '../../evidence/release/release-record.ts'
import { isUlid } from '../../evidence/ulid.ts'

/** The releases whose commit is in the log; read through once, and only where somebody asks. */
export function committedReleases(log: Pick<LogWriter, 'size' | 'line'>): () => ReadonlySet<string> {
  let found: Set<string> | undefined
  return () => {
    if (found) return found
    found = new Set()
    for (let index = 0; index < log.size; index++) {
      const line = log.line(index)
      if (!line.includes('"run.commit"')) continue
      const entry = JSON.parse(line.toString()) as { type: string; release?: string }
      if (entry.type === 'run.commit' && entry.release !== undefined) found.add(entry.release)
    }
    return found
  }
}

/**
 * Removes what runs left in the folder of the log that were killed before their record was written: who was decided
 * about, and the half-made records of `--out -`. Only under the lock of the log, when no other run has any; `kept`
 * stays, the folder of a run that is gone on with.
 */
export function removeUncommitted(log: string, committed: () => ReadonlySet<string>, kept?: string): void {
  const remove = (folder: string, release: (name: string) => string | undefined) => {
    for (const name of namesIn(folder)) {
      const id = release(name)
      if (id !== undefined && join(folder, name) !== kept && !committed().has(id))
        rmSync(join(folder, name), { recursive: true, force: true })
    }
  }
  const recorded = new Set(namesIn(releaseFolder(log)))
  remove(join(log, 'decisions'), (name) => (isUlid(name) && !recorded.has(`${name}.json`) ? name : undefined))
  remove(releaseFolder(log), (name) => STAGED.exec(name)?.[1] ?? KEPT.exec(name)?.[1])
}

/** The staging folder and the lock of a run whose target is named after itself. */
const STAGED = /^\.([0-9A-HJKMNP-TV-Z]{26})\.perde-(?:\1|lock)$/

/** A plan of anonymity, and what the release was made of, which are written before the record is. */
const KEPT = /^([0-7][0-9A-HJKMNP-TV-Z]{25})\.(?:anonymity|inputs|datakey)(?:\.tmp)?$/

function namesIn(folder: string): string[] {
  try {
    return lstatSync(folder).isDirectory() ? readdirSync(folder) : []
  } catch (e) {
    if (systemCode(e) === 'ENOENT') return []
    throw ioError(e, 'looking for what earlier runs left')
  }
}
