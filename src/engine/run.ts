import { join } from 'node:path'
import { createPublishable, WITHHELD } from '../detect/publishable.ts'
import { PerdeError } from '../errors.ts'
import type { Lock } from '../evidence/log/lock.ts'
import { openLog, type LogWriter } from '../evidence/log/log-writer.ts'
import type { Phase } from '../evidence/log/entry-schemas.ts'
import { releaseFolder, removeReleaseRecord } from '../evidence/release/release-record.ts'
import { ulid } from '../evidence/ulid.ts'
import { checkTarget, openStaging, type Staging } from '../io/lake/staging.ts'
import { loadKey } from '../keys/sources.ts'
import { VERSION } from '../version.ts'
import type { Pass } from './blocks.ts'
import { checkCoverage } from './check-coverage.ts'
import { checkPlaces } from './check-places.ts'
import { commitRelease, finishPublishes } from './commit.ts'
import { openDecisions } from './decision-sink.ts'
import { deriveSubjectKeys, loadRoots } from './derive-keys.ts'
import * as entries from './entries.ts'
import { consentSetup, freezePlan, readConsents, rulesOnly, type Surprises } from './freeze.ts'
import { passGate } from './gate-step.ts'
import { namedPaths } from './block-tasks.ts'
import { checkDistinct, checkOverrides, findAllInputs, type Input } from './inputs.ts'
import type { RunJob, RunResult } from './job.ts'
import { applyPass, type Applied } from './apply-pass.ts'
import { openPool } from './pool.ts'
import { valuesInClear } from './seal.ts'
import { sealRelease } from './sealed.ts'
import type { WorkerSetup } from './setup.ts'
import { addSurprises } from './surprise.ts'
import { lockTarget, removeLeftovers } from './target.ts'
import { Reason } from '../consent/reasons.ts'
import { registerReports } from '../consent/register-report.ts'
import type { ReadRegister } from './consent-step.ts'
import type { Plan } from '../plan/plan.ts'

/**
 * The main job: purpose gate → (profile) → plan → apply → seal → publish. Nothing is read before the purpose entry is
 * durable in the log; nothing is visible before the commit entry is. Throws PerdeError; then nothing was published.
 */
export async function run(job: RunJob): Promise<RunResult> {
  const release = ulid()
  const target = job.target ?? join(releaseFolder(job.log), release)
  checkPlaces({ target, log: job.log, baseDir: job.baseDir })
  checkOverrides(job.policy, job.overrides)
  const publishable = createPublishable()
  const roots = await loadRoots(job.policy, job.baseDir, job.env)
  const signingKey =
    job.policy.audit.key && (await loadKey(job.policy.audit.key, { baseDir: job.baseDir, env: job.env })).root
  const log = openLog(job.log, {
    tool: `perde/${VERSION}`,
    run: release,
    dataset: job.policy.dataset.id,
    ...(job.policy.audit.origin !== undefined && { origin: job.policy.audit.origin }),
    ...(signingKey && { signingKey }),
  })
  let phase: Phase = 'gate'
  let staging: Staging | undefined
  let lock: Lock | undefined
  let inputs: Input[] = []
  try {
    noticeLog(job, log)
    const onBlocked = ({ target: blocked }: { target: string }) =>
      job.onNotice?.({
        code: 'PUBLISH_BLOCKED',
        message: `a release that an earlier run committed cannot be published, because something else stands at its place: ${blocked}`,
      })
    for (const path of finishPublishes(log, onBlocked))
      job.onNotice?.({
        code: 'PUBLISH_FINISHED',
        message: `a release that an earlier run had committed is now published: ${path}`,
      })
    lock = lockTarget(target)
    removeLeftovers(target)
    checkTarget(target, job.existing)
    const purposeIndex = passGate(job, log)
    phase = 'profile'
    inputs = await findAllInputs(job.policy, {
      baseDir: job.baseDir,
      cwd: job.cwd,
      overrides: job.overrides,
      stdin: job.stdin,
    })
    await checkDistinct(target, inputs)
    await checkCoverage(rulesOnly(job, new Map()), inputs, publishable, job.policy.unlisted)
    if (job.target === undefined) checkSingle(inputs)
    const subject = deriveSubjectKeys(roots)
    const pass = {
      inputs,
      blockSize: job.blockSize,
      ...(job.signal && { signal: job.signal }),
      ...(job.onProgress && { onProgress: job.onProgress }),
      publishable,
    }
    const surprises: Surprises = new Map()
    for (let round = 0; ; round++) {
      phase = 'profile'
      const first = rulesOnly(job, surprises)
      const register = await readConsents(job.policy, first, job.baseDir, subject.keys, job.asOf)
      if (round === 0) noticeRegister(job, register)
      const consent = consentSetup(job.policy, first, job.asOf, register, subject.keys)
      const { plan, setup, profiled } = await freezePlan(job, roots, surprises, pass, consent)
      phase = 'plan'
      entries.planFrozen(log, plan)
      phase = 'apply'
      staging = openStaging(target, release)
      const applied = await applyAll(job, plan, setup, pass, staging, release, subject.keys.decisions)
      checkUnchanged(profiled, applied)
      if (addSurprises(job, plan, applied, surprises, publishable)) {
        staging.discard()
        continue
      }
      phase = 'last-look'
      const changed = await lastLook(job, plan, subject.keys, register, log)
      if (changed && round < MOST_ROUNDS) {
        staging.discard()
        continue
      }
      if (changed)
        throw new PerdeError('REGISTER_INVALID', 'the register of consents kept changing during the run', {
          retryable: true,
          hints: ['run again when it is at rest, or on a copy; nothing was published'],
        })
      failIfExcluded(job, applied)
      failIfInClear(job, applied)
      noticeFaults(job, plan, applied)
      phase = 'seal'
      const sealed = sealRelease({
        job,
        log,
        plan,
        applied,
        register,
        roots,
        release,
        staging,
        publishable,
        subject,
        purposeIndex,
      })
      job.signal?.throwIfAborted()
      commitRelease(log, sealed.record, sealed.commit, () => (phase = 'commit'))
      return {
        target,
        manifest: sealed.manifest,
        consent: sealed.consent,
        risk: sealed.risk,
        log: { dir: job.log, origin: log.origin, index: sealed.record.index, vkey: log.vkey },
      }
    }
  } catch (e) {
    const error = typed(e, job.signal)
    // From here on only forward: the log says whether the commit is there, and the next command acts on it.
    if ((phase as Phase) === 'commit') throw interruptedCommit(error)
    quietly(() => staging?.discard())
    quietly(() => removeReleaseRecord(job.log, release))
    quietly(() => {
      log.append([{ type: 'run.abort', code: error.code, phase }])
      log.checkpoint()
    })
    throw error
  } finally {
    for (const input of inputs) await input.bytes.close()
    quietly(() => lock?.release())
    quietly(() => log.close())
  }
}

/** A register that changes under the run is read again and everything is done anew, but not for ever. */
const MOST_ROUNDS = 3

async function applyAll(
  job: RunJob,
  plan: Plan,
  setup: WorkerSetup,
  pass: Omit<Parameters<typeof applyPass>[1], 'pool'>,
  staging: Staging,
  release: string,
  decisionKey: Uint8Array,
): Promise<Applied> {
  const pool = openPool(setup, job.workers)
  try {
    return await applyPass(
      plan,
      { ...pass, pool },
      {
        part: (input) => staging.part(join('data', input.output)),
        decisions: (part) => (setup.consent ? openDecisions(job.log, release, part, decisionKey) : undefined),
      },
    )
  } finally {
    await pool.close()
  }
}

/** The plan was frozen from what the profile saw: the same bytes have to be transformed. */
function checkUnchanged(profiled: readonly Pass[] | undefined, applied: Applied): void {
  const changed = applied.parts.find((part, i) => profiled && profiled[i]?.sha256 !== part.read.sha256)
  if (changed)
    throw new PerdeError('INPUT_CHANGED', 'an input changed between the two passes of the run', {
      where: { source: changed.input.sourceName, part: changed.input.bytes.name },
      retryable: true,
      hints: ['run again when nobody writes to it, or run on a snapshot; nothing was published'],
    })
}

/**
 * Reads the register once more. True: it is not what the run decided by, so everything has to be done again. Who is used
 * has a consent as of the time of the run too (`consentSetup`), so an as-of in the past needs no look of its own.
 */
async function lastLook(
  job: RunJob,
  plan: Plan,
  keys: Parameters<typeof readConsents>[3],
  register: ReadRegister | undefined,
  log: LogWriter,
): Promise<boolean> {
  if (!register) return false
  const now = await readConsents(job.policy, plan, job.baseDir, keys, job.asOf)
  const changed = now!.keyedSha256 !== register.keyedSha256
  entries.lastLook(log, now!, job.asOf, changed)
  return changed
}

/** Stops where a source has no record with a subject, which no register makes so, and where the policy wants everybody. */
function failIfExcluded(job: RunJob, applied: Applied): void {
  for (const [source, path] of Object.entries(job.policy.dataset.subject)) {
    const parts = applied.parts.filter((part) => part.input.sourceName === source)
    const records = parts.reduce((n, part) => n + part.reasons.reduce((sum, count) => sum + count, 0), 0)
    const without = parts.reduce((n, part) => n + part.reasons[Reason.SUBJECT_ID_MISSING]!, 0)
    if (records > 0 && without === records)
      throw new PerdeError(
        'PLAN_MISMATCH',
        'no record of the source names its subject, so all of it would be left out',
        {
          where: { source, field: path },
          hints: [`correct dataset.subject.${source}: it names "${path}", which is empty or missing in every record`],
        },
      )
  }
  if (job.policy.consent?.otherwise === 'fail' && applied.records.excluded > 0)
    throw new PerdeError(
      'DENIED_CONSENT',
      `${applied.records.excluded} of ${applied.records.in} records have no consent for this use, and the policy says "otherwise: fail"`,
      {
        hints: ['leave them out with "otherwise: drop-record", or mend the register'],
      },
    )
}

function noticeLog(job: RunJob, log: LogWriter): void {
  if (log.keyCreated)
    job.onNotice?.({
      code: 'LOG_KEY_CREATED',
      message: `a signing key for the log was made in ${join(log.dir, 'keys')}`,
      hint: 'keep it elsewhere: whoever has log and key can rewrite both; name it in the policy under audit.key',
    })
  if (log.recoveredBytes > 0)
    job.onNotice?.({
      code: 'LOG_RECOVERED',
      message: 'the log ended in a torn line after a crash; it was cut and recorded',
    })
}

function noticeRegister(job: RunJob, register: ReadRegister | undefined): void {
  if (!register || !job.policy.consent) return
  for (const { code, message, hint } of registerReports(register, job.policy.consent.register))
    job.onNotice?.({ code, message, ...(hint !== undefined && { hint }) })
}

function interruptedCommit(e: PerdeError): PerdeError {
  return new PerdeError(e.code, `the commit was interrupted: ${e.message}`, {
    where: e.where,
    cause: e.cause,
    retryable: true,
    hints: [
      'mend the cause and run any perde command on this log: it publishes the release if its commit was logged, and removes it if not',
    ],
  })
}

/** Standard output takes one part: two tables in a row are neither. */
function checkSingle(inputs: readonly Input[]): void {
  if (inputs.length !== 1)
    throw new PerdeError(
      'USAGE',
      `only one output fits on standard output, and the policy has ${inputs.length} inputs`,
      {
        hints: ['run with --out DIR, or keep one source in the policy'],
      },
    )
}

/** "Not personal" has to be true of what was written, not of what the rules are called (R62). */
function failIfInClear(job: RunJob, applied: Applied): void {
  const n = valuesInClear(applied)
  if (job.policy.purpose.basis === 'not-personal' && n > 0)
    throw new PerdeError(
      'DENIED_RULE_SET',
      `R62: the basis says not personal, and ${n} identifying values would stand in the release as they came`,
      {
        hints: ['drop, pseudonymise or redact these fields, or state the basis on which personal data may be used'],
      },
    )
}

/** Values that a rule turned into null because it could not handle them are counted where a person sees it. */
function noticeFaults(job: RunJob, plan: Plan, applied: Applied): void {
  for (const part of applied.parts)
    for (const [path, { field, faults }] of Object.entries(part.fields))
      if (faults > 0)
        job.onNotice?.({
          code: 'VALUES_LOST',
          message: `${faults} values of "${namedPaths(plan, part.input).has(path) ? path : (plan.sources[part.input.source]!.fields[field]?.path ?? WITHHELD)}" of "${part.input.sourceName}" could not be transformed and are null or left out with their record`,
        })
}

/** Every failure as a PerdeError: an abort as what stopped it, the unknown as a bug. */
function typed(e: unknown, signal: AbortSignal | undefined): PerdeError {
  if (signal?.aborted)
    return signal.reason instanceof PerdeError
      ? signal.reason
      : new PerdeError('INTERRUPTED', 'the run was interrupted; nothing was published')
  if (e instanceof PerdeError) return e
  return new PerdeError('INTERNAL', 'perde failed in a way it does not know', {
    cause: e,
    hints: ['this is a bug in perde; nothing was published'],
  })
}

function quietly(action: () => void): void {
  try {
    action()
  } catch {
    // The first failure is the one to report.
  }
}
