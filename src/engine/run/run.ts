import { readEntries } from '../../evidence/log/log-reader.ts'
import { PerdeError } from '../../errors.ts'
import { checkClaims, failIfCopied } from './check-claims.ts'
import { commitPushed, commitRelease, commitRemote } from '../seal/commit.ts'
import { deriveLedgerKeys, deriveSubjectKeys } from '../freeze/derive-keys.ts'
import type { KeptPlans } from '../freeze/keep-plans.ts'
import { checkSameInputs } from '../read/check-same-inputs.ts'
import { writtenInput } from '../read/table-input.ts'
import type { RunJob, RunResult } from '../freeze/job.ts'
import { SeenLedgers } from '../consents/seen-ledgers.ts'
import { keepPlan, type PlanKeys } from '../ledger/kept-plan.ts'
import { measureRisk } from '../risk/measure-risk.ts'
import {
  noticeAside,
  noticeCoarser,
  noticeEmpty,
  noticeFaults,
  noticeHeld,
  noticeKeys,
  noticeStrangers,
  noticeUnmet,
  setAside,
} from './notices.ts'
import { checkSameTables } from './earlier-release.ts'
import { keepMadeOf } from './keep-made-of.ts'
import { refuseMoved } from './new-inputs.ts'
import { inRun, type OpenRun } from './in-run.ts'
import { prepare } from './prepare.ts'
import { settleSchemas } from './settle-schemas.ts'
import { ofRebuild, placeOfRebuilt, type Rebuilt } from './rebuild.ts'
import { runRound, type Round } from './round.ts'
import { failIfExcluded, failIfInClear } from './run-checks.ts'
import { sealRelease } from '../seal/sealed.ts'
import { newTables } from '../seal/new-tables.ts'
import { isRemote, load, placeOf } from '../seal/remote-target.ts'

/**
 * The main job: purpose gate → (profile) → plan → apply → seal → publish. Nothing is read before the purpose entry is
 * durable in the log; nothing is visible before the commit entry is. Throws PerdeError; then nothing was published.
 */
export async function run(given: RunJob): Promise<RunResult> {
  const { rebuild } = given
  const open = (job: RunJob) => inRun(job, job.tasks?.release, (opened) => runLogged(job, opened))
  if (rebuild === undefined) return open(given)
  try {
    return await open(inItsPlace(given, rebuild))
  } catch (e) {
    throw e instanceof PerdeError ? ofRebuild(e) : e
  }
}

async function runLogged(given: RunJob, opened: OpenRun): Promise<RunResult> {
  const { release, target, roots, log, ledgerDir, enter } = opened
  const prepared = await prepare(given, opened)
  const { job, gate, approval, makers, looked, publishable, earlier, rebuilt, fresh } = prepared
  const { ledger, tables, store, planKeys } = prepared
  const { inputs } = looked
  const subject = deriveSubjectKeys(roots)
  const { pool, blockSize, signal, onProgress } = job
  const context = {
    release,
    target,
    log,
    roots,
    subject,
    ledger,
    seen: new SeenLedgers(readEntries(job.log), job.policy.dataset.id),
    pass: { inputs, pool, blockSize, publishable, ...(signal && { signal }), ...(onProgress && { onProgress }) },
    surprises: new Map(earlier?.surprises),
    left: prepared.left,
    rebuilt,
    journalKey: prepared.journalKey,
    enter,
    staged: opened.staged,
  }
  let done
  let whole = false
  for (let round = 0; !done; round++) {
    const ended = await runRound(job, context, round, whole ? 'whole' : 'as-asked')
    if (ended === 'whole') whole = true
    else done = ended
  }
  await checkSameInputs(job.policy, job, opened.held.found)
  if (earlier) checkSameTables(earlier, done.plan)
  refuseMoved(done.applied.parts, fresh?.gone ?? [])
  const schemas = await settleSchemas(job, done, looked)
  failIfExcluded(job, done.applied)
  failIfInClear(job, done.applied)
  failIfCopied(job.policy, done.plan, done.applied, publishable)
  noticeAside(job, done.applied)
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
    ...{ job, log, roots, release, publishable, subject, makers, gate, approval, risk, ...done },
    schemas: schemas.now,
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
    aside: setAside(done.applied),
    ...(earlier && fresh && !rebuilt && { since: { release: earlier.release, inputs: fresh.known.length } }),
    ...(rebuilt && { rebuilt: { release: rebuilt.release, ...filesOf(done) } }),
    log: {
      dir: job.log,
      origin: log.origin,
      index: sealed.record.index,
      vkey: log.vkey,
      key: job.policy.audit.key ? 'named' : 'own',
    },
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

/** Undefined where no source has a plan that other data could follow. */
function keepPlans({ log, policy }: RunJob, plans: KeptPlans, release: string, keys: PlanKeys) {
  return plans.size === 0 ? undefined : keepPlan(log, { dataset: policy.dataset.id, release }, plans, keys)
}
