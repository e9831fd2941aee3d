import { propertiesOf } from '../../transforms/verb-named.ts'
import { branchesOf, type PolicyField } from '../field-facts.ts'
import type { KeySource, Policy, Step } from '../policy.ts'

/** Every branch of the field's rule has a step of which this is true. */
export function always(field: PolicyField, holds: (step: Step) => boolean): boolean {
  return branchesOf(field.rule).every((steps) => steps.some(holds))
}

/** Some branch of the field's rule has a step of which this is true. */
export function sometimes(field: PolicyField, holds: (step: Step) => boolean): boolean {
  return branchesOf(field.rule).some((steps) => steps.some(holds))
}

/** With the key, or the table, the value comes back. */
export function isReversible(step: Step): boolean {
  return propertiesOf(step).reversible
}

/** Whoever has the key can make the same replacement of a value again. */
export function isKeyed(step: Step): boolean {
  const { iso20889, joins } = propertiesOf(step)
  return iso20889 === 'pseudonymisation' || iso20889 === 'cryptographic' || (iso20889 === 'synthetic' && joins !== 'no')
}

/** A key of the policy outlives the run. */
export function hasLastingKey({ keys }: Policy): boolean {
  return Object.values(keys).some((source: KeySource) => !('ephemeral' in source))
}
