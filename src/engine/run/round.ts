import { readEntries } from '../../evidence/log/log-reader.ts'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { PerdeError } from '../../errors.ts'
import type { Phase } from '../../evidence/log/entry-schemas.ts'
import type { LogWriter } from '../../evidence/log/log-writer.ts'
import { sha256Hex } from '../../evidence/release/manifest.ts'
import { openScratch } from '../../io/lake/scratch.ts'
import { adoptStaging, openStaging, stagingName, type PartWriter, type Staging } from '../../io/lake/staging.ts'
import { unpackMembers } from '../../io/codings/unpack-members.ts'
import { planBytes, type Plan } from '../../plan/plan.ts'
import { applyPass, type Applied, type StagedPart } from '../passes/apply-pass.ts'
import { openJournal, type LeftRun } from '../passes/journal.ts'
import { JOURNAL, type JournalHeader } from '../passes/journal-frames.ts'
import type { PassOptions } from '../passes/block-tasks.ts'
import type { AfterRelease } from '../freeze/decide-classes.ts'
import { registerState, SeenRegisters } from '../consents/seen-registers.ts'
import type { SeenLedgers } from '../consents/seen-ledgers.ts'
import { readAgain } from '../consents/read-consents.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import { openDecisions } from '../passes/decision-sink.ts'
import { createDataKey } from '../passes/data-key.ts'
import { openKeptReceipts } from '../passes/kept-receipts.ts'
import { SEALED, sealedPart, type FileKey } from '../passes/sealed-part.ts'
import { createReleaseKey } from '../passes/release-key.ts'
import { deriveSealKey, deriveShuffleKey, keyFacts, type deriveSubjectKeys, type Roots } from '../freeze/derive-keys.ts'
import * as entries from '../seal/entries.ts'
import { freezePlan } from '../freeze/freeze.ts'
import { consentReading, consentRequestNow, consentSetup, readConsents } from '../freeze/consents-of-plan.ts'
import { rulesOnly, type Surprises } from '../freeze/rules-only.ts'
import type { RunJob } from '../freeze/job.ts'
import { keepPlans, type KeptPlans } from '../freeze/keep-plans.ts'
import { summarised } from '../freeze/lighter-plan.ts'
import type { ConsentSetup } from '../wire/setup.ts'
import { toMeasure } from '../../plan/anonymity/solution.ts'
import type { Solved } from '../risk/measure-risk.ts'
import { isAsPlanned } from '../risk/planned-classes.ts'
import { noticeFewerDenials, noticeRegister, noticeWhole } from './notices.ts'
import type { ReleaseLedger } from '../ledger/release-ledger.ts'
import { VERSION } from '../../version.ts'
import { shownAddress } from '../read/address.ts'
import type { Input } from '../read/input.ts'
import { listingDigest } from '../read/listing.ts'
import { notAsReleased, takesOver, unchangedParts, type Rebuilt } from './rebuild.ts'
import { ASKED, checkIdentity, notWhole, OUTPUT, stagedParts } from './resume.ts'
import { checkSameBytes } from './run-checks.ts'
import { digestOfFile } from './staged-texts.ts'
import { shownPlan } from '../read/shown-path.ts'
import { addSurprises } from './surprise.ts'
import { deniedInRelease } from '../passes/read-decisions.ts'

/** What the rounds of a run share. */
export interface RoundContext {
  release: string
  target: string
  log: LogWriter
  roots: Roots
  subject: ReturnType<typeof deriveSubjectKeys>
  pass: PassOptions
  /** consent ledgers as the log has seen them */
  seen: SeenLedgers
  /** undefined: no ledger of releases is kept */
  ledger: ReleaseLedger | undefined
  /** fields that a round found personal; the next treats them so */
  surprises: Surprises
  enter(phase: Phase): void
  /** the staged release of a round that failed is discarded by who asked for the round */
  staged(staging: Staging): void
  /** a killed run that the first round goes on with */
  left: LeftRun | undefined
  /** a release that is made anew; what it has of unchanged inputs is taken over */
  rebuilt: Rebuilt | undefined
  /** undefined: the run cannot be gone on with */
  journalKey: Uint8Array | undefined
}

/** A round that nothing made void: what was read, by what, and what it gave. */
export interface Round {
  plan: Plan
  /** canonical bytes of the plan: made once, as it may be large */
  planText: string
  register: ReadRegister | undefined
  applied: Applied
  solved: Solved
  kept: KeptPlans
  /** where a ledger of releases is kept: what it is after this one */
  released?: AfterRelease
  staging: Staging
  /** numbers of the inputs whose files were taken over from the release that is made anew */
  taken: number[]
}

/** A register that changes under the run is read again and everything is done anew, but not for ever. */
const MOST_ROUNDS = 3

/**
 * Register → (profile) → plan → apply → last look. Undefined: the data or the register showed something that makes it
 * void, nothing of it is left, and it has to be done again; `whole`: with nothing taken over from another release.
 */
export async function runRound(
  job: RunJob,
  context: RoundContext,
  round: number,
  how: 'as-asked' | 'whole',
): Promise<Round | 'whole' | undefined> {
  const whole = how === 'whole'
  const { release, roots, subject, pass, surprises, enter } = context
  const left = round === 0 ? context.left : undefined
  const { at, register, header, plan, planText, setup, profiled, keeping, solved, released } = await beginRound(
    job,
    context,
    left,
  )
  if (round === 0) noticeRegister(job, register)
  enter('apply')
  if (left) checkIdentity(left.header.identity, header.identity, job.tasks ? 'tasks' : 'killed run')
  const finished = left
    ? await stagedParts(left, pass.inputs, {
        unpack: unpackMembers,
        place: stagingName(context.target, release),
        same: job.tasks ? 'version' : 'bytes',
      })
    : unchangedIn(job, context, { plan, register, consent: setup.consent, whole })
  if (job.tasks && finished.length < pass.inputs.length) throw notWhole(pass.inputs[finished.length]!)
  const staging = left
    ? adoptStaging(left.dir, context.target, release, keptFiles(finished))
    : openStaging(context.target, release)
  context.staged(staging)
  if (context.rebuilt) takeOver(context.rebuilt, staging, finished)
  const journal = context.journalKey && openRunJournal(staging.dir, context.journalKey, header, left, finished.length)
  const decisionKey = setup.consent && createReleaseKey(job.log, release, subject.keys.decisions)
  const dataKey = job.policy.output.seal ? createDataKey(job.log, release, sealKey(roots)) : undefined
  const receipts = keepsReceipts(job, roots) && decisionKey && openKeptReceipts(job.log, release, decisionKey, header)
  const applied = await applyPass(setup, pass, {
    staged: finished,
    journal,
    receipts: receipts || undefined,
    part: (path) => partOf(staging, join('data', path), dataKey && { key: dataKey, release }),
    // A table is one, whatever its size.
    fileSize: job.tables === undefined ? job.policy.output['file-size'] : undefined,
    shuffle:
      plan.order === 'shuffle'
        ? { key: deriveShuffleKey(plan, roots), scratch: openScratch(join(staging.dir, '.shuffle')) }
        : undefined,
    decisions: (part) => decisionKey && openDecisions(job.log, release, part, decisionKey),
  }).finally(() => {
    journal?.close()
    if (receipts) receipts.close()
  })
  // What is written is sealed next, and nothing of a journal is released.
  rmSync(join(staging.dir, JOURNAL), { force: true })
  checkSameBytes(profiled, applied)
  if (context.rebuilt && !whole && finished.length > 0 && !isWrittenAsPlanned(plan, applied, solved)) {
    noticeWhole(job)
    staging.discard()
    return 'whole'
  }
  if (addSurprises(job, plan, applied, surprises, pass.publishable)) {
    staging.discard()
    if (job.tasks) throw beginAgain('INPUT_SURPRISE', 'a field that the policy calls insensitive looks personal')
    return undefined
  }
  enter('last-look')
  const changed = await lastLook(job, context, { plan, register, decisions: applied.parts.length, at })
  if (changed && job.tasks) throw beginAgain('REGISTER_INVALID', 'somebody withdrew while the tasks worked')
  if (changed && round < MOST_ROUNDS) {
    staging.discard()
    return undefined
  }
  if (changed)
    throw new PerdeError('REGISTER_INVALID', 'the register of consents kept changing during the run', {
      retryable: true,
      hints: ['run again when it is at rest, or on a copy; nothing was published'],
    })
  return {
    plan,
    planText,
    register,
    applied,
    staging,
    kept: await keeping,
    solved,
    taken: context.rebuilt ? finished.map(({ part }) => part) : [],
    ...(released && { released }),
  }
}

function partOf(staging: Staging, path: string, key: FileKey | undefined): PartWriter {
  if (!key) return staging.part(path)
  const sealed = `${path}${SEALED}`
  return sealedPart(staging.part(sealed), key, sealed)
}

function sealKey(roots: Roots): Uint8Array {
  const key = deriveSealKey(roots)
  if (key) return key
  throw new PerdeError('KEY_MISSING', 'a sealed release needs a key that stays: nobody could open it', {
    hints: ['add keys: { seal: { file: seal.key } }; make it with: perde key new FILE'],
  })
}

/** Of a release that is made anew: the inputs that need not be read. */
function unchangedIn(
  job: RunJob,
  { rebuilt, pass }: RoundContext,
  now: { plan: Plan; register: ReadRegister | undefined; consent: ConsentSetup | undefined; whole: boolean },
): StagedPart[] {
  if (!rebuilt) return []
  const { plan, register, consent, whole } = now
  if (!register || !consent || whole) return []
  if (takesOver(rebuilt, plan, job.asked))
    return unchangedParts(rebuilt, pass.inputs, {
      index: register.index,
      request: consent.request,
      ...(job.asked && { marks: job.asked.setup.marks }),
    })
  noticeWhole(job)
  return []
}

/** What is taken over has to be what was released, by every byte. A file that gives way to the new release is linked. */
function takeOver({ dir }: Rebuilt, staging: Staging, parts: readonly StagedPart[]): void {
  const how = staging.target === dir ? 'link' : 'copy'
  for (const { outputs } of parts)
    for (const { path, sha256 } of outputs) {
      if (digestOfFile(join(dir, path)) !== sha256) throw notAsReleased(path)
      staging.take(path, dir, how)
      if (digestOfFile(join(staging.dir, path)) !== sha256) throw notAsReleased(path)
    }
}

/** Under a frozen plan a class whose people leave may be too small, and then all of it has to go, from every file. */
function isWrittenAsPlanned(plan: Plan, applied: Applied, { planned }: Solved): boolean {
  return plan.sources.every(({ anonymity }, s) => {
    if (!anonymity) return true
    const written = applied.classes[s]
    return planned[s] !== undefined && written !== undefined && isAsPlanned(planned[s], written.classes)
  })
}

/** What a release can be made anew from is kept where the policy says so, for as long as its keys stay. */
export function keepsReceipts({ policy, tables, store }: RunJob, roots: Roots): boolean {
  const stays = roots.size > 0 && [...roots.values()].every(({ ephemeral }) => !ephemeral)
  return policy.consent?.['on-withdrawal'] === 'rebuild' && stays && tables === undefined && store === undefined
}

/** What is needed before anything is written. */
type WithoutOutput = Omit<RoundContext, 'left' | 'rebuilt' | 'journalKey' | 'staged'> &
  Partial<Pick<RoundContext, 'rebuilt'>>

/** Everything that is decided before the second pass: who may be used, the plan, and what of it has to stay the same. */
export async function beginRound(job: RunJob, context: WithoutOutput, left: LeftRun | undefined) {
  const { subject, surprises, enter, pass, roots } = context
  const at = new Date(left?.header.at ?? job.tasks?.at ?? Date.now())
  enter('profile')
  const first = rulesOnly(job, surprises)
  const register = job.tasks ? job.tasks.register : await readConsents(job, first, subject.keys, job.asOf, context.seen)
  // Where tasks do the work, the step that divided it has logged what it read.
  if (register && !job.tasks) consentsRead(job, context, register)
  const consent = consentSetup(job.policy, first, job.asOf, register, subject.keys, at)
  const known = left?.header.measureKey ?? job.tasks?.measureKey ?? context.rebuilt?.kept.header.measureKey
  const planned = await planRound(job, context, consent, known)
  const header: JournalHeader = {
    identity: identityOf(job, pass.inputs, { roots, planSha256: sha256Hex(planned.planText), register }),
    measureKey: planned.setup.measureKey,
    asOf: job.asOf.getTime(),
    at: at.getTime(),
  }
  return { at, register, header, ...planned }
}

/** What the run decides by stands in the log before it decides, and is what the last look has to go on from. */
export function consentsRead(
  job: RunJob,
  { log, seen }: Pick<RoundContext, 'log' | 'seen'>,
  register: ReadRegister,
): void {
  const { id } = job.policy.dataset
  if (register.ledger) {
    entries.ledgerSeen(log, id, register.ledger)
    seen.note(register.ledger)
  } else {
    const known = new SeenRegisters(readEntries(job.log, { type: 'consent.register' }), id)
    const now = registerState(register)
    known.check(now, job.policy.consent!.register!.path)
    noticeFewerDenials(job, known.last?.denials, register)
    entries.registerSeen(log, id, register)
  }
}

/** The plan of a round, as text and for the workers. What else grows with the combinations is let go. */
async function planRound(
  job: RunJob,
  { release, log, roots, surprises, pass, ledger, enter }: WithoutOutput,
  consent: ConsentSetup | undefined,
  measureKey: Uint8Array | undefined,
) {
  const earlier = ledger && { ledger, release }
  const frozen = await freezePlan(job, roots, surprises, pass, consent, earlier, {
    measureKey,
    kept: job.tasks?.kept,
  })
  const { plan, setup, profiled, solutions, planned, population, released } = frozen
  enter('plan')
  const planText = planBytes(shownPlan(plan, pass.publishable))
  entries.planFrozen(log, plan, sha256Hex(planText))
  const keeping = keepPlans(plan, solutions, pass.pool)
  // A rejection is seen when its turn comes; until then it must not count as unhandled.
  keeping.catch(() => undefined)
  const solved: Solved = {
    solutions: solutions.map((solution) => solution && toMeasure(solution)),
    planned,
    population,
    measureKey: setup.measureKey,
  }
  return { plan: summarised(plan), planText, setup, profiled, keeping, solved, released }
}

/** What one process would do over again by itself, tasks have to be asked for. */
function beginAgain(code: 'INPUT_SURPRISE' | 'REGISTER_INVALID', message: string): PerdeError {
  return new PerdeError(code, message, {
    retryable: code === 'REGISTER_INVALID',
    hints: [
      code === 'INPUT_SURPRISE'
        ? 'give the field its role and a transform in the policy, then begin again with perde shard; nothing was published'
        : 'begin again with perde shard, in a new folder; nothing was published',
    ],
  })
}

/** Files of a staged release that a run goes on with. */
function keptFiles(finished: readonly StagedPart[]): ReadonlySet<string> {
  return new Set([JOURNAL, ...finished.flatMap(({ outputs }) => outputs.map(({ path }) => path))])
}

function openRunJournal(
  dir: string,
  key: Uint8Array,
  header: JournalHeader,
  left: LeftRun | undefined,
  kept: number,
): ReturnType<typeof openJournal> {
  const path = join(dir, JOURNAL)
  if (!left) return openJournal(path, key, { header })
  if (kept > 0) return openJournal(path, key, { from: left.parts[kept - 1]!.end })
  rmSync(path)
  return openJournal(path, key, { header })
}

/** What has to be the same for the same bytes, by what a person calls it. */
function identityOf(
  job: RunJob,
  inputs: readonly Input[],
  { roots, planSha256, register }: { roots: Roots; planSha256: string; register: ReadRegister | undefined },
): Record<string, string> {
  return {
    version: VERSION,
    policy: job.policySha256,
    plan: planSha256,
    'register of consents': register?.keyedSha256 ?? '',
    keys: JSON.stringify(keyFacts(roots)),
    'as-of time': job.asOf.toISOString(),
    mode: job.mode,
    ...(job.asked && { [ASKED]: job.asked.sha256 }),
    'set of inputs': listingDigest(inputs),
    ...(job.store !== undefined && { [OUTPUT]: shownAddress(job.store) }),
  }
}

/**
 * Looks at the consents once more. True: somebody whose record was used may not be used any more, so everything has to be
 * done again. A register that only grew, as one in a database does all the time, changes nothing of what was done. Who is
 * used has a consent as of the time of the run too (`consentSetup`), so an as-of in the past needs no look of its own.
 */
async function lastLook(
  job: RunJob,
  { log, subject, release, seen }: RoundContext,
  { plan, register, decisions, at }: { plan: Plan; register: ReadRegister | undefined; decisions: number; at: Date },
): Promise<boolean> {
  const reading = consentReading(job, plan, subject.keys, seen)
  if (!register || !reading) return false
  const now = await readAgain(reading, register, Math.floor(job.asOf.getTime() / 1000))
  const look = now && { index: now.index, request: consentRequestNow(job.policy, plan, job.asOf, at) }
  const denied = look
    ? deniedInRelease(look, { log: job.log, release, parts: decisions, keys: subject.keys }).denied
    : 0
  const { keyedSha256 } = now ?? register
  if (now?.ledger && denied === 0) entries.ledgerSeen(log, job.policy.dataset.id, now.ledger)
  entries.lastLook(log, { registerSha256: keyedSha256, asOf: job.asOf, changed: denied > 0, denied: now && denied })
  return denied > 0
}
