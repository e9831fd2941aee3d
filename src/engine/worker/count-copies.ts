import { Kind, type Batch, type Edit } from '../../record/batch.ts'
import { joiningForm } from '../../record/normalise.ts'
import { noCells, type Receipt } from '../wire/task.ts'
import type { SourceWorker } from './source-worker.ts'

/** Characters; a shorter value is equal to others by chance: a house, a floor, an initial. */
const SHORTEST = 4

interface Identifier {
  column: number
  form: string
  normalise: (text: string) => string
}

/**
 * Counts the written values that are equal to a direct identifier of their record, as it came or in another spelling of
 * the same value, whatever field they stand in (R24). An identifier that its own field leaves as it was is counted
 * apart, as standing in clear. Into `copied` of the fields, by path; asked only where the plan says so.
 */
export function countCopies(
  worker: SourceWorker,
  batch: Batch,
  edits: readonly Edit[],
  keep: Uint8Array,
  fields: Receipt['fields'],
): void {
  const known = identifiersByRow(worker, batch)
  if (known.size === 0) return
  const edited = new Map(edits.map(({ column, values }) => [column, values]))
  batch.columns.forEach((column, c) => {
    if (!column || worker.tree.removed.has(c)) return
    const { text, kind } = edited.get(c) ?? column
    for (let i = 0; i < text.length; i++) {
      const row = column.row[i]!
      const written = text[i]!
      if (keep[row] !== 1 || (kind[i] !== Kind.string && kind[i] !== Kind.number) || written.length < SHORTEST) continue
      const isCopy = ({ column: own, form, normalise }: Identifier) =>
        (own !== c || !edited.has(c) || written !== column.text[i]) && normalise(written) === form
      if (!known.get(row)?.some(isCopy)) continue
      const entry = (fields[column.path] ??= noCells(worker.tree.columns[c]!.field ?? -1))
      entry.copied = (entry.copied ?? 0) + 1
    }
  })
}

function identifiersByRow(worker: SourceWorker, batch: Batch): Map<number, Identifier[]> {
  const rows = new Map<number, Identifier[]>()
  batch.columns.forEach((column, c) => {
    const { field } = worker.tree.columns[c]!
    const planned = field === undefined ? undefined : worker.plan.fields[field]
    if (!column || planned?.role !== 'identifier') return
    const normalise = joiningForm(planned.entity)
    for (let i = 0; i < column.text.length; i++) {
      const text = column.text[i]!
      if ((column.kind[i] !== Kind.string && column.kind[i] !== Kind.number) || text.trim().length < SHORTEST) continue
      const row = column.row[i]!
      const known = rows.get(row) ?? []
      known.push({ column: c, form: normalise(text), normalise })
      rows.set(row, known)
    }
  })
  return rows
}
