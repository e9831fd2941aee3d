import type { Plan } from '../../plan/plan.ts'
import { totalBytes, type PassOptions } from '../passes/block-tasks.ts'
import type { AskedSetup } from '../wire/asked.ts'
import type { ConsentSetup, WorkerSetup } from '../wire/setup.ts'
import { linkBits } from '../worker/link-sample.ts'
import type { Roots } from './derive-keys.ts'
import type { RunJob } from './job.ts'
import { unsolved } from './lighter-plan.ts'
import { derivePlanKeys } from './plan-keys.ts'
import { rulesOnly, type Surprises } from './rules-only.ts'

/** What the setups of a run have in common. */
export interface SetupFacts {
  roots: Roots
  /** contents of side files by their path in the policy */
  files: Record<string, string>
  inputs: PassOptions['inputs']
  measureKey: Uint8Array
  /** undefined: no ledger of releases is kept */
  peopleKey: Uint8Array | undefined
  consent: ConsentSetup | undefined
  /** undefined: nobody asked anything about these data */
  asked: AskedSetup | undefined
}

/** For the pass that profiles: every field is let through. */
export function profileSetup(
  job: Pick<RunJob, 'policy' | 'policySha256' | 'follows'>,
  surprises: Surprises,
  facts: SetupFacts,
): WorkerSetup {
  const plan = openPlan(rulesOnly(job, surprises))
  return { ...setupFor(plan, {}, facts), ...(job.policy.unlisted !== 'detect' && { unwatched: true }) }
}

/** For a pass that follows the plan. `tables`: of the profile, by their id. */
export function setupFor(
  plan: Plan,
  tables: Record<string, Uint8Array>,
  { roots, files, inputs, measureKey, peopleKey, consent, asked }: SetupFacts,
): WorkerSetup {
  return {
    plan: unsolved(plan),
    keys: derivePlanKeys(plan, roots),
    files,
    tables,
    measureKey,
    linkBits: linkBits(totalBytes(inputs)),
    ...(peopleKey && { peopleKey }),
    ...(consent && { consent }),
    ...(asked && { asked }),
  }
}

/** A plan that lets every field through, for looking at the data. */
function openPlan(plan: Plan): Plan {
  return { ...plan, sources: plan.sources.map((s) => ({ ...s, unlisted: 'keep' as const })) }
}
