import { PerdeError } from '../errors.ts'
import { advance, closure, comparePrecision, parsePath, type Segment, type Step } from '../record/path.ts'
import type { PlannedField, SourcePlan } from './plan.ts'

/** Which field of a plan a place in a record belongs to, found step by step on the way down. */
export interface Resolver {
  fields: PlannedField[]
  patterns: Segment[][]
}

/** Per field the positions in its pattern that have been reached; fields that can no longer match are left out. */
export type Reached = Map<number, Set<number>>

export function createResolver(source: Pick<SourcePlan, 'fields'>): { resolver: Resolver; start: Reached } {
  const patterns = source.fields.map((f) => parsePath(f.path))
  const start: Reached = new Map(patterns.map((p, i) => [i, closure(p, new Set([0]))]))
  return { resolver: { fields: source.fields, patterns }, start }
}

export function stepDown(resolver: Resolver, reached: Reached, step: Step): Reached {
  const next: Reached = new Map()
  for (const [i, states] of reached) {
    const states2 = advance(resolver.patterns[i]!, states, step)
    if (states2.size > 0) next.set(i, states2)
  }
  return next
}

/** Number of the field that rules here; undefined: none. A named source beats "*", then the more exact path; a tie is an error. */
export function fieldAt(resolver: Resolver, reached: Reached): number | undefined {
  let best: number | undefined
  let tie = false
  for (const [i, states] of reached) {
    if (!states.has(resolver.patterns[i]!.length)) continue
    const order =
      best === undefined
        ? -1
        : rank(resolver.fields[i]!) - rank(resolver.fields[best]!) ||
          comparePrecision(resolver.patterns[i]!, resolver.patterns[best]!)
    if (order < 0) {
      best = i
      tie = false
    } else if (order === 0) tie = true
  }
  if (tie)
    throw new PerdeError(
      'POLICY_AMBIGUOUS',
      `two rules match the same field equally well: "${resolver.fields[best!]!.path}" and another`,
      {
        hints: ['name the field itself: a literal path beats "*", which beats "**"'],
      },
    )
  return best
}

/** The field that rules at a concrete path (no `*` and `**`); undefined: none. */
export function fieldFor(fields: PlannedField[], path: string): PlannedField | undefined {
  const { resolver, start } = createResolver({ fields })
  const reached = parsePath(path).reduce(
    (at, s) => (s.kind === 'any' || s.kind === 'deep' ? (new Map() as Reached) : stepDown(resolver, at, s)),
    start,
  )
  const field = fieldAt(resolver, reached)
  return field === undefined ? undefined : fields[field]
}

/** Can any rule match something below this place? */
export function goesDeeper(resolver: Resolver, reached: Reached): boolean {
  for (const [i, states] of reached) for (const at of states) if (at < resolver.patterns[i]!.length) return true
  return false
}

/** Does a rule speak of the elements of a list here, by `[]` behind a place that it spells out? */
export function namesElements({ patterns }: Resolver, reached: Reached): boolean {
  for (const [i, states] of reached)
    for (const at of states) if (patterns[i]![at]?.kind === 'each' && patterns[i]![at - 1]?.kind !== 'deep') return true
  return false
}

/** Does a rule speak of the text of an element here, by `#text`? */
export function namesText({ patterns }: Resolver, reached: Reached): boolean {
  for (const [i, states] of reached) for (const at of states) if (patterns[i]![at]?.kind === 'text') return true
  return false
}

const RANK = { surprise: 0, rule: 1, detected: 1, 'shared-rule': 2 } as const
function rank(field: PlannedField): number {
  return RANK[field.origin]
}
