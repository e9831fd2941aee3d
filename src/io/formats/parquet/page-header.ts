import { Damaged } from './damaged.ts'
import { flagAt, numberAt, readStruct, sizeAt, structAt, thriftReader } from './thrift.ts'

/** What stands before each page. Statistics in it are not read: nobody vouches for them. */
export interface PageHeader {
  kind: 'dictionary' | 'data' | 'data2' | 'other'
  /** bytes of the header */
  length: number
  unpacked: number
  packed: number
  crc: number | undefined
  values: number
  encoding: number
  /** of a data page of version 2: records, bytes of both kinds of levels, whether the values are packed */
  rows: number | undefined
  defBytes: number
  repBytes: number
  isPacked: boolean
  /** of a data page of version 1: are levels, where there are any, written as bits alone? */
  defsAsBits: boolean
  repsAsBits: boolean
}

/** More than writers put on a page (128 MiB by default in none of them); what claims more is not unpacked. */
const MOST_PAGE = 256 * 1024 * 1024
const MOST_VALUES = 64 * 1024 * 1024

const BITS = 4

/** The header at `at`. Throws Damaged. */
export function readPageHeader(bytes: Uint8Array, at: number): PageHeader {
  const reader = thriftReader(bytes, at)
  const struct = readStruct(reader)
  const type = numberAt(struct, 1)
  const inner = structAt(struct, type === 0 ? 5 : type === 2 ? 7 : 8)
  const header: PageHeader = {
    kind: type === 0 ? 'data' : type === 2 ? 'dictionary' : type === 3 ? 'data2' : 'other',
    length: reader.at - at,
    unpacked: sizeAt(struct, 2),
    packed: sizeAt(struct, 3),
    crc: numberAt(struct, 4),
    values: 0,
    encoding: 0,
    rows: undefined,
    defBytes: 0,
    repBytes: 0,
    isPacked: true,
    defsAsBits: false,
    repsAsBits: false,
  }
  if (header.unpacked > MOST_PAGE || header.packed > MOST_PAGE) throw new Damaged('a page is too large')
  if (header.kind === 'other') return header
  if (!inner) throw new Damaged('a page has no header of its kind')
  header.values = sizeAt(inner, 1)
  if (header.values > MOST_VALUES) throw new Damaged('a page has too many values')
  if (header.kind !== 'data2') {
    header.encoding = sizeAt(inner, 2)
    header.defsAsBits = header.kind === 'data' && numberAt(inner, 3) === BITS
    header.repsAsBits = header.kind === 'data' && numberAt(inner, 4) === BITS
  } else {
    header.rows = sizeAt(inner, 3)
    header.encoding = sizeAt(inner, 4)
    header.defBytes = sizeAt(inner, 5)
    header.repBytes = sizeAt(inner, 6)
    header.isPacked = !inner.fields.has(7) || flagAt(inner, 7)
    if (header.defBytes + header.repBytes > Math.min(header.unpacked, header.packed))
      throw new Damaged('the levels of a page are longer than the page')
  }
  return header
}
