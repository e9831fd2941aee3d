import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { openScratch } from '../../io/lake/scratch.ts'
import { adoptStaging, openStaging, stagingName, type PartWriter, type Staging } from '../../io/lake/staging.ts'
import { unpackMembers } from '../../io/codings/unpack-members.ts'
import type { Plan } from '../../plan/plan.ts'
import { applyPass, type Applied, type StagedPart } from '../passes/apply-pass.ts'
import { openJournal, type LeftRun } from '../passes/journal.ts'
import { JOURNAL, type JournalHeader } from '../passes/journal-frames.ts'
import type { AfterRelease } from '../freeze/decide-classes.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import { openDecisions } from '../passes/decision-sink.ts'
import { createDataKey } from '../passes/data-key.ts'
import { openKeptReceipts } from '../passes/kept-receipts.ts'
import { SEALED, sealedPart, type FileKey } from '../passes/sealed-part.ts'
import { createReleaseKey } from '../passes/release-key.ts'
import { deriveSealKey, deriveShuffleKey, type Roots } from '../freeze/derive-keys.ts'
import type { RunJob } from '../freeze/job.ts'
import type { KeptPlans } from '../freeze/keep-plans.ts'
import type { Solved } from '../risk/measure-risk.ts'
import { noticeRegister, noticeWhole } from './notices.ts'
import { checkIdentity, notWhole, stagedParts } from './resume.ts'
import { checkSameBytes } from './run-checks.ts'
import { addSurprises } from './surprise.ts'
import type { RoundContext } from './round-context.ts'
import { beginRound } from './begin-round.ts'
import { lastLook } from './last-look.ts'
import { isWrittenAsPlanned, takeOver, unchangedIn } from './taken-over.ts'

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
  if (changed && job.tasks)
    throw beginAgain('DENIED_WITHDRAWN', 'somebody whose records the tasks wrote has no consent any more')
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

/** What a release can be made anew from is kept where the policy says so, for as long as its keys stay. */
export function keepsReceipts({ policy, tables, store }: RunJob, roots: Roots): boolean {
  const stays = roots.size > 0 && [...roots.values()].every(({ ephemeral }) => !ephemeral)
  return policy.consent?.['on-withdrawal'] === 'rebuild' && stays && tables === undefined && store === undefined
}

/** What one process would do over again by itself, tasks have to be asked for. */
function beginAgain(code: 'INPUT_SURPRISE' | 'DENIED_WITHDRAWN', message: string): PerdeError {
  return new PerdeError(code, message, {
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
