import { PerdeError } from '../../errors.ts'
import { peek, type ByteStream } from './byte-stream.ts'
import { asUtf8, utf16Of, type Charset } from './charset.ts'
import { gunzip } from './gunzip.ts'

/**
 * The text inside an input, as UTF-8: unpacked where it begins as gzip does, decoded from the charset that is declared or
 * that its byte order mark shows, else from the one that `declared` reads in its first bytes. No UTF-8 text begins so. Offsets in faults of readers count
 * the bytes of this text. Throws INPUT_COMPRESSED, INPUT_ENCODING.
 */
export async function decoded(
  stream: ByteStream,
  charset: Charset | undefined,
  declared: (first: Uint8Array) => Charset | undefined = () => undefined,
): Promise<ByteStream> {
  const outer = await peek(stream, LONGEST)
  const inner = isGzip(outer.first) ? await peek(gunzip(outer.stream), LONGEST) : outer
  const other = inner === outer ? containerOf(inner.first) : (containerOf(inner.first) ?? doublyPacked(inner.first))
  if (other) throw new PerdeError('INPUT_COMPRESSED', `an input is ${other}, which is not text`, { hints: [HINT] })
  const marked = utf16Of(inner.first)
  const isUtf16 = charset === undefined || charset.startsWith('utf-16')
  return asUtf8(
    inner.stream,
    (isUtf16 ? marked : undefined) ??
      charset ??
      (isMarkedUtf8(inner.first) ? 'utf-8' : (declared(inner.first) ?? 'utf-8')),
  )
}

const HINT = 'unpack it first, to text or to one layer of gzip'

/** Beginnings of what people take for a table, a character a byte; headers of tables may be called BZh or PAR1. */
const CONTAINERS: readonly (readonly [start: RegExp, what: string])[] = [
  [/^\x28\xb5\x2f\xfd/, 'packed with zstd'],
  [/^\xfd7zXZ\0/, 'packed with xz'],
  [/^BZh[1-9]1AY&SY/, 'packed with bzip2'],
  [/^PK\x03\x04/, 'a zip archive or a spreadsheet'],
  [/^PAR1[\0-\x08\x0e-\x1f]/, 'a Parquet file'],
]
/** bytes that are looked at first: enough for these, and for what a text declares of itself */
const LONGEST = 256

function containerOf(first: Uint8Array): string | undefined {
  const start = Buffer.from(first).toString('latin1')
  return CONTAINERS.find(([own]) => own.test(start))?.[1]
}

function isMarkedUtf8(first: Uint8Array): boolean {
  return first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf
}

function doublyPacked(first: Uint8Array): string | undefined {
  return isGzip(first) ? 'packed twice' : undefined
}

/** RFC 1952, 2.3.1. */
function isGzip(first: Uint8Array): boolean {
  return first[0] === 0x1f && first[1] === 0x8b
}
