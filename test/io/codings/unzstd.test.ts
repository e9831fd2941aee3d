import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { unzstd } from '../../../src/io/codings/unzstd.ts'
import { all, streamOf } from './byte-streams.ts'

const hasTool = spawnSync('zstd', ['--version']).status === 0
if (!hasTool) console.warn('\n*** NOT TESTED: zstd is missing: what that tool writes, and what is wrong with it ***\n')

/** What the tool makes of a text. */
function zstd(text: string | Uint8Array, ...options: string[]): Buffer {
  const { status, stdout } = spawnSync('zstd', ['-c', ...options], { input: text, maxBuffer: 1 << 26 })
  expect(status).toBe(0)
  return stdout
}

const TEXT = Array.from({ length: 60_000 }, (_, i) => `${i},Астана,${(i * 7919) % 10_007}\n`).join('')
const refused = (message: string) => expect.objectContaining({ code: 'INPUT_COMPRESSED', message }) as Error
const TOO_EARLY = 'a compressed input ends too early'
const DAMAGED = 'a compressed input is damaged, or has something behind its end'

describe.skipIf(!hasTool)('zstd', () => {
  it.each([
    ['-1'],
    ['-3'],
    ['-19'],
    ['--no-check'],
    ['--no-content-size'],
    ['--long=27'],
    ['--fast=5'],
    ['--rsyncable'],
  ])('is read as the tool writes it with %s', async (...options) => {
    expect((await all(unzstd(streamOf(zstd(TEXT, ...options), 4096)), 65_536)).toString()).toBe(TEXT)
  })

  it('may be of several frames, of empty ones and of such as are to be skipped', async () => {
    const skipped = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])
    const bytes = Buffer.concat([skipped, zstd('one,'), zstd(''), skipped, zstd('two\n'), skipped])
    for (const size of [1, 3, 64]) expect((await all(unzstd(streamOf(bytes, size)))).toString()).toBe('one,two\n')
  })

  it('that is cut off anywhere is refused', async () => {
    const bytes = zstd('one,two\n'.repeat(50))
    for (let length = 1; length < bytes.length; length++)
      await expect(all(unzstd(streamOf(bytes.subarray(0, length))))).rejects.toEqual(refused(TOO_EARLY))
  })

  it('with a bit that is not what it was is refused, whichever it is', async () => {
    const text = 'Асан,Қасымов,1990\n'.repeat(20) + 'x'
    const bytes = zstd(text)
    for (let at = 0; at < bytes.length; at++) {
      const other = Buffer.from(bytes)
      other[at]! ^= 1 << (at % 8)
      const read = await all(unzstd(streamOf(other))).catch((e: unknown) => e)
      // A few bits of the header say how much memory is needed and nothing of what is in it.
      if (Buffer.isBuffer(read)) expect(read.toString()).toBe(text)
      else expect(read).toMatchObject({ code: 'INPUT_COMPRESSED' })
    }
  })

  it('with something behind its end is refused', async () => {
    await expect(all(unzstd(streamOf(Buffer.concat([zstd('a'), Buffer.from('name,Ivan')]))))).rejects.toEqual(
      refused(DAMAGED),
    )
  })

  it('that asks for a window of a gigabyte is refused before it gets one', async () => {
    const bytes = zstd(Buffer.alloc(5_000_000, 'ab'), '--ultra', '-22', '--long=30', '--no-content-size')
    await expect(all(unzstd(streamOf(bytes, 65_536)), 65_536)).rejects.toEqual(
      refused('a compressed input asks for more than 128 MiB of memory'),
    )
  })

  it('that grows beyond all measure is refused while it grows', async () => {
    const bytes = zstd(Buffer.alloc(3_000_000))
    let given = 0
    const stream = unzstd(streamOf(bytes, 65_536), { ratio: 200, from: 1_000_000, most: 2 ** 40 })
    const read = async () => {
      for (const piece = new Uint8Array(65_536); ;) {
        const n = await stream.read(piece)
        if (n === 0) return
        given += n
      }
    }
    await expect(read()).rejects.toEqual(refused('a compressed input grows beyond all measure'))
    expect(given).toBeLessThan(1_300_000)
  })
})
