/** How a file is packed. Both formats are members, or frames, one behind another: each can be packed and unpacked alone. */
export type Compression = 'gzip' | 'zstd'

/** By ending, without the dot; the first of each is the one for output. */
const ENDINGS: Record<string, Compression> = { gz: 'gzip', zst: 'zstd', gzip: 'gzip', zstd: 'zstd' }

/** How a file is packed by its name, and its name without that ending. */
export function packedName(file: string): { compression: Compression | undefined; inner: string } {
  const at = file.lastIndexOf('.')
  const ending = at < 0 ? '' : file.slice(at + 1).toLowerCase()
  return Object.hasOwn(ENDINGS, ending)
    ? { compression: ENDINGS[ending], inner: file.slice(0, at) }
    : { compression: undefined, inner: file }
}

/** The ending of a packed file, with its dot; '' where it is not packed. */
export function packedEnding(compression: Compression | undefined): string {
  return compression === undefined ? '' : compression === 'gzip' ? '.gz' : '.zst'
}

/**
 * Bytes of text in each member that perde writes. Fixed, so that a file is the same whatever the number of workers
 * and the size of blocks; large enough that little is lost at the borders.
 */
export const MEMBER_TEXT = 1024 * 1024
