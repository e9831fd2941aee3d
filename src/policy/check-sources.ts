import { formatsOf, type FormatName } from '../record/format-facts.ts'
import type { DocumentPath } from '../schema/document-path.ts'
import type { CheckContext } from './check-context.ts'
import { checkPath } from './check-path.ts'
import { didYouMean, quoted } from './finding.ts'
import type { SourceSpec } from './policy.ts'
import { formatOf, isOfTable } from './source-format.ts'
import { closest } from './suggest.ts'

/** Sources that can be named, options that belong to their format, and no rule for a source that is not there. */
export function checkSources(context: CheckContext): void {
  const { policy, rules, report, wrong } = context
  if (wrong(['dataset', 'sources'])) return
  const sources = Object.keys(policy.dataset.sources)
  for (const name of sources)
    if (name in Object.prototype)
      report.add('POLICY_VALUE', ['dataset', 'sources', name], `${quoted(name)} cannot be used as a name`, {
        at: 'key',
      })
  for (const [name, spec] of Object.entries(policy.dataset.sources))
    checkSourceOptions(context, ['dataset', 'sources', name], spec)
  const named = new Map<string, DocumentPath>(
    Object.keys(policy.dataset.subject).map((name) => [name, ['dataset', 'subject', name]]),
  )
  for (const { source } of rules) if (source !== '*') named.set(`${source}`, ['fields', source])
  for (const [name, paths] of Object.entries(wrong(['drift']) ? {} : policy.drift)) {
    named.set(name, ['drift', name])
    for (const path of Object.keys(paths)) checkPath(context, path, ['drift', name, path], false, 'key')
  }
  for (const [name, path] of named)
    if (!sources.includes(name))
      report.add('POLICY_UNKNOWN_SOURCE', path, `unknown source ${quoted(name)}`, {
        hint: didYouMean(closest(name, sources)) ?? `sources are ${sources.join(', ')}`,
        at: 'key',
      })
}

/** An option that the format does not have would be passed over in silence: a reader would think that it is obeyed. */
export function checkSourceOptions(context: CheckContext, at: DocumentPath, spec: SourceSpec): void {
  const { report } = context
  for (const path of Object.keys(spec.documents ?? {}))
    checkPath(context, path, [...at, 'documents', path], isOfTable(spec, path), 'key')
  if (spec.broken !== undefined && spec.documents === undefined)
    report.add('POLICY_SOURCE_OPTION', [...at, 'broken'], '"broken" means nothing without "documents"', {
      hint: 'it is about documents in cells: documents: { payload: json }',
      at: 'key',
    })
  const format = formatOf(spec)
  if (format === undefined) return
  for (const [option, formats] of Object.entries(OPTIONS))
    if (Object.hasOwn(spec, option) && !formats.includes(format))
      report.add('POLICY_SOURCE_OPTION', [...at, option], `${quoted(option)} means nothing for ${format}`, {
        hint: `it is an option of ${formats.join(' and ')}`,
        at: 'key',
      })
}

const TABLES = formatsOf('table')
const DOCUMENTS = formatsOf('document')
const TEXTS = formatsOf('table', 'lines', 'document')
/** Which formats each option is of. */
const OPTIONS: Partial<Record<keyof SourceSpec, readonly FormatName[]>> = {
  delimiter: TABLES,
  quote: TABLES,
  escape: TABLES,
  comment: TABLES,
  null: TABLES,
  header: TABLES,
  ragged: TABLES,
  columns: formatsOf('table', 'typed'),
  encoding: TEXTS,
  documents: TEXTS,
  broken: TEXTS,
  record: DOCUMENTS,
  around: DOCUMENTS,
}
