import type { PlannedField } from '../../src/plan/plan.ts'

/** A rule as the plan has it. */
export const rule = (path: string, verb: string, more: Partial<PlannedField> = {}): PlannedField => ({
  path,
  role: 'identifier',
  do: verb === 'keep' ? [] : [{ verb, options: {} }],
  nulls: 'keep',
  empty: 'keep',
  onError: 'fail',
  origin: 'rule',
  ...more,
})
