import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Progress } from '../../../src/engine/passes/block-tasks.ts'
import { derivePlanKeys } from '../../../src/engine/freeze/plan-keys.ts'
import { tableId } from '../../../src/engine/wire/setup.ts'
import { field, inputOf, jsonl, planOf, profileHere, ROOTS, sourceOf } from '../plans.ts'

const PLAN = planOf([
  sourceOf([field('id', 'surrogate')], { unlisted: 'keep' }),
  sourceOf([field('id', 'surrogate')], { name: 'visits', unlisted: 'keep' }),
])
const ids = (from: number, to: number) =>
  `id,note\n${Array.from({ length: to - from }, (_, i) => `person ${from + i},call me\n`).join('')}`

describe('the first pass', () => {
  it('learns the same from any blocks and any number of workers', async () => {
    const inputs = [
      inputOf('csv', ids(0, 40)),
      inputOf('csv', ids(30, 60), { name: 'b.csv' }),
      inputOf('jsonl', jsonl([{ id: 'x', more: { deep: 1 } }, { id: 'y' }]), {
        source: 1,
        sourceName: 'visits',
        name: 'v.jsonl',
      }),
    ]
    const learnt = async (blockSize: number, threads: number) => {
      const { met, facts, tables, records, passes } = await profileHere(PLAN, inputs, { blockSize, threads })
      return { met: met.map((m) => [...m].sort()), facts, tables, records, passes }
    }
    const expected = await learnt(1 << 20, 1)
    expect(expected.records).toBe(72)
    expect(expected.met).toEqual([
      [
        ['id', 0],
        ['note', -1],
      ],
      [
        ['id', 0],
        ['more.deep', -1],
      ],
    ])
    expect(Object.keys(expected.facts[0]!)).toEqual(['note'])
    for (const [blockSize, threads] of [
      [1, 1],
      [50, 3],
      [500, 2],
    ] as const)
      expect(await learnt(blockSize, threads), `${threads} workers, blocks of ${blockSize}`).toEqual(expected)
  })

  it('keeps one table for each set of derived keys', async () => {
    const { tables } = await profileHere(PLAN, [
      inputOf('csv', ids(0, 5)),
      inputOf('csv', ids(0, 5), { source: 1, sourceName: 'visits' }),
    ])
    const keys = Object.values(derivePlanKeys(PLAN, ROOTS))
    expect(Object.keys(tables).sort()).toEqual(keys.map((key) => tableId([key])).sort())
  })

  it('knows the bytes and the digest of every input, so that a change before the second pass shows', async () => {
    const text = ids(0, 3)
    const { passes } = await profileHere(PLAN, [inputOf('csv', text)])
    expect(passes).toMatchObject([
      { bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') },
    ])
  })

  it('says how far it is in all inputs, and never backwards', async () => {
    const seen: Progress[] = []
    const inputs = [inputOf('csv', ids(0, 50)), inputOf('csv', ids(0, 50), { name: 'b.csv' })]
    await profileHere(PLAN, inputs, { blockSize: 200, onProgress: (p) => void seen.push(p) })
    expect(seen.map((p) => p.bytes)).toEqual(seen.map((p) => p.bytes).sort((a, b) => a - b))
    expect(seen.at(-1)).toMatchObject({ phase: 'profile', records: 100, totalBytes: 2 * Buffer.byteLength(ids(0, 50)) })
  })

  it('names the record of a fault in its part', async () => {
    const text = `id\n${'a\n'.repeat(9)}"b\n`
    for (const blockSize of [4, 1 << 20])
      await expect(profileHere(PLAN, [inputOf('csv', text)], { blockSize })).rejects.toMatchObject({
        code: 'INPUT_UNTERMINATED_QUOTE',
        where: { source: 'people', part: 'people.csv', record: 10 },
      })
  })
})
