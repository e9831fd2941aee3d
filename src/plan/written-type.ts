import type { FieldNode } from '../record/field-node.ts'
import type { Writes } from '../transforms/verb.ts'
import { verbNamed } from '../transforms/verb-named.ts'
import type { PlannedField } from './plan.ts'

/** What a rule makes of the type of its field, whatever the record: all its steps and both its branches together. */
export function writtenType({
  do: steps,
  else: otherwise = [],
}: Pick<PlannedField, 'do' | 'else'>): FieldNode['written'] {
  const each = [...steps, ...otherwise].map(({ verb, options }): Writes => {
    const { writes = 'text' } = verbNamed(verb)
    return typeof writes === 'function' ? writes(options) : writes
  })
  return each.find((writes) => writes === 'text') ?? each.find((writes) => writes === 'words') ?? 'same'
}
