import type { ReadFile, ReleaseProblem } from '../release/verify-stated.ts'
import type { ReportInput } from './page.ts'
import { report } from './report.ts'
import { REPORT } from './report-input.ts'

/** The report is not in the manifest, since it shows the commit of it: it is made anew from the rest, and compared. */
export function checkReport(read: ReadFile, made: () => ReportInput, problems: ReleaseProblem[]): void {
  const found = read(REPORT)
  if (found === undefined)
    problems.push({ code: 'REPORT_MISSING', message: 'the release carries no report', path: REPORT })
  else if (Buffer.from(found).toString() !== report(made()))
    problems.push({
      code: 'REPORT',
      message: 'the report is not what this version of perde makes of the release',
      path: REPORT,
    })
}
