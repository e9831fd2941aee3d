import { parsePath, PathSyntaxError, type Segment } from '../record/path.ts'
import { factsOf, type FormatName } from '../record/format-facts.ts'
import { COLUMN_TYPES, columnTypeOf } from '../record/column-type.ts'
import type { CheckContext } from './check-context.ts'
import { didYouMean, quoted } from './finding.ts'
import type { SourceSpec } from './policy.ts'
import { formatOf } from './source-format.ts'
import { closest } from './suggest.ts'

/** What `output.format` asks for can be written, as far as the policy alone says it. */
export function checkConversion(context: CheckContext): void {
  const { policy, report, wrong } = context
  const { format } = policy.output
  if (wrong(['output', 'format']) || wrong(['dataset']) || wrong(['fields'])) return
  if (!wrong(['output', 'types'])) checkTypes(context)
  if (format === 'same') {
    if (policy.output.nested !== 'fail' && !wrong(['output', 'nested']))
      report.add('POLICY_VALUE', ['output', 'nested'], '"nested" means nothing without "format"', {
        hint: 'name what the records are written as: format: csv',
        at: 'key',
      })
    return
  }
  for (const [name, spec] of Object.entries(policy.dataset.sources)) {
    const from = formatOf(spec)
    const problem = from !== undefined && from !== format && impossible(context, name, spec, from, format)
    if (problem) {
      report.add('POLICY_VALUE', ['output', 'format'], `"${name}" cannot be written as ${format}: ${problem.why}`, {
        hint: problem.hint,
      })
      return
    }
  }
}

/** Types are of columns that come as text and are written where there are types. */
function checkTypes(context: CheckContext): void {
  const { policy, report } = context
  const { format, types = {} } = policy.output
  const sources = Object.keys(policy.dataset.sources)
  if (Object.keys(types).length > 0 && format !== 'parquet' && format !== 'arrow')
    report.add('POLICY_VALUE', ['output', 'types'], '"types" means nothing without a format that has types', {
      hint: 'name what the records are written as: format: parquet',
      at: 'key',
    })
  for (const [source, columns] of Object.entries(types)) {
    const at = ['output', 'types', source]
    if (!sources.includes(source))
      report.add('POLICY_UNKNOWN_SOURCE', at, `unknown source ${quoted(source)}`, {
        hint: didYouMean(closest(source, sources)) ?? `sources are ${sources.join(', ')}`,
        at: 'key',
      })
    for (const [path, words] of Object.entries(columns)) {
      if (columnTypeOf(words) === undefined)
        report.add('POLICY_VALUE', [...at, path], `${quoted(words)} is no type of a column`, {
          hint: `types are ${COLUMN_TYPES}`,
        })
      if (segmentsOf(path).length !== 1)
        report.add('POLICY_VALUE', [...at, path], `${quoted(path)} is no column`, {
          hint: 'a column is a field at the top of the records, and its name is written as in "fields"',
          at: 'key',
        })
    }
    if (sources.includes(source)) checkTyped(context, source, Object.keys(columns))
  }
}

/** A type is of a column that is written: where the rules name all of them, it is one of these, and none that is dropped. */
function checkTyped({ policy, report }: CheckContext, source: string, columns: readonly string[]): void {
  if (policy.unlisted === 'keep' || policy.unlisted === 'detect') return
  const rules = { ...policy.fields['*'], ...policy.fields[source] }
  const paths = Object.keys(rules)
  if (paths.some((path) => segmentsOf(path).some(({ kind }) => kind === 'any' || kind === 'deep'))) return
  const names = new Map(paths.map((path) => [nameOf(path), path]))
  for (const path of columns) {
    if (segmentsOf(path).length !== 1) continue
    const at = ['output', 'types', source, path]
    const rule = names.get(nameOf(path))
    if (rule === undefined)
      report.add('POLICY_VALUE', at, `no rule names the field ${quoted(path)} of "${source}", so it is not written`, {
        hint: didYouMean(closest(path, paths)) ?? 'name it in "fields", or leave its type out',
        at: 'key',
      })
    else if (rules[rule]!.do.some(({ verb }) => verb === 'drop') && rules[rule]!.when === undefined)
      report.add('POLICY_VALUE', at, `the field ${quoted(path)} of "${source}" is dropped, so it has no type`, {
        hint: 'leave its type out',
        at: 'key',
      })
  }
}

/** The first name of a path: a nested field is written within its column. */
function nameOf(path: string): string {
  const [first] = segmentsOf(path)
  return first?.kind === 'name' ? first.name : path
}

interface Problem {
  why: string
  hint: string
}

function impossible(
  context: CheckContext,
  name: string,
  spec: SourceSpec,
  from: FormatName,
  to: FormatName,
): Problem | undefined {
  const { policy } = context
  if (spec.record !== undefined && spec.around !== 'drop')
    return { why: 'what stands around its records has no place', hint: `say that it is not written: around: drop` }
  const { kind } = factsOf(from)
  const isJson = (format: FormatName) => format === 'json' || format === 'jsonl'
  // Records of JSON are JSON already, whatever is in them.
  if ((kind !== 'lines' && kind !== 'document') || (isJson(from) && isJson(to))) return undefined
  if (policy.unlisted === 'keep')
    return {
      why: 'its columns have to be known before its first record',
      hint: 'say "unlisted: fail" or "drop": the columns are the fields that the policy names',
    }
  const paths = [...Object.keys(policy.fields[name] ?? {}), ...Object.keys(policy.fields['*'] ?? {})].map(segmentsOf)
  if (paths.some(([top]) => top?.kind === 'any' || top?.kind === 'deep'))
    return {
      why: 'its columns have to be known before its first record',
      hint: 'name each field: a rule for any of them names none',
    }
  if (paths.some((path) => path.length > 1)) {
    if (from === 'xml')
      return { why: 'elements inside of elements have no place', hint: 'drop them, or keep the format' }
    if (policy.output.nested === 'fail')
      return {
        why: 'values inside of values have no place',
        hint: 'set "nested: json": then they are written as texts of JSON',
      }
  }
  return undefined
}

function segmentsOf(path: string): Segment[] {
  try {
    return parsePath(path)
  } catch (e) {
    if (e instanceof PathSyntaxError) return []
    throw e
  }
}
