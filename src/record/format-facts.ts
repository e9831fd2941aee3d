/**
 * What is known of each format without reading or writing it: the one list of them, for whoever names, checks or describes
 * one. How their bytes are read and written is io/formats.
 */
export interface FormatFacts {
  /** as people write it */
  label: string
  /**
   * `table`: delimited texts with columns by name; `lines`: records that stand for themselves; `document`: records inside
   * a text that is one whole; `typed`: columns with types, in batches of records that the format packs itself
   */
  kind: 'table' | 'lines' | 'document' | 'typed'
  /** of file names, without the dot, in small letters; the first is the one for output */
  endings: readonly string[]
  /** media types in the order of the endings; the first stands for those that have none of their own */
  media: readonly [string, ...string[]]
  /** what an output may be packed with beside not at all */
  packings: readonly Packing[]
}

export type Packing = 'gzip' | 'zstd' | 'snappy'

/** A file of text is packed from outside. */
const TEXT = ['gzip', 'zstd'] as const

export const FORMATS = {
  csv: { label: 'CSV', kind: 'table', endings: ['csv'], media: ['text/csv'], packings: TEXT },
  tsv: { label: 'TSV', kind: 'table', endings: ['tsv', 'tab'], media: ['text/tab-separated-values'], packings: TEXT },
  jsonl: {
    label: 'JSON Lines',
    kind: 'lines',
    endings: ['jsonl', 'ndjson'],
    media: ['application/jsonl'],
    packings: TEXT,
  },
  json: { label: 'JSON', kind: 'document', endings: ['json'], media: ['application/json'], packings: TEXT },
  xml: { label: 'XML', kind: 'document', endings: ['xml'], media: ['application/xml'], packings: TEXT },
  parquet: {
    label: 'Parquet',
    kind: 'typed',
    endings: ['parquet', 'pq'],
    media: ['application/vnd.apache.parquet'],
    packings: ['snappy', 'gzip'],
  },
  arrow: {
    label: 'Arrow',
    kind: 'typed',
    endings: ['arrow', 'feather', 'ipc', 'arrows'],
    media: [
      'application/vnd.apache.arrow.file',
      'application/vnd.apache.arrow.file',
      'application/vnd.apache.arrow.file',
      'application/vnd.apache.arrow.stream',
    ],
    packings: [],
  },
} as const satisfies Record<string, FormatFacts>

export type FormatName = keyof typeof FORMATS

export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[]

export function factsOf(name: FormatName): FormatFacts {
  return FORMATS[name]
}

/** Formats of some kinds, in the order of the list. */
export function formatsOf(...kinds: FormatFacts['kind'][]): FormatName[] {
  return FORMAT_NAMES.filter((name) => kinds.includes(factsOf(name).kind))
}

/** The format of a file by the ending of its name, that of its packing aside; undefined: it does not say. */
export function formatByEnding(file: string): { name: FormatName; ending: string } | undefined {
  const ending = /\.([a-z0-9]+)(?:\.(?:gz|gzip|zst|zstd))?$/i.exec(file)?.[1]?.toLowerCase()
  const name = FORMAT_NAMES.find((format) => ending !== undefined && factsOf(format).endings.includes(ending))
  return name && { name, ending: ending! }
}

/** Their names as people list them: csv, tsv and jsonl. */
export function formatNames(word: 'and' | 'or'): string {
  return `${FORMAT_NAMES.slice(0, -1).join(', ')} ${word} ${FORMAT_NAMES.at(-1)!}`
}
