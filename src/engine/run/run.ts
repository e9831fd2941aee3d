import { realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createPublishable } from '../../detect/publishable.ts'
import { PerdeError } from '../../errors.ts'
import type { Phase } from '../../evidence/log/entry-schemas.ts'
import type { Lock } from '../../evidence/log/lock.ts'
import { openLog, type LogWriter } from '../../evidence/log/log-writer.ts'
import { earlierMakers } from '../../evidence/release/earlier-makers.ts'
import { releaseFolder, removeReleaseRecord } from '../../evidence/release/release-record.ts'
import { ulid } from '../../evidence/ulid.ts'
import { releaseAt } from '../../io/lake/release-form.ts'
import { checkTarget, type Staging } from '../../io/lake/staging.ts'
import { stepsOf } from '../../policy/build-policy.ts'
import { loadKey } from '../../keys/sources.ts'
import { VERSION } from '../../version.ts'
import { totalBytes } from '../passes/block-tasks.ts'
import { checkClaims, failIfCopied } from './check-claims.ts'
import { checkCoverage, lookAtInputs } from './check-coverage.ts'
import { checkPlaces, type Secret } from './check-places.ts'
import { commitPushed, commitRelease, commitRemote, finishLoads, finishPublishes } from '../seal/commit.ts'
import {
  deriveJournalKey,
  deriveLedgerKeys,
  deriveSubjectKeys,
  keptPlanKeys,
  KEPT_PLAN,
  loadRoots,
  type Roots,
} from '../freeze/derive-keys.ts'
import { rulesOnly } from '../freeze/freeze.ts'
import type { KeptPlans } from '../freeze/keep-plans.ts'
import { passGate } from './gate-step.ts'
import { checkSameInputs } from '../read/check-same-inputs.ts'
import { checkDistinct, checkOverrides, findAllInputs, type Input } from '../read/inputs.ts'
import { isAddress, shownAddress } from '../read/address.ts'
import { writtenInput } from '../read/table-input.ts'
import type { RunJob, RunResult } from '../freeze/job.ts'
import { keepPlan, type PlanKeys } from '../ledger/kept-plan.ts'
import { measureRisk } from '../risk/measure-risk.ts'
import {
  noticeCoarser,
  noticeEmpty,
  noticeFaults,
  noticeHeld,
  noticeKeys,
  noticeLedgerLeftOut,
  noticeLog,
  noticePublishes,
  noticeResume,
  noticeStaged,
  noticeStrangers,
  noticeUnmet,
} from './notices.ts'
import { checkSameDecisions, checkSameTables, openEarlier } from './earlier-release.ts'
import { keepMadeOf } from './keep-made-of.ts'
import { newInputs, refuseMoved } from './new-inputs.ts'
import { findLeftLoad, findLeftRun, type LeftRun } from './resume.ts'
import { withPatch } from './rule-patch.ts'
import { checkBeginnings, settleSchemas } from './settle-schemas.ts'
import { ledgerCommits, openLedger, type ReleaseLedger } from '../ledger/release-ledger.ts'
import { openRebuilt, placeOfRebuilt, sameInputs, type Rebuilt } from './rebuild.ts'
import { runRound, type Round } from './round.ts'
import { checkSingle, failIfExcluded, failIfInClear, refuseLeftOut } from './run-checks.ts'
import { sealRelease } from '../seal/sealed.ts'
import { newTables } from '../seal/new-tables.ts'
import { isRemote, load, placeOf } from '../seal/remote-target.ts'
import { checkRequired } from '../seal/required-columns.ts'
import { openStoreTarget } from '../seal/store-target.ts'
import { checkTableInputs, openTableTarget } from '../seal/table-target.ts'
import { lockTarget, removeLeftovers } from '../seal/target.ts'

/**
 * The main job: purpose gate → (profile) → plan → apply → seal → publish. Nothing is read before the purpose entry is
 * durable in the log; nothing is visible before the commit entry is. Throws PerdeError; then nothing was published.
 */
export async function run(given: RunJob): Promise<RunResult> {
  const job = given.rebuild === undefined ? given : inItsPlace(given, given.rebuild)
  const release = ulid()
  const target = job.target ?? join(releaseFolder(job.log), release)
  const ledgerDir = ledgerFolder(job)
  checkPlaces({ target, log: job.log, baseDir: job.baseDir, ledger: ledgerDir, secrets: secretsOf(job) })
  checkOverrides(job.policy, job.overrides)
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
  try {
    return await runLogged(job, { release, target, roots, log, ledgerDir })
  } finally {
    quietly(() => log.close())
  }
}

interface Opened {
  release: string
  target: string
  roots: Roots
  log: LogWriter
  /** absolute; undefined: no ledger of releases is kept */
  ledgerDir: string | undefined
}

/** What happens while the log is open: whatever ends it is an entry. */
async function runLogged(given: RunJob, { release, target, roots, log, ledgerDir }: Opened): Promise<RunResult> {
  let phase: Phase = 'gate'
  const enter = (next: Phase) => void (phase = next)
  let staging: Staging | undefined
  let lock: Lock | undefined
  let ledger: ReleaseLedger | undefined
  /** all that the sources name, and those of them that are read */
  let found: Input[] = []
  let inputs: Input[] = []
  let job = given
  try {
    noticeLog(job, log)
    await finishLoads(log, job)
    // What goes to a database is loaded as one, whatever was staged for it.
    const journalKey = job.tables === undefined && job.rebuild === undefined ? deriveJournalKey(roots) : undefined
    // What is prepared for a store lies under the log, among what is removed next.
    const adopted = job.store === undefined ? undefined : leftRun(job, target, journalKey)
    noticePublishes(job, (onBlocked) => finishPublishes(log, onBlocked, adopted?.dir))
    const released = ledgerCommits(log, job.policy.dataset.id).length
    refuseLeftOut(job.policy, released)
    noticeLedgerLeftOut(job, released)
    lock = lockTarget(target)
    const left = job.store === undefined ? leftRun(job, target, journalKey) : adopted
    if (left && job.resume === 'as-of-then') job = { ...job, asOf: new Date(left.header.asOf) }
    removeLeftovers(target, left?.dir)
    checkTarget(target, job.existing)
    ledger = openRunLedger(job, { release, target, roots, log, ledgerDir })
    const planKeys = () => keptPlanKeys(log.secret(KEPT_PLAN))
    const earlier = job.since === undefined ? undefined : openEarlier(job, roots, planKeys)
    if (earlier) job = { ...job, follows: earlier.follows }
    const subject = deriveSubjectKeys(roots)
    const rebuilt = job.rebuild !== undefined && earlier ? openRebuilt(job, earlier, subject.keys) : undefined
    const gate = passGate(job, log, left ? 'resumed' : 'anew')
    refuseConversion(job)
    await job.pushLog?.()
    const tables = job.tables === undefined ? undefined : await openTableTarget(job.tables, job.existing, job.env)
    const store = job.store === undefined ? undefined : await openStoreTarget(job.store, job.existing, log, release)
    noticeStaged(job, store?.others ?? 0)
    enter('profile')
    const publishable = createPublishable()
    inputs = found = await findAllInputs(job.policy, { ...job, target: job.target ?? job.store }, publishable)
    await checkDistinct(job.store ?? target, found)
    const fresh =
      earlier && (rebuilt ? await sameInputs(job, earlier, rebuilt.kept, found) : await newInputs(job, earlier, found))
    if (fresh) inputs = fresh.came
    const makers = earlierMakers(
      inputs.flatMap(({ path }) => (path === undefined || isAddress(path) ? [] : realpathSync(path))),
    )
    job.pool.warm(Math.ceil((totalBytes(inputs) ?? Infinity) / job.blockSize))
    const rules = rulesOnly(job, earlier?.surprises ?? new Map())
    const looked = { inputs, seen: await lookAtInputs(rules, inputs, publishable), earlier, publishable }
    if (earlier) checkSameDecisions(earlier, rules, job.policy)
    checkBeginnings(job, rules, looked)
    checkCoverage(rules, inputs, looked.seen, job.policy.unlisted)
    if (tables) {
      checkTableInputs(tables, inputs)
      checkRequired(rules, inputs, tables.place.constraints)
    } else if (job.target === undefined && !store) checkSingle(inputs)
    const { pool, blockSize, signal, onProgress } = job
    const context = {
      release,
      target,
      log,
      roots,
      subject,
      ledger,
      pass: { inputs, pool, blockSize, publishable, ...(signal && { signal }), ...(onProgress && { onProgress }) },
      surprises: new Map(earlier?.surprises),
      left,
      rebuilt,
      journalKey,
      enter,
      staged: (opened: Staging) => void (staging = opened),
    }
    let done
    let whole = false
    for (let round = 0; !done; round++) {
      const ended = await runRound(job, context, round, whole ? 'whole' : 'as-asked')
      if (ended === 'whole') whole = true
      else done = ended
    }
    await checkSameInputs(job.policy, job, found)
    if (earlier) checkSameTables(earlier, done.plan)
    refuseMoved(done.applied.parts, fresh?.gone ?? [])
    const schemas = await settleSchemas(job, done, looked)
    failIfExcluded(job, done.applied)
    failIfInClear(job, done.applied)
    failIfCopied(job.policy, done.plan, done.applied, publishable)
    noticeEmpty(job, done.applied)
    noticeFaults(job, done.plan, done.applied)
    noticeUnmet(job, done.plan, done.applied, publishable)
    noticeCoarser(job, done.plan)
    noticeHeld(job, done.released?.held ?? 0)
    noticeStrangers(job, done.released?.strangers ?? [])
    enter('seal')
    // What is measured and sealed from here on takes the memory that the threads held.
    job.pool.rest()
    const risk = measureRisk(done.plan, done.applied, done.solved, publishable)
    const keys = deriveLedgerKeys(roots) ?? planKeys()
    const kept = keepPlans(job, done.kept, release, keys)
    const madeOf = keepMadeOf(job, {
      release,
      roots,
      keys,
      schemas: schemas.joined,
      known: fresh?.known ?? [],
      ...done,
    })
    const written = done.released && ledger?.write(done.released.sources)
    const sealed = sealRelease({
      ...{ job, log, roots, release, publishable, subject, makers, gate, risk, schemas: schemas.now, ...done },
      digests: {
        ...(kept && { planFileSha256: kept.sha256 }),
        ...(written && { ledgerSha256: written.sha256 }),
        ...(madeOf && { inputsFileSha256: madeOf.sha256 }),
      },
      ...(rebuilt
        ? { ...(rebuilt.manifest.since && { since: rebuilt.manifest.since }), rebuilds: namesOf(rebuilt) }
        : earlier && { since: namesOf(earlier) }),
      ledgerDir,
    })
    checkClaims(job.policy, sealed.manifest)
    job.signal?.throwIfAborted()
    const { record } = sealed
    if (tables) {
      const { tables: made, lost } = newTables(done.plan, done.applied.parts, tables.place.constraints)
      const { replaces } = tables
      record.tables = { address: writtenInput(job.tables!), ...(replaces !== undefined && { replaces }), made }
      noticeKeys(job, lost)
    }
    if (store) {
      const { address, replaces } = store
      record.store = { address, ...(replaces !== undefined && { replaces }) }
    }
    const begin = () => enter('commit')
    const push = async () => job.pushLog?.()
    if (isRemote(record))
      await commitRemote(log, record, sealed.commit, { begin, push, load: () => load(log, record, job, job.tables) })
    else if (job.pushLog) await commitPushed(log, record, sealed.commit, { begin, push })
    else commitRelease(log, record, sealed.commit, begin)
    return {
      target,
      ...(isRemote(record) && { place: placeOf(record) }),
      manifest: sealed.manifest,
      consent: sealed.consent,
      risk: sealed.risk,
      held: done.released?.held ?? 0,
      ...(earlier && fresh && !rebuilt && { since: { release: earlier.release, inputs: fresh.known.length } }),
      ...(rebuilt && { rebuilt: { release: rebuilt.release, ...filesOf(done) } }),
      log: { dir: job.log, origin: log.origin, index: sealed.record.index, vkey: log.vkey },
    }
  } catch (e) {
    const error = await withPatch(typed(e, job.signal), job.policy, inputs)
    // From here on only forward: the log says whether the commit is there, and the next command acts on it.
    if ((phase as Phase) === 'commit') throw interruptedCommit(error)
    quietly(() => staging?.discard())
    quietly(() => removeReleaseRecord(job.log, release))
    quietly(() => ledger?.discard())
    quietly(() => {
      log.append([{ type: 'run.abort', code: error.code, phase }])
      log.checkpoint()
    })
    throw error
  } finally {
    for (const input of found) await input.bytes.close().catch(() => undefined)
    quietly(() => ledger?.close())
    quietly(() => lock?.release())
  }
}

/** A release is made anew where it stands, unless another place is named. */
function inItsPlace(job: RunJob, rebuild: string): RunJob {
  const followed = { ...job, since: rebuild }
  if (job.target !== undefined) return followed
  return { ...followed, target: placeOfRebuilt(followed), existing: 'replace' }
}

function namesOf({ release, manifestSha256 }: Pick<Rebuilt, 'release' | 'manifestSha256'>) {
  return { release, manifestSha256 }
}

/** `written`: for this release, where the rest was taken over. */
function filesOf({ applied: { parts }, taken }: Round): { written: number; files: number } {
  const count = (of: typeof parts) => of.reduce((n, { outputs }) => n + outputs.length, 0)
  const kept = new Set(taken)
  return { written: count(parts.filter((_, part) => !kept.has(part))), files: count(parts) }
}

/** Files that lead back from the release to people: keys, and tables of replacements. */
function secretsOf({ policy, baseDir }: RunJob): Secret[] {
  const keys = Object.entries(policy.keys).flatMap(([name, source]) =>
    'file' in source ? [{ what: `the key "${name}"`, path: resolve(baseDir, source.file) }] : [],
  )
  const tables = Object.values(policy.fields).flatMap((rules) =>
    Object.values(rules)
      .flatMap(stepsOf)
      .flatMap(({ verb, options }) =>
        verb === 'lookup' ? [{ what: 'a table of "lookup"', path: resolve(baseDir, options['file'] as string) }] : [],
      ),
  )
  return [...keys, ...tables]
}

/** Undefined where no source has a plan that other data could follow. */
function keepPlans({ log, policy }: RunJob, plans: KeptPlans, release: string, keys: PlanKeys) {
  return plans.size === 0 ? undefined : keepPlan(log, { dataset: policy.dataset.id, release }, plans, keys)
}

/** The killed run that the job asks to go on with. */
function leftRun(job: RunJob, target: string, key: Uint8Array | undefined): LeftRun | undefined {
  if (job.resume === undefined) return undefined
  if (!key)
    throw new PerdeError('KEY_MISSING', 'a run can only be gone on with under keys that stay', {
      hints: ['add one: keys: { main: { env: PERDE_KEY } }; make it with: perde key new FILE'],
    })
  const left =
    job.store === undefined
      ? findLeftRun(target, key, new Date())
      : findLeftLoad(dirname(target), shownAddress(job.store), key, new Date())
  noticeResume(job, left?.parts.length)
  return left
}

function ledgerFolder({ policy, baseDir }: RunJob): string | undefined {
  const { releases } = policy.anonymity ?? {}
  return releases === undefined ? undefined : resolve(baseDir, releases)
}

/** The ledger that the policy names, under the lock of log and output: what the run replaces leaves it. */
function openRunLedger(job: RunJob, { release, target, roots, log, ledgerDir }: Opened): ReleaseLedger | undefined {
  if (ledgerDir === undefined) return undefined
  const keys = deriveLedgerKeys(roots)
  if (!keys)
    throw new PerdeError('KEY_MISSING', 'a ledger of releases needs a key that stays', {
      hints: ['add one: keys: { main: { env: PERDE_KEY } }; make it with: perde key new FILE'],
    })
  return openLedger({ dir: ledgerDir, dataset: job.policy.dataset.id, release, log, keys, replaces: releaseAt(target) })
}

/** Tables of a database have columns with types, and no other form. */
function refuseConversion({ tables, policy: { output } }: RunJob): void {
  if (tables !== undefined && output.format !== 'same')
    throw new PerdeError('USAGE', 'tables of a database have no format that records could be converted to', {
      hints: ['leave "output.format" out, or run with --out DIR'],
    })
}

function interruptedCommit(e: PerdeError): PerdeError {
  return new PerdeError(e.code, `the commit was interrupted: ${e.message}`, {
    where: e.where,
    cause: e.cause,
    retryable: true,
    hints: [
      'mend the cause and run perde run or perde use on this log: it publishes the release if its commit was logged, and removes it if not',
    ],
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
