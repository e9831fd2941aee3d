import { encodeRef } from '../../consent/ledger/reference.ts'
import type { EventCells, EventColumn, EventFault } from '../../consent/ledger/columns.ts'
import { lineOf } from '../../consent/ledger/line.ts'
import { readEvent } from '../../consent/ledger/read-event.ts'
import { createSubjectKeyer } from '../../consent/subject-ref.ts'
import { createKeyCheck } from '../../detect/publishable.ts'
import { PerdeError } from '../../errors.ts'
import { openLedgerWriter } from './ledger-writer.ts'
import { keyCheckHex, ledgerState, upToOf } from './read-ledger.ts'
import type { LedgerState, SeenLedgers } from './seen-ledgers.ts'
import type { SubjectKeys } from './subject-keys.ts'

export interface AppendJob {
  /** absolute path of the ledger, and how the user called it */
  ledger: string
  shown: string
  keys: SubjectKeys
  /** entity of the subjects' identifiers */
  entity: string | undefined
  /** cells of the columns, row by row */
  rows: AsyncIterable<string[][]> | Iterable<string[][]>
  columns: readonly EventColumn[]
  /** for cells that a row leaves blank */
  defaults?: EventCells
  now: Date
  /** what a log has seen of the ledger, which it has to go on from */
  seen?: SeenLedgers | undefined
  /** hears of the table after its last row, before anything counts: throws where it is not what it should be */
  check?: () => void
}

export interface Appended {
  rows: number
  /** events that are new; the others stood there already */
  added: number
  repeated: number
  /** bytes of an import that had been killed, and that are gone now */
  cut: number
  /** of the ledger after it */
  events: number
  sha256: string
}

export interface AppendedTo extends Appended {
  /** how the ledger stands, as a log may say it */
  state: LedgerState
}

/**
 * Reads rows as events and appends them: all of them, or none where a row cannot be read.
 * @throws PerdeError DENIED_LEDGER, CONSENT_EVENT_INVALID with the numbers of the rows and what is wrong, never what they hold
 */
export async function appendEvents(job: AppendJob): Promise<AppendedTo> {
  const { keys, entity, shown, seen } = job
  const identity = { subjectType: entity ?? null, keyCheck: keyCheckHex(keys) }
  const writer = await openLedgerWriter(job.ledger, shown, identity, {
    sizes: seen?.sizes() ?? [],
    check: (head, scanned) =>
      seen?.check(ledgerState(job.ledger, head, scanned.first, keys), upToOf(scanned, keys), shown),
  })
  try {
    const reader = rowReader(job, writer.now(Math.floor(job.now.getTime() / 1000)))
    let rows = 0
    for await (const batch of job.rows) {
      for (const line of reader.lines(batch)) writer.add(line)
      rows += batch.length
    }
    job.check?.()
    reader.refuse()
    const added = writer.commit()
    const { events, sha256 } = writer.head
    const state = ledgerState(job.ledger, writer.head, writer.first, keys)
    return { rows, added, repeated: writer.repeated, cut: writer.cut, events, sha256, state }
  } finally {
    writer.close()
  }
}

/** Words of an event that hold free text, which stands in the ledger as it came and cannot be erased. */
const FREE = ['notice', 'notice-version', 'refusal-citation', 'source'] as const

/** Rows that are told of one by one. */
const SHOWN = 5
const KEPT = 100

function rowReader({ keys, entity, columns, defaults = {} }: AppendJob, known: number) {
  const keyer = createSubjectKeyer(keys.a, keys.b, entity)
  const isData = createKeyCheck()
  const faulty: (EventFault & { row: number })[] = []
  let faults = 0
  let before = 0

  const cellsOf = (row: readonly string[]): EventCells => {
    const cells: EventCells = { ...defaults }
    columns.forEach((column, i) => {
      if (row[i]!.trim() !== '') cells[column] = row[i]!
    })
    return cells
  }
  const fault = (row: number, found: readonly EventFault[]) => {
    faults++
    for (const one of found) if (faulty.length < KEPT) faulty.push({ ...one, row })
  }

  return {
    /** The lines of a batch's events; nothing more is given once a row was wrong. */
    lines(batch: readonly string[][]): string[] {
      const cells = batch.map(cellsOf)
      const subjects = keyer(cells.map((row) => row.subject ?? ''))
      const guardians = keyer(cells.map((row) => row.guardian ?? ''))
      const lines: string[] = []
      cells.forEach((row, i) => {
        const number = before + i + 1
        // A blank line at the end of a file is no row.
        if (Object.keys(row).length === Object.keys(defaults).length && batch[i]!.every((cell) => cell.trim() === ''))
          return
        const found: EventFault[] = []
        if (subjects.flags[i] !== 0)
          found.push({
            column: 'subject',
            message: row.subject === undefined ? 'the row names no subject' : 'the subject’s identifier is not valid',
          })
        if (row.guardian !== undefined && guardians.flags[i] !== 0)
          found.push({ column: 'guardian', message: 'the guardian’s identifier is not valid' })
        const read = readEvent(row, {
          ref: encodeRef(subjects.refs, i),
          ...(row.guardian !== undefined && { guardianRef: encodeRef(guardians.refs, i) }),
          known,
        })
        if ('faults' in read) found.push(...read.faults)
        for (const column of FREE)
          if (row[column] !== undefined && isData(row[column]))
            found.push({ column, message: 'the text has an identifier or a name of somebody in it' })
        if (found.length > 0) fault(number, found)
        else if (faults === 0 && 'event' in read) lines.push(lineOf(read.event))
      })
      before += batch.length
      return lines
    },
    refuse(): void {
      if (faults === 0) return
      const told = faulty.slice(0, SHOWN).map(faultText)
      throw new PerdeError(
        'CONSENT_EVENT_INVALID',
        `${faults === 1 ? 'a row is' : `${faults} rows are`} no event of a consent, so nothing was added: ${told.join('; ')}${faulty.length > SHOWN ? '; …' : ''}`,
        {
          where: { record: faulty[0]!.row },
          hints: hintsFor(faulty),
          facts: { rows: faults, faults: faulty },
        },
      )
    },
  }
}

function faultText({ row, column, message, item }: EventFault & { row: number }): string {
  return `row ${row}, ${column}: ${message}${item === undefined ? '' : ` (94-V art. 8(4) item ${item})`}`
}

function hintsFor(faults: readonly EventFault[]): string[] {
  const about = (column: EventColumn) => faults.some((fault) => fault.column === column)
  return [
    ...(about('at') ? ['name its column with --column at=NAME, or give one for all rows with --set at=TIME'] : []),
    ...(about('status')
      ? ['states are DPV’s, or plain words such as given, refused, withdrawn, берілді, отозвано']
      : []),
    ...(faults.some(({ item }) => item !== undefined)
      ? ['items are asked for where the jurisdiction is KZ: see policies/README.md']
      : []),
  ]
}
