import { isErased, type PlannedField, type SourcePlan } from '../../plan/plan.ts'
import { propertiesOf, verbNamed } from '../../transforms/verb-named.ts'
import type { VerbProperties } from '../../transforms/verb.ts'
import type { Cover } from '../../plan/field-tree.ts'
import type { Comparison } from '../wire/link-sample.ts'

/** Undefined: not at all, since it is not there, or stands under a key or table that the attacker lacks. */
export function comparisonOf(source: SourcePlan, path: string, field: Cover): Comparison | undefined {
  if (field === 'erased') return undefined
  if (field === undefined) return source.unlisted === 'keep' ? { kind: 'computed' } : undefined
  const planned = source.fields[field]!
  if (isErased(planned)) return undefined
  if (source.anonymity?.fields.includes(path)) return { kind: 'covered' }
  const steps = [...planned.do, ...(planned.else ?? [])]
  if (steps.length === 1 && planned.when === undefined) {
    const near = nearness(steps[0]!.verb, steps[0]!.options)
    if (near) return near
  }
  return steps.some(isSecret) ? undefined : { kind: 'computed' }
}

/** Laplace and Gauss noise has no bound: within this many scales stand 999 of 1000 Laplace draws. */
const SCALES = 7

function nearness(verb: string, options: Record<string, unknown>): Comparison | undefined {
  if (verb === 'shift-date')
    return {
      kind: 'near',
      reach: options['days'] as number,
      of: 'number',
      as: 'date',
      ...(options['slash'] !== undefined && { slash: options['slash'] as 'dmy' | 'mdy' }),
    }
  if (verb === 'noise')
    return {
      kind: 'near',
      reach: (options['kind'] === 'uniform' ? 1 : SCALES) * (options['scale'] as number),
      of: options['relative'] === true ? 'share' : 'number',
      as: 'number',
    }
  return undefined
}

function isSecret(step: PlannedField['do'][number]): boolean {
  const { keys } = verbNamed(step.verb)
  return (keys?.(step.options) ?? []).length > 0 || SECRET.has(propertiesOf(step).iso20889)
}

const SECRET: ReadonlySet<VerbProperties['iso20889']> = new Set(['pseudonymisation', 'cryptographic', 'synthetic'])
