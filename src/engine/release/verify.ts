import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { PerdeError } from '../../errors.ts'
import { verifyLog } from '../../evidence/log/verify-log.ts'
import { openCheckpoint } from '../../evidence/log/checkpoint.ts'
import { areOfOneLog, signingKeys } from '../../evidence/log/key-periods.ts'
import { releaseReport } from '../../evidence/report/report-input.ts'
import { checkReport } from '../../evidence/report/verify-report.ts'
import { isCheckpoint, needsLog } from '../../evidence/log/proof-bundle.ts'
import { parseVkey } from '../../evidence/log/vkey.ts'
import { checkLoggedApproval } from './verify-approval.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import { unpackMembers } from '../../io/codings/unpack-members.ts'
import { acceptedConsents } from '../consents/accepted-consents.ts'
import { checkKept } from '../ledger/verify-kept.ts'
import { loggedPurge, type LoggedPurge } from '../../evidence/release/purge-entries.ts'
import { readRegular } from '../../evidence/release/regular-file.ts'
import { checkProof } from '../../evidence/release/verify-proof.ts'
import { checkRelease, isProofName, type ReadRecords } from '../../evidence/release/verify-release.ts'
import type { ReleaseProblem } from '../../evidence/release/verify-stated.ts'

export interface VerifyJob {
  /** folder of the release, or of its sidecars */
  release: string
  /** the records, where they are not in the folder */
  elsewhere?: ReadRecords
  /** folder of the log; undefined or absent: the release is checked alone */
  log: string | undefined
  /** text of a vkey or a checkpoint that the auditor trusts */
  trust?: string
  /** text of an older checkpoint that the log must have grown from */
  from?: string
}

export interface Verification {
  ok: boolean
  /** against what: the operator's log, a key or checkpoint from outside, or only the release itself */
  against: 'log' | 'trust' | 'itself'
  manifest: Manifest
  manifestSha256: string
  problems: ReleaseProblem[]
}

/** Re-checks a release: its files, the proof it carries, and the log or key that it is held against. Writes nothing. */
export function verifyRelease(job: VerifyJob): Verification {
  const { manifest, manifestSha256, problems } = checkRelease(job.release, unpackMembers, job.elsewhere)
  const undecided = checkCarried(job, manifest, manifestSha256, problems)
  // What it is made from has to hold before it can be made again.
  if (problems.length === 0)
    checkReport(
      (path) => readRegular(join(job.release, path)),
      () => releaseReport(job.release),
      problems,
    )
  const logged = job.log !== undefined && existsSync(join(job.log, 'entries.jsonl'))
  if (job.from !== undefined && !logged)
    throw new PerdeError('USAGE', 'an older checkpoint can only be held against the log', {
      hints: ['name the log with --log DIR'],
    })
  const known = logged && checkLog(job, manifest, manifestSha256, problems)
  if (undecided && !known && problems.length === 0)
    throw needsLog(['name the log that the release names with --log DIR, or give a key that you trust: --trust VKEY'])
  return {
    ok: problems.length === 0,
    against: job.trust !== undefined ? 'trust' : known ? 'log' : 'itself',
    manifest,
    manifestSha256,
    problems,
  }
}

/** True: the trusted checkpoint can be held against the log only. */
function checkCarried(job: VerifyJob, manifest: Manifest, manifestSha256: string, problems: ReleaseProblem[]): boolean {
  const folder = join(job.release, 'proof')
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    problems.push({ code: 'PROOF_MISSING', message: 'the release carries no proof', path: 'proof' })
    return false
  }
  // Another name is a problem of its own, found with the files.
  const read = readdirSync(folder)
    .filter(isProofName)
    .map((name) => [name, readRegular(join(folder, name))] as const)
  const files = Object.fromEntries(read.filter((file): file is [string, Buffer] => file[1] !== undefined))
  const trust = trustFor(job, files['log.vkey']?.toString().trim())
  const proof = checkProof(files, { manifest, manifestSha256, trust }, problems)
  if (!proof.ok) return false
  return proof.undecided === true || (trust !== job.trust && isCheckpoint(job.trust!))
}

/**
 * What the proof has to agree with: what is trusted, or the key that a log at hand shows to be another of the same signer's as
 * the trusted key or the one that signed the trusted checkpoint.
 */
function trustFor({ log, trust }: VerifyJob, vkey: string | undefined): string | undefined {
  if (trust === undefined || vkey === undefined || vkey === trust.trim()) return trust
  if (log === undefined || !existsSync(join(log, 'entries.jsonl'))) return trust
  try {
    const trusted = isCheckpoint(trust)
      ? signingKeys(readEntries(log)).find((key) => hasSigned(key, trust))
      : trust.trim()
    if (trusted === undefined || trusted === vkey) return trust
    return areOfOneLog(readEntries(log), trusted, vkey) ? vkey : trust
  } catch (e) {
    // What is wrong with the log is found with the rest of it.
    if (e instanceof PerdeError) return trust
    throw e
  }
}

function hasSigned(vkey: string, checkpoint: string): boolean {
  try {
    openCheckpoint(checkpoint, [parseVkey(vkey)])
    return true
  } catch (e) {
    if (e instanceof PerdeError) return false
    throw e
  }
}

/** What somebody answered for has to be told as the log has it. A release of an older perde does not tell it. */
function checkAccepted(log: string, { accepted, dataset, log: { index } }: Manifest, problems: ReleaseProblem[]): void {
  if (!accepted || isDeepStrictEqual(accepted, acceptedConsents(readEntries(log, { last: index }), dataset))) return
  problems.push({ code: 'CONSENT_ACCEPTED', message: 'what the manifest says of accepted consents is not in the log' })
}

/** True: the log is the one that the release names, and has its commit. */
function checkLog(job: VerifyJob, manifest: Manifest, manifestSha256: string, problems: ReleaseProblem[]): boolean {
  const { from, trust } = job
  // A trusted checkpoint is what the log must have grown from, too.
  const log = verifyLog(job.log!, { ...(from !== undefined && { from }), ...(trust !== undefined && { trust }) })
  // Another log than the release's says nothing about it.
  if (log.origin !== manifest.log.origin && job.from === undefined) return false
  for (const p of log.problems)
    if (p.severity === 'error')
      problems.push({
        code: `LOG_${p.code}`,
        message: p.line === undefined ? `the log: ${p.message}` : `the log, line ${p.line}: ${p.message}`,
      })
  if (!log.ok) return true
  const { index } = manifest.log
  const [entry] = readEntries(job.log!, { first: index, last: index })
  const same =
    entry?.type === 'run.commit' && entry.manifestSha256 === manifestSha256 && entry.release === manifest.release
  if (!same || log.signed <= index)
    problems.push({ code: 'LOG_COMMIT', message: 'the log does not hold the commit of this release' })
  else {
    checkLoggedApproval(job.log!, manifest, problems)
    checkAccepted(job.log!, manifest, problems)
    const purge = loggedPurge(job.log!, manifest.release)
    if (purge) tellPurge(purge, manifest, problems)
    else problems.push(...checkKept(job.log!, manifest, entry))
  }
  return true
}

/**
 * That the data was to go is what the log says; whether it is gone, the files: each that is there is a problem, also where it is
 * as it was released. What is missing besides, or is another, is told as ever.
 */
function tellPurge(purge: LoggedPurge, { outputs }: Manifest, problems: ReleaseProblem[]): void {
  const gone = new Set(problems.flatMap(({ code, path }) => (code === 'FILE_MISSING' ? (path ?? []) : [])))
  const data = new Set(outputs.map(({ path }) => path))
  const other = problems.filter(({ code, path }) => !(code === 'FILE_MISSING' && path !== undefined && data.has(path)))
  const there = outputs.filter(({ path }) => !gone.has(path))
  const unlike = new Set(other.map(({ path }) => path))
  const told = there
    .filter(({ path }) => !unlike.has(path))
    .map(({ path }) => ({
      code: PURGED_FILE,
      message: 'a file that was to be destroyed is there, as it was released',
      path,
    }))
  problems.splice(0, problems.length, ...told, ...other, {
    code: PURGED,
    message: purgeText(purge, there.length, outputs.length),
  })
}

/** What the log says of a purge, and how many files of the release's data are there all the same. */
export function purgeText({ state, reason, time }: LoggedPurge, there: number, files: number): string {
  const how = state === 'done' ? 'was purged' : 'is being purged'
  const left =
    there === 0
      ? 'its data is gone'
      : `files of its data are ${state === 'done' ? 'there again' : 'still there'}: ${there} of ${files}`
  return `the release ${how} (${reason}, ${time.slice(0, 10)}): ${left}`
}

/** Code of the problem that a release has whose data was destroyed, by the log. */
export const PURGED = 'PURGED'
/** Code of the problem that a file of its data is there all the same. */
export const PURGED_FILE = 'PURGED_FILE'
