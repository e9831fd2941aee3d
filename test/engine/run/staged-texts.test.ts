import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { textsOf } from '../../../src/engine/run/staged-texts.ts'
import { PerdeError } from '../../../src/errors.ts'
import { packMember } from '../../../src/io/codings/pack.ts'
import { unpackMembers } from '../../../src/io/codings/unpack-members.ts'

const made: string[] = []
afterEach(() => made.splice(0).forEach((dir) => rmSync(dir, { recursive: true, force: true })))

const OTHER = new PerdeError('PLAN_MISMATCH', 'another')
const TEXT = `header\n${'a record\n'.repeat(300_000)}end`

/** A file as it was written, and as it stands there now. */
async function staged(compression: 'gzip' | undefined, change: (bytes: Buffer) => Buffer = (bytes) => bytes) {
  const dir = mkdtempSync(join(tmpdir(), 'perde-texts-'))
  made.push(dir)
  const text = Buffer.from(TEXT)
  const packed = async () => {
    const members: Uint8Array[] = []
    for (let at = 0; at < text.length; at += 1 << 20)
      members.push(await packMember(text.subarray(at, at + (1 << 20)), 'gzip'))
    return Buffer.concat(members)
  }
  const bytes = compression ? await packed() : text
  writeFileSync(join(dir, 'part'), change(Buffer.from(bytes)))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const output = {
    path: 'part',
    bytes: bytes.length,
    sha256,
    text: text.length,
    header: 7,
    trailer: 3,
    records: 300_000,
  }
  const read = () => {
    const pieces: Buffer[] = []
    for (const piece of textsOf(dir, compression, unpackMembers, () => OTHER)(output, 7))
      pieces.push(Buffer.from(piece))
    return Buffer.concat(pieces).toString()
  }
  return read
}

const flipped = (at: (bytes: Buffer) => number) => (bytes: Buffer) => {
  bytes[at(bytes)]! ^= 1
  return bytes
}

describe.each([undefined, 'gzip' as const])('the text of a file that a task wrote, packed as %s', (compression) => {
  it('is read from the first record to the last', async () => {
    expect((await staged(compression))()).toBe(TEXT.slice(7, -3))
  })

  it.each([
    ['in its header', flipped(() => 12)],
    ['in its middle', flipped((bytes) => bytes.length >> 1)],
    ['at its end', flipped((bytes) => bytes.length - 1)],
    ['behind its end', (bytes: Buffer) => Buffer.concat([bytes, compression ? gzipSync('more') : Buffer.from('more')])],
    ['in its length', (bytes: Buffer) => bytes.subarray(0, -1)],
  ])('is refused where a byte is another %s', async (_, change) => {
    const read = await staged(compression, change)
    expect(read).toThrow(OTHER)
  })
})
