import type { SourceSpec } from './policy.ts'

/** Do records of the source have columns instead of keys inside keys? By the declared format, else by the file's name. */
export function isTable({ path, format }: SourceSpec): boolean {
  if (format !== undefined) return format === 'csv' || format === 'tsv'
  return /\.(?:csv|tsv)(?:\.(?:gz|zst))?$/i.test(path)
}
