import { attachIndex } from '../../consent/consent-index.ts'
import { PerdeError } from '../../errors.ts'
import { deriveJournalKey, loadRoots, type Roots } from '../freeze/derive-keys.ts'
import type { RunJob } from '../freeze/job.ts'
import type { FileDigests } from '../../evidence/approval/approved-files.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import type { Asked } from '../subjects/asked.ts'
import type { AskedSetup } from '../wire/asked.ts'
import type { InputRange } from '../passes/block-tasks.ts'
import type { JournalHeader } from '../passes/journal.ts'
import { getSealed, putSealed, type RunFolder } from './run-folder.ts'
import { shared, type KeptSetup } from './shared-memory.ts'

/** What was settled when the run was divided, before its first task. */
export interface KeptRun {
  /** ULID of the run, and of the release that it will be */
  release: string
  /** of the policy that it was begun with, and where it goes: the file that says it to people is not sealed */
  policySha256: string
  place: string
  /** milliseconds since 1970: the as-of time of the run, and when it began */
  asOf: number
  at: number
  measureKey: Uint8Array
  /** names the inputs and their versions */
  listing: string
  shards: InputRange[]
  /** do the tasks have to look at the records before the plan is known? */
  profile: boolean
  /** files of the policy as somebody had approved them then; absent: nobody had */
  approvedFiles?: FileDigests
}

/** What every task of the second pass follows. */
export interface KeptPlan {
  header: JournalHeader
  setup: KeptSetup
}

/** Keys of the policy, and the one that the folder of a run is sealed under. */
export interface RunKeys {
  roots: Roots
  key: Uint8Array
}

/** Throws KEY_MISSING where a key dies with its process: other processes could not go on. */
export async function runKeys({ policy, baseDir, env }: Pick<RunJob, 'policy' | 'baseDir' | 'env'>): Promise<RunKeys> {
  const roots = await loadRoots(policy, baseDir, env)
  const key = deriveJournalKey(roots)
  if (!key)
    throw new PerdeError(
      'KEY_MISSING',
      'a run in tasks needs keys that stay, since every task is a process of its own',
      {
        hints: ['add one: keys: { main: { env: PERDE_KEY } }; make it with: perde key new FILE'],
      },
    )
  return { roots, key }
}

const RUN = 'state/run'
const CONSENTS = 'state/consents'
const ASKED = 'state/asked'
const PLAN = 'state/plan'

export function keepRun(
  folder: RunFolder,
  key: Uint8Array,
  run: KeptRun,
  { register, asked }: { register: ReadRegister | undefined; asked: Asked | undefined },
): void {
  if (asked) {
    const { marks, corrections } = asked.setup
    putSealed(folder, key, ASKED, { marks, corrections, sha256: asked.sha256 })
  }
  if (register) putSealed(folder, key, CONSENTS, unsharedRegister(register))
  putSealed(folder, key, RUN, run)
}

/** Where a run goes and what it may replace there. */
export function placeOf({ target, store, existing, mode }: RunJob): string {
  return JSON.stringify([target ?? store, existing, mode])
}

/** Throws PLAN_MISMATCH where the folder is not that of a run that was divided, or the job is another than its. */
export function keptRun(folder: RunFolder, key: Uint8Array, job: RunJob): KeptRun {
  const run = getSealed(folder, key, RUN) as KeptRun | undefined
  if (!run) throw outOfTurn(folder, 'there is no run in this folder', 'perde shard POLICY --run DIR begins one')
  if (run.policySha256 !== job.policySha256 || run.place !== placeOf(job))
    throw outOfTurn(
      folder,
      'the run was begun with another policy, or for another place',
      'perde shard begins a new one, in a new folder',
    )
  return run
}

export function keptRegister(folder: RunFolder, key: Uint8Array): ReadRegister | undefined {
  const kept = getSealed(folder, key, CONSENTS) as ReturnType<typeof unsharedRegister> | undefined
  return kept && { ...kept, index: attachIndex(memory(kept.index.bytes), memory(kept.index.table)) }
}

/** What people had asked when the run began, without the keys that know them. */
export function keptAsked(folder: RunFolder, key: Uint8Array): KeptAsked | undefined {
  return getSealed(folder, key, ASKED) as KeptAsked | undefined
}

export type KeptAsked = Omit<AskedSetup, 'subjectKeys'> & { sha256: string }

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

function unsharedRegister({ index, ...rest }: ReadRegister) {
  return { ...rest, index: { bytes: plain(index.bytes), table: plain(index.table) } }
}

function plain(memory: SharedArrayBuffer): Uint8Array {
  return new Uint8Array(memory).slice()
}

function memory(bytes: Uint8Array): SharedArrayBuffer {
  const into = new SharedArrayBuffer(bytes.length)
  new Uint8Array(into).set(bytes)
  return into
}
