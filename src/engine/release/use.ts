import { isDeepStrictEqual } from 'node:util'
import { PerdeError, type ErrorCode } from '../../errors.ts'
import type { NewEntry } from '../../evidence/log/entry-schemas.ts'
import { readEntries } from '../../evidence/log/log-reader.ts'
import { openLog } from '../../evidence/log/log-writer.ts'
import { verifyLog } from '../../evidence/log/verify-log.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import { listReleaseRecords, readReleaseRecord, type ReleaseRecord } from '../../evidence/release/release-record.ts'
import { isUnpublished } from '../../io/lake/staging.ts'
import { loadKey } from '../../keys/sources.ts'
import type { Policy } from '../../policy/policy.ts'
import { resolveTerm } from '../../policy/vocabulary.ts'
import { VERSION } from '../../version.ts'
import { finishPublishes, finishLoads } from '../seal/commit.ts'
import { deniedInRelease } from '../passes/read-decisions.ts'
import { refuseLogBut } from '../policy-files/named-log.ts'
import { readConsentPlace } from '../consents/read-consents.ts'
import { SeenLedgers } from '../consents/seen-ledgers.ts'
import { registerState, SeenRegisters } from '../consents/seen-registers.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import { deriveSubjectKeys } from '../freeze/derive-keys.ts'
import { loadRoots } from '../freeze/load-roots.ts'
import { moment, registerEntry } from '../seal/entries.ts'
import { commitOf, loggedDecisions, otherDecisions, otherRecord, type Commit } from '../seal/logged-release.ts'
import { recordDigest } from '../seal/record-digest.ts'
import { unapprovedNow } from './approval-now.ts'
import { handOut, isFilterable, type HandedOut } from './hand-out.ts'
import { askedSince, type AskedSince } from './asked-since.ts'
import { insteadHint } from './rebuild-command.ts'
import { openRelease, type OpenRelease } from './open-release.ts'
import { removeLeftPlaces } from './private-place.ts'
import { checkKeys, isSealed, openFileKey } from './sealed-release.ts'
import { overdueReview } from './overdue-review.ts'
import { termsNow } from './terms-now.ts'
import { PURGED, verifyRelease } from './verify.ts'

export interface UseJob {
  /** folder, or address of a schema of a database or of a folder of objects */
  release: string
  log: string
  /** where the log is kept, if not there, and what brings to it what was appended */
  keptAt?: string
  pushLog?(): Promise<void>
  /** folder that the release is relative to */
  cwd: string
  purpose: string
  processing: string
  /** who uses it: a name of a job or a team, not a person's */
  by: string
  env: NodeJS.ProcessEnv
  now: Date
  /** a command starts when it is permitted; what is copied for it is gone when it ends */
  starts: 'command' | 'nothing'
  signal?: AbortSignal
}

export interface UseDecision {
  decision: 'permit' | 'deny'
  manifest: Manifest
  /** data files, absolute; tables of a database and objects by their addresses */
  paths: string[]
  denials: { code: ErrorCode; message: string; hint?: string }[]
  /** index of the use.check entry */
  index: number
  /** environment variables that hold keys of the run: not for whoever uses the release */
  keyVariables: string[]
  /** records that are not handed out, since their subjects withdrew */
  withheld: number
  /** makes the copy that the command gets instead of the release; undefined: it gets the release as it stands */
  copy?: () => Promise<HandedOut>
}

/**
 * The gate before training: finishes what a killed run left to publish, verifies the release, compares purpose and processing, asks the register as of now, and
 * writes the answer into the log, durably, before it is given. Deny by default.
 */
export async function useRelease(job: UseJob): Promise<UseDecision> {
  removeLeftPlaces(job.env)
  await finishPending(job)
  const open = await openRelease(job.release, job.cwd, job.env)
  try {
    return await useOpen(job, open)
  } finally {
    open.close()
  }
}

async function useOpen(job: UseJob, open: OpenRelease): Promise<UseDecision> {
  const { dir, elsewhere, bring, shown, place } = open
  const verification = verifyRelease({ release: dir, log: job.log, ...(elsewhere && { elsewhere }) })
  const { manifest, manifestSha256 } = verification
  const record = readReleaseRecord(job.log, manifest.release)
  if (!record || verification.against === 'itself')
    throw new PerdeError('DENIED', 'the log at hand does not know this release', {
      hints: [
        'name the log that the run wrote with --log DIR or PERDE_LOG',
        'a release without its log cannot be held against the register',
      ],
    })
  const commit = commitOf(job.log, record)
  if (verification.problems.some(({ code }) => code.startsWith('LOG_')) || !commit) throw otherRecord()
  refuseLogBut(record.log, job.keptAt ?? job.log)
  const denials: UseDecision['denials'] = []
  const purged = verification.problems.find(({ code }) => code === PURGED)
  const instead = (anew: string, of = record) =>
    insteadHint(of, listReleaseRecords(job.log), job.keptAt ?? job.log, anew)
  // What it could be made from part by part went with it.
  const { receipts: _, ...gone } = record
  if (purged)
    denials.push({ code: 'DENIED_PURGED', message: purged.message, hint: instead('run the policy again', gone) })
  else if (!verification.ok)
    denials.push({
      code: 'RELEASE_TAMPERED',
      message: `the release does not verify: ${verification.problems[0]!.message}`,
      hint: `see all of it with: perde verify ${shown} --log ${job.keptAt ?? job.log}`,
    })
  denials.push(...termsNow(job, manifest))
  if (manifest.mode === 'log')
    denials.push({
      code: 'DENIED',
      message: 'the release was made with --mode log, when a gate had only reported',
      hint: 'run again without --mode log',
    })
  const unapproved = unapprovedNow(job.log, manifest, record.policy, job.now)
  if (unapproved) denials.push(unapproved)
  const overdue = overdueReview(job.log, manifest, job.now)
  if (overdue !== undefined)
    denials.push({
      code: 'DENIED_RULE_SET',
      message: overdue,
      hint: 'review them, state the date as system.reviewed in the policy, and run it again with --replace',
    })
  const consent = verification.ok ? await askRegister(job, record, manifest, commit) : undefined
  const filtered =
    consent && consent.withdrawn > 0 && (!elsewhere || bring) && isFilterable(manifest, record, consent.stays)
  if (filtered && job.starts === 'nothing')
    denials.push({
      code: 'DENIED_WITHDRAWN',
      message: `${recordsOf(consent)}, and they are taken out for a command only`,
      hint: 'write the command behind --: what it gets is gone when it ends',
    })
  else if (consent && consent.withdrawn > 0 && !filtered)
    denials.push({
      code: 'DENIED_WITHDRAWN',
      message: recordsOf(consent),
      hint: instead('make it anew without them'),
    })
  if (consent?.unknown)
    denials.push({
      code: consent.code ?? 'DENIED_CONSENT',
      message: consent.unknown,
      hint: consent.hint ?? 'run the policy again',
    })
  const sealed = verification.ok && isSealed(manifest)
  if (sealed && job.starts === 'nothing')
    denials.push({
      code: 'DENIED',
      message: 'the release is sealed, and opened for a command only',
      hint: 'write the command behind --: what it gets is gone when it ends',
    })
  const key = sealed ? await fileKey(job, record, manifest, denials) : undefined
  const signingKey =
    record.signingKey && (await loadKey(record.signingKey, { baseDir: record.baseDir, env: job.env })).root
  const permitted = denials.length === 0
  const withheld = filtered && permitted ? consent.withdrawn : 0
  const index = logUse(job, { manifest, manifestSha256, denials, consent, withheld, signingKey })
  await job.pushLog?.()
  const { env, signal } = job
  return {
    decision: permitted ? 'permit' : 'deny',
    manifest,
    paths: manifest.outputs.map(place),
    denials,
    index,
    keyVariables: keyVariables(record),
    withheld,
    ...((withheld > 0 || sealed) && {
      copy: () => handOut({ manifest, record, dir, bring, stays: consent?.stays ?? NOBODY, key, env, signal }),
    }),
  }
}

/** Where the key of a sealed release is gone, nobody opens it any more, and the log says so. */
async function fileKey(job: UseJob, record: ReleaseRecord, manifest: Manifest, denials: UseDecision['denials']) {
  try {
    return await openFileKey(job.log, record, manifest, job.env)
  } catch (e) {
    if (!(e instanceof PerdeError) || e.code !== 'DENIED') throw e
    denials.push({ code: e.code, message: e.message, hint: e.hints[0]! })
    return undefined
  }
}

function recordsOf({ withdrawn, reasons }: ConsentNow): string {
  const counts = Object.entries(reasons)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([reason, n]) => `${reason} ${n}`)
  const records = withdrawn === 1 ? '1 record of the release has' : `${withdrawn} records of the release have`
  return `${records} no consent any more (${counts.join(', ')})`
}

function keyVariables(record: ReleaseRecord): string[] {
  const sources = [...Object.values(record.keys), ...(record.signingKey ? [record.signingKey] : [])]
  return sources.flatMap((source) => ('env' in source ? [source.env] : []))
}

/** A release that was committed and not made visible cannot be verified before it is. Opens the log only if there is one. */
async function finishPending(job: UseJob): Promise<void> {
  const pending = listReleaseRecords(job.log).find((r) => isUnpublished(r.staged, r.target, r.run))
  if (!pending) return
  if (pending.signingKey && !(verifyLog(job.log).ok && commitOf(job.log, pending))) throw otherRecord()
  const signingKey =
    pending.signingKey && (await loadKey(pending.signingKey, { baseDir: pending.baseDir, env: job.env })).root
  const log = openLog(job.log, { tool: `perde/${VERSION}`, ...(signingKey && { signingKey }) })
  try {
    await finishLoads(log, job)
    finishPublishes(log)
  } finally {
    log.close()
  }
}

interface ConsentNow {
  register?: ReadRegister
  withdrawn: number
  /** exact: they are for the operator's terminal and are not published */
  reasons: Record<string, number>
  /** of the records that were used, in their order: 1 may still be used, 0 not any more */
  stays: Uint8Array
  /** the register cannot be asked: why */
  unknown?: string
  code?: ErrorCode
  hint?: string
}

/** What cannot be asked denies, and the denial is logged as every other. */
async function askRegister(
  job: UseJob,
  record: ReleaseRecord,
  manifest: Manifest,
  commit: Commit,
): Promise<ConsentNow | undefined> {
  try {
    return await checkConsents(job, record, manifest, commit)
  } catch (e) {
    if (!(e instanceof PerdeError) || !UNKNOWN.has(e.code)) throw e
    const [hint] = e.hints
    const code = e.code === 'DENIED_LEDGER' ? e.code : 'DENIED_CONSENT'
    return { withdrawn: 0, reasons: {}, stays: NOBODY, unknown: e.message, code, ...(hint !== undefined && { hint }) }
  }
}

const NOBODY = new Uint8Array()

/** Failures of the register and of the run's decisions, which are no failures of the command. */
const UNKNOWN: ReadonlySet<ErrorCode> = new Set([
  'REGISTER_INVALID',
  'CONSENT_LEDGER_INVALID',
  'CONSENT_LEDGER_TAMPERED',
  'DENIED_CONSENT',
  'DENIED_LEDGER',
])

/**
 * Everyone whose record was used, asked again as of now. undefined: the release does not rest on a register. The record
 * of the release is no signed file: what it says is held against the manifest and the log, which are verified.
 */
async function checkConsents(
  job: UseJob,
  record: ReleaseRecord,
  manifest: Manifest,
  commit: Commit,
): Promise<ConsentNow | undefined> {
  const since = await askedSince(job.log, manifest, record, async () => {
    const roots = await loadRoots({ keys: record.keys } as Policy, record.baseDir, job.env)
    checkKeys(roots, manifest)
    return deriveSubjectKeys(roots).keys
  })
  if (manifest.registerSha256 === undefined && !record.register) return since && leftOutSince(since)
  const logged = loggedDecisions(job.log, manifest)
  if (
    record.register?.keyedSha256 !== manifest.registerSha256 ||
    record.release !== manifest.release ||
    record.decisions !== manifest.inputs.length ||
    logged.length !== manifest.inputs.length
  )
    throw otherDecisions()
  if (!record.register) return undefined
  const roots = await loadRoots({ keys: record.keys } as Policy, record.baseDir, job.env)
  checkKeys(roots, manifest)
  const { keys } = deriveSubjectKeys(roots)
  // Under keys that died with the run nothing can be compared, and nobody is permitted below.
  if (!record.subjectKeyEphemeral && recordDigest(record, keys) !== commit.recordKeyedSha256) throw otherDecisions()
  const asOf = Math.floor(job.now.getTime() / 1000)
  const { place, entity, keyedSha256: _, ...asked } = record.register
  const { baseDir } = record
  const seen = new SeenLedgers(readEntries(job.log), manifest.dataset)
  const register = await readConsentPlace({ place, baseDir, env: job.env, keys, entity, seen }, asOf)
  if (place.register)
    new SeenRegisters(readEntries(job.log, { type: 'consent.register' }), manifest.dataset).check(
      registerState(register),
      place.register.path,
    )
  if (record.subjectKeyEphemeral)
    return {
      register,
      withdrawn: 0,
      reasons: {},
      stays: NOBODY,
      unknown: 'the keys of the run were ephemeral, so nobody in the release can be looked up in the register again',
      hint: 'name a key that stays, such as keys: { main: { file: perde.key } }, and run the policy again',
    }
  const request = { purpose: manifest.purpose, processing: manifest.processing, ...asked, asOf }
  const kept = { log: job.log, release: record.release, parts: record.decisions, keys }
  const stays: Uint8Array[] = []
  const look = { index: register.index, request, ...(since && { marks: since.marks }) }
  const { denied, reasons, digests } = deniedInRelease(look, kept, (of) => void stays.push(of))
  if (digests.some((digest, part) => digest !== logged[part])) throw otherDecisions()
  return { register, withdrawn: denied, reasons, stays: Buffer.concat(stays) }
}

/** Without decisions nobody can say who is in a release: whoever asked to be left out may be. */
function leftOutSince({ later }: AskedSince): ConsentNow | undefined {
  if (later === 0) return undefined
  return {
    withdrawn: 0,
    reasons: {},
    stays: NOBODY,
    unknown: `${later === 1 ? '1 person' : `${later} people`} had their data blocked or destroyed since, and the release rests on no consents, so who is in it was not kept`,
    hint: 'run the policy again',
  }
}

interface Decided extends Pick<UseDecision, 'manifest' | 'denials' | 'withheld'> {
  manifestSha256: string
  consent: ConsentNow | undefined
  signingKey: Uint8Array | undefined
}

function logUse(job: UseJob, decided: Decided): number {
  const { manifest, manifestSha256, denials, consent, withheld, signingKey } = decided
  const log = openLog(job.log, { tool: `perde/${VERSION}`, ...(signingKey && { signingKey }) })
  try {
    finishPublishes(log)
    const entry: Extract<NewEntry, { type: 'use.check' }> = {
      type: 'use.check',
      decision: denials.length === 0 ? 'permit' : 'deny',
      release: manifest.release,
      manifestSha256,
      purpose: resolveTerm('purpose', job.purpose)?.id ?? 'unknown',
      processing: resolveTerm('processing', job.processing)?.id ?? 'unknown',
      by: job.by,
      asOf: moment(job.now),
      ...(consent?.register && { registerSha256: consent.register.keyedSha256, withdrawn: consent.withdrawn }),
      ...(withheld > 0 && { withheld }),
      reasons: [...new Set(denials.map((d) => d.code))],
    }
    const index = log.append([...seenEntries(job.log, manifest.dataset, consent?.register), entry]).at(-1)
    log.checkpoint()
    return index!
  } finally {
    log.close()
  }
}

/** What the answer went by is what the next one has to go on from. A table that is as it was seen last is not said again. */
function seenEntries(log: string, dataset: string, register: ReadRegister | undefined): NewEntry[] {
  if (!register) return []
  if (register.ledger) return [{ type: 'consent.ledger', dataset, ...register.ledger }]
  const { last } = new SeenRegisters(readEntries(log, { type: 'consent.register' }), dataset)
  const now = registerState(register)
  return last?.sha256 === now.sha256 && isDeepStrictEqual(last.denied, now.denied)
    ? []
    : [registerEntry(dataset, register)]
}
