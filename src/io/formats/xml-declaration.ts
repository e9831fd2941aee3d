import { PerdeError } from '../../errors.ts'
import type { FormatOptions } from './format.ts'

type Charset = NonNullable<FormatOptions['encoding']>

/**
 * How the text of a document is written, as its first bytes show or its XML declaration says (XML 1.0, appendix F);
 * undefined: neither, so it is UTF-8. Throws INPUT_ENCODING for an encoding that perde does not read.
 */
export function declaredCharset(first: Uint8Array): Charset | undefined {
  if (first[0] === 0x3c && first[1] === 0) return 'utf-16le'
  if (first[0] === 0 && first[1] === 0x3c) return 'utf-16be'
  const name = ENCODING.exec(Buffer.from(first).toString('latin1'))?.[3]?.toLowerCase()
  if (name === undefined) return undefined
  const charset = CHARSETS.get(name)
  if (charset) return charset
  throw new PerdeError(
    'INPUT_ENCODING',
    name.startsWith('utf-16')
      ? 'the document declares that it is UTF-16, and its bytes are not'
      : 'the document declares an encoding that perde does not read',
    {
      where: { offset: 0 },
      hints: ['where the declaration is wrong, say for the source how the text is written: encoding: utf-8', READS],
    },
  )
}

const READS = 'perde reads utf-8, utf-16, windows-1251 and kz-1048'

/** The beginning of a document as it is written: without byte order mark, and in UTF-8 by its declaration too. */
export function asUtf8Document(before: Uint8Array): Uint8Array {
  const start = Buffer.from(before.subarray(0, LONGEST)).toString('latin1')
  const written = asUtf8Text(start)
  return written === start ? before : Buffer.concat([Buffer.from(written, 'latin1'), before.subarray(LONGEST)])
}

/** The same of a document as a text, such as one in a cell. */
export function asUtf8Text(text: string): string {
  const found = ENCODING.exec(text)
  if (!found || found[3]!.toLowerCase() === 'utf-8') return text
  const at = found[0].length - found[3]!.length
  return `${text.slice(0, at)}UTF-8${text.slice(at + found[3]!.length)}`
}

/** An XML declaration is not longer than this. */
const LONGEST = 256

const ENCODING = /^(<\?xml\s[^>]*?\sencoding\s*=\s*(["']))([A-Za-z][\w.-]*)/

/** Names of IANA's registry, and those that are in use beside them. */
const CHARSETS: ReadonlyMap<string, Charset> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['ascii', 'utf-8'],
  ['windows-1251', 'windows-1251'],
  ['cp1251', 'windows-1251'],
  ['kz-1048', 'kz-1048'],
  ['strk1048-2002', 'kz-1048'],
  ['rk1048', 'kz-1048'],
])
