import type { ReportedCombination } from '../detect/scan-report.ts'
import type { ReportRow } from '../detect/report-row.ts'
import { counted } from './numbers.ts'
import { table } from './table.ts'
import { visibleText } from './visible.ts'

/** What stands in a document outside its records and would stop a run that writes it. */
export interface ReportedAround {
  source: string
  message: string
  path?: string
}

/**
 * What a scan found, for people: by source the fields that are or may be personal, in the order of
 * the file, then the others on one line, then what the quasi-identifiers say together. The whole reasons are in --json
 * and in the comments of --policy-out. `isName`: whether a field is called as fields are; of one that is called like a person a
 * run asks that the policy names it.
 */
export function scanText(
  rows: readonly ReportRow[],
  combinations: readonly ReportedCombination[],
  around: readonly ReportedAround[],
  width: number,
  isName: (row: ReportRow) => boolean,
): string {
  const sources = [...new Set([...rows, ...around].map((r) => r.source))]
  return sources
    .map((source) => {
      const all = rows.filter((r) => r.source === source)
      const personal = all.filter((r) => r.role !== 'insensitive' || r.suggest !== 'insensitive')
      const odd = all.filter((r) => !isName(r))
      const quiet = all.filter((r) => !personal.includes(r) && !odd.includes(r)).map((r) => visibleText(r.path))
      const outside = around.find((a) => a.source === source)
      const together = combinations.find((c) => c.source === source)
      return [
        ...(sources.length > 1 ? [`${source}:\n`] : []),
        ...(personal.length > 0
          ? [table(['field', 'is', 'role', 'sure', 'why', 'do'], personal.map(line), width)]
          : []),
        ...(quiet.length > 0 ? [`nothing personal seen in ${quiet.join(', ')}\n`] : []),
        ...odd.map((r) => oddText(all.indexOf(r) + 1, all.length)),
        ...(together ? [combinationText(together)] : []),
        ...(outside ? [aroundText(outside)] : []),
      ].join('')
    })
    .join('\n')
}

/** The name itself may be a value of the first record, so it is told by its place. */
function oddText(number: number, of: number): string {
  return `the name of field ${number} of ${of} looks like personal data, and a run refuses it unless the policy names it: is the first line a record? then --no-header   [INPUT_NO_HEADER]\n`
}

function line({ path, entity, role, confidence, evidence, suggest }: ReportRow): string[] {
  return [
    visibleText(path),
    entity === 'none' ? '' : entity,
    role,
    `${confidence.toFixed(2)}${confidence < 0.5 ? ' ?' : ''}`,
    shortWhy(evidence),
    action(suggest),
  ]
}

/** Kinds of evidence by the words that verdicts use for them, the most telling first. */
const KINDS: readonly [RegExp, string][] = [
  [/^check passed/, 'checksum'],
  [/^name: |^the name of an id/, 'name'],
  [/of the texts hold/, 'text'],
  [/vectors of|images|audio|bytes|template/, 'content'],
  [/agree|of this form|are a name/, 'values'],
  [/^start and end of a label/, 'beside its text'],
]

/** Two words of the reasons, or the first reason as it is. */
export function shortWhy(evidence: readonly string[]): string {
  const kinds = KINDS.filter(([pattern]) => evidence.some((e) => pattern.test(e))).map(([, word]) => word)
  return kinds.length > 0 ? kinds.slice(0, 2).join(', ') : (evidence[0] ?? '')
}

/** What the suggested rule does: `pseudonym person`; a rule without a transform keeps the value. */
function action(suggest: string): string {
  const moved = /offset-in: (.*) \}$/.exec(suggest)
  return moved ? `offset-in ${moved[1]!}` : (/do: (.*) \}$/.exec(suggest)?.[1] ?? 'keep')
}

/** `sex, postcode and birth_date together single out 87 % of 10,000 records looked at; without birth_date 12 %` */
function combinationText({ fields: paths, records, unique, tells }: ReportedCombination): string {
  const fields = paths.map(visibleText)
  const names =
    fields.length === 1
      ? `${fields[0]!} singles`
      : `${fields.slice(0, -1).join(', ')} and ${fields.at(-1)!} together single`
  const rest = tells ? `; without ${visibleText(tells.field)} ${percent(tells.without)}` : ''
  return `${names} out ${percent(unique)} of ${counted(records, 'record')} looked at${rest}\n`
}

function aroundText({ message, path }: ReportedAround): string {
  return `${message}${path === undefined ? '' : `, in ${path}`}: "around: drop" leaves out all but the records\n`
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`
}
