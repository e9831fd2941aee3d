import { describe, expect, it } from 'vitest'
import { policyOf, release } from './anonymous-release.ts'
import { inputOf, jsonl } from './plans.ts'

const K = 4
/** Room for some five hundred combinations of two fields. */
const TINY = 20_000

/** 2,000 records with about 1,500 combinations; q: a code of three digits, r: a number below a hundred, sometimes null. */
const RECORDS = Array.from({ length: 2000 }, (_, i) => ({
  who: String(i),
  q: String(100 + ((i * 37) % 200)),
  r: i % 50 === 0 ? null : (i * i * 7 + (i >> 3)) % 97,
  s: 'xyz'[i % 3],
}))
const policy = (more: Record<string, unknown> = {}) =>
  policyOf({ k: K, hierarchies: { q: { prefix: [1, 2] } }, ...more })
const inputs = (records: readonly unknown[] = RECORDS) => [inputOf('jsonl', jsonl(records))]
const levels = ({ plan }: Awaited<ReturnType<typeof release>>) =>
  plan.sources[0]!.anonymity!.solved!.hierarchies.map(({ field, from }) => [field, from])

const sizes = (records: readonly Record<string, unknown>[]) => {
  const groups = new Map<string, number>()
  for (const { q, r } of records) {
    const key = JSON.stringify([q ?? null, r ?? null])
    groups.set(key, (groups.get(key) ?? 0) + 1)
  }
  return [...groups.values()]
}

describe('a table of combinations that is larger than its budget', () => {
  for (const model of ['top-down', 'peeling', 'full-domain'])
    it(`is made coarser, and ${model} publishes classes of k records all the same`, async () => {
      const found = await release(policy({ model, 'suppress-at-most': '10%' }), inputs(), { tableBytes: TINY })
      expect(levels(found)).toContainEqual([expect.any(String), expect.any(Number)])
      expect(levels(found).filter(([, from]) => from !== undefined)).not.toEqual([])
      expect(Math.min(...sizes(found.records))).toBeGreaterThanOrEqual(K)
      expect(found.risk.k).toBe(Math.min(...sizes(found.records)))
      expect(found.records.length + found.applied.records.suppressed).toBe(RECORDS.length)
      expect(found.risk.classes!.count).toBe(sizes(found.records).length)
    })

  it('ends at the same levels and bytes whatever the blocks', async () => {
    const whole = await release(policy(), inputs(), { tableBytes: TINY })
    for (const blockSize of [300, 4000, 20_000]) {
      const parts = await release(policy(), inputs(), { tableBytes: TINY, blockSize })
      expect([parts.plan, parts.text]).toEqual([whole.plan, whole.text])
    }
  })

  it('ends at the same plan whatever the order of the records', async () => {
    const whole = await release(policy(), inputs(), { tableBytes: TINY })
    const sorted = RECORDS.toSorted((a, b) => (a.r ?? -1) - (b.r ?? -1) || Number(a.q) - Number(b.q))
    for (const records of [RECORDS.toReversed(), sorted])
      expect((await release(policy(), inputs(records), { tableBytes: TINY, blockSize: 3000 })).plan).toEqual(whole.plan)
  })

  it('writes no value that is finer than the level at which it begins', async () => {
    const found = await release(
      policy({ hierarchies: { q: { prefix: [1, 2] }, r: { intervals: [10, 50] } } }),
      inputs(),
      {
        tableBytes: 12_000,
      },
    )
    const from = new Map(levels(found) as [string, number | undefined][])
    expect(from.get('q')).toBeGreaterThan(0)
    for (const { q } of found.records) expect(q).toMatch(/^\d?\d?\*+$/)
  })

  it('is not touched where it fits: the plan is that of a run without a budget', async () => {
    const fits = await release(policy(), inputs(), { tableBytes: 200_000 })
    expect(fits.plan).toEqual((await release(policy(), inputs())).plan)
    expect(levels(fits)).toEqual([
      ['q', undefined],
      ['r', undefined],
    ])
  })

  it('is an error that names the field with the most values where sensitive values alone are too many', async () => {
    const records = RECORDS.map((r, i) => ({ ...r, s: `value ${i}` }))
    const found = release(policy({ l: { s: 2 } }), inputs(records), { tableBytes: TINY })
    await expect(found).rejects.toMatchObject({
      code: 'PLAN_LIMIT',
      hints: [expect.stringContaining('s has 2000 different values')],
    })
  })
})
