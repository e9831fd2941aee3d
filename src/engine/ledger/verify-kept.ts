import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { systemCode } from '../../errors.ts'
import type { Entry } from '../../evidence/log/entry-schemas.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import { keptPlanFile, readReleaseRecord } from '../../evidence/release/release-record.ts'
import type { ReleaseProblem } from '../../evidence/release/verify-stated.ts'
import { fileOf } from './release-ledger.ts'

type Commit = Extract<Entry, { type: 'run.commit' }>

/** What is kept of anonymity beside a release: its plan, and the ledger while no later release has taken its place. */
export function checkKept(log: string, manifest: Manifest, commit: Commit): ReleaseProblem[] {
  const problems: ReleaseProblem[] = []
  if (commit.planFileSha256 !== undefined) {
    const found = digestOf(keptPlanFile(log, manifest.release))
    if (found === undefined)
      problems.push({ code: 'PLAN_MISSING', message: 'the log does not keep the plan of anonymity any more' })
    else if (found !== commit.planFileSha256)
      problems.push({ code: 'PLAN_CHANGED', message: 'the kept plan of anonymity is not the one that was committed' })
  }
  if (manifest.since && !isCommitted(log, manifest.since))
    problems.push({ code: 'SINCE_UNKNOWN', message: 'the log has no commit of the release that this one follows' })
  if (commit.ledgerSha256 === undefined || hasLater(log, manifest, commit)) return problems
  const folder = readReleaseRecord(log, manifest.release)?.ledger
  const found = folder === undefined ? undefined : digestOf(fileOf(folder, manifest.dataset, manifest.release))
  if (found === undefined)
    problems.push({
      code: 'LEDGER_MISSING',
      message: 'the ledger of releases is not where this release left it, so no later one can be held against it',
    })
  else if (found !== commit.ledgerSha256)
    problems.push({ code: 'LEDGER_CHANGED', message: 'the ledger of releases is not the one that was committed' })
  return problems
}

function isCommitted(log: string, { release, manifestSha256 }: NonNullable<Manifest['since']>): boolean {
  for (const entry of readEntries(log, { type: 'run.commit', run: release }))
    if (entry.type === 'run.commit' && entry.release === release && entry.manifestSha256 === manifestSha256) return true
  return false
}

/** A later release of the same data has a ledger of its own, which took the place of this one. */
function hasLater(log: string, { dataset }: Manifest, { seq }: Commit): boolean {
  const runs = new Set<string>()
  for (const entry of readEntries(log))
    if (entry.type === 'run.start' && entry.dataset === dataset) runs.add(entry.run)
    else if (entry.type === 'run.commit' && entry.seq > seq && entry.ledgerSha256 !== undefined && runs.has(entry.run))
      return true
  return false
}

function digestOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex')
  } catch (e) {
    if (systemCode(e) === 'ENOENT' || systemCode(e) === 'ENOTDIR') return undefined
    throw e
  }
}
