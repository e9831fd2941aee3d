import { createClassTable } from '../../../src/anonymity/class-table.ts'
import type { CountedCombinations } from '../../../src/plan/anonymity/solved-table.ts'
import type { PlannedAnonymity } from '../../../src/plan/plan.ts'
import { buildAnonymity, type WrittenAnonymity } from '../../../src/policy/build-anonymity.ts'
import { tokenOf } from '../../../src/engine/worker/measure.ts'
import { Kind } from '../../../src/record/batch.ts'

/** A record: values of the quasi-identifiers, then of the sensitive fields; null is null. */
export type Row = readonly (string | null)[]

/** Fields `a`, `b`, … of which the last are sensitive. */
export function plannedFor(width: number, written: WrittenAnonymity, sensitive = 0): PlannedAnonymity {
  const names = Array.from({ length: width }, (_, c) => String.fromCharCode(97 + c))
  const spec = buildAnonymity(written)
  return {
    fields: names.slice(0, width - sensitive),
    sensitive: names.slice(width - sensitive),
    unit: spec.unit,
    spec,
  }
}

/** What the profile counts of records: values are numbered from 1 as they come, 0 is null. */
export function countedRows(rows: readonly Row[], width: number, sensitive = 0): CountedCombinations {
  const known = Array.from({ length: width }, () => new Map<string, number>())
  const numbers = rows.map((row) =>
    row.map((text, c) => {
      if (text === null) return 0
      if (!known[c]!.has(text)) known[c]!.set(text, known[c]!.size + 1)
      return known[c]!.get(text)!
    }),
  )
  const sizes = known.map(({ size }) => size + 1)
  const quasi = width - sensitive
  const shape = { leaves: sizes.slice(0, quasi), sensitive: sizes.slice(quasi) }
  const table = createClassTable(shape)
  for (const own of numbers) table.addRow(own.slice(0, quasi), own.slice(quasi))
  return {
    quasi: known.slice(0, quasi).map((texts) => ({ texts: [...texts.keys()], base: 0 })),
    sensitive: known.slice(quasi).map((texts) => [...texts.keys()].map((text) => tokenOf(Kind.string, text))),
    counts: { ...table.unsorted(), shape },
  }
}
