import { formatNamed } from '../io/formats/format-named.ts'
import { BlockFault, type ReadBlock } from '../io/formats/format.ts'
import type { PlannedField } from '../plan/plan.ts'
import { byPath } from '../record/by-path.ts'
import { normaliser } from '../record/normalise.ts'
import { Kind, type Batch, type Edit } from '../record/batch.ts'
import type { Rows } from '../transforms/verb.ts'
import { countInClear, type BoundField } from './bound-field.ts'
import { askConsents, subjectsOf } from './consent-gate.ts'
import { asksKnown, createKnown } from './known-values.ts'
import { moveOffsets, type MovedText } from './move-offsets.ts'
import { writtenTokens, type WrittenField } from './measure.ts'
import type { SourceWorker } from './source-worker.ts'
import { noCells, type BlockResult, type BlockTask, type Receipt } from './task.ts'

/** One block through gate and transforms: what a worker does, as a function of the setup and the block alone. */
export function applyBlock(worker: SourceWorker, task: BlockTask): BlockResult {
  const format = formatNamed(task.layout.format)
  const layout =
    worker.setup.plan.formula === 'neutralise'
      ? { ...task.layout, options: { ...task.layout.options, neutralise: true } }
      : task.layout
  const read = format.read(task.bytes, layout, worker.tree.root)
  const { batch } = read
  const keep = new Uint8Array(batch.records).fill(1)
  const gate = askConsents(worker, batch, keep)
  const used = count(keep)
  const permitted = keep.slice()
  const rows = rowsOf(worker, batch, read)
  const known = createKnown(worker, batch)
  const fields: Receipt['fields'] = byPath()
  for (const [path, field] of worker.tree.met) fields[path] = noCells(field)
  const edits: Edit[] = []
  const offsets: { column: number; bound: BoundField }[] = []
  batch.columns.forEach((column, c) => {
    if (!column) return
    const bound = worker.bound(c)
    const { field } = worker.tree.columns[c]!
    const entry = (fields[column.path] ??= noCells(field ?? -1))
    entry.cells += column.text.length
    if (worker.tree.removed.has(c)) entry.changed += column.text.length
    if (!bound) return
    if (bound.planned.offsetIn) return void offsets.push({ column: c, bound })
    const { values, changed, faults } = placed(read, task, () =>
      bound.run(column, asksKnown(bound.planned) ? { ...rows, known: (row) => known(row, c) } : rows, keep, (row) =>
        lookup(batch, row),
      ),
    )
    entry.changed += changed
    entry.faults += faults
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
  // After all fields: one of them may have taken a record away.
  for (const { column, values } of edits) {
    const { planned } = worker.bound(column)!
    const original = batch.columns[column]!
    if (planned.role === 'identifier' || planned.role === 'biometric')
      fields[original.path]!.inClear += countInClear(original, values, keep)
  }
  const written = count(keep)
  const classes = countClasses(worker, batch, edits, keep)
  const watch = worker.watch.look(format, layout, read, task, permitted)
  return {
    bytes: read.splice(edits, keep, worker.tree.removed),
    receipt: {
      records: {
        in: batch.records + read.quarantined.length,
        out: written,
        excluded: batch.records - used,
        suppressed: used - written,
        quarantined: read.quarantined.length,
      },
      reasons: gate.reasons,
      fields,
      decisions: gate.decisions,
      ...(classes && { classes }),
      watch,
    },
  }
}

/** A fault about a value gets its record's place: the number among all of the block, those set aside included, and the offset. */
function placed<T>(read: ReadBlock, task: BlockTask, action: () => T): T {
  try {
    return action()
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    const row = read.quarantined.reduce((n, aside) => (aside <= n ? n + 1 : n), e.row)
    const offset = read.record(e.row).byteOffset - task.bytes.byteOffset
    throw new BlockFault(e.code, e.message, row, offset, e.hints, e.field)
  }
}

/** The text that an offset counts into, and what became of it; undefined where nothing is done to it in this block. */
function textOf(batch: Batch, edits: readonly Edit[], { offsetIn }: PlannedField): MovedText | undefined {
  const c = batch.columns.findIndex((column) => column?.path === offsetIn!.field)
  const edit = edits.find(({ column }) => column === c)
  return edit && { original: batch.columns[c]!, written: edit.values }
}

function rowsOf(worker: SourceWorker, batch: Batch, read: ReadBlock): Rows {
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

function countClasses(worker: SourceWorker, batch: Batch, edits: Edit[], keep: Uint8Array): Receipt['classes'] {
  if (!worker.measure) return undefined
  const quasi: WrittenField[] = []
  const sensitive: WrittenField[] = []
  const edited = new Map(edits.map((e) => [e.column, e.values]))
  batch.columns.forEach((column, c) => {
    if (!column || worker.tree.removed.has(c)) return
    const { field, path } = worker.tree.columns[c]!
    const role = field === undefined ? undefined : worker.plan.fields[field]!.role
    if (role !== 'sensitive' && role !== 'quasi-identifier') return
    const written = { path, tokens: writtenTokens(column, edited.get(c) ?? column, batch.records) }
    if (role === 'sensitive') sensitive.push(written)
    else quasi.push(written)
  })
  // By path: columns are numbered as they were met, which may differ between workers.
  quasi.sort((a, b) => (a.path < b.path ? -1 : 1))
  const kept = Int32Array.from(keep.keys()).filter((row) => keep[row] === 1)
  return worker.measure.count(quasi, sensitive, kept)
}

function count(keep: Uint8Array): number {
  let n = 0
  for (const k of keep) n += k
  return n
}
