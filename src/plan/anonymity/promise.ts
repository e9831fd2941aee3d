import type { AnonymitySpec, ClosenessSpec, DiversitySpec, LikenessSpec } from '../../policy/policy.ts'
import type { PlannedAnonymity, SourcePlan } from '../plan.ts'

/** What a release promised to the people in it: later ones may promise more and not less, or they would take it back. */
export interface Promised extends Pick<AnonymitySpec, 'k' | 'unit' | 'l' | 't' | 'beta' | 'disclosure'> {
  release: string
  /** by which field people are known; undefined: by their whole records */
  subject?: SourcePlan['subject']
}

export function promiseOf(release: string, { spec, unit }: PlannedAnonymity, subject: SourcePlan['subject']): Promised {
  const { k, l, t, beta, disclosure } = spec
  return { release, k, unit, l, t, beta, disclosure, ...(subject && { subject }) }
}

/** The first thing that a policy promises less of than a release before it, in the policy's words; undefined: nothing. */
export function promisesLess(before: Promised, now: PlannedAnonymity): string | undefined {
  const { spec, unit } = now
  if (spec.k < before.k) return `k: ${before.k}`
  if (before.unit === 'subject' && unit !== 'subject') return 'unit: subject'
  return (
    weakened('l', before.l, spec.l, isDiverse) ??
    weakened('t', before.t, spec.t, isClose) ??
    weakened('beta', before.beta, spec.beta, isLike) ??
    weakened('disclosure', before.disclosure, spec.disclosure, (was, is) => is <= was)
  )
}

function weakened<T>(
  name: string,
  before: Record<string, T>,
  now: Record<string, T>,
  holds: (was: T, is: T) => boolean,
): string | undefined {
  const field = Object.keys(before).find((path) => !Object.hasOwn(now, path) || !holds(before[path]!, now[path]!))
  return field === undefined ? undefined : `${name} of "${field}"`
}

// A model of another kind is no stronger and no weaker, so it is not the one that was promised.

function isDiverse(was: DiversitySpec, is: DiversitySpec): boolean {
  if ('distinct' in was) return 'distinct' in is && is.distinct >= was.distinct
  if ('entropy' in was) return 'entropy' in is && is.entropy >= was.entropy
  return 'recursive' in is && is.recursive.l >= was.recursive.l && is.recursive.c <= was.recursive.c
}

function isClose(was: ClosenessSpec, is: ClosenessSpec): boolean {
  if ('equal' in was) return 'equal' in is && is.equal <= was.equal
  if ('ordered' in was) return 'ordered' in is && is.ordered <= was.ordered
  return 'hierarchical' in is && is.hierarchical <= was.hierarchical
}

function isLike(was: LikenessSpec, is: LikenessSpec): boolean {
  if ('basic' in was) return 'basic' in is && is.basic <= was.basic
  return 'enhanced' in is && is.enhanced <= was.enhanced
}
