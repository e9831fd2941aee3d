import { parsePath, PathSyntaxError } from '../record/path.ts'
import type { Segment } from '../record/path.ts'
import type { CheckContext } from './check-context.ts'
import { quoted } from './finding.ts'
import type { DocumentPath } from '../schema/document-path.ts'

/** Longest path, in UTF-16 units. */
const LONGEST_PATH = 1000

/** Segments of a path; undefined with a finding where it does not follow the grammar. */
export function checkPath(
  { report }: CheckContext,
  path: string,
  at: DocumentPath,
  table: boolean,
  point?: 'key',
): Segment[] | undefined {
  const options = point ? { at: point } : {}
  if (path.length > LONGEST_PATH)
    return void report.add('POLICY_PATH', at, `a path has at most ${LONGEST_PATH} characters`, options)
  try {
    const segments = parsePath(path)
    const fixed = segments.filter(({ kind }) => kind !== 'deep')
    if (table && (fixed.length > 1 || fixed.some(({ kind }) => kind !== 'name' && kind !== 'any')))
      report.add('POLICY_PATH_CSV', at, 'a column of a table is one name, so this path matches none', {
        hint: `put the column's name in double quotes: '"${path.replaceAll('"', '""')}"'`,
        ...options,
      })
    return segments
  } catch (e) {
    if (!(e instanceof PathSyntaxError)) throw e
    return void report.add(
      'POLICY_PATH',
      at,
      `the path ${quoted(path)} is not well formed: ${e.message}, at character ${e.position + 1}`,
      options,
    )
  }
}
