import { isKept, type PlannedField } from '../../plan/plan.ts'
import { Kind, type Batch } from '../../record/batch.ts'
import { fakeEntity, type FakeKind } from '../../transforms/fakes/kinds.ts'
import { groupOfPath, joinSplitParts, partOfKind } from '../../transforms/fakes/split-name.ts'
import type { SplitPart } from '../../transforms/fakes/split-name.ts'
import type { KnownValue, Need, Rows } from '../../transforms/verb.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import { LONGEST_KNOWN } from '../../transforms/known-words.ts'
import { isPattern, parsePath } from '../../record/path.ts'
import type { SourceWorker } from './source-worker.ts'

/** Values of one record that are looked for in its texts; more would only be found in records that are lists. */
const MOST_KNOWN = 64

/** Whether a verb of the field asks what is known of its record. */
export function asksKnown(field: Pick<PlannedField, 'do' | 'else'>): boolean {
  return asks(field, 'known')
}

function asks({ do: steps, else: otherwise = [] }: Pick<PlannedField, 'do' | 'else'>, need: Need): boolean {
  return [...steps, ...otherwise].some(({ verb, options }) => {
    const { needs } = verbNamed(verb)
    return (typeof needs === 'function' ? needs(options) : needs) === need
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
  const splits = splitFields(worker.plan.fields)
  const columns = batch.columns.flatMap((column, c) => {
    const { field } = worker.tree.columns[c]!
    const planned = field === undefined ? undefined : worker.plan.fields[field]
    return column && planned && isKnown(planned, generalised)
      ? [{ column, c, entity: entityOf(planned), split: splits.get(field!) }]
      : []
  })
  // One value a record first: a long list must not push the others out.
  const inList = ({ column }: { column: { path: string } }) => Number(column.path.includes('[]'))
  columns.sort((a, b) => inList(a) - inList(b) || (a.column.path < b.column.path ? -1 : 1))
  for (const { column, c, entity, split } of columns)
    for (let i = 0; i < column.text.length; i++) {
      const kind = column.kind[i]
      const text = column.text[i]!
      if ((kind !== Kind.string && kind !== Kind.number) || text.length > LONGEST_KNOWN || text.trim() === '') continue
      const row = (rows[column.row[i]!] ??= [])
      if (row.length < MOST_KNOWN && !row.some((v) => v.text === text && v.entity === entity && v.column === c))
        row.push({ entity, text, column: c, ...(split && { split }) })
    }
  return rows
}

/**
 * `rows` with what the verbs of a column ask of its records besides: what is known of them (`known` of `createKnown`),
 * and the name that the column has a part of.
 */
export function rowsFor(
  rows: Rows,
  worker: SourceWorker,
  batch: Batch,
  c: number,
  known: ReturnType<typeof createKnown>,
): Rows {
  const planned = worker.plan.fields[worker.tree.columns[c]!.field!]!
  if (asksKnown(planned)) return { ...rows, known: (row) => known(row, c) }
  if (!asks(planned, 'name')) return rows
  let byRow: (readonly SplitPart[] | undefined)[] | undefined
  return { ...rows, splitName: (row) => (byRow ??= splitNames(worker, batch, c))[row] ?? [] }
}

/** By row: the parts of the name that the column has a part of, where they are one person's. */
function splitNames(worker: SourceWorker, batch: Batch, c: number): SplitPart[][] {
  const rows: SplitPart[][] = []
  const splits = splitFields(worker.plan.fields)
  const own = splits.get(worker.tree.columns[c]!.field!)
  if (!own) return rows
  batch.columns.forEach((column, at) => {
    const split = column && splits.get(worker.tree.columns[at]!.field ?? -1)
    if (!split || split.group !== own.group) return
    column.text.forEach((text, i) => {
      if (column.kind[i] === Kind.string && text.trim() !== '') (rows[column.row[i]!] ??= []).push({ ...split, text })
    })
  })
  return rows
}

/**
 * Which part of whose name a field has, by place among the fields: by the kind of fake that stands in its place. It is the
 * plan that says so, not the columns of a block, so that a record is the same in any.
 */
function splitFields(fields: readonly PlannedField[]): ReadonlyMap<number, NonNullable<KnownValue['split']>> {
  const parts = fields.flatMap(({ do: steps, path }, field) => {
    const kind = steps.find(({ verb }) => verb === 'fake')?.options['kind']
    const part = kind === undefined ? undefined : partOfKind(kind as string)
    const group = isPattern(parsePath(path)) ? undefined : groupOfPath(path)
    return part && group !== undefined ? [{ part, group, text: '', field }] : []
  })
  return new Map(
    joinSplitParts(parts).flatMap((group) => group.map(({ field, part, group }) => [field, { part, group }])),
  )
}

/** Of the rule; else of the kind of fake that stands in its place. */
function entityOf({ entity, do: steps }: PlannedField): string | undefined {
  if (entity !== undefined) return entity
  const kind = steps.find(({ verb }) => verb === 'fake')?.options['kind']
  return kind === undefined ? undefined : fakeEntity(kind as FakeKind)
}
