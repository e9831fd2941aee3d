import type { Receipt } from '../wire/task.ts'
import type { FinishedPart, Journal, JournalHeader } from './journal.ts'

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
