import { packedEnding, type Compression } from '../../io/codings/compression.ts'
import { factsOf, formatByEnding, type FormatName } from '../../record/format-facts.ts'

/** Where the records of an input will stand, below `data/`. */
export interface OutputName {
  source: string
  /** which of the inputs of its source; undefined: it is the only one */
  ordinal: number | undefined
  /** with its dots */
  ending: string
}

/**
 * Nobody can tell a file's name from a person's, so none is kept, and of an ending only one that the format itself has.
 * `file`: name of the input.
 */
export function outputName(
  source: string,
  file: string,
  format: FormatName,
  compression: Compression | undefined,
  ordinal: number | undefined,
): OutputName {
  const { endings } = factsOf(format)
  const own = formatByEnding(file)?.ending
  const extension = own !== undefined && endings.includes(own) ? own : endings[0]!
  return { source, ordinal, ending: `.${extension}${packedEnding(compression)}` }
}

/**
 * `<source>.<ext>` for a single file, `<source>/part-NNNNN.<ext>` for several, in the order of their names. `folders`: those
 * of a partition; `number`: which of the files that the records of the input are divided into, undefined: they are not.
 */
export function outputPath(
  { source, ordinal, ending }: OutputName,
  folders: readonly string[] = [],
  number?: number,
): string {
  if (ordinal === undefined && folders.length === 0 && number === undefined) return `${source}${ending}`
  const numbers = [ordinal, number].filter((n) => n !== undefined)
  const name = ['part', ...(numbers.length === 0 ? [0] : numbers).map((n) => String(n).padStart(5, '0'))].join('-')
  return [source, ...folders, `${name}${ending}`].join('/')
}
