import { EVENT_COLUMNS, type EventColumn } from '../../consent/ledger/columns.ts'
import { PerdeError } from '../../errors.ts'
import { formatName } from '../../record/path.ts'
import { appendEvents, type AppendedTo, type AppendJob } from './append-events.ts'
import { consentRows, openConsentTable } from './rows.ts'

export interface ImportJob extends Omit<AppendJob, 'rows' | 'columns' | 'check'> {
  /** absolute path of a file, or the address of a table */
  table: string
  /** as the user called it */
  tableShown: string
  format?: string
  /** columns that are not called as they are here */
  named: Partial<Record<EventColumn, string>>
  env: NodeJS.ProcessEnv
  signal?: AbortSignal
}

export interface Imported extends AppendedTo {
  /** the columns that were read */
  columns: EventColumn[]
  /** columns of the table that nothing was read of */
  unread: number
}

/** Appends the rows of a table of consents to a ledger; a second time it adds nothing. */
export async function importConsents(job: ImportJob): Promise<Imported> {
  const { table: input, tableShown, env, format, named, signal } = job
  const table = await openConsentTable(input, { shown: tableShown, env, format })
  try {
    const names = EVENT_COLUMNS.map((column) => named[column] ?? column)
    const met = new Set<string>()
    const isThere = (name: string) => met.has(name) || met.has(formatName(name))
    const appended = await appendEvents({
      ...job,
      columns: EVENT_COLUMNS,
      rows: consentRows(table, names, met, signal),
      check: () => {
        for (const column of EVENT_COLUMNS)
          if ((named[column] !== undefined || column === 'subject') && !isThere(named[column] ?? column))
            throw noColumn(column, named[column])
      },
    })
    const columns = EVENT_COLUMNS.filter((_, i) => isThere(names[i]!))
    const asked = new Set(names.flatMap((name) => [name, formatName(name)]))
    return { ...appended, columns, unread: [...met].filter((name) => !asked.has(name)).length }
  } catch (e) {
    throw e instanceof PerdeError && e.code === 'CONSENT_EVENT_INVALID' ? e.at({ part: table.shown }) : e
  } finally {
    await table.bytes.close()
  }
}

function noColumn(column: EventColumn, name: string | undefined): PerdeError {
  return new PerdeError('CONSENT_EVENT_INVALID', `the table has no column "${name ?? column}"`, {
    hints: [`name it with --column ${column}=NAME`],
  })
}
