import { SOURCE_FORMATS, type SourceSpec } from './policy.ts'

export type SourceFormat = NonNullable<SourceSpec['format']>

/** Their names as people list them: csv, tsv and jsonl. */
export function formatNames(word: 'and' | 'or'): string {
  return `${SOURCE_FORMATS.slice(0, -1).join(', ')} ${word} ${SOURCE_FORMATS.at(-1)!}`
}

/** The declared format of a source, else that of its file's ending; undefined: neither says. */
export function formatOf({ path, format }: SourceSpec): SourceFormat | undefined {
  const ending = /\.(csv|tsv|tab|jsonl|ndjson|json|xml|parquet|pq)(?:\.(?:gz|gzip|zst|zstd))?$/i
    .exec(path)?.[1]
    ?.toLowerCase()
  return format ?? (ending === undefined ? undefined : (BY_ENDING[ending] ?? (ending as SourceFormat)))
}

const BY_ENDING: Record<string, SourceFormat> = { tab: 'tsv', ndjson: 'jsonl', pq: 'parquet' }

/** Is a path one of a table, whose records have columns instead of keys inside keys? Not in a document that a cell holds. */
export function isOfTable(spec: SourceSpec, path: string): boolean {
  const format = formatOf(spec)
  const inside = Object.keys(spec.documents ?? {}).some(
    (cell) => path.startsWith(`${cell}.`) || path.startsWith(`${cell}[`),
  )
  return (format === 'csv' || format === 'tsv') && !inside
}
