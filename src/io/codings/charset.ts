import { PerdeError } from '../../errors.ts'
import { fromChunks, type ByteStream } from './byte-stream.ts'

/** How the text of an input is written. */
export type Charset = 'utf-8' | 'utf-16' | 'utf-16le' | 'utf-16be' | 'windows-1251' | 'kz-1048'

/** The stream as UTF-8. UTF-8 itself is not touched: its reader says what is wrong, and where. Throws INPUT_ENCODING. */
export function asUtf8(stream: ByteStream, charset: Charset): ByteStream {
  if (charset === 'utf-8') return stream
  const decode = charset === 'windows-1251' || charset === 'kz-1048' ? oneByte(charset) : utf16(charset)
  let offset = 0
  let ended = false
  return fromChunks(async () => {
    while (!ended) {
      const chunk = Buffer.allocUnsafe(64 * 1024)
      const n = await stream.read(chunk)
      ended = n === 0
      const text = decode(chunk.subarray(0, n), offset, ended)
      offset += n
      if (text.length > 0) return text
    }
    return undefined
  })
}

/** A byte order mark: which UTF-16 it is of. */
export function utf16Of(first: Uint8Array): Charset | undefined {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le'
  if (first[0] === 0xfe && first[1] === 0xff) return 'utf-16be'
  return undefined
}

type Decode = (bytes: Uint8Array, offset: number, last: boolean) => Uint8Array

/** Without a mark, UTF-16 is big-endian (RFC 2781); the mark itself is no text. */
function utf16(charset: 'utf-16' | 'utf-16le' | 'utf-16be'): Decode {
  const decoder = new TextDecoder(charset === 'utf-16' ? 'utf-16be' : charset, { fatal: true })
  return (bytes, offset, last) => {
    try {
      return Buffer.from(decoder.decode(bytes, { stream: !last }))
    } catch (e) {
      throw new PerdeError('INPUT_ENCODING', 'the text is not UTF-16', {
        where: { offset },
        hints: ['a character is cut in two, or the file is written in something else'],
        cause: e,
      })
    }
  }
}

function oneByte(charset: 'windows-1251' | 'kz-1048'): Decode {
  const table = tableOf(charset)
  return (bytes, offset) => {
    const out = Buffer.allocUnsafe(bytes.length * 3)
    let at = 0
    for (let i = 0; i < bytes.length; i++) {
      const c = bytes[i]!
      const code = c < 0x80 ? c : table[c - 0x80]!
      if (code < 0x80) out[at++] = code
      else if (code < 0x800) {
        out[at++] = 0xc0 | (code >> 6)
        out[at++] = 0x80 | (code & 0x3f)
      } else if (code === NO_CHARACTER)
        throw new PerdeError('INPUT_ENCODING', `a byte is no character of ${charset}`, {
          where: { offset: offset + i },
          hints: ['correct "encoding" for the source: the file is written in something else'],
        })
      else {
        out[at++] = 0xe0 | (code >> 12)
        out[at++] = 0x80 | ((code >> 6) & 0x3f)
        out[at++] = 0x80 | (code & 0x3f)
      }
    }
    return out.subarray(0, at)
  }
}

const NO_CHARACTER = 0xfffd

/** Characters of the bytes 0x80 to 0xff. */
function tableOf(charset: 'windows-1251' | 'kz-1048'): Uint16Array {
  const bytes = Uint8Array.from({ length: 128 }, (_, i) => 0x80 + i)
  const text = new TextDecoder('windows-1251').decode(bytes)
  const table = Uint16Array.from({ length: 128 }, (_, i) => text.charCodeAt(i))
  // Unassigned; browsers read a control character here, which no text holds.
  table[0x98 - 0x80] = NO_CHARACTER
  if (charset === 'kz-1048') for (const [byte, letter] of KAZAKH) table[byte - 0x80] = letter.charCodeAt(0)
  return table
}

/** Where KZ-1048 (STRK1048-2002) differs from windows-1251: the letters that Kazakh has and Russian does not. */
const KAZAKH: readonly (readonly [byte: number, letter: string])[] = [
  [0x8d, 'Қ'],
  [0x8e, 'Һ'],
  [0x9d, 'қ'],
  [0x9e, 'һ'],
  [0xa1, 'Ұ'],
  [0xa2, 'ұ'],
  [0xa3, 'Ә'],
  [0xa5, 'Ө'],
  [0xaa, 'Ғ'],
  [0xaf, 'Ү'],
  [0xb4, 'ө'],
  [0xba, 'ғ'],
  [0xbc, 'ә'],
  [0xbd, 'Ң'],
  [0xbe, 'ң'],
  [0xbf, 'ү'],
]
