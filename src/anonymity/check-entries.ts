import { fieldsOf, type Requirements } from './check-classes.ts'
import type { ClassCounts } from './class-table.ts'
import { NO_VALUES, type Histogram } from './privacy-models/privacy-model.ts'

/** Whether some entries of a table together could be published as one class. */
export type EntryCheck = (entries: ArrayLike<number>, rows: number) => boolean

/** `rows` of a set is given, so that sets that are too small are refused before a histogram is made. */
export function createEntryCheck(counts: ClassCounts, requirements: Requirements): EntryCheck {
  const fields = fieldsOf(requirements).map((field) => ({
    field,
    models: requirements.models.filter((model) => model.field === field),
    histogram: {
      counts: new Float64Array(counts.shape.sensitive[field]!),
      present: new Uint32Array(counts.shape.sensitive[field]!),
      distinct: 0,
    } satisfies Histogram as Histogram,
  }))
  const fits = createSizeCheck(requirements)
  return (entries, rows) => {
    if (!fits(rows)) return false
    for (const { field, models, histogram } of fields) {
      const { start, value, count } = counts.sensitive[field]!
      histogram.distinct = 0
      for (let i = 0; i < entries.length; i++)
        for (let j = start[entries[i]!]!; j < start[entries[i]! + 1]!; j++) {
          if (histogram.counts[value[j]!] === 0) histogram.present[histogram.distinct++] = value[j]!
          histogram.counts[value[j]!]! += count[j]!
        }
      const holds = models.every((model) => model.holds(rows, histogram))
      for (let i = 0; i < histogram.distinct; i++) histogram.counts[histogram.present[i]!] = 0
      if (!holds) return false
    }
    return true
  }
}

/** Whether the models that look at sizes alone would let so many rows be a class. */
export function createSizeCheck({ models }: Requirements): (rows: number) => boolean {
  const sized = models.filter((model) => model.field === undefined)
  // Asked for every node of every split that is tried: no function is made for an answer.
  return (rows) => {
    if (rows === 0) return false
    for (let m = 0; m < sized.length; m++) if (!sized[m]!.holds(rows, NO_VALUES)) return false
    return true
  }
}
