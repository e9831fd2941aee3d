import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { spool } from '../../../src/io/stores/spool.ts'
import type { ByteSource } from '../../../src/io/stores/store.ts'

const before = process.env['TMPDIR']
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perde-spool-'))
  process.env['TMPDIR'] = folder
})
afterEach(() => {
  if (before === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = before
  rmSync(folder, { recursive: true, force: true })
})

async function* chunks(list: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* list
}

async function readAll(source: ByteSource, size: number): Promise<Buffer> {
  const reader = await source.open()
  const pieces: Buffer[] = []
  for (;;) {
    const into = Buffer.alloc(size)
    const n = await reader.read(into)
    if (n === 0) break
    pieces.push(into.subarray(0, n))
  }
  await reader.unchanged()
  await reader.close()
  return Buffer.concat(pieces)
}

describe('spooled standard input', () => {
  it('is read again as often as one likes, in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 }),
        fc.integer({ min: 1, max: 64 }),
        async (list, size) => {
          const source = await spool(chunks(list), '-')
          expect(source.size).toBe(list.reduce((n, c) => n + c.length, 0))
          for (let round = 0; round < 2; round++)
            expect((await readAll(source, size)).equals(Buffer.concat(list))).toBe(true)
          await source.close()
        },
      ),
      { numRuns: 50 },
    )
  })

  it('gives two readers at once the same bytes', async () => {
    const source = await spool(chunks([Buffer.from('a,b\n1,2\n3,4\n')]), '-')
    const [a, b] = [await source.open(), await source.open()]
    const read = async (reader: typeof a) => {
      const into = Buffer.alloc(5)
      return into.subarray(0, await reader.read(into)).toString()
    }
    expect([await read(a), await read(b), await read(a), await read(b)]).toEqual([
      'a,b\n1',
      'a,b\n1',
      ',2\n3,',
      ',2\n3,',
    ])
    await source.close()
  })

  it('leaves no name on the disk, while it is there or afterwards', async () => {
    const source = await spool(chunks([Buffer.from('a\n1\n')]), '-')
    expect(readdirSync(folder)).toEqual([])
    await source.close()
    expect(readdirSync(folder)).toEqual([])
  })

  it('that ends with an error is that error, and leaves nothing', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a\n')
      throw Object.assign(new Error('gone'), { code: 'EIO' })
    }
    await expect(spool(broken(), '-')).rejects.toMatchObject({ code: 'IO_FAILED', where: { part: '-' } })
    expect(readdirSync(folder)).toEqual([])
  })

  it('without a folder for temporary files is an error of the machine, not of perde', async () => {
    process.env['TMPDIR'] = join(folder, 'none')
    await expect(spool(chunks([]), '-')).rejects.toMatchObject({ code: 'IO_FAILED' })
  })
})
