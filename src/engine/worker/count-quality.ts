import { recognisers } from '../../detect/registry.ts'
import { addAllToSketch, hash53, mergeSketches } from '../../detect/sketch.ts'
import { byPath } from '../../record/by-path.ts'
import { Kind, type Batch, type Column } from '../../record/batch.ts'
import { normaliser } from '../../record/normalise.ts'
import { drawnCells } from './drawn-cells.ts'
import type { FieldQuality, SourceQuality } from '../wire/quality.ts'
import type { SourceWorker } from './source-worker.ts'

/**
 * How complete, valid and unique the values of the decoded fields are, as they came. `sample`: the records that are looked
 * at, 1 each. `seed`: of the hashes, random per run, so that none of them can be asked for a value.
 */
export function countQuality(worker: SourceWorker, batch: Batch, sample: Uint8Array, seed: number): SourceQuality {
  const fields = byPath<FieldQuality>()
  const rows: number[] = []
  for (let row = 0; row < sample.length; row++) if (sample[row] === 1) rows.push(row)
  batch.columns.forEach((column, c) => {
    if (!column) return
    const { field = -1 } = worker.tree.columns[c]!
    if (field >= 0) fields[column.path] = ofColumn(column, field, worker.plan.fields[field]!.entity, rows, seed)
  })
  return { records: rows.length, fields }
}

function ofColumn(
  { text, kind, row }: Column,
  field: number,
  entity: string | undefined,
  rows: readonly number[],
  seed: number,
): FieldQuality {
  const found: FieldQuality = { field, cells: 0, filled: 0, checked: 0, valid: 0, distinct: [] }
  const check = checkOf(entity)
  const { cells } = drawnCells(row, rows)
  const hashes = new Float64Array(cells.length)
  for (const i of cells) {
    if (kind[i] === Kind.container) continue
    found.cells++
    const value = text[i]!
    if (kind[i] === Kind.null || value.trim() === '') continue
    hashes[found.filled++] = hash53(value, seed)
    if (!check) continue
    found.checked++
    if (check(value)) found.valid++
  }
  addAllToSketch(found.distinct, hashes.subarray(0, found.filled))
  return found
}

/** Does the check digit of a value hold? undefined: values of the entity have none. */
function checkOf(entity: string | undefined): ((value: string) => boolean) | undefined {
  const recogniser = entity === undefined ? undefined : recognisers.find((one) => one.entity === entity)
  if (!recogniser?.checksum || !recogniser.validate) return undefined
  const normalise = normaliser(entity)
  return (value) => {
    try {
      return recogniser.validate!(normalise(value) ?? value) === true
    } catch {
      return false
    }
  }
}

export function mergeQuality(into: SourceQuality, more: SourceQuality): void {
  into.records += more.records
  for (const [path, own] of Object.entries(more.fields)) {
    const before = into.fields[path]
    into.fields[path] = before
      ? {
          field: own.field,
          cells: before.cells + own.cells,
          filled: before.filled + own.filled,
          checked: before.checked + own.checked,
          valid: before.valid + own.valid,
          distinct: mergeSketches(before.distinct, own.distinct),
        }
      : own
  }
}
