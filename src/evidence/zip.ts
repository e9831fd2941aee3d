import { crc32 } from 'node:zlib'

/** Name → content. */
export type ZipFiles = Readonly<Record<string, Uint8Array>>

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
/** names in UTF-8 */
const FLAGS = 0x0800
/** 1 January 1980, the first day that the format has: the same files give the same bytes */
const DATE = 0x0021
const VERSION = 20

/**
 * A ZIP archive of files as they are, not compressed (PKWARE's APPNOTE 6.3, without its extensions): what every desktop
 * opens. Throws RangeError for what the plain format has no room for: 65,535 files, 4 GiB.
 */
export function zip(files: ZipFiles): Buffer {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const encoded = Buffer.from(name)
    const facts = factsOf(encoded, content)
    const local = Buffer.concat([uint32(LOCAL), facts, encoded, content])
    // no comment, disk 0, no attributes
    directory.push(uint32(CENTRAL), uint16(VERSION), facts, Buffer.alloc(10), uint32(offset), encoded)
    bodies.push(local)
    offset += local.length
  }
  const size = directory.reduce((n, part) => n + part.length, 0)
  const count = uint16(bodies.length)
  const end = [uint32(END), Buffer.alloc(4), count, count, uint32(size), uint32(offset), Buffer.alloc(2)]
  return Buffer.concat([...bodies, ...directory, ...end])
}

/** What stands both before a file and in the directory. */
function factsOf(name: Buffer, content: Uint8Array): Buffer {
  const size = uint32(content.length)
  const stored = [uint16(VERSION), uint16(FLAGS), uint16(0), uint16(0), uint16(DATE)]
  return Buffer.concat([...stored, uint32(crc32(content)), size, size, uint16(name.length), uint16(0)])
}

function uint16(n: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(n)
  return bytes
}

function uint32(n: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(n)
  return bytes
}
