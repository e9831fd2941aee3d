import { parse } from 'csv-parse/sync'
import { PerdeError } from '../errors.ts'

/** A small table beside the data, as it stands in its file. */
export interface SideTable {
  rows: string[][]
  /** line in the file on which each row begins, from 1 */
  lines: number[]
}

/**
 * Rows of a small table that a policy names beside the data (a hierarchy, a lookup table): `;` between the columns where
 * the first line has one, else `,`; double quotes; a byte order mark and empty lines are passed over.
 * Throws POLICY_INVALID, with the number of the line, where quotes are not as they should be.
 */
export function readSideTable(text: string): SideTable {
  const body = text.replace(/^\ufeff/, '')
  const firstLine = /^\s*(.*)/.exec(body)![1]!
  const lines: number[] = []
  try {
    const rows = parse(body, {
      delimiter: firstLine.includes(';') ? ';' : ',',
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (record: string[], context) => {
        // What is counted is the line on which a row ends.
        lines.push(
          context.lines - record.reduce((n, cell) => n + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0),
        )
        return record
      },
    }) as unknown as string[][]
    return { rows, lines }
  } catch (cause) {
    const { lines } = cause as { lines?: unknown }
    throw new PerdeError('POLICY_INVALID', 'a side file of the policy is no table', {
      cause,
      hints: ['columns are separated by ";" or ","; text with them stands in double quotes'],
      ...(typeof lines === 'number' && { where: { line: lines } }),
    })
  }
}

/** The rows of `readSideTable`. Throws POLICY_INVALID where they are not all equally wide or there are none. */
export function parseSideTable(text: string, columns: number | undefined): string[][] {
  const { rows, lines } = readSideTable(text)
  const width = columns ?? rows[0]?.length ?? 0
  const wrong = rows.findIndex((row) => row.length !== width)
  if (rows.length === 0) throw new PerdeError('POLICY_INVALID', 'a side file of the policy is empty')
  if (wrong >= 0)
    throw new PerdeError('POLICY_INVALID', `a row of a side file does not have ${width} columns`, {
      where: { line: lines[wrong]! },
    })
  return rows
}
