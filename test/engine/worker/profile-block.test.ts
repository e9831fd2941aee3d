import { describe, expect, it } from 'vitest'
import { profileBlock } from '../../../src/engine/worker/profile-block.ts'
import { verbNamed } from '../../../src/transforms/verb-named.ts'
import type { PlannedField } from '../../../src/plan/plan.ts'
import { field, jsonl, tasksOf, workerOf } from '../plans.ts'

async function profile(fields: PlannedField[], format: string, text: string, blockSize = 1 << 20) {
  const worker = workerOf(fields, { unlisted: 'keep' })
  return (await tasksOf(format, text, blockSize)).map((task) => profileBlock(worker, task))
}

const merge = (blocks: Awaited<ReturnType<typeof profile>>) => {
  const byId = new Map<string, Uint8Array[]>()
  for (const { tables } of blocks) for (const [id, { facts }] of tables) byId.set(id, [...(byId.get(id) ?? []), facts])
  return new Map(
    [...byId].map(([id, facts]) => [id, Buffer.from(verbNamed('surrogate').profile!.merge(facts)).toString('hex')]),
  )
}

describe('the profile of a block', () => {
  it('counts records and names the fields that were met, with the rule of each', async () => {
    const [block] = await profile(
      [field('a', 'mask'), field('b.c', '')],
      'jsonl',
      jsonl([{ a: 1, b: { c: 2 } }, { d: [3] }]),
    )
    expect(block!.records).toBe(2)
    expect(block!.met).toEqual([
      ['a', 0],
      ['b.c', 1],
      ['d[]', -1],
    ])
  })

  it('looks at fields that no rule names, and at no field that has one', async () => {
    const [block] = await profile([field('a', 'mask')], 'csv', 'a,b\n1,2\n3,4\n')
    expect(Object.keys(block!.facts)).toEqual(['b'])
    expect(block!.facts['b']!.count).toBe(2)
  })

  it('collects for verbs that need all values, from any blocks in any order the same', async () => {
    const text = `id,b\n${Array.from({ length: 50 }, (_, i) => `person ${i % 20},x\n`).join('')}`
    const fields = [field('id', 'surrogate'), field('b', '')]
    const whole = merge(await profile(fields, 'csv', text))
    const cut = merge((await profile(fields, 'csv', text, 64)).reverse())
    expect(whole.size).toBe(1)
    expect(cut).toEqual(whole)
  })

  it('collects into one table for fields that share a domain, into two for those that do not', async () => {
    const text = 'a,b\n1,2\n'
    expect(
      merge(await profile([field('a', 'surrogate person'), field('b', 'surrogate person')], 'csv', text)).size,
    ).toBe(1)
    expect(merge(await profile([field('a', 'surrogate'), field('b', 'surrogate')], 'csv', text)).size).toBe(2)
  })

  it('collects what reaches the step, behind the steps before it, and no nulls', async () => {
    const table = async (does: Parameters<typeof field>[1], records: unknown[]) =>
      [...merge(await profile([field('a', does)], 'jsonl', jsonl(records))).values()][0]
    const steps = [
      { verb: 'round', options: { to: 10 } },
      { verb: 'surrogate', options: { domain: 'one' } },
    ]
    expect(await table(steps, [{ a: '11' }, { a: null }, { a: '42' }])).toBe(
      await table('surrogate one', [{ a: '10' }, { a: '40' }]),
    )
  })
})
