import { namedEntity } from '../detect/named-entity.ts'
import type { Policy, Rule, Step } from './policy.ts'

/** What a policy says of its fields, as rule sets ask about it; fields are named `source.path`. */
export interface FieldFacts {
  /** in the order of the policy */
  all: PolicyField[]
  /** fields whose role is biometric */
  biometric: string[]
  /** of those, the ones of which something can be in the output: not drop, null or redact in every record */
  biometricUsed: string[]
  /** identifiers and biometric fields that leave unchanged, in some record at least */
  kept: string[]
}

export interface PolicyField {
  name: string
  source: string
  path: string
  rule: Rule
  /** of the rule's `type`, else what the field's name says; undefined: neither does */
  entity: string | undefined
  /** nothing of its values is in the output */
  erased: boolean
}

export function fieldFacts(policy: Policy): FieldFacts {
  const all = Object.entries(policy.fields).flatMap(([source, rules]) =>
    Object.entries(rules).map(([path, rule]): PolicyField => {
      const entity = rule.type ?? namedEntity(path)
      return { name: `${source}.${path}`, source, path, rule, entity, erased: isErasedBy(rule) }
    }),
  )
  const biometric = all.filter(({ rule }) => rule.role === 'biometric')
  const names = (fields: readonly PolicyField[]) => fields.map(({ name }) => name)
  return {
    all,
    biometric: names(biometric),
    biometricUsed: names(biometric.filter(({ erased }) => !erased)),
    kept: names(all.filter(({ rule }) => (rule.role === 'biometric' || rule.role === 'identifier') && isKeptBy(rule))),
  }
}

const ERASING: ReadonlySet<string> = new Set(['drop', 'null', 'redact'])

/** Nothing of the field's values is in the output, whatever the record. */
export function isErasedBy({ do: steps, when, else: other }: Rule): boolean {
  const erases = (branch: Step[] | undefined) => branch?.some((step) => ERASING.has(step.verb)) ?? false
  return erases(steps) && (when === undefined || erases(other))
}

/** A value leaves as it came, in some record at least. */
export function isKeptBy({ do: steps, when, else: other }: Rule): boolean {
  return steps.length === 0 || (when !== undefined && (other ?? []).length === 0)
}

/** What may happen to a value of the field: the steps of `do`, and of `else` where there is a condition. */
export function branchesOf({ do: steps, when, else: other }: Rule): Step[][] {
  return when === undefined ? [steps] : [steps, other ?? []]
}
