import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createShuffler, type ShuffleOptions } from '../../../src/engine/passes/shuffle.ts'
import { openScratch } from '../../../src/io/lake/scratch.ts'
import { applyHere, field, inputOf, planOf, sourceOf, setupOf } from '../plans.ts'

const KEY = new Uint8Array(32).fill(7)
function scratchHere() {
  const dir = mkdtempSync(join(tmpdir(), 'perde-shuffle-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return { scratch: openScratch(join(dir, 'scratch')), files: () => readdirSync(dir) }
}

/** Records given in pieces → the text that comes out. */
function shuffled(records: readonly string[], piece: number, more: Partial<ShuffleOptions> = {}): string {
  const { scratch, files } = scratchHere()
  const shuffler = createShuffler({ key: KEY, part: 0, expected: 1000, joint: { newline: '\n' }, scratch, ...more })
  for (let at = 0; at < records.length; at += piece) {
    const some = records.slice(at, at + piece)
    let end = 0
    const ends = Uint32Array.from(some, (record) => (end += Buffer.byteLength(record)))
    shuffler.add(Buffer.from(some.join('')), ends)
  }
  const text = Buffer.concat([...shuffler.ordered()].map(({ bytes }) => bytes)).toString()
  scratch.close()
  expect(files()).toEqual([])
  return text
}
const lines = (n: number) => Array.from({ length: n }, (_, i) => `${i},Ж"a"\n`)

describe('a shuffle', () => {
  it('has every record once, however many there are, and none where it was', () => {
    const text = shuffled(lines(1000), 100)
    expect(text.split('\n').sort()).toEqual(lines(1000).join('').split('\n').sort())
    // As many stay in place as in any permutation: one on average.
    expect(text.split('\n').filter((line, i) => line === lines(1000)[i]?.trimEnd()).length).toBeLessThan(10)
  })

  it('is the same for every cut into blocks, and whether records waited on the disk or not', () => {
    const records = fc.array(fc.constantFrom('a\n', 'b,c\r\n', '"x\ny"\n'), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(
        records,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 200 }),
        (all, piece, heldBytes) => {
          const small = { bucketBytes: 100 }
          expect(shuffled(all, piece, { ...small, heldBytes })).toBe(shuffled(all, all.length, small))
        },
      ),
      { numRuns: 40 },
    )
  })

  it('tells which number each record had', () => {
    const { scratch } = scratchHere()
    const small = { bucketBytes: 100, heldBytes: 50 }
    const shuffler = createShuffler({ key: KEY, part: 0, expected: 1000, joint: { newline: '\n' }, scratch, ...small })
    const records = Array.from({ length: 90 }, (_, i) => `${i + 10}\n`)
    for (let at = 0; at < 90; at += 30)
      shuffler.add(
        Buffer.from(records.slice(at, at + 30).join('')),
        Uint32Array.from({ length: 30 }, (_, i) => 3 * (i + 1)),
      )
    for (const { bytes, order } of shuffler.ordered())
      expect(Buffer.from(bytes).toString()).toBe([...order].map((number) => records[number]).join(''))
    scratch.close()
  })

  it('is another one under another key and in another part', () => {
    const texts = [{}, { key: new Uint8Array(32).fill(8) }, { part: 1 }].map((more) => shuffled(lines(50), 50, more))
    expect(new Set(texts).size).toBe(3)
  })

  it('gives a last record without a line end one', () => {
    const text = shuffled(['a\r\n', 'b\r\n', 'c'], 3, { joint: { newline: '\r\n' } })
    expect(text.split('\r\n').sort()).toEqual(['', 'a', 'b', 'c'])
  })
})

describe('an output whose records are shuffled', () => {
  const plan = { ...planOf([sourceOf([field('a', ''), field('b', 'drop')])]), order: 'shuffle' as const }
  const csv = `a,b\n${Array.from({ length: 200 }, (_, i) => `"${i}\n""x""",${i}\n`).join('')}`
  const run = async (blockSize: number) => {
    const { scratch } = scratchHere()
    return applyHere(plan, [inputOf('csv', csv)], {
      setup: setupOf(plan),
      blockSize,
      shuffle: { key: KEY, scratch },
    })
  }

  it('keeps its header, quoted line ends and records whole, and the digest is that of what is written', async () => {
    const { text, applied } = await run(1 << 20)
    const written = text['people.csv']!
    expect(written.startsWith('a\n"')).toBe(true)
    const records = written.slice(2).match(/"\d+\n""x"""\n/g)!
    expect(records.join('')).toBe(written.slice(2))
    expect(records.map((r) => Number.parseInt(r.slice(1), 10)).sort((x, y) => x - y)).toEqual([...Array(200).keys()])
    expect(applied.recordsSha256).toBe(applied.parts[0]!.outputs[0]!.sha256)
  })

  it('does not depend on the blocks', async () => {
    expect((await run(97)).text).toEqual((await run(1 << 20)).text)
  })

  it('may have lost every column', async () => {
    const { scratch } = scratchHere()
    const none = { ...planOf([sourceOf([field('a', 'drop')])]), order: 'shuffle' as const }
    const { applied } = await applyHere(none, [inputOf('csv', 'a\n1\n2\n')], {
      setup: setupOf(none),
      shuffle: { key: KEY, scratch },
    })
    expect(applied.records.out).toBe(2)
  })
})
