import { shareRecoding, type SharedRecoding } from '../../anonymity/recoder.ts'
import { PerdeError } from '../../errors.ts'
import type { Plan, SourcePlan } from '../../plan/plan.ts'
import type { CombinationProfile } from '../passes/combination-profile.ts'
import type { Profiled } from '../passes/profile-pass.ts'
import { shareHeld } from '../wire/held-people.ts'
import { decideClasses, type ClassFacts, type DecidedClasses } from './decide-classes.ts'

/** Solves every source that asks for classes, and writes the decision into the plan, so that its digest covers it. */
export function solveSources(plan: Plan, profiled: Profiled, facts: ClassFacts): (DecidedClasses | undefined)[] {
  return plan.sources.map((source, s) => {
    const counted = profiled.combinations[s]
    if (!source.anonymity || !counted) return undefined
    try {
      const decision = decideClasses(source, counted, facts)
      source.anonymity.solved = decision.solution.solved
      return decision
    } catch (e) {
      throw e instanceof PerdeError ? e.at({ source: source.name }) : e
    }
  })
}

/** What workers follow of a decision. */
export function recodingOf(
  { anonymity }: SourcePlan,
  { solution: { counts, hierarchies, recoding }, held }: DecidedClasses,
  { quasi }: CombinationProfile,
): SharedRecoding {
  const fields = anonymity!.fields.map((path, q) => {
    const { kinds, absent, base } = quasi[q]!
    return { path, kinds, absent, base }
  })
  return { ...shareRecoding(counts, hierarchies, recoding, fields), ...(held.length > 0 && { held: shareHeld(held) }) }
}
