import { crc32 } from 'node:zlib'
import { expect, it } from 'vitest'
import { zip } from '../../src/evidence/zip.ts'

/** By the directory at the end, as a program that opens it reads. */
function unzip(archive: Buffer): Record<string, string> {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const files: Record<string, string> = {}
  let at = archive.readUInt32LE(end + 16)
  for (let n = archive.readUInt16LE(end + 10); n > 0; n--) {
    expect(archive.toString('latin1', at, at + 4)).toBe('PK\x01\x02')
    const [crc, size] = [archive.readUInt32LE(at + 16), archive.readUInt32LE(at + 24)]
    const nameLength = archive.readUInt16LE(at + 28)
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    const local = archive.readUInt32LE(at + 42)
    expect(archive.toString('latin1', local, local + 4)).toBe('PK\x03\x04')
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const content = archive.subarray(start, start + size)
    expect(crc32(content)).toBe(crc)
    files[name] = content.toString()
    at += 46 + nameLength
  }
  expect(at).toBe(end)
  return files
}

it('an archive gives its files back, and the same files give the same bytes', () => {
  const files = { 'бір/a.txt': 'қазақша', empty: '', 'b.bin': 'x'.repeat(70_000) }
  const bytes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]))
  expect(unzip(zip(bytes))).toEqual(files)
  expect(zip(bytes).equals(zip(bytes))).toBe(true)
  expect(unzip(zip({}))).toEqual({})
})
