import { PerdeError } from '../../errors.ts'
import { deriveJournalKey, noJournalKey, type Roots } from '../freeze/derive-keys.ts'
import { loadRoots } from '../freeze/load-roots.ts'
import type { RunJob } from '../freeze/job.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import type { Asked } from '../subjects/asked.ts'
import type { HostedWork } from './hosted-work.ts'
import { differing, othersText } from '../run/resume.ts'
import { refuseOtherKeys } from './key-checks.ts'
import { ASKED, CONSENTS, PLAN, RUN, WORK, type KeptAsked, type KeptPlan, type KeptRun } from './pieces.ts'
import { getSealed, putSealed, STATE, type RunFolder } from './run-folder.ts'
import { sealPiece } from './sealed-piece.ts'
import { shared, sharedRegister, unsharedRegister, type KeptRegister } from './shared-memory.ts'

/** Keys of the policy, and the one that the folder of a run is sealed under. */
export interface RunKeys {
  roots: Roots
  key: Uint8Array
}

/** Throws KEY_MISSING where a key dies with its process: other processes could not go on; or none is the one that seals. */
export async function runKeys({
  policy,
  baseDir,
  env,
  roots: given,
}: Pick<RunJob, 'policy' | 'baseDir' | 'env' | 'roots'>): Promise<RunKeys> {
  const roots = given ?? (await loadRoots(policy, baseDir, env))
  const key = deriveJournalKey(roots)
  if (!key) throw noJournalKey(roots, 'a run in tasks, each a process of its own,')
  return { roots, key }
}

/** Everything that begins a run, at once. False: another has begun in the folder. */
export function keepRun(
  folder: RunFolder,
  key: Uint8Array,
  run: KeptRun,
  {
    register,
    asked,
    work,
  }: { register: ReadRegister | undefined; asked: Asked | undefined; work: HostedWork | undefined },
): boolean {
  const pieces = new Map<string, Uint8Array>()
  const add = (name: string, value: unknown) => pieces.set(name, sealPiece(key, name, value))
  add(RUN, run)
  if (asked) {
    const { marks, corrections } = asked.setup
    add(ASKED, { marks, corrections, sha256: asked.sha256 })
  }
  if (register) add(CONSENTS, unsharedRegister(register))
  if (work) add(WORK, work)
  return folder.putFolder(STATE, pieces)
}

/** The run that was begun in a folder; undefined: none was. Throws KEY_INVALID, KEY_MISSING. */
export async function begunRun(job: Omit<RunJob, 'pool'>, folder: RunFolder): Promise<KeptRun | undefined> {
  if (!folder.has(RUN)) return undefined
  const { key, roots } = await runKeys(job)
  const run = getSealed(folder, key, RUN) as KeptRun | undefined
  if (run) refuseOtherKeys(run.keys, roots)
  return run
}

/** Throws PLAN_MISMATCH with what differs: a run goes on as it was begun. */
export function refuseOther(
  folder: RunFolder,
  begun: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): void {
  const differ = differing(begun, own)
  if (differ.length > 0)
    throw outOfTurn(
      folder,
      `the run in this folder was begun with ${othersText(differ)}`,
      'go on with what it was begun with, or begin another run in a new folder',
    )
}

/** Where a run goes and what it may replace there. */
export function placeOf({
  target,
  store,
  existing,
  mode,
}: Pick<RunJob, 'target' | 'store' | 'existing' | 'mode'>): string {
  return JSON.stringify([target ?? store, existing, mode])
}

/**
 * Throws PLAN_MISMATCH where the folder is not that of a run that was divided, or the job is another than its; KEY_INVALID for
 * other keys.
 */
export function keptRun(folder: RunFolder, { key, roots }: RunKeys, job: Omit<RunJob, 'pool'>): KeptRun {
  const run = getSealed(folder, key, RUN) as KeptRun | undefined
  if (!run) throw outOfTurn(folder, 'there is no run in this folder', 'perde shard POLICY --run DIR begins one')
  if (run.policySha256 !== job.policySha256 || run.place !== placeOf(job))
    throw outOfTurn(
      folder,
      'the run was begun with another policy, or for another place',
      'perde shard begins a new one, in a new folder',
    )
  refuseOtherKeys(run.keys, roots)
  return run
}

export function keptRegister(folder: RunFolder, key: Uint8Array): ReadRegister | undefined {
  const kept = getSealed(folder, key, CONSENTS) as KeptRegister | undefined
  return kept && sharedRegister(kept)
}

/** What people had asked when the run began, without the keys that know them. */
export function keptAsked(folder: RunFolder, key: Uint8Array): KeptAsked | undefined {
  return getSealed(folder, key, ASKED) as KeptAsked | undefined
}

export function keepPlan(folder: RunFolder, key: Uint8Array, plan: KeptPlan): boolean {
  return putSealed(folder, key, PLAN, plan)
}

/** Throws PLAN_MISMATCH where the plan is not frozen yet. */
export function keptPlan(folder: RunFolder, key: Uint8Array): KeptPlan {
  const plan = getSealed(folder, key, PLAN) as KeptPlan | undefined
  if (!plan) throw outOfTurn(folder, 'the run has no plan yet', 'freeze it first: perde plan --run DIR')
  return { ...plan, setup: shared(plan.setup) }
}

export function outOfTurn(folder: RunFolder, message: string, hint: string): PerdeError {
  return new PerdeError('PLAN_MISMATCH', message, { where: { part: folder.dir }, hints: [hint] })
}
