import type { RandomBytes } from '../format.ts'
import { Damaged } from './damaged.ts'
import type { Chunk } from './footer.ts'
import type { Leaf } from './leaves.ts'
import { readPageHeader, type PageHeader } from './page-header.ts'

/** A page in the file, and the records that it has: from `first` to before `end`. A dictionary has none. */
export interface PagePlace {
  from: number
  to: number
  data: boolean
  /** bytes of it, unpacked */
  unpacked: number
  values: number
  first: number
  end: number
}

/** Headers are some dozens of bytes; statistics of long texts can make them some thousand. */
const WINDOW = 8 * 1024
const WIDEST_WINDOW = 8 * 1024 * 1024

/**
 * The pages of a column, found by reading their headers alone. Of a column with lists, pages of version 1 do not say how
 * many records they have: then all its data pages are one place with all records. Throws Damaged.
 */
export async function walkPages(
  file: RandomBytes,
  chunk: Chunk,
  { maxRep }: Leaf,
  records: number,
): Promise<PagePlace[]> {
  const pages: PagePlace[] = []
  let first = 0
  let counted = true
  for (let at = chunk.from; at < chunk.to;) {
    const header = await headerAt(file, at, chunk.to)
    const to = at + header.length + header.packed
    if (to > chunk.to) throw new Damaged('a page is cut off')
    const data = header.kind === 'data' || header.kind === 'data2'
    const rows = header.rows ?? (maxRep === 0 ? header.values : undefined)
    if (data && rows === undefined) counted = false
    const end = data ? first + (rows ?? 0) : first
    if (header.kind !== 'other')
      pages.push({ from: at, to, data, unpacked: header.length + header.unpacked, values: header.values, first, end })
    first = end
    at = to
  }
  if (counted) {
    if (first !== records)
      throw new Damaged('the pages of a column have another number of records than the footer says')
    return pages
  }
  return pages.map((page) => (page.data ? { ...page, first: 0, end: records } : page))
}

async function headerAt(file: RandomBytes, at: number, end: number): Promise<PageHeader> {
  for (let window = WINDOW; ; window *= 8) {
    const bytes = new Uint8Array(Math.min(window, end - at))
    const n = await file.readAt(bytes, at)
    try {
      return readPageHeader(bytes.subarray(0, n), 0)
    } catch (e) {
      // Perhaps it is longer than what was looked at.
      if (window >= WIDEST_WINDOW || bytes.length < window) throw e
    }
  }
}
