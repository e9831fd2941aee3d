import type { Policy, Rule, Step } from './policy.ts'

/** What a policy lets through of the fields that need more than an ordinary basis; each as `source.path`. */
export interface FieldFacts {
  /** fields whose role is biometric */
  biometric: string[]
  /** of those, the ones of which something can be in the output: not drop, null or redact in every record */
  biometricUsed: string[]
  /** identifiers and biometric fields that leave unchanged, in some record at least */
  kept: string[]
}

export function fieldFacts(policy: Policy): FieldFacts {
  const facts: FieldFacts = { biometric: [], biometricUsed: [], kept: [] }
  for (const [source, rules] of Object.entries(policy.fields))
    for (const [path, rule] of Object.entries(rules)) {
      const name = `${source}.${path}`
      if (rule.role === 'biometric') facts.biometric.push(name)
      if (rule.role === 'biometric' && !isErasedBy(rule)) facts.biometricUsed.push(name)
      if ((rule.role === 'biometric' || rule.role === 'identifier') && isKeptBy(rule)) facts.kept.push(name)
    }
  return facts
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
