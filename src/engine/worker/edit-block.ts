import { BlockFault, type ReadBlock } from '../../io/formats/format.ts'
import { isKept, type PlannedField } from '../../plan/plan.ts'
import { byPath } from '../../record/by-path.ts'
import { normaliser } from '../../record/normalise.ts'
import type { Batch, Edit, Kind } from '../../record/batch.ts'
import type { Rows } from '../../transforms/verb.ts'
import type { BoundField } from './bound-field.ts'
import { subjectsOf } from './consent-gate.ts'
import { createKnown, rowsFor } from './known-values.ts'
import { moveOffsets, type MovedText } from './move-offsets.ts'
import type { SourceWorker } from './source-worker.ts'
import { noCells, type BlockTask, type Receipt } from '../wire/task.ts'

/** What the rules of the plan make of a block. */
export interface EditedBlock {
  edits: Edit[]
  /** by path */
  fields: Receipt['fields']
  /** by path of a field that a generator makes some of: a flag a record, 1 where it did */
  made: Record<string, Uint8Array>
}

/**
 * Runs every field's rule on the records with keep 1; a rule may take a record away (`on-error: drop-record`). `wanted`:
 * columns to work on. Throws BlockFault with the record's place.
 */
export function editBlock(
  worker: SourceWorker,
  read: ReadBlock,
  task: BlockTask,
  keep: Uint8Array,
  wanted: (column: number) => boolean = () => true,
): EditedBlock {
  const { batch } = read
  const rows = rowsOf(worker, batch, read)
  const known = createKnown(worker, batch)
  const fields: Receipt['fields'] = byPath()
  const kinds = worker.tree.takeKinds()
  for (const [path, field] of worker.tree.met) fields[path] = { ...noCells(field), kinds: kinds.get(path) ?? 0 }
  const made = byPath<Uint8Array>()
  const edits: Edit[] = []
  const offsets: { column: number; bound: BoundField }[] = []
  batch.columns.forEach((column, c) => {
    if (!column || !wanted(c)) return
    const bound = worker.bound(c)
    const { field } = worker.tree.columns[c]!
    const entry = (fields[column.path] ??= noCells(field ?? -1))
    entry.cells += column.text.length
    if (worker.tree.removed.has(c)) entry.changed += column.text.length
    // Nothing is done to it: its cells are copied as they stand.
    if (!bound || isKept(bound.planned)) return
    if (bound.planned.offsetIn) return void offsets.push({ column: c, bound })
    const { values, changed, faults, ...run } = placed(read, task, () =>
      bound.run(column, rowsFor(rows, worker, batch, c, known), keep, (row) => lookup(batch, row)),
    )
    entry.changed += changed
    entry.faults += faults
    if (run.made.length > 0) {
      const flags = (made[column.path] ??= new Uint8Array(batch.records))
      for (const i of run.made) flags[column.row[i]!] = 1
    }
    edits.push({ column: c, values })
  })
  // Texts first: what counts their characters follows them.
  for (const { column: c, bound } of offsets) {
    const column = batch.columns[c]!
    const { values, changed, faults } = placed(read, task, () => {
      const given = bound.run(column, rows, keep, (row) => lookup(batch, row))
      return moveOffsets(bound.planned, column, given, textOf(batch, edits, bound.planned), keep)
    })
    const entry = fields[column.path]!
    entry.changed += changed
    entry.faults += faults
    edits.push({ column: c, values })
  }
  return { edits, fields, made }
}

/** A fault about a value gets its record's place: the number among all of the block, those set aside included, and the offset. */
export function placed<T>(read: ReadBlock, task: BlockTask, action: () => T): T {
  try {
    return action()
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    const row = read.quarantined.reduce((n, aside) => (aside <= n ? n + 1 : n), e.row)
    const offset = read.offset?.(e.row) ?? read.record(e.row).byteOffset - task.bytes.byteOffset
    throw new BlockFault(e.code, e.message, row, offset, e.hints, e.field)
  }
}

/** The text that an offset counts into, and what became of it; undefined where nothing is done to it in this block. */
function textOf(batch: Batch, edits: readonly Edit[], { offsetIn }: PlannedField): MovedText | undefined {
  const c = batch.columns.findIndex((column) => column?.path === offsetIn!.field)
  const edit = edits.find(({ column }) => column === c)
  return edit && { original: batch.columns[c]!, written: edit.values }
}

/** What transforms may ask of a record: its subject, normalised, and its bytes. */
export function rowsOf(worker: SourceWorker, batch: Batch, read: ReadBlock): Rows {
  let subjects: (string | undefined)[] | undefined
  const normal = () => {
    const normalise = normaliser(worker.plan.subject?.entity)
    return subjectsOf(worker, batch).map((s) =>
      s.trim() === '' ? undefined : (normalise(s) ?? s.normalize('NFC').trim()),
    )
  }
  return { row: new Int32Array(), subject: (row) => (subjects ??= normal())[row], bytes: read.record }
}

/** Original values of a record by path, for conditions: the first cell at that path. */
function lookup(batch: Batch, row: number): (path: string) => { kind: Kind; text: string } | undefined {
  return (path) => {
    const column = batch.columns.find((c) => c?.path === path)
    if (!column) return undefined
    const i = column.row[row] === row ? row : column.row.indexOf(row)
    return i < 0 ? undefined : { kind: column.kind[i]! as Kind, text: column.text[i]! }
  }
}
