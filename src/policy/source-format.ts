import { factsOf, formatByEnding, type FormatName } from '../record/format-facts.ts'
import type { SourceSpec } from './policy.ts'

/** The declared format of a source, else that of its file's ending; undefined: neither says. */
export function formatOf({ path, format }: SourceSpec): FormatName | undefined {
  return format ?? formatByEnding(path)?.name
}

/** Is a path one of a table, whose records have columns instead of keys inside keys? Not in a document that a cell holds. */
export function isOfTable(spec: SourceSpec, path: string): boolean {
  const format = formatOf(spec)
  const inside = Object.keys(spec.documents ?? {}).some(
    (cell) => path.startsWith(`${cell}.`) || path.startsWith(`${cell}[`),
  )
  return format !== undefined && factsOf(format).kind === 'table' && !inside
}
