import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MEMBER_TEXT, packedName, type Compression } from '../../../src/io/codings/compression.ts'
import { decoded } from '../../../src/io/codings/decode.ts'
import { packMember } from '../../../src/io/codings/pack.ts'
import { unpackMembers } from '../../../src/io/codings/unpack-members.ts'
import { all, streamOf } from './byte-streams.ts'

const KINDS: Compression[] = ['gzip', 'zstd']

/** `read` of a file that gives a few bytes at a time. */
function reading(bytes: Uint8Array, most = bytes.length): (into: Uint8Array) => number {
  let at = 0
  return (into) => {
    const n = Math.min(most, into.length, bytes.length - at)
    into.set(bytes.subarray(at, at + n))
    at += n
    return n
  }
}

async function packed(texts: readonly Uint8Array[], compression: Compression): Promise<Buffer> {
  return Buffer.concat(await Promise.all(texts.map((text) => packMember(text, compression))))
}

describe.each(KINDS)('a text that is packed by %s', (compression) => {
  const texts = fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 }), { minLength: 1, maxLength: 4 })

  it('is read back the same, member by member and as a stream', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 3000 }), async (given, size) => {
        const whole = Buffer.concat(given)
        // What begins as another container does is refused, and no text does.
        fc.pre(given[0]![0]! < 0x1f)
        const bytes = await packed(given, compression)
        expect(Buffer.concat([...unpackMembers(compression, reading(bytes, size))])).toEqual(whole)
        expect(await all(await decoded(streamOf(bytes, size), 'utf-8'), 997)).toEqual(whole)
      }),
      { numRuns: 60 },
    )
  })

  it('is read by the tool of that name, which checks its digest', async () => {
    const bytes = await packed([Buffer.from('iin,name\n'), Buffer.alloc(MEMBER_TEXT, 'a,b\n')], compression)
    const tool = spawnSync(compression, ['-dc'], { input: bytes, maxBuffer: 1 << 24 })
    expect(tool.status).toBe(0)
    expect(tool.stdout.length).toBe(9 + MEMBER_TEXT)
    const broken = Buffer.from(bytes)
    broken[bytes.length - (compression === 'gzip' ? 8 : 4)]! ^= 1
    expect(spawnSync(compression, ['-dc'], { input: broken, maxBuffer: 1 << 24 }).status).not.toBe(0)
  })

  it('has the same bytes every time, and no time in them', async () => {
    const text = Buffer.from('one,two\n'.repeat(10_000))
    expect(await packMember(text, compression)).toEqual(await packMember(text, compression))
    if (compression === 'gzip') expect([...(await packMember(text, compression)).subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]) // prettier-ignore
  })

  it('is no text of perde where a byte is lost or another tool packed more into a member', async () => {
    const bytes = await packed([Buffer.from('one,two\n'.repeat(1000))], compression)
    expect(() => [...unpackMembers(compression, reading(bytes.subarray(0, 20)))]).toThrow()
    const other = spawnSync(compression, ['-c'], { input: Buffer.alloc(8 * MEMBER_TEXT, 'x') }).stdout
    expect(() => [...unpackMembers(compression, reading(other))]).toThrow()
  })
})

describe('the name of a file', () => {
  it.each([
    ['people.csv.gz', 'gzip', 'people.csv'],
    ['people.CSV.GZ', 'gzip', 'people.CSV'],
    ['a/people.jsonl.zst', 'zstd', 'a/people.jsonl'],
    ['people.csv', undefined, 'people.csv'],
    ['gz', undefined, 'gz'],
    ['people.constructor', undefined, 'people.constructor'],
  ])('%s is packed by %s', (file, compression, inner) => {
    expect(packedName(file)).toEqual({ compression, inner })
  })
})
