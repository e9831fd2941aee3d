import type { HierarchyFinding } from '../../anonymity/hierarchies/finding.ts'
import { lintHierarchy } from '../../anonymity/hierarchies/lint.ts'
import { PerdeError } from '../../errors.ts'
import type { Finding } from '../../policy/policy.ts'
import { readSideTable } from '../../transforms/side-table.ts'

/** What the linter finds in a hierarchy's file; a file that is no table is a finding too. `values`: of the data. */
export function lintHierarchyText(text: string, values?: Iterable<string>): HierarchyFinding[] {
  try {
    return lintHierarchy(readSideTable(text), values)
  } catch (e) {
    if (!(e instanceof PerdeError) || e.code !== 'POLICY_INVALID') throw e
    return [
      {
        code: 'NO_TABLE',
        severity: 'error',
        message: 'the file is no table: a quote is not closed, or stands inside of a value',
        hint: e.hints.join('; '),
        ...(e.where.line !== undefined && { lines: [e.where.line] }),
      },
    ]
  }
}

/** A finding of a hierarchy's linter; a note is what may be meant. */
export type HierarchyFileFinding = Omit<Finding, 'severity'> & { severity: HierarchyFinding['severity'] }

/** Lines that are named of one fault at one level; the rest is counted. */
const MOST_LINES = 5

/** One finding a line of the file, at most five of a kind at a level. */
export function findingsOf(found: readonly HierarchyFinding[], file: string): HierarchyFileFinding[] {
  return found.flatMap(({ code, severity, message, hint, lines, level }) => {
    const path = level === undefined ? undefined : `column ${level + 1}`
    const at = (line: number | undefined, text: string, advice: string | undefined): HierarchyFileFinding => ({
      severity,
      code: `HIERARCHY_${code}`,
      message: text,
      ...(advice !== undefined && { hint: advice }),
      where: { file, ...(line !== undefined && { line }), ...(path !== undefined && { path }) },
    })
    if (!lines) return [at(undefined, message, hint)]
    const shown = lines.slice(0, MOST_LINES).map((line, i) => at(line, message, i === 0 ? hint : undefined))
    const more = lines.length - shown.length
    return more > 0
      ? [...shown, at(undefined, `the same on ${more} more ${more === 1 ? 'line' : 'lines'}`, undefined)]
      : shown
  })
}
