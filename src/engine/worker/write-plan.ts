import { keptPlan, type KeptFacts } from '../../plan/anonymity/kept-plan.ts'
import { keptPlanText } from '../../plan/anonymity/plan-file.ts'

/** What is kept of a plan, as text in memory of its own: small buffers share one that cannot be handed over. */
export function writePlan(facts: KeptFacts): Uint8Array {
  return new Uint8Array(keptPlanText(keptPlan(facts)))
}
