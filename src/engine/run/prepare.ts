import { dirname } from 'node:path'
import { createPublishable } from '../../detect/publishable.ts'
import { PerdeError } from '../../errors.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import { earlierMakers, type Maker } from '../../evidence/release/earlier-makers.ts'
import { releaseAt } from '../../io/lake/release-form.ts'
import { checkTarget, stagingName } from '../../io/lake/staging.ts'
import {
  deriveJournalKey,
  noJournalKey,
  deriveLedgerKeys,
  deriveSubjectKeys,
  keptPlanKeys,
  KEPT_PLAN,
} from '../freeze/derive-keys.ts'
import { rulesOnly } from '../freeze/rules-only.ts'
import type { RunJob } from '../freeze/job.ts'
import type { PlanKeys } from '../ledger/kept-plan.ts'
import { ledgerCommits, openLedger, type ReleaseLedger } from '../ledger/release-ledger.ts'
import { totalBytes } from '../passes/block-tasks.ts'
import type { LeftRun } from '../passes/journal.ts'
import { shownAddress } from '../read/address.ts'
import { filesOf } from '../read/files-of.ts'
import { checkDistinct } from '../read/check-distinct.ts'
import { findAllInputs, placesRead } from '../read/inputs.ts'
import { finishLoads, finishPublishes } from '../seal/commit.ts'
import { checkRequired } from '../seal/required-columns.ts'
import { openStoreTarget } from '../seal/store-target.ts'
import { checkTableInputs, openTableTarget } from '../seal/table-target.ts'
import { signalTexts } from '../policy-files/signal-files.ts'
import { lockTarget, removeLeftovers } from '../seal/target.ts'
import { openAsked } from '../subjects/asked.ts'
import { checkPeopleKnown } from '../subjects/known-people.ts'
import { approvalStep } from './approval-step.ts'
import { checkCoverage, lookAtInputs } from './check-coverage.ts'
import { checkSameDecisions, openEarlier, type EarlierRelease } from './earlier-release.ts'
import { passGate, type PassedGate } from './gate-step.ts'
import { newInputs } from './new-inputs.ts'
import { noticeLedgerLeftOut, noticeLog, noticePublishes, noticeResume, noticeStaged } from './notices.ts'
import type { OpenRun } from './in-run.ts'
import type { Opened } from './open-run.ts'
import { openRebuilt, sameInputs, type Rebuilt } from './rebuild.ts'
import { findLeftLoad, findLeftRun } from './resume.ts'
import { checkSingle, refuseLeftOut } from './run-checks.ts'
import { checkBeginnings, type Looked } from './settle-schemas.ts'

/** A run before the first record: the gate has permitted it, what it reads is known, and where it writes is held. */
export interface Prepared {
  /** the job with what was found: the as-of time of a killed run, the decisions of an earlier release, what people asked */
  job: RunJob
  gate: PassedGate
  approval: Manifest['approval']
  makers: Maker[]
  looked: Looked
  publishable(name: string): boolean
  /** undefined: all inputs are read */
  earlier: EarlierRelease | undefined
  /** the release that is made anew; undefined: none is */
  rebuilt: Rebuilt | undefined
  fresh: Awaited<ReturnType<typeof newInputs>> | undefined
  ledger: ReleaseLedger | undefined
  tables: Awaited<ReturnType<typeof openTableTarget>> | undefined
  store: Awaited<ReturnType<typeof openStoreTarget>> | undefined
  left: LeftRun | undefined
  journalKey: Uint8Array | undefined
  planKeys(): PlanKeys
}

/** Everything that has to be asked before the first record is read. */
export async function prepare(given: RunJob, opened: OpenRun): Promise<Prepared> {
  const { release, target, roots, log, held, enter } = opened
  let job = given
  noticeLog(job, log)
  await finishLoads(log, job)
  // What goes to a database is loaded as one, whatever was staged for it.
  const { seal } = job.policy.output
  if (seal) refuseSealed(job)
  const journalKey =
    job.tables === undefined && job.rebuild === undefined && !seal ? deriveJournalKey(roots) : undefined
  // What is prepared for a store lies under the log, among what is removed next.
  const adopted = job.store === undefined ? undefined : leftRun(job, { target, roots }, journalKey)
  noticePublishes(job, (onBlocked) => finishPublishes(log, onBlocked, adopted?.dir))
  const released = ledgerCommits(log, job.policy.dataset.id).length
  refuseLeftOut(job.policy, released)
  noticeLedgerLeftOut(job, released)
  held.lock = lockTarget(target)
  const killed = job.store === undefined ? leftRun(job, { target, roots }, journalKey) : adopted
  if (killed && job.resume === 'as-of-then') job = { ...job, asOf: new Date(killed.header.asOf) }
  removeLeftovers(target, killed?.dir)
  checkTarget(target, job.existing)
  const left = job.tasks?.assemble?.(stagingName(target, release)) ?? killed
  const ledger = (held.ledger = openRunLedger(job, opened))
  const planKeys = () => keptPlanKeys(log.secret(KEPT_PLAN))
  const earlier = job.since === undefined ? undefined : openEarlier(job, roots, planKeys)
  if (earlier) job = { ...job, follows: earlier.follows }
  const rules = rulesOnly(job, earlier?.surprises ?? new Map())
  const asked = openAsked({ log: job.log, dataset: job.policy.dataset.id, ...deriveSubjectKeys(roots) }, (own) =>
    checkPeopleKnown(own, rules, job.policy.unlisted),
  )
  if (asked) job = { ...job, asked }
  const rebuilt =
    job.rebuild !== undefined && earlier ? openRebuilt(job, earlier, deriveSubjectKeys(roots).keys) : undefined
  const signals = signalTexts(job.policy, job.baseDir)
  const gate = passGate(job, log, signals, left || job.tasks ? 'resumed' : 'anew')
  const { approval, approvedFiles } = await approvalStep(job, log, roots, signals)
  if (approvedFiles) job = { ...job, approvedFiles }
  refuseConversion(job)
  await job.pushLog?.()
  const tables = job.tables === undefined ? undefined : await openTableTarget(job.tables, job.existing, job.env)
  const store = job.store === undefined ? undefined : await openStoreTarget(job.store, job.existing, log, release)
  noticeStaged(job, store?.others ?? 0)
  enter('profile')
  const publishable = createPublishable()
  held.found = await findAllInputs(job.policy, { ...job, target: job.target ?? job.store }, publishable)
  // What goes to standard output or a database leaves no records under the log.
  const places = job.store === undefined && job.target === undefined ? [] : placesRead(job.policy, job)
  checkDistinct(job.store ?? target, held.found, places, job.policy.output['file-size'] !== undefined)
  const fresh = rebuilt
    ? await sameInputs(job, earlier!, rebuilt.kept, held.found)
    : earlier && (await newInputs(job, earlier, held.found))
  const inputs = (held.inputs = fresh ? fresh.came : held.found)
  const makers = await earlierMakers(await filesOf(inputs))
  job.pool.warm(Math.ceil((totalBytes(inputs) ?? Infinity) / job.blockSize))
  const looked = { inputs, seen: await lookAtInputs(rules, inputs, publishable), earlier, publishable }
  if (earlier) checkSameDecisions(earlier, rules, job.policy)
  checkBeginnings(job, rules, looked)
  checkCoverage(rules, inputs, looked.seen, job.policy.unlisted)
  if (tables) {
    checkTableInputs(tables, inputs)
    checkRequired(rules, inputs, tables.place.constraints)
  } else if (job.target === undefined && !store) checkSingle(inputs)
  const followed = { earlier, rebuilt, fresh, left }
  return { job, gate, approval, makers, looked, publishable, ledger, tables, store, journalKey, planKeys, ...followed }
}

/** The killed run that the job asks to go on with. */
function leftRun(
  job: RunJob,
  { target, roots }: Pick<Opened, 'target' | 'roots'>,
  key: Uint8Array | undefined,
): LeftRun | undefined {
  if (job.resume === undefined) return undefined
  if (!key) throw noJournalKey(roots, 'a run that can be gone on with')
  const left =
    job.store === undefined
      ? findLeftRun(target, key, new Date())
      : findLeftLoad(dirname(target), shownAddress(job.store), key, new Date())
  noticeResume(job, left?.parts.length)
  return left
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

/** Files that are bound to their release, and that `perde use` opens. */
function refuseSealed({ resume, tables, store, target }: RunJob): void {
  const unfit =
    resume !== undefined
      ? [
          'a killed run that seals its files cannot be gone on with',
          'leave --resume out: its files are under its own key',
        ]
      : tables !== undefined || (store === undefined && target === undefined)
        ? [
            'a sealed release goes to a folder, of this machine or of a store',
            'run with --out DIR, or leave "output.seal" out',
          ]
        : undefined
  if (unfit) throw new PerdeError('USAGE', unfit[0]!, { hints: [unfit[1]!] })
}

/** Tables of a database have columns with types, and no other form. */
function refuseConversion({ tables, policy: { output } }: RunJob): void {
  if (tables !== undefined && output.format !== 'same')
    throw new PerdeError('USAGE', 'tables of a database have no format that records could be converted to', {
      hints: ['leave "output.format" out, or run with --out DIR'],
    })
}
