import type { Plan, PlannedAnonymity } from '../../plan/plan.ts'

/** The plan without what was solved: workers get a recoding instead. */
export function unsolved(plan: Plan): Plan {
  return withAnonymity(plan, ({ solved: _, ...rest }) => rest)
}

/** The plan without tree and rules, which may be large, once they are text: what they make of a record, workers know. */
export function summarised(plan: Plan): Plan {
  return withAnonymity(plan, ({ solved, ...rest }) => {
    if (!solved) return rest
    const { tree: _, rules: __, ...facts } = solved
    return { ...rest, solved: facts }
  })
}

function withAnonymity(plan: Plan, lighter: (anonymity: PlannedAnonymity) => PlannedAnonymity): Plan {
  if (!plan.sources.some(({ anonymity }) => anonymity?.solved)) return plan
  return {
    ...plan,
    sources: plan.sources.map((source) =>
      source.anonymity ? { ...source, anonymity: lighter(source.anonymity) } : source,
    ),
  }
}
