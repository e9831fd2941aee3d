import { PerdeError } from '../../errors.ts'
import type { Plan, PlannedField } from '../../plan/plan.ts'
import { isRemoved } from '../../plan/plan.ts'
import { fieldFor } from '../../plan/resolve-field.ts'
import { formatName } from '../../record/path.ts'
import type { Input } from '../read/input.ts'

/**
 * A column that may not be null in the source may not be null in the release either: a rule that may write null there stops
 * the run before the first record. Throws PLAN_MISMATCH.
 */
export function checkRequired(plan: Plan, inputs: readonly Input[], constraints: 'keep' | 'none'): void {
  if (constraints === 'none') return
  for (const { source, sourceName, bytes, table } of inputs)
    for (const { name, required } of table?.facts.columns ?? []) {
      const field = formatName(name)
      const rule = fieldFor(plan.sources[source]!.fields, field)
      const why = required && rule && !isRemoved(rule) ? whyNull(rule) : undefined
      if (why !== undefined)
        throw new PerdeError('PLAN_MISMATCH', `a column is NOT NULL, and its rule may write null: ${why}`, {
          where: { source: sourceName, part: bytes.name, field },
          hints: ['choose a rule that always writes a value, drop the column, or add &constraints=none to the output'],
        })
    }
}

/** undefined: it never writes null for a value. */
function whyNull({ do: steps, else: others = [], onError, empty }: PlannedField): string | undefined {
  const all = [...steps, ...others]
  if (all.some(({ verb }) => verb === 'null')) return 'null'
  if (all.some(({ verb }) => verb === 'drop')) return 'drop for some records'
  if (all.some(({ verb, options }) => verb === 'lookup' && options['missing'] === 'null')) return 'missing: null'
  if (all.length > 0 && onError === 'null') return 'on-error: null'
  return empty === 'null' ? 'empty: null' : undefined
}
