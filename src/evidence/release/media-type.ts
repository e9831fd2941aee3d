import { factsOf, formatByEnding, type FormatFacts, type FormatName } from '../../record/format-facts.ts'

const COMPRESSED: Readonly<Record<string, string>> = { gz: 'application/gzip', zst: 'application/zstd' }

/** What a file of a release holds, by the ending of its path. */
export interface MediaType {
  /** undefined: no format has this ending */
  format: FormatName | undefined
  /** of the name, without the dot and that of its packing */
  ending: string
  /** of the text or table inside */
  type: string
  /** of what it is packed in; undefined: it is not */
  packed?: string
}

export function mediaTypeOf(path: string): MediaType {
  const endings = path.slice(path.lastIndexOf('/') + 1).split('.')
  const packed = COMPRESSED[endings.at(-1)!]
  const ending = endings.at(packed === undefined ? -1 : -2)!
  const format = formatByEnding(path)?.name
  return {
    format,
    ending,
    type: format === undefined ? 'application/octet-stream' : typeOf(factsOf(format), ending),
    ...(packed !== undefined && { packed }),
  }
}

function typeOf({ endings, media }: FormatFacts, ending: string): string {
  return media[endings.indexOf(ending)] ?? media[0]
}

/** Records have columns by name. */
export function hasColumns(media: MediaType): boolean {
  return isDelimited(media) || kindOf(media) === 'typed'
}

/** Every cell is text and every field a column. */
export function isDelimited(media: MediaType): boolean {
  return kindOf(media) === 'table'
}

function kindOf({ format }: MediaType): FormatFacts['kind'] | undefined {
  return format && factsOf(format).kind
}
