import { keptFacts } from '../../plan/anonymity/kept-plan.ts'
import { keptPlanText } from '../../plan/anonymity/plan-file.ts'
import type { Solution } from '../../plan/anonymity/solution.ts'
import type { Plan } from '../../plan/plan.ts'
import type { Pool } from '../passes/pool.ts'

/** By source that has a plan which other data could follow: its text. */
export type KeptPlans = ReadonlyMap<string, Uint8Array>

/** The plans of a run as they are kept. A thread writes down what was solved, while others work on records. */
export async function keepPlans(
  plan: Plan,
  solutions: readonly (Solution | undefined)[],
  pool: Pick<Pool, 'keep'>,
): Promise<KeptPlans> {
  const texts = plan.sources.map(({ anonymity }, s) => {
    const solution = solutions[s]
    const facts = anonymity && solution && keptFacts(anonymity, solution)
    return facts && (solution.frozen ? keptPlanText(solution.frozen) : pool.keep(facts))
  })
  const kept = new Map<string, Uint8Array>()
  for (const [s, text] of (await Promise.all(texts)).entries()) if (text) kept.set(plan.sources[s]!.name, text)
  return kept
}
