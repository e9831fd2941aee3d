import { explain } from '../engine/policy-files/explain.ts'
import { openPolicy } from '../engine/policy-files/open-policy.ts'
import type { ExplainedField, ExplainedSteps } from '../policy/explain.ts'
import type { Policy } from '../policy/policy.ts'
import { factsOf } from '../record/format-facts.ts'
import { levelNotes, levelsTable } from './level-rows.ts'
import { table } from './table.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

/** `perde explain POLICY`: field → role → transform → before and after, and levels of k-anonymity, on invented values. */
export async function explainCommand(
  file: string,
  options: { json?: boolean },
  terminal: Terminal,
): Promise<ExitStatus> {
  const opened = openPolicy(file, terminal.cwd, new Date())
  const fields = explain(opened)
  if (options.json === true) await terminal.out(`${JSON.stringify(fields, undefined, 2)}\n`)
  else {
    await terminal.out(
      table(
        ['source', 'field', 'role', 'do', 'an invented value', 'becomes'],
        fields.flatMap(rowsOf),
        terminal.columns,
      ),
    )
    const levels = levelsTable(fields, terminal.columns)
    if (levels !== '') await terminal.out(`\n${levels}`)
    for (const note of [
      ...formatNotes(opened.policy),
      ...notesOf(fields),
      ...levelNotes(fields, opened.policy.anonymity),
    ])
      terminal.err(`perde: note: ${note}\n`)
    terminal.err('perde: nobody has these values; a run uses your keys, so its pseudonyms are others\n')
  }
  return 0
}

function formatNotes({ output: { format, nested } }: Policy): string[] {
  if (format === 'same') return []
  const inner = nested === 'json' ? ', with values inside of values as texts of JSON' : ''
  return [`records are written as ${factsOf(format).label}, whatever they are read from${inner}`]
}

/** What a table of examples cannot show: fakes that do not join with those of other fields. */
function notesOf(fields: ExplainedField[]): string[] {
  const alone = fields.filter((f) =>
    [f.then, f.otherwise].some((steps) => steps?.summaries.some((s) => s.includes('inside this field only'))),
  )
  return alone.length === 0
    ? []
    : [
        `fakes of ${alone.map((f) => `${f.source}.${f.path}`).join(', ')}: equal values get equal fakes inside each field only; name a "domain" to have the same ones in several fields`,
      ]
}

function rowsOf(f: ExplainedField): string[][] {
  const when = f.when === undefined ? [] : [` when ${f.when}`]
  const rows = [[f.source, f.path, f.role, f.then.transform + when.join(''), f.before ?? '', after(f, f.then)]]
  if (f.otherwise) rows.push(['', '', '', `${f.otherwise.transform} otherwise`, '', after(f, f.otherwise)])
  return rows.map((row) => row.map(oneLine))
}

function after(f: ExplainedField, { effect, after: text }: ExplainedSteps): string {
  if (effect === 'kept') return f.before ?? ''
  return (
    text ?? { dropped: '(leaves the records)', null: '(null)', unknown: '(depends on a table)', changed: '' }[effect]
  )
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
