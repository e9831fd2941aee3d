import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutBlocks, LARGEST_RECORD } from '../../../src/engine/read/blocks.ts'
import type { Block, Pass } from '../../../src/engine/read/block.ts'
import type { PerdeError } from '../../../src/errors.ts'
import { formatNamed } from '../../../src/io/formats/format-named.ts'
import type { FormatOptions } from '../../../src/io/formats/format.ts'
import type { ByteSource } from '../../../src/io/stores/store.ts'
import { bytesOf } from '../plans.ts'

async function cut(
  source: ByteSource,
  format: string,
  blockSize: number,
  options: FormatOptions = {},
): Promise<{ blocks: Block[]; pass: Pass }> {
  const generator = cutBlocks(source, formatNamed(format), options, blockSize)
  const blocks: Block[] = []
  for (;;) {
    const next = await generator.next()
    if (next.done) return { blocks, pass: next.value }
    blocks.push(next.value)
  }
}

const textOf = (blocks: Block[]) => Buffer.concat(blocks.map((b) => b.bytes)).toString()
const cell = fc.oneof(
  fc.constantFrom('', 'x', 'Әлия', '"a,b"', '"line\nbreak"', '"say ""no"""'),
  fc.integer({ min: 1, max: 90 }).map((n) => 'x'.repeat(n)),
)
const csvText = fc
  .record({
    rows: fc.array(fc.tuple(cell, cell), { maxLength: 10 }),
    bom: fc.boolean(),
    last: fc.boolean(),
  })
  .map(({ rows, bom, last }) => {
    const header = `${bom ? '\ufeff' : ''}first,second\n`
    const body = rows.map((row) => `${row.join(',')}\n`).join('')
    return { header, body: last ? body : body.replace(/\n$/, '') }
  })

describe('cutting an input into blocks', () => {
  it('gives back every byte behind the header once and in order, whatever the size of blocks and reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        csvText,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 50 }),
        async (text, size, piece) => {
          const { header, body } = text
          const { blocks } = await cut(bytesOf(header + body, 'people.csv', piece), 'csv', size)
          expect(textOf(blocks)).toBe(body)
          expect(blocks.every((b) => b.layout.fields?.join() === 'first,second')).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('takes the header off once, also where the first record does not fit in the first block', async () => {
    const { blocks } = await cut(bytesOf(`a,b\n${'x'.repeat(100)},1\n2,3\n`), 'csv', 64)
    expect(textOf(blocks)).toBe(`${'x'.repeat(100)},1\n2,3\n`)
    expect(blocks[0]!.offset).toBe(4)
  })

  it('passes over a byte order mark, also where the first record does not fit in the first block', async () => {
    const line = `{"a":"${'x'.repeat(100)}"}\n`
    const { blocks } = await cut(bytesOf(`\ufeff${line}`), 'jsonl', 64)
    expect(textOf(blocks)).toBe(line)
  })

  it('numbers blocks by their byte offset in the file', async () => {
    await fc.assert(
      fc.asyncProperty(csvText, fc.integer({ min: 1, max: 200 }), async ({ header, body }, size) => {
        const whole = Buffer.from(header + body)
        const { blocks } = await cut(bytesOf(whole), 'csv', size)
        for (const { offset, bytes } of blocks)
          expect(whole.subarray(offset, offset + bytes.length).equals(bytes)).toBe(true)
      }),
    )
  })

  it('ends every block behind a line end outside quotes, but the last', async () => {
    const { blocks } = await cut(bytesOf('a,b\n"1\n2",3\n4,"5\n6"\n7,8'), 'csv', 8)
    expect(blocks.map((b) => Buffer.from(b.bytes).toString())).toEqual(['"1\n2",3\n', '4,"5\n6"\n', '7,8'])
  })

  it('knows at its end the length and digest of the whole input', async () => {
    const text = '\ufeffa,b\n1,2\n3,4'
    const { pass } = await cut(bytesOf(text, 'people.csv', 3), 'csv', 8)
    expect(pass).toMatchObject({
      bytes: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    })
  })

  const empty: [string, string, string][] = [
    // an input without a record, its format
    ['a header without a line end', 'csv', 'a,b'],
    ['a header alone', 'csv', 'a,b\r\n'],
    ['blank lines alone', 'jsonl', '\n\n'],
  ]
  it.each(empty)('gives one block without records for %s, so that its layout is known', async (_, format, text) => {
    const { blocks } = await cut(bytesOf(text), format, 64)
    expect(blocks).toHaveLength(1)
    expect(textOf(blocks).trim()).toBe('')
  })

  it('gives every block memory of its own', async () => {
    const { blocks } = await cut(bytesOf('a\n1\n2\n3\n4\n5\n6\n7\n'), 'csv', 4)
    expect(blocks.length).toBeGreaterThan(2)
    expect(new Set(blocks.map((b) => b.bytes.buffer)).size).toBe(blocks.length)
  })

  it('refuses a record that would not fit in memory, with its place', async () => {
    const size = LARGEST_RECORD + 1024
    const endless: ByteSource = {
      name: 'endless.csv',
      size,
      close: async () => undefined,
      open: async () => {
        let at = 0
        return {
          async read(into) {
            const n = Math.min(into.length, size - at)
            into.fill(0x78, 0, n)
            if (at === 0) into.set(Buffer.from('a\n1\n"'))
            at += n
            return n
          },
          readAt: async () => 0,
          unchanged: async () => undefined,
          close: async () => undefined,
        }
      },
    }
    const failure = await cut(endless, 'csv', 1 << 20).catch((e: unknown) => e as PerdeError)
    expect(failure).toMatchObject({ code: 'INPUT_RECORD_TOO_LARGE', where: { offset: 4 } })
  })

  it('asks at its end whether the input changed, and closes it also when nobody reads on', async () => {
    const calls: string[] = []
    const watched = (text: string): ByteSource => ({
      ...bytesOf(text),
      open: async () => ({
        ...(await bytesOf(text).open()),
        unchanged: async () => void calls.push('unchanged'),
        close: async () => void calls.push('close'),
      }),
    })
    await cut(watched('a\n1\n'), 'csv', 64)
    expect(calls.splice(0)).toEqual(['unchanged', 'close'])
    const generator = cutBlocks(watched('a\n1\n2\n3\n4\n5\n6\n'), formatNamed('csv'), {}, 4)
    await generator.next()
    await generator.return(undefined as never)
    expect(calls).toEqual(['close'])
  })

  it('stops where its signal says so', async () => {
    const stop = new AbortController()
    const generator = cutBlocks(bytesOf('a\n1\n2\n3\n4\n5\n'), formatNamed('csv'), {}, 4, stop.signal)
    await generator.next()
    stop.abort(new Error('enough'))
    await expect(generator.next()).rejects.toThrow('enough')
  })
})
