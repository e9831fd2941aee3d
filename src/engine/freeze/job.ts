import type { Policy } from '../../policy/policy.ts'
import type { FileDigests } from '../../evidence/approval/approved-files.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import type { RiskReport } from '../../evidence/release/risk.ts'
import type { PlanFile } from '../../plan/anonymity/plan-file.ts'
import type { Plan, PlannedField } from '../../plan/plan.ts'
import type { Explained } from '../policy-files/explain.ts'
import type { Progress } from '../passes/block-tasks.ts'
import type { ReadRegister } from '../consents/read-register.ts'
import type { LeftRun } from '../passes/journal.ts'
import type { Pool } from '../passes/pool.ts'
import type { Roots } from './derive-keys.ts'
import type { HandedSource } from '../read/handed-input.ts'
import type { KeptProfiles } from '../passes/profile-pass.ts'
import type { Asked } from '../subjects/asked.ts'

/** What a run is asked to do. Resolved once at the edge; nothing below reads the process. */
export interface RunJob {
  policy: Policy
  policySha256: string
  /** folder of the policy file: paths in the policy are relative to it */
  baseDir: string
  /** the policy file, absolute, for who has to run it again; undefined: it was none */
  policyFile?: string
  /** folder that overrides and the output are relative to */
  cwd: string
  env: NodeJS.ProcessEnv
  /** keys that a host gave, instead of those where the policy says that they are; only in tasks */
  roots?: Roots
  /** source → input, instead of the policy's path; `-` is standard input */
  overrides: Record<string, string>
  /** sources that a host hands over instead, by name; only in tasks */
  handed?: Readonly<Record<string, HandedSource>>
  stdin?: AsyncIterable<Uint8Array>
  /** absolute; undefined: under the log (the records go to standard output) */
  target: string | undefined
  /** address of a schema of a database that the records go to; the rest of the release is then kept under the log */
  tables?: string
  /** address of a folder of objects that the release goes to; it is then prepared, and its sidecars kept, under the log */
  store?: string
  existing: 'replace' | 'refuse'
  /** go on with a run that was killed: as of its time, or as of the time that is given; undefined: begin anew */
  resume?: 'as-of-then' | 'as-of-given'
  /** read only what came since this release: its folder, its ULID, or `latest`; undefined: all inputs */
  since?: string
  /** make this release anew, without whom the consents do not hold any more: its folder, its ULID, or `latest` */
  rebuild?: string
  /** an input of an earlier release that is not there any more stops the run, or its records stay where they were released */
  gone?: 'fail' | 'forget'
  /** a run in steps: what was settled before, and what was done; undefined: this process does all of it */
  tasks?: TaskRun
  /** decisions of the earlier release that hold for this one too */
  follows?: Followed
  /** files that the policy names as somebody approved them: a run reads no others; absent: nobody did */
  approvedFiles?: FileDigests
  /** what people asked about their data; absent: nobody did */
  asked?: Asked
  /** absolute folder of the log */
  log: string
  /** brings what was appended to where the log is kept, if not there; awaited wherever entries have to be durable */
  pushLog?(): Promise<void>
  /** the address where the log is kept, if not there */
  keptAt?: string
  /** threads to run on; whoever opened them closes them */
  pool: Pool
  blockSize: number
  asOf: Date
  mode: 'enforce' | 'log'
  signal?: AbortSignal
  onProgress?(progress: Progress): void
  onNotice?(notice: Notice): void
}

/** A run in steps, each a process of its own: what was settled before the first task, and what the tasks did. */
export interface TaskRun {
  /** ULID of the run, and of the release that it will be */
  release: string
  /** as the consents were when the run began */
  register: ReadRegister | undefined
  /** keys classes in every task alike */
  measureKey: Uint8Array
  /** when the run began, milliseconds since 1970 */
  at: number
  /** what the tasks of the first pass saw */
  kept?: KeptProfiles | undefined
  /** lays what the tasks of the second pass wrote where a killed run would have left it; undefined: they did not yet */
  assemble?(dir: string): LeftRun
}

/** What an earlier release decided by itself, beyond what its policy says. */
export interface Followed {
  /** by source: fields that its detector decided about */
  detected: Readonly<Record<string, readonly PlannedField[]>>
  /** how it made quasi-identifiers coarser; undefined: it did not */
  plan: PlanFile | undefined
}

/** Something a person should know that stops nothing. */
export interface Notice {
  code: string
  message: string
  hint?: string
  /** lines for the policy */
  patch?: string
}

export interface RunResult {
  target: string
  /** where the release is, if not there: a database or a store, as it may be shown */
  place?: string
  manifest: Manifest
  consent: Record<string, unknown>
  risk: RiskReport
  /** records that wait for a later release, beside which they would not stand out; they are among the suppressed */
  held: number
  /** inputs with records that were set aside as not well formed, and the numbers of these from 1, of very many the first */
  aside: { source: string; part: string; records: number[] }[]
  /** the release that this one follows, and how many inputs it and those before it had read */
  since?: { release: string; inputs: number }
  /** the release that was made anew, and how many of the files of this one were written for it */
  rebuilt?: { release: string; written: number; files: number }
  /** `key`: the log's own, or the one that the policy names */
  log: { dir: string; origin: string; index: number; vkey: string; key: 'own' | 'named' }
}

/** `--dry-run`: what would be done, from the policy and the beginnings of the inputs. */
export interface DryRun {
  decision: 'permit' | 'deny'
  plan: Plan
  /** what classes would make of the quasi-identifiers, level by level, on invented values */
  levels: Explained[]
  /** releases before this one that a ledger knows, and whether its key was there to ask it; undefined: there is none */
  ledger?: { releases: number; asked: boolean } | undefined
  inputs: {
    source: string
    name: string
    bytes: number | undefined
    fields: string[] | undefined
    /** fields at the beginning of the input that no rule names */
    unlisted: string[]
  }[]
}
