import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { createPublishable } from '../detect/publishable.ts'
import type { ColumnJob } from '../engine/table/column-values.ts'
import { fieldList } from '../engine/table/field-list.ts'
import { buildHierarchy } from '../engine/table/hierarchy-file.ts'
import { lintHierarchyFile } from '../engine/table/lint-hierarchy.ts'
import { PerdeError } from '../errors.ts'
import { writeNew } from './given-file.ts'
import { findingText } from './finding-text.ts'
import { levelsOf, type LevelOptions } from './hierarchy-levels.ts'
import { formatOptions, withoutPolicy, type InputOptions } from './input-options.ts'
import { counted } from './numbers.ts'
import type { ExitStatus, Terminal } from './terminal.ts'

export interface HierarchyBuildOptions extends InputOptions, LevelOptions {
  field: string
  out?: string
}

/** `perde hierarchy build INPUT --field NAME`: a table of levels for the values of a column, in ARX's layout. */
export async function hierarchyBuildCommand(
  input: string,
  options: HierarchyBuildOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const spec = levelsOf(options)
  const out = options.out === undefined || options.out === '-' ? undefined : options.out
  const exists = new PerdeError('OUTPUT_EXISTS', 'the file for the hierarchy exists already', {
    where: { part: out ?? '-' },
    hints: ['choose another name; perde does not overwrite a hierarchy'],
  })
  if (out !== undefined && existsSync(resolve(terminal.cwd, out))) throw exists
  const job = columnOf(input, options.field, options, terminal)
  const { csv, made, leaves, levels, nulls } = await withHints(buildHierarchy(job, spec))
  if (out === undefined) await terminal.out(csv)
  else writeNew(resolve(terminal.cwd, out), csv, 'writing the hierarchy', out)
  const none = nulls === 0 ? '' : `; ${counted(nulls, 'record')} without a value, which need no leaf`
  terminal.err(`perde: ${counted(leaves, 'value')}, ${counted(levels, 'level')} (${made})${none}\n`)
  if (out !== undefined)
    terminal.err(
      `perde: hint: the leaves are values of the data, keep the file like them; in the policy: anonymity: { hierarchies: { ${job.field}: ${out} } }\n`,
    )
  return 0
}

export interface HierarchyLintOptions extends InputOptions {
  data?: string
  field?: string
  json?: boolean
}

/** `perde hierarchy lint FILE`: the usual faults of a hierarchy, one a line; 78 where a run would refuse it. */
export async function hierarchyLintCommand(
  file: string,
  options: HierarchyLintOptions,
  terminal: Terminal,
): Promise<ExitStatus> {
  const { data, field } = options
  if ((data === undefined) !== (field === undefined))
    throw new PerdeError('USAGE', '--data and --field belong together', {
      hints: ['perde hierarchy lint FILE --data INPUT --field NAME'],
    })
  const column = data === undefined || field === undefined ? undefined : columnOf(data, field, options, terminal)
  const findings = await withHints(lintHierarchyFile(file, terminal.cwd, column))
  const count = (severity: string) => findings.filter((f) => f.severity === severity).length
  const [errors, warnings] = [count('error'), count('warning')]
  if (options.json === true) await terminal.out(`${JSON.stringify({ ok: errors === 0, findings }, undefined, 2)}\n`)
  else {
    for (const finding of findings) terminal.err(findingText(finding))
    const also = warnings > 0 ? `, ${counted(warnings, 'warning')}` : ''
    terminal.err(errors > 0 ? `perde: ${counted(errors, 'error')}${also}\n` : `perde: no errors${also}\n`)
  }
  return errors > 0 ? 78 : 0
}

function columnOf(input: string, field: string, options: InputOptions, terminal: Terminal): ColumnJob {
  const paths = fieldList(field, '--field')
  if (paths.length > 1) throw new PerdeError('USAGE', '--field names one field')
  const { format } = options
  return {
    input,
    cwd: terminal.cwd,
    stdin: terminal.stdin,
    env: terminal.env,
    field: paths[0]!,
    ...(format !== undefined && { format }),
    options: formatOptions(options),
    publishable: createPublishable(),
    signal: terminal.signal,
  }
}

async function withHints<T>(done: Promise<T>): Promise<T> {
  return done.catch((e: unknown) => {
    throw e instanceof PerdeError ? withoutPolicy(e) : e
  })
}
