import { columnValues, type ColumnJob } from './column-values.ts'
import { findingsOf, lintHierarchyText, type HierarchyFileFinding } from '../policy-files/lint-hierarchy-file.ts'
import { readSideFile } from '../policy-files/side-file.ts'

/**
 * All findings about the file of a hierarchy, against the values of a column where one is given. Throws POLICY_INVALID for a
 * file that is not there or no text, like `columnValues` for the data.
 */
export async function lintHierarchyFile(
  file: string,
  cwd: string,
  column: ColumnJob | undefined,
): Promise<HierarchyFileFinding[]> {
  const text = readSideFile(file, cwd, 'the hierarchy')
  const values = column && (await columnValues(column)).texts
  return findingsOf(lintHierarchyText(text, values), file)
}
