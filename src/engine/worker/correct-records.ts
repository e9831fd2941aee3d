import { encodeRef } from '../../consent/ledger/reference.ts'
import type { Correction } from '../../consent/requests/request-state.ts'
import { BlockFault, type ReadBlock } from '../../io/formats/format.ts'
import { Kind, type Column, type Edit } from '../../record/batch.ts'
import { subjectsOf } from './consent-gate.ts'
import type { SourceWorker } from './source-worker.ts'

/** Records with what their people had corrected. */
export interface CorrectedRecords<R extends ReadBlock> {
  read: R
  /** the columns that hold a correction; no rule may act on some of them */
  edits: Edit[]
  /** cells that were corrected */
  cells: number
}

/**
 * Puts corrected values into the records, before anything else looks at them: from here on they are the originals. The
 * cells of a record keep their kinds. Throws BlockFault where a correction does not fit its cell.
 */
export function correctRecords<R extends ReadBlock>(worker: SourceWorker, read: R): CorrectedRecords<R> {
  const { corrector } = worker
  const { batch } = read
  if (!corrector) return { read, edits: [], cells: 0 }
  const { refs, flags } = corrector.keyer(subjectsOf(worker, batch))
  const asked = new Map<number, ReadonlyMap<string, readonly Correction[]>>()
  for (let row = 0; row < flags.length; row++) {
    const own = flags[row] === 0 ? corrector.byPerson.get(encodeRef(refs, row)) : undefined
    if (own) asked.set(row, own)
  }
  if (asked.size === 0) return { read, edits: [], cells: 0 }
  const edits: Edit[] = []
  let cells = 0
  const columns = batch.columns.map((column, c) => {
    const changed = column && correctedColumn(column, asked)
    if (!changed) return column
    cells += changed.cells
    edits.push({ column: c, values: { text: changed.column.text, kind: changed.column.kind } })
    return changed.column
  })
  // Who writes the records without edits of their own, as the watch does, sees them corrected.
  const splice: ReadBlock['splice'] = (own, keep, removed) => read.splice(own.length === 0 ? edits : own, keep, removed)
  return { read: { ...read, batch: { ...batch, columns }, splice }, edits, cells }
}

/** Undefined where no cell of the column is another. */
function correctedColumn(
  column: Column,
  asked: ReadonlyMap<number, ReadonlyMap<string, readonly Correction[]>>,
): { column: Column; cells: number } | undefined {
  const { text, kind, row, path } = column
  let changed: { text: string[]; kind: Uint8Array } | undefined
  let cells = 0
  for (let i = 0; i < row.length; i++) {
    const own = asked.get(row[i]!)?.get(path)
    const was = kind[i] === Kind.null ? null : text[i]!
    // What says which cell it means goes before what means them all.
    const one = own?.find((c) => c.was !== undefined && c.was === was) ?? own?.find((c) => c.was === undefined)
    if (!one || one.value === was) continue
    if (!fits(one.value, kind[i]! as Kind))
      throw new BlockFault(
        'INPUT_VALUE',
        'a correction of a person does not fit the kind of value that stands there',
        row[i]!,
        0,
        ['correct the field again: perde subject correct'],
        path,
      )
    changed ??= { text: text.slice(), kind: kind.slice() }
    changed.text[i] = one.value ?? ''
    if (one.value === null) changed.kind[i] = Kind.null
    else if (was === null) changed.kind[i] = Kind.string
    cells++
  }
  // Codes of texts are a shortcut of the column as it was read.
  return changed && { column: { path, row, ...(column.element && { element: column.element }), ...changed }, cells }
}

/**
 * Corrections of columns that no rule wrote anew, as edits of their own. What leaves the records, or stands inside of
 * something that does or is written anew, is not written.
 */
export function withCorrections(worker: SourceWorker, edits: Edit[], corrections: readonly Edit[]): void {
  const { columns, removed } = worker.tree
  const written = [...edits.map(({ column }) => column), ...removed]
  for (const edit of corrections) {
    const { path } = columns[edit.column]!
    const covered = written.some((column) => {
      const outer = columns[column]!.path
      return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`)
    })
    if (!covered) edits.push(edit)
  }
}

/** May this be written in the place of a value of this kind? */
export function fits(value: string | null, kind: Kind): boolean {
  if (value === null || kind === Kind.null || kind === Kind.string) return kind !== Kind.container
  if (kind === Kind.number) return /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(value)
  return kind === Kind.boolean && (value === 'true' || value === 'false')
}
