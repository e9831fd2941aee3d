import { dataTypeOf, type DataType } from '../../evidence/release/data-type.ts'
import type { Schema } from '../../plan/drift.ts'
import type { Plan, PlannedField, SourcePlan } from '../../plan/plan.ts'
import { isKept } from '../../plan/plan.ts'
import { fieldFor } from '../../plan/resolve-field.ts'
import { writtenType } from '../../plan/written-type.ts'

/**
 * Types of the fields as they were written, by source and field path. `cells`: sources whose records are cells of text;
 * `typed`: whose columns have types.
 */
export function writtenDataTypes(
  plan: Plan,
  schemas: Readonly<Record<string, Schema>>,
  { cells, typed }: Readonly<Record<'cells' | 'typed', ReadonlySet<string>>>,
): Record<string, Record<string, DataType>> {
  return Object.fromEntries(
    plan.sources.map((source) => {
      const own = Object.hasOwn(schemas, source.name) ? schemas[source.name]! : {}
      const types = Object.entries(own).map(([path, { types }]) => {
        const given = source.types && Object.hasOwn(source.types, path) ? source.types[path] : undefined
        return [
          path,
          given === undefined
            ? dataTypeOf(types, writtenAs(source, path, typed.has(source.name)), cells.has(source.name))
            : dataTypeOf([given], 'same', false),
        ]
      })
      return [source.name, Object.fromEntries(types) as Record<string, DataType>]
    }),
  )
}

function writtenAs({ fields, anonymity }: SourcePlan, path: string, typed: boolean): 'same' | 'text' | 'words' {
  // What classes make of a number may be a range of them.
  if (anonymity?.fields.includes(path)) return 'text'
  const field: PlannedField | undefined = fieldFor(fields, path)
  return field && !isKept(field) ? (writtenType(field, typed ? 'typed' : 'untyped') ?? 'same') : 'same'
}
