import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { showPlan, type ShownField, type ShownSource } from '../engine/release/show-plan.ts'
import { ioError, PerdeError, systemCode } from '../errors.ts'
import { anonymityText } from './anonymity-text.ts'
import { logPlace, readingLog } from './log-place.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface AnonymityShowOptions {
  log?: string
  source?: string
  field?: string
  csv?: boolean
  json?: boolean
  planOut?: string
}

/**
 * `perde anonymity show RELEASE|PLAN`: what the plan made of the quasi-identifiers; value by value, class by class, or the
 * plan itself as a file that `anonymity.plan` takes.
 */
export async function anonymityShowCommand(
  target: string,
  options: AnonymityShowOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  if (options.csv === true && options.json === true) throw new PerdeError('USAGE', 'a plan is shown as CSV or as JSON')
  const plan = await readingLog(logPlace(options.log, terminal.env, terminal.cwd), (log) =>
    showPlan({ target, log, cwd: terminal.cwd, env: terminal.env }),
  )
  if (options.planOut !== undefined) {
    writePlan(resolve(terminal.cwd, options.planOut), options.planOut, plan.text)
    return 0
  }
  const chosen = choose(plan.sources, options)
  if (options.csv === true) {
    if (chosen.length > 1)
      throw new PerdeError('USAGE', 'the plan has several sources, and a CSV is of one', {
        hints: [`name one with --source: ${chosen.map(({ name }) => name).join(', ')}`],
      })
    await terminal.out(options.field === undefined ? classRows(chosen[0]!) : valueRows(chosen[0]!.fields[0]!))
  } else if (options.json === true) {
    const { dataset, release } = plan
    await terminal.out(`${JSON.stringify({ dataset, release, sources: chosen }, undefined, 2)}\n`)
  } else await terminal.out(chosen.map((source) => anonymityText(source, terminal.columns)).join('\n'))
  return 0
}

function choose(sources: readonly ShownSource[], { source, field }: AnonymityShowOptions): ShownSource[] {
  const own = sources.filter(({ name }) => source === undefined || name === source)
  if (own.length === 0)
    throw new PerdeError('USAGE', 'the plan has no such source', {
      hints: [`it has ${sources.map(({ name }) => name).join(', ')}`],
    })
  if (field === undefined) return own
  const named = own.map((s) => ({ ...s, fields: s.fields.filter(({ name }) => name === field) }))
  const found = named.filter(({ fields }) => fields.length > 0)
  if (found.length === 0)
    throw new PerdeError('USAGE', 'the plan has no such field', {
      hints: [`it has ${own.flatMap(({ fields }) => fields.map(({ name }) => name)).join(', ')}`],
    })
  return found
}

/** Never over a file that is there, and for the owner alone: it holds original values. */
function writePlan(path: string, shown: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600, flush: true })
  } catch (e) {
    if (systemCode(e) === 'EEXIST')
      throw new PerdeError('USAGE', 'the file for the plan is there already', {
        where: { part: shown },
        hints: ['name another one, or remove it'],
      })
    throw ioError(e, 'writing the plan', { part: shown })
  }
}

/** `value;generalised;rows`: under local recoding a value has a line for each value that it became. */
function valueRows({ uses }: ShownField): string {
  return lines([
    ['value', 'generalised', 'rows', 'suppressed'],
    ...uses.map(({ value, level, generalised, rows }) => [
      value ?? '',
      generalised ?? '',
      String(rows),
      level < 0 ? 'yes' : 'no',
    ]),
  ])
}

/** A line a class: what stands in each quasi-identifier. */
function classRows({ fields, classes }: ShownSource): string {
  return lines([fields.map(({ name }) => name), ...classes.map((own) => own.map((text) => text ?? ''))])
}

function lines(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(';')}\n`).join('')
}

function cell(text: string): string {
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
