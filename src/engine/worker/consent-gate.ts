import { isUsed, Reason, REASON_COUNT } from '../../consent/reasons.ts'
import { REF_BYTES } from '../../consent/subject-ref.ts'
import { Kind, type Batch, type Column } from '../../record/batch.ts'
import type { SourceWorker } from './source-worker.ts'

/** Consent of every record: sets keep to 0 where the record may not be used. Without a register every record passes. */
export function askConsents(
  worker: SourceWorker,
  batch: Batch,
  keep: Uint8Array,
): { reasons: number[]; decisions: Uint8Array } {
  const reasons = new Array<number>(REASON_COUNT).fill(0)
  const { consent } = worker
  if (!consent) {
    reasons[Reason.BASIS_OTHER_THAN_CONSENT] = batch.records
    return { reasons, decisions: new Uint8Array() }
  }
  const { refs, flags } = consent.keyer(subjectsOf(worker, batch))
  const codes = consent.decide(refs, flags)
  const decisions = new Uint8Array(consent.keeps === 'decisions' ? (REF_BYTES + 1) * batch.records : 0)
  for (let row = 0; row < batch.records; row++) {
    const code = codes[row]!
    reasons[code]!++
    if (!isUsed(code)) keep[row] = 0
    if (decisions.length === 0) continue
    decisions.set(refs.subarray(row * REF_BYTES, (row + 1) * REF_BYTES), row * (REF_BYTES + 1))
    decisions[row * (REF_BYTES + 1) + REF_BYTES] = code
  }
  return { reasons, decisions }
}

/** The subject of every record as written; '' where the record names none. */
export function subjectsOf(worker: SourceWorker, batch: Batch): string[] {
  const column = subjectColumn(worker, batch)
  const subjects = new Array<string>(batch.records).fill('')
  if (column)
    for (let i = 0; i < column.text.length; i++)
      if (column.kind[i] !== Kind.null) subjects[column.row[i]!] = column.text[i]!
  return subjects
}

function subjectColumn(worker: SourceWorker, batch: Batch): Column | undefined {
  const path = worker.plan.subject?.path
  return path === undefined ? undefined : batch.columns.find((c) => c?.path === path)
}
