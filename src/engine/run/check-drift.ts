import { WITHHELD } from '../../detect/publishable.ts'
import { PerdeError } from '../../errors.ts'
import { driftOf, typesText, type Drift, type Schema } from '../../plan/drift.ts'
import type { Plan } from '../../plan/plan.ts'
import { fieldFor } from '../../plan/resolve-field.ts'
import type { Policy } from '../../policy/policy.ts'
import type { EarlierRelease } from './earlier-release.ts'

/**
 * How the sources changed since an earlier release, but for what the policy says has changed and for fields that came and
 * have a rule. `now`: by source; one of which nothing came is not in it.
 */
export function findDrift(
  { kept }: Pick<EarlierRelease, 'kept'>,
  now: Readonly<Record<string, Schema>>,
  { plan, policy }: { plan: Plan; policy: Policy },
): Drift[] {
  return plan.sources.flatMap((source) => {
    const { name } = source
    const before = Object.hasOwn(kept.schemas, name) ? kept.schemas[name] : undefined
    const schema = Object.hasOwn(now, name) ? now[name] : undefined
    if (!before || !schema) return []
    const accepted = Object.hasOwn(policy.drift, name) ? policy.drift[name]! : {}
    return driftOf(name, before, schema, accepted).filter(
      ({ change, path }) => change !== 'added' || fieldFor(source.fields, path) === undefined,
    )
  })
}

/** Of what came without a rule a policy may say that it is left out; the rest stops a run. */
export function stopsRun({ change }: Drift, { unlisted }: Policy): boolean {
  return change !== 'added' || (unlisted !== 'drop' && unlisted !== 'quarantine')
}

/** Throws SCHEMA_DRIFT with all changes that stop a run; lines for the policy are added where they can be asked for. */
export function refuseDrift(
  drift: readonly Drift[],
  { policy, release, publishable }: { policy: Policy; release: string; publishable(name: string): boolean },
): void {
  const stopping = drift.filter((one) => stopsRun(one, policy))
  if (stopping.length === 0) return
  const shown = stopping.slice(0, MOST_NAMED).map((one) => sentence(one, publishable))
  const more = stopping.length - shown.length
  const [first] = stopping
  const { source, path } = first!
  throw new PerdeError(
    'SCHEMA_DRIFT',
    `the data look other than in release ${release}: ${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    {
      where: { source, ...(stopping.length === 1 && publishable(path) && { field: path }) },
      hints: ['look at each of them, put the lines that are right into the policy, and run again'],
      facts: { since: release, drift: stopping.map((one) => ({ ...one, path: nameOf(one, publishable) })) },
    },
  )
}

/** Longer lists are not read. */
const MOST_NAMED = 20

function sentence(drift: Drift, publishable: (name: string) => boolean): string {
  const field = `"${nameOf(drift, publishable)}" of "${drift.source}"`
  if (drift.change === 'added') return `${field} is new and has no rule`
  if (drift.change === 'gone') return `${field} is gone`
  return `${field} was ${typesText(drift.before)} and is ${typesText(drift.now)}`
}

/** A key of an object may be somebody's name. */
function nameOf({ path }: Drift, publishable: (name: string) => boolean): string {
  return publishable(path) ? path : WITHHELD
}
