import { parse } from 'csv-parse/sync'
import { PerdeError } from '../errors.ts'

/**
 * Rows of a small table that a policy names beside the data (a hierarchy, a lookup table): `;` between the columns where
 * the first line has one, else `,`; double quotes; a byte order mark and empty lines are passed over.
 * Throws POLICY_INVALID, with the number of the line, where the rows are not all equally wide or there are none.
 */
export function parseSideTable(text: string, columns: number | undefined): string[][] {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/))
  let rows: string[][]
  try {
    rows = parse(text, {
      bom: true,
      delimiter: firstLine.includes(';') ? ';' : ',',
      relax_column_count: true,
      skip_empty_lines: true,
    })
  } catch (cause) {
    throw new PerdeError('POLICY_INVALID', 'a side file of the policy is no table', {
      cause,
      hints: ['columns are separated by ";" or ","; text with them stands in double quotes'],
    })
  }
  const width = columns ?? rows[0]?.length ?? 0
  const wrong = rows.findIndex((row) => row.length !== width)
  if (rows.length === 0 || wrong >= 0) {
    throw new PerdeError(
      'POLICY_INVALID',
      rows.length === 0
        ? 'a side file of the policy is empty'
        : `row ${wrong + 1} of a side file does not have ${width} columns`,
    )
  }
  return rows
}
