import { createEntryCheck } from '../../src/anonymity/check-entries.ts'
import type { ClassCounts } from '../../src/anonymity/class-table.ts'
import type { PrivacyModel } from '../../src/anonymity/privacy-models/privacy-model.ts'

/** Whether every entry of a table holds, each being a class. */
export function everyClass(counts: ClassCounts, model: PrivacyModel): boolean {
  const holds = createEntryCheck(counts, { models: [model] })
  return [...counts.counts].every((rows, e) => holds([e], rows))
}
