import type { FieldNode } from '../record/field-node.ts'
import { verbNamed } from '../transforms/verb-named.ts'
import type { PlannedField } from './plan.ts'

/**
 * What a rule makes of the type of its field, whatever the record: all its steps and both its branches together. `fields`:
 * whether they have types where it is written.
 */
export function writtenType(
  { do: steps, else: otherwise = [] }: Pick<PlannedField, 'do' | 'else'>,
  fields: 'typed' | 'untyped' = 'typed',
): FieldNode['written'] {
  const each = [...steps, ...otherwise].map(({ verb, options }) => {
    const { writes = 'text' } = verbNamed(verb)
    const made = typeof writes === 'function' ? writes(options) : writes
    return made !== 'mark' ? made : fields === 'typed' ? 'words' : 'text'
  })
  return each.find((writes) => writes === 'text') ?? each.find((writes) => writes === 'words') ?? 'same'
}
