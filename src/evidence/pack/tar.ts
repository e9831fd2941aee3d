import { PerdeError } from '../../errors.ts'

/** A file of an archive. */
export interface ArchiveFile {
  path: string
  bytes: Uint8Array
}

/**
 * An archive as POSIX.1-1988 has it (ustar): regular files only, in the order given, all of one time and of nobody, so
 * that equal files make equal bytes. `time`: seconds since 1970.
 */
export function writeTar(files: readonly ArchiveFile[], time: number): Buffer {
  const parts = files.flatMap(({ path, bytes }) => [
    headerOf(path, bytes.length, time),
    bytes,
    new Uint8Array(padding(bytes.length)),
  ])
  return Buffer.concat([...parts, new Uint8Array(2 * BLOCK)])
}

const BLOCK = 512
/** Most bytes and files of an archive that is read: more is no pack of a release's sidecars. */
const LARGEST = 512 * 1024 * 1024
const MOST_FILES = 10_000

function headerOf(path: string, size: number, time: number): Buffer {
  if (!isSafePath(path)) throw new RangeError('a path of an archive is short, plain and below it')
  const header = Buffer.alloc(BLOCK)
  header.write(path, 0, 100, 'latin1')
  header.write('0000644\0', 100, 'latin1')
  header.write('0000000\0', 108, 'latin1')
  header.write('0000000\0', 116, 'latin1')
  header.write(`${octal(size)}\0`, 124, 'latin1')
  header.write(`${octal(time)}\0`, 136, 'latin1')
  header.write('        ', 148, 'latin1')
  // A regular file; no name of a link stands between its type and the magic.
  header.write('0', 156, 'latin1')
  header.write('ustar\u000000', 257, 'latin1')
  header.write(`${sumOf(header).toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

/**
 * Reads such an archive, and no other: nothing that a reader could take for something else, climb out of its folder by, or
 * unpack twice. Throws PACK_INVALID.
 */
export function readTar(archive: Uint8Array): ArchiveFile[] {
  if (archive.length > LARGEST) throw invalid('it is larger than 512 MiB')
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.length)
  const files: ArchiveFile[] = []
  const seen = new Set<string>()
  let at = 0
  for (; !isEnd(bytes, at);) {
    if (at + BLOCK > bytes.length) throw invalid('it is cut off')
    const header = bytes.subarray(at, at + BLOCK)
    const path = textAt(header, 0, 100)
    const size = numberAt(header, 124)
    const time = numberAt(header, 136)
    if (!isSafePath(path)) throw invalid('a path in it leads out of it, or is none')
    // Made again it is the same, byte for byte: so nothing else stands in it.
    if (!headerOf(path, size, time).equals(header)) throw invalid('an entry of it is no plain file, or damaged')
    if (seen.has(path.toLowerCase())) throw invalid('a path stands in it twice')
    seen.add(path.toLowerCase())
    const from = at + BLOCK
    at = from + size + padding(size)
    if (at > bytes.length) throw invalid('it is cut off')
    if (bytes.subarray(from + size, at).some((byte) => byte !== 0)) throw invalid('something stands between its files')
    files.push({ path, bytes: bytes.subarray(from, from + size) })
    if (files.length > MOST_FILES) throw invalid(`it has more than ${MOST_FILES} files`)
  }
  if (bytes.length !== at + 2 * BLOCK) throw invalid('something stands behind its end')
  return files
}

/** Letters, digits, `.`, `_` and `-`, below the archive; no part of it begins with a dot. */
export function isSafePath(path: string): boolean {
  return path.length <= 100 && /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(path)
}

function isEnd(bytes: Buffer, at: number): boolean {
  return at + 2 * BLOCK <= bytes.length && bytes.subarray(at, at + 2 * BLOCK).every((byte) => byte === 0)
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK
}

function octal(n: number): string {
  return n.toString(8).padStart(11, '0')
}

function sumOf(header: Buffer): number {
  return header.reduce((sum, byte) => sum + byte, 0)
}

function textAt(header: Buffer, from: number, length: number): string {
  const text = header.toString('latin1', from, from + length)
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}

function numberAt(header: Buffer, from: number): number {
  const text = header.toString('latin1', from, from + 12)
  if (!/^[0-7]{11}\0$/.test(text)) throw invalid('an entry of it is no plain file, or damaged')
  return parseInt(text, 8)
}

function invalid(why: string): PerdeError {
  return new PerdeError('PACK_INVALID', `this is no audit pack: ${why}`, {
    hints: ['ask whoever made it for a new one: perde pack RELEASE --out FILE'],
  })
}
