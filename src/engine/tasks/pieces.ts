import type { FileDigests } from '../../evidence/approval/approved-files.ts'
import type { InputRange } from '../passes/block-tasks.ts'
import type { JournalHeader } from '../passes/journal-frames.ts'
import type { AskedSetup } from '../wire/asked.ts'
import type { KeptSetup } from './shared-memory.ts'

// What the steps of a run keep for each other, sealed under these names.

export const RUN = 'state/run'
export const CONSENTS = 'state/consents'
export const ASKED = 'state/asked'
export const PLAN = 'state/plan'
export const WORK = 'state/work'

/** The one file of a first pass, in the folder of its attempt. */
export const PROFILE = 'profile'

/** What was settled when the run was divided, before its first task. */
export interface KeptRun {
  /** ULID of the run, and of the release that it will be */
  release: string
  /** of the policy that it was begun with, and where it goes: the file that says it to people is not sealed */
  policySha256: string
  place: string
  /** what it was asked for, as words or digests, by what it is called in messages */
  identity: Record<string, string>
  /** milliseconds since 1970: the as-of time of the run, and when it began */
  asOf: number
  at: number
  measureKey: Uint8Array
  /** names the inputs and their versions */
  listing: string
  /** check values of the keys of the policy, by their names */
  keys: Record<string, string>
  shards: InputRange[]
  /** sources that a host hands over: the shard of the first partition, and how many there are */
  handed: Record<string, { shard: number; partitions: number }>
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

/** What people had asked when the run began, without the keys that know them. */
export type KeptAsked = Omit<AskedSetup, 'subjectKeys'> & { sha256: string }
