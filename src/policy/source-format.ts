import type { SourceSpec } from './policy.ts'

export type SourceFormat = NonNullable<SourceSpec['format']>

/** The declared format of a source, else that of its file's ending; undefined: neither says. */
export function formatOf({ path, format }: SourceSpec): SourceFormat | undefined {
  const ending = /\.(csv|tsv|tab|jsonl|ndjson|json|parquet|pq)(?:\.(?:gz|gzip|zst|zstd))?$/i
    .exec(path)?.[1]
    ?.toLowerCase()
  return format ?? (ending === undefined ? undefined : (BY_ENDING[ending] ?? (ending as SourceFormat)))
}

const BY_ENDING: Record<string, SourceFormat> = { tab: 'tsv', ndjson: 'jsonl', pq: 'parquet' }

/** Do records of the source have columns instead of keys inside keys? */
export function isTable(spec: SourceSpec): boolean {
  const format = formatOf(spec)
  return format === 'csv' || format === 'tsv'
}
