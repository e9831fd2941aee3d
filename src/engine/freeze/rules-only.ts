import { compilePlan } from '../../plan/compile-plan.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Policy, Step } from '../../policy/policy.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import type { RunJob } from './job.ts'

/** Fields that the run found personal although the policy calls them insensitive, by source. */
export type Surprises = Map<string, Set<string>>

/** The plan as far as the policy says it, before anything is seen of the data. */
export function rulesOnly(
  { policy, policySha256, follows }: Pick<RunJob, 'policy' | 'policySha256' | 'follows'>,
  surprises: Surprises,
): Plan {
  return compilePlan(policy, policySha256, new Map(), surprises, follows?.detected)
}

/** Whether the data have to be looked at before the plan can be frozen. */
export function needsProfile(policy: Policy, plan: Plan, follows?: RunJob['follows']): boolean {
  const collects = (steps: Step[] | undefined) => (steps ?? []).some((s) => verbNamed(s.verb).profile !== undefined)
  return (
    (policy.unlisted === 'detect' && !follows) ||
    plan.sources.some((s) => s.anonymity) ||
    plan.sources.some((s) => s.fields.some((f) => collects(f.do) || collects(f.else)))
  )
}
