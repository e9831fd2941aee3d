import { PerdeError } from '../../errors.ts'
import { peek, type ByteStream } from './byte-stream.ts'
import { asUtf8, utf16Of, type Charset } from './charset.ts'
import type { Compression } from './compression.ts'
import { gunzip } from './gunzip.ts'
import { unzstd } from './unzstd.ts'
import { FRAME_MAGIC, isSkippable } from './zstd-frame.ts'

/**
 * The text inside an input, as UTF-8: unpacked where it begins as gzip or zstd does, decoded from the charset that is declared or
 * that its byte order mark shows, else from the one that `declared` reads in its first bytes. No UTF-8 text begins so. Offsets
 * in faults of readers count the bytes of this text. Throws INPUT_COMPRESSED, and INPUT_ENCODING also where the mark of UTF-8
 * says that it is not what is declared.
 */
export async function decoded(
  stream: ByteStream,
  charset: Charset | undefined,
  declared: (first: Uint8Array) => Charset | undefined = () => undefined,
): Promise<ByteStream> {
  const outer = await peek(stream, LONGEST)
  const packed = packedAs(outer.first)
  const inner = packed ? await peek((packed === 'gzip' ? gunzip : unzstd)(outer.stream), LONGEST) : outer
  const other = inner === outer ? containerOf(inner.first) : (containerOf(inner.first) ?? doublyPacked(inner.first))
  if (other) throw new PerdeError('INPUT_COMPRESSED', `an input is ${other}, which is not text`, { hints: [HINT] })
  const marked = utf16Of(inner.first)
  if (charset === 'utf-16' && !marked && looksLittleEndian(inner.first))
    throw new PerdeError(
      'INPUT_ENCODING',
      'the text has no byte order mark and is not big-endian, as UTF-16 without one is',
      {
        where: { offset: 0 },
        hints: ['say which it is for the source: encoding: utf-16le'],
      },
    )
  // In a charset of one byte the mark is three letters, and every name behind it would be read as others.
  if (charset !== undefined && charset !== 'utf-8' && isMarkedUtf8(inner.first))
    throw new PerdeError('INPUT_ENCODING', `the text begins with the byte order mark of UTF-8, and is not ${charset}`, {
      where: { offset: 0 },
      hints: [
        'leave "encoding" out for the source: what is UTF-8 or UTF-16 is seen; give files in others a source of their own',
      ],
    })
  const isUtf16 = charset === undefined || charset.startsWith('utf-16')
  return asUtf8(
    inner.stream,
    (isUtf16 ? marked : undefined) ??
      charset ??
      (isMarkedUtf8(inner.first) ? 'utf-8' : (declared(inner.first) ?? 'utf-8')),
  )
}

/** Delimiters, quotes and line ends are ASCII in any language: the zero is behind them, and not before. */
function looksLittleEndian(first: Uint8Array): boolean {
  const zeros = [0, 0]
  first.forEach((byte, i) => byte === 0 && zeros[i % 2]!++)
  return zeros[1]! > zeros[0]!
}

const HINT = 'unpack it first, to text or to one layer of gzip or zstd'

/** Beginnings of what people take for a table, a character a byte; headers of tables may be called BZh or PAR1. */
const CONTAINERS: readonly (readonly [start: RegExp, what: string])[] = [
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
  return packedAs(first) && 'packed twice'
}

/** RFC 1952, 2.3.1; RFC 8878, 3.1.1 and 3.1.2: a packer may put frames that are to be skipped in front. */
function packedAs(first: Uint8Array): Compression | undefined {
  if (first[0] === 0x1f && first[1] === 0x8b) return 'gzip'
  if (first.length < 4) return undefined
  const magic = Buffer.from(first).readUInt32LE(0)
  return magic === FRAME_MAGIC || isSkippable(magic) ? 'zstd' : undefined
}
