import type { Receipt } from '../wire/task.ts'
import type { WrittenOutput } from './output-files.ts'

/** What a killed run was about: another with the same writes the same bytes. */
export interface JournalHeader {
  /** what may differ from run to run, as words or digests, by what it is called in messages */
  identity: Record<string, string>
  /** keys the classes in the receipts */
  measureKey: Uint8Array
  /** milliseconds since 1970: the as-of time of the run, and when it began */
  asOf: number
  at: number
}

/** An input of which all records are written, durably. */
export interface FinishedPart {
  part: number
  read: { bytes: number; sha256: string }
  outputs: WrittenOutput[]
  place?: string
  /** which of the inputs of its source it was; absent: the only one */
  ordinal?: number
}

/** What a run has done so far, beside its staged outputs: sealed frames, since receipts tell of people. */
export interface Journal {
  receipt(part: number, receipt: Receipt): void
  finished(part: FinishedPart): void
}

/** What one frame of a journal holds: the header, the receipt of a block, or the end of an input. */
export type JournalFrame = { header: JournalHeader } | { part: number; receipt: Receipt } | { finished: FinishedPart }

/** What the frames of a journal are sealed as. */
export const JOURNAL_FRAMES = ['journal', '1']

/** Name of the journal in a staging folder. */
export const JOURNAL = '.journal'

/** A journal as frames. `sync`: called behind an input that is finished. */
export function journalInto(put: (frame: JournalFrame) => void, sync: () => void = () => undefined): Journal {
  return {
    receipt: (part, receipt) => put({ part, receipt }),
    finished(finished) {
      put({ finished })
      sync()
    },
  }
}
