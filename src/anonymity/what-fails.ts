import type { Requirements } from './check-classes.ts'
import { distributionOf, type ClassCounts } from './class-table.ts'
import { histogramOf, NO_VALUES } from './privacy-models/privacy-model.ts'

/** A model that does not hold, and what is there of what it asks for. */
export interface FailedModel {
  model: string
  /** number of the sensitive field that it reads; undefined: none */
  field: number | undefined
  reached: string
}

/** The models that not even all rows as one class satisfy: no generalisation does then. */
export function whatFails(counts: ClassCounts, { models, tables = [] }: Requirements): FailedModel[] {
  const one = { classes: 1, rows: counts.rows, unique: counts.rows === 1 ? 1 : 0 }
  return [
    ...models.flatMap(({ name, field, holds, reached }) => {
      const histogram = field === undefined ? NO_VALUES : histogramOf(distributionOf(counts, field))
      return holds(counts.rows, histogram) ? [] : [{ model: name, field, reached: reached(counts.rows, histogram) }]
    }),
    ...tables.flatMap((table) =>
      table.holds(one) ? [] : [{ model: table.name, field: undefined, reached: table.reached(one) }],
    ),
  ]
}
