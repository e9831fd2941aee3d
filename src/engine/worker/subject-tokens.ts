import type { ReadBlock } from '../../io/formats/format.ts'
import { subjectForm } from '../../record/normalise.ts'
import { rowsOf } from './edit-block.ts'
import type { WrittenTokens } from './measure.ts'
import type { SourceWorker } from './source-worker.ts'

/**
 * Whom each record of a block is about; those who name nobody count as one, which is the safe side. So do spellings that look
 * alone (invisible characters, composed letters, case, look-alikes): as two people they would make one look like k.
 */
export function subjectTokens(worker: SourceWorker, read: ReadBlock): WrittenTokens {
  const { subject } = rowsOf(worker, read.batch, read)
  const texts = Array.from({ length: read.batch.records }, (_, row) => subjectForm(subject(row) ?? ''))
  const distinct = [...new Set(texts)]
  const number = new Map(distinct.map((text, n) => [text, n]))
  return { distinct, numbers: Int32Array.from(texts, (text) => number.get(text)!) }
}
