import { conversionOf } from '../../io/formats/convert/conversion.ts'
import { inBlock } from '../../io/formats/each-read.ts'
import { formatOf } from '../../io/formats/format-named.ts'
import type { Apart, Format, Layout, ReadBlock } from '../../io/formats/format.ts'
import type { Edit } from '../../record/batch.ts'
import { alikeTokens, formOf } from './alike-tokens.ts'
import { countInClear } from './bound-field.ts'
import { askConsents } from './consent-gate.ts'
import { correctRecords, withCorrections } from './correct-records.ts'
import { countQuality } from './count-quality.ts'
import { countCopies } from './count-copies.ts'
import { editBlock, placed, rowsOf } from './edit-block.ts'
import { isHeld } from '../wire/held-people.ts'
import { keptRows } from './kept-rows.ts'
import { packFlags } from './pack-flags.ts'
import { SUBJECTS, writtenTokens, type WrittenField } from './measure.ts'
import { recodeBlock } from './recode-block.ts'
import type { SourceWorker } from './source-worker.ts'
import { subjectTokens } from './subject-tokens.ts'
import { sampledRows } from './watch.ts'
import { outputLayout } from '../wire/output-layout.ts'
import type { BlockResult, BlockTask, Receipt } from '../wire/task.ts'

/** One block through gate and transforms: what a worker does, as a function of the setup and the block alone. */
export function applyBlock(worker: SourceWorker, task: BlockTask): BlockResult {
  const format = formatOf(task.layout)
  const layout = outputLayout(worker.setup.plan, worker.plan, task.layout)
  const { root, removed } = worker.tree
  if (!format.slice) {
    const read = format.read(task.bytes, layout, root)
    const { edits, keep, receipt } = applyRecords(worker, task, format, layout, read)
    const { bytes, ends } = placed(read, task, () => writeBlock(worker, format, layout, read, edits, keep))
    return { bytes, ...(ends && { ends }), receipts: [receipt] }
  }
  const block = format.slice(task.bytes, layout, root)
  const conversion = conversionOf(layout, root, removed)
  const receipts: Receipt[] = []
  const apart: Apart[] = []
  for (const slice of block.slices())
    inBlock(slice.first, () => {
      const { edits, keep, receipt } = applyRecords(worker, task, format, layout, slice)
      receipts.push(receipt)
      if (conversion) apart.push(conversion.convert(slice, edits, keep, removed))
      else if (worker.ends) apart.push(slice.apart(edits, keep, removed))
      else slice.put(edits, keep, removed)
    })
  if (worker.ends) return { ...joined(apart), receipts }
  return { bytes: conversion ? joined(apart).bytes : block.written(), receipts }
}

function joined(slices: readonly Apart[]): Apart {
  const bytes = new Uint8Array(slices.reduce((n, slice) => n + slice.bytes.length, 0))
  const ends = new Uint32Array(slices.reduce((n, slice) => n + slice.ends.length, 0))
  let at = 0
  let row = 0
  for (const slice of slices) {
    bytes.set(slice.bytes, at)
    for (const end of slice.ends) ends[row++] = at + end
    at += slice.bytes.length
  }
  return { bytes, ends }
}

/** What rules and measures make of some records, which are not written yet. */
function applyRecords(
  worker: SourceWorker,
  task: BlockTask,
  format: Format,
  layout: Layout,
  given: ReadBlock,
): { edits: Edit[]; keep: Uint8Array; receipt: Receipt } {
  const { read, edits: corrections, cells: corrected } = placed(given, task, () => correctRecords(worker, given))
  const { batch } = read
  const keep = new Uint8Array(batch.records).fill(1)
  const gate = askConsents(worker, batch, keep)
  const used = count(keep)
  const permitted = keep.slice()
  const { edits, fields, made } = editBlock(worker, read, task, keep)
  withCorrections(worker, edits, corrections)
  const before = worker.linker?.before(edits)
  if (worker.recoder) recodeBlock(worker.recoder, batch, edits, fields, keep, heldIn(worker, read, keep))
  // After all fields: one of them may have taken a record away.
  for (const { column, values } of edits) {
    const { planned } = worker.bound(column)!
    const original = batch.columns[column]!
    if (planned.role === 'identifier' || planned.role === 'biometric')
      fields[original.path]!.inClear += countInClear(original, values, keep)
  }
  if (worker.setup.plan.copies) countCopies(worker, batch, edits, keep, fields)
  const written = count(keep)
  const paths = Object.keys(made)
  const classes = countClasses(worker, read, edits, keep)
  const links = before && worker.linker?.look(format, layout, read, edits, before, keep)
  const watch = worker.watch.look(format, layout, read, task, permitted)
  const quality = countQuality(worker, batch, sampledRows(read, task, permitted, 'some'), worker.seed)
  return {
    edits,
    keep,
    receipt: {
      records: {
        in: batch.records + read.quarantined.length,
        out: written,
        excluded: batch.records - used,
        suppressed: used - written,
        quarantined: read.quarantined.length,
      },
      ...(read.quarantined.length > 0 && { aside: [...read.quarantined] }),
      reasons: gate.reasons,
      fields,
      decisions: gate.decisions,
      ...(corrected > 0 && { corrected }),
      ...(paths.length > 0 && { made: paths.map((path) => ({ path, bits: packFlags(made[path]!, keep) })) }),
      ...(classes && { classes }),
      ...(links && { links }),
      watch,
      quality,
    },
  }
}

/** The written records, and where each ends if they are shuffled. */
function writeBlock(
  worker: SourceWorker,
  format: Format,
  layout: Layout,
  read: ReadBlock,
  edits: readonly Edit[],
  keep: Uint8Array,
): { bytes: Uint8Array; ends?: Uint32Array | undefined } {
  const { removed, root } = worker.tree
  const conversion = conversionOf(layout, root, removed)
  if (conversion) {
    const { bytes, ends } = conversion.convert(read, edits, keep, removed)
    return worker.ends ? { bytes, ends } : { bytes }
  }
  if (!worker.ends) return { bytes: read.splice(edits, keep, removed) }
  if (read.apart) return read.apart(edits, keep, removed)
  const bytes = read.splice(edits, keep, removed)
  const ends = worker.ends(format, layout, bytes)
  return { bytes, ...(ends && { ends }) }
}

/** Which records of a block wait for a later release. */
function heldIn(worker: SourceWorker, read: ReadBlock, keep: Uint8Array) {
  const { held } = worker
  if (!held || !worker.people) return undefined
  const rows = Uint32Array.from(keep.keys())
  const refs = worker.people.refs(rowsOf(worker, read.batch, read).subject, read, rows)
  const halves = new DataView(refs.buffer, refs.byteOffset)
  return (row: number, entry: number) => isHeld(held, halves.getUint32(8 * row), halves.getUint32(8 * row + 4), entry)
}

function countClasses(worker: SourceWorker, read: ReadBlock, edits: Edit[], keep: Uint8Array): Receipt['classes'] {
  if (!worker.measure) return undefined
  const { batch } = read
  const quasi: WrittenField[] = []
  const sensitive: WrittenField[] = []
  const edited = new Map(edits.map((e) => [e.column, e.values]))
  batch.columns.forEach((column, c) => {
    if (!column || worker.tree.removed.has(c)) return
    const { field, path } = worker.tree.columns[c]!
    const role = field === undefined ? undefined : worker.plan.fields[field]!.role
    if (role !== 'sensitive' && role !== 'quasi-identifier') return
    const tokens = writtenTokens(column, edited.get(c) ?? column, batch.records)
    if (role === 'sensitive')
      sensitive.push({ path, tokens: alikeTokens(tokens, formOf(worker.plan.anonymity?.spec, path)) })
    else quasi.push({ path, tokens })
  })
  if (worker.plan.anonymity?.unit === 'subject') sensitive.push({ path: SUBJECTS, tokens: subjectTokens(worker, read) })
  // By path: columns are numbered as they were met, which may differ between workers.
  quasi.sort((a, b) => (a.path < b.path ? -1 : 1))
  return worker.measure.count(quasi, sensitive, keptRows(keep))
}

function count(keep: Uint8Array): number {
  let n = 0
  for (const k of keep) n += k
  return n
}
