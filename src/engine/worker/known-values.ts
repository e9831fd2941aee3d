import { isKept, type PlannedField } from '../../plan/plan.ts'
import { Kind, type Batch } from '../../record/batch.ts'
import { fakeEntity, type FakeKind } from '../../transforms/fakes/kinds.ts'
import type { KnownValue } from '../../transforms/verb.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import { LONGEST_KNOWN } from '../../transforms/known-words.ts'
import type { SourceWorker } from './source-worker.ts'

/** Values of one record that are looked for in its texts; more would only be found in records that are lists. */
const MOST_KNOWN = 64

/** Whether a verb of the field asks what is known of its record. */
export function asksKnown({ do: steps, else: otherwise = [] }: Pick<PlannedField, 'do' | 'else'>): boolean {
  return [...steps, ...otherwise].some(({ verb, options }) => {
    const { needs } = verbNamed(verb)
    return (typeof needs === 'function' ? needs(options) : needs) === 'known'
  })
}

/**
 * Whether the field's values are looked for in the record's texts. A field that is a text itself is not, nor one that
 * is kept: it stands in the release anyway, and is not decoded. `generalised`: quasi-identifiers that are made coarser after
 * their rules, so that a text would say what the column does not any more.
 */
function isKnown(field: PlannedField, generalised: readonly string[]): boolean {
  if (asksKnown(field)) return false
  return generalised.includes(field.path) || (field.role === 'identifier' && !isKept(field))
}

/**
 * The record's own identifiers, and quasi-identifiers that are made coarser, as they came in, without those of one column. Made when it is first asked, then kept for
 * the block. The order is that of the paths: columns are numbered as they were met, which differs between workers.
 */
export function createKnown(worker: SourceWorker, batch: Batch): (row: number, besides: number) => KnownValue[] {
  let byRow: (readonly (KnownValue & { column: number })[] | undefined)[] | undefined
  return (row, besides) => {
    byRow ??= collect(worker, batch)
    const all = byRow[row] ?? []
    return all.filter(({ column }) => column !== besides)
  }
}

function collect(worker: SourceWorker, batch: Batch): (KnownValue & { column: number })[][] {
  const rows: (KnownValue & { column: number })[][] = []
  const generalised = worker.plan.anonymity?.fields ?? []
  const columns = batch.columns.flatMap((column, c) => {
    const { field } = worker.tree.columns[c]!
    const planned = field === undefined ? undefined : worker.plan.fields[field]
    return column && planned && isKnown(planned, generalised) ? [{ column, c, entity: entityOf(planned) }] : []
  })
  // One value a record first: a long list must not push the others out.
  const inList = ({ column }: { column: { path: string } }) => Number(column.path.includes('[]'))
  columns.sort((a, b) => inList(a) - inList(b) || (a.column.path < b.column.path ? -1 : 1))
  for (const { column, c, entity } of columns)
    for (let i = 0; i < column.text.length; i++) {
      const kind = column.kind[i]
      const text = column.text[i]!
      if ((kind !== Kind.string && kind !== Kind.number) || text.length > LONGEST_KNOWN || text.trim() === '') continue
      const row = (rows[column.row[i]!] ??= [])
      if (row.length < MOST_KNOWN && !row.some((v) => v.text === text && v.entity === entity && v.column === c))
        row.push({ entity, text, column: c })
    }
  return rows
}

/** Of the rule; else of the kind of fake that stands in its place. */
function entityOf({ entity, do: steps }: PlannedField): string | undefined {
  if (entity !== undefined) return entity
  const kind = steps.find(({ verb }) => verb === 'fake')?.options['kind']
  return kind === undefined ? undefined : fakeEntity(kind as FakeKind)
}
