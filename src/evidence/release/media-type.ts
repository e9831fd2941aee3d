const MEDIA_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  jsonl: 'application/jsonl',
  ndjson: 'application/jsonl',
  json: 'application/json',
  xml: 'application/xml',
  parquet: 'application/vnd.apache.parquet',
  pq: 'application/vnd.apache.parquet',
  arrow: 'application/vnd.apache.arrow.file',
  arrows: 'application/vnd.apache.arrow.stream',
}

const COMPRESSED: Readonly<Record<string, string>> = { gz: 'application/gzip', zst: 'application/zstd' }

/** What a file of a release holds, by the ending of its path. */
export interface MediaType {
  /** name of the format, without the dot */
  format: string
  /** of the text or table inside */
  type: string
  /** of what it is packed in; undefined: it is not */
  packed?: string
}

export function mediaTypeOf(path: string): MediaType {
  const endings = path.slice(path.lastIndexOf('/') + 1).split('.')
  const packed = COMPRESSED[endings.at(-1)!]
  const format = endings.at(packed === undefined ? -1 : -2)!
  return {
    format,
    type: MEDIA_TYPES[format] ?? 'application/octet-stream',
    ...(packed !== undefined && { packed }),
  }
}

/** Records have columns by name. */
export function hasColumns(media: MediaType): boolean {
  return isDelimited(media) || media.format === 'parquet' || media.format === 'arrow'
}

/** Every cell is text and every field a column. */
export function isDelimited({ format }: MediaType): boolean {
  return format === 'csv' || format === 'tsv'
}
