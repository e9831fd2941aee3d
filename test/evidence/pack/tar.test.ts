import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTar, writeTar } from '../../../src/evidence/pack/tar.ts'

const FILES = [
  { path: 'a/one.json', bytes: Buffer.from('{"ә":1}\n') },
  { path: 'a/empty', bytes: Buffer.alloc(0) },
  { path: 'a/b/whole_block-1', bytes: Buffer.alloc(512, 7) },
  { path: 'a/b/more', bytes: Buffer.alloc(513, 8) },
]
const TIME = 1_790_000_000

describe('an archive', () => {
  it('is read as it was written, and equal files make equal bytes', () => {
    const archive = writeTar(FILES, TIME)
    expect(readTar(archive).map(({ path, bytes }) => ({ path, bytes: Buffer.from(bytes) }))).toEqual(FILES)
    expect(writeTar(FILES, TIME).equals(archive)).toBe(true)
    expect(archive.length % 512).toBe(0)
  })

  it('is unpacked by tar', () => {
    const dir = mkdtempSync(join(tmpdir(), 'perde-tar-'))
    try {
      writeFileSync(join(dir, 'x.tar'), writeTar(FILES, TIME))
      const { status, stdout } = spawnSync('tar', ['xvf', 'x.tar'], { cwd: dir, encoding: 'utf8' })
      expect([status, stdout.trim().split('\n')]).toEqual([0, FILES.map(({ path }) => path)])
      for (const { path, bytes } of FILES) expect(readFileSync(join(dir, path)).equals(bytes)).toBe(true)
    } finally {
      rmSync(dir, { recursive: true })
    }
  })

  /** The archive with a header changed, and its sum made right again. */
  const changed = (change: (header: Buffer) => void) => {
    const archive = writeTar(FILES, TIME)
    const header = archive.subarray(0, 512)
    change(header)
    header.write('        ', 148, 'latin1')
    header.write(
      `${header
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
      'latin1',
    )
    return archive
  }
  const renamed = (path: string) => changed((header) => header.fill(0, 0, 100).write(path, 0, 'latin1'))

  it.each([
    ['a path that climbs out', renamed('../etc/passwd')],
    ['a path that climbs out from inside', renamed('a/../../x')],
    ['a path from the root', renamed('/etc/passwd')],
    ['a path of Windows', renamed('a\\..\\x')],
    ['a hidden file', renamed('a/.profile')],
    ['no path', renamed('')],
    ['a path twice', renamed('a/empty')],
    ['a path twice, in other letters', renamed('A/EMPTY')],
    ['a symbolic link', changed((header) => (header[156] = 0x32))],
    ['a hard link', changed((header) => (header[156] = 0x31))],
    ['a device', changed((header) => (header[156] = 0x33))],
    ['a folder', changed((header) => (header[156] = 0x35))],
    ['an extended header', changed((header) => (header[156] = 0x78))],
    ['the name of a link', changed((header) => header.write('/etc/passwd', 157))],
    ['a prefix', changed((header) => header.write('..', 345))],
    ['rights of a program', changed((header) => header.write('0004755', 100))],
    ['a size in another form', changed((header) => header.write('           8', 124))],
    ['a size beyond its end', changed((header) => header.write('77777777777', 124))],
  ])('is refused with %s', (_, archive) => {
    expect(() => readTar(archive)).toThrow(expect.objectContaining({ code: 'PACK_INVALID' }))
  })

  it('is refused where it is cut off, has a tail, or any byte of a header or between files is another', () => {
    const archive = writeTar(FILES, TIME)
    const refuses = (bytes: Uint8Array) =>
      expect(() => readTar(bytes)).toThrow(expect.objectContaining({ code: 'PACK_INVALID' }))
    for (const end of [0, 1, 511, 512, 1024, archive.length - 1024, archive.length - 1])
      refuses(archive.subarray(0, end))
    refuses(Buffer.concat([archive, Buffer.alloc(512)]))
    refuses(Buffer.from('PK\u0003\u0004'))
    for (let at = 0; at < 1024; at++) {
      const copy = Buffer.from(archive)
      copy[at]! ^= 1
      // The bytes of the first file are its own.
      if (at >= 512 && at < 512 + FILES[0]!.bytes.length) expect(readTar(copy)).toHaveLength(FILES.length)
      else refuses(copy)
    }
  })

  it('takes no path of its own that is not plain', () => {
    for (const path of ['../x', '/x', 'a//b', 'a/', `a/${'x'.repeat(100)}`, 'ә'])
      expect(() => writeTar([{ path, bytes: Buffer.alloc(0) }], TIME)).toThrow(RangeError)
  })
})
