import { WITHHELD } from '../../detect/publishable.ts'
import type { Plan, SourcePlan } from '../../plan/plan.ts'

type Publishable = (name: string) => boolean

/**
 * A path as it may stand in a release. One that a rule of the policy spells out may; one that was found in the data, as a key
 * of an object for instance, only if it does not look like data itself.
 */
export function shownPath({ fields }: SourcePlan, path: string, publishable: Publishable): string {
  const spelt = fields.some((f) => f.path === path && isSpelt(f))
  return spelt || publishable(path) ? path : WITHHELD
}

/** The plan as it is published: fields that were found in the data keep their decisions, and some not their names. */
export function shownPlan(plan: Plan, publishable: Publishable): Plan {
  return { ...plan, sources: plan.sources.map((source) => shownSource(source, publishable)) }
}

function shownSource(source: SourcePlan, publishable: Publishable): SourcePlan {
  let withheld = 0
  const fields = source.fields.map((field) =>
    isSpelt(field) || publishable(field.path) ? field : { ...field, path: `${WITHHELD} ${++withheld}` },
  )
  return withheld === 0 ? source : { ...source, fields }
}

function isSpelt({ origin }: SourcePlan['fields'][number]): boolean {
  return origin !== 'detected' && origin !== 'surprise'
}
