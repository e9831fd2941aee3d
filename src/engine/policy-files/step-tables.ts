import type { Policy } from '../../policy/policy.ts'
import { verbNamed } from '../../transforms/verb-named.ts'

/** Tables that the rules of fields name → the field whose rule names it first. */
export function stepTables(policy: Pick<Policy, 'fields'>): Map<string, string> {
  const tables = new Map<string, string>()
  for (const [source, rules] of Object.entries(policy.fields))
    for (const [field, rule] of Object.entries(rules))
      for (const { verb, options } of [...rule.do, ...(rule.else ?? [])])
        for (const table of verbNamed(verb).files?.(options) ?? [])
          if (!tables.has(table)) tables.set(table, `${source}.${field}`)
  return tables
}
