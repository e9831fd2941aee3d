import { describe, expect, it } from 'vitest'
import type { ColumnFacts } from '../../../src/detect/column-facts.ts'
import { verdict } from '../../../src/detect/column-verdict.ts'
import { createWatch, mergeWatch } from '../../../src/engine/worker/watch.ts'
import { formatNamed } from '../../../src/io/formats/format-named.ts'
import { fieldTree } from '../../../src/plan/field-tree.ts'
import type { Plan, PlannedField, SourcePlan } from '../../../src/plan/plan.ts'
import { applyAll, field, jsonl, planOf, sourceOf, tasksOf, workerOf } from '../plans.ts'

const insensitive = (path: string, does = '') => field(path, does, { role: 'insensitive' })

/** Facts about all blocks of a text that lie from `base` on in their part. */
async function watched(
  fields: PlannedField[],
  format: string,
  text: string,
  { blockSize = 1 << 20, base = 0, source = {} as Partial<SourcePlan>, plan = {} as Partial<Plan> } = {},
): Promise<Record<string, ColumnFacts>> {
  const whole = planOf([sourceOf(fields, source)], plan)
  const watch = createWatch(whole, whole.sources[0]!)
  const found: Record<string, ColumnFacts> = {}
  for (const { layout, offset, bytes } of await tasksOf(format, text, blockSize)) {
    const tree = fieldTree(whole.sources[0]!, { at: () => false, below: () => false })
    const read = formatNamed(layout.format).read(bytes, layout, tree.root)
    const permitted = new Uint8Array(read.batch.records).fill(1)
    const block = { offset: base + offset, bytes }
    mergeWatch(found, watch.look(formatNamed(layout.format), layout, read, block, permitted))
  }
  return found
}

const PHONES = Array.from(
  { length: 300 },
  (_, i) => `+7 701 ${String(1_000_000 + i * 7919).slice(0, 3)} ${String(1000 + i * 13).slice(0, 4)}`,
)
const csvOf = (values: readonly string[]) => `code,other\n${values.map((v) => `${v},x\n`).join('')}`
const FAR = 5 * 1024 * 1024

describe('the watch', () => {
  it('counts what stands in fields that the policy calls insensitive, and in no others', async () => {
    const fields = [insensitive('code'), field('other', 'mask')]
    const found = await watched(fields, 'csv', csvOf(PHONES))
    expect(Object.keys(found)).toEqual(['code'])
    expect(found['code']!.count).toBe(300)
    expect(verdict('code', found['code']!)).toMatchObject({ entity: 'phone', role: 'identifier' })
  })

  it('looks at nothing where no field is called insensitive', async () => {
    const named = [field('code', 'mask'), field('other', '', { role: 'sensitive' })]
    expect(await watched(named, 'csv', csvOf(PHONES))).toEqual({})
  })

  it('looks at fields that no rule names where they are kept', async () => {
    const found = await watched([field('code', 'mask')], 'csv', csvOf(PHONES), { source: { unlisted: 'keep' } })
    expect(Object.keys(found)).toEqual(['other'])
  })

  it('does not look at what leaves the records: unlisted fields that are dropped, what a dropped container holds', async () => {
    const text = jsonl([{ code: 1, who: { phone: PHONES[0], code: 2 }, phone: PHONES[1] }])
    const found = await watched([insensitive('code'), field('who', 'drop')], 'jsonl', text, {
      source: { unlisted: 'drop' },
    })
    expect(Object.keys(found)).toEqual(['code'])
  })

  it('does not look at an insensitive field that leaves every record', async () => {
    expect(await watched([insensitive('code', 'drop'), insensitive('other')], 'csv', csvOf(PHONES))).not.toHaveProperty(
      'code',
    )
  })

  it('does not look at records that may not be used', () => {
    const plan = planOf([sourceOf([insensitive('code')])])
    const watch = createWatch(plan, plan.sources[0]!)
    const bytes = Buffer.from('a\nb\nc\n')
    const layout = { format: 'csv', fields: ['code'], options: { delimiter: ',', quote: '"' } }
    const tree = fieldTree(plan.sources[0]!, { at: () => false, below: () => false })
    const read = formatNamed('csv').read(bytes, layout, tree.root)
    const found = watch.look(formatNamed('csv'), layout, read, { offset: 0, bytes }, Uint8Array.of(1, 0, 1))
    expect(found['code']!.count).toBe(2)
  })

  it('looks into containers that are kept as insensitive', async () => {
    const text = jsonl([{ more: { deep: [{ phone: PHONES[0] }] } }])
    expect(Object.keys(await watched([insensitive('more')], 'jsonl', text))).toEqual(['more.deep[].phone'])
  })

  it('sees the values as they came, before the transforms of their field', async () => {
    const found = await watched([insensitive('code', 'mask'), field('other', '')], 'csv', csvOf(PHONES))
    expect(verdict('code', found['code']!).entity).toBe('phone')
  })

  it('looks at all records of the first 4 MiB and at about one in 64 behind them', async () => {
    const many = csvOf(Array.from({ length: 20_000 }, (_, i) => `v${i}`))
    const fields = [insensitive('code'), field('other', '')]
    expect((await watched(fields, 'csv', many))['code']!.count).toBe(20_000)
    const { count } = (await watched(fields, 'csv', many, { base: FAR }))['code']!
    // A share of 1/64 of 20,000 is 312; five standard deviations to either side.
    expect(count).toBeGreaterThan(312 - 88)
    expect(count).toBeLessThan(312 + 88)
  })

  it('looks at every record where the policy says so', async () => {
    const plan = {
      detect: { find: [], locales: [], confidence: 0.5, surprise: 'fail', 'surprise-scan': 'all', patterns: {} },
    } as const
    const many = csvOf(Array.from({ length: 1000 }, (_, i) => `v${i}`))
    const found = await watched([insensitive('code'), field('other', '')], 'csv', many, {
      base: FAR,
      plan: plan as unknown as Partial<Plan>,
    })
    expect(found['code']!.count).toBe(1000)
  })

  const formats: [string, (values: readonly string[]) => string][] = [
    // every format finds the beginnings of its records in its own way
    ['csv', csvOf],
    ['jsonl', (values) => jsonl(values.map((code) => ({ code, other: 'x' })))],
  ]
  it.each(formats)('takes the same sample of %s however the records are cut into blocks', async (format, textOf) => {
    const text = textOf(Array.from({ length: 3000 }, (_, i) => `v${i}"${'"'.repeat(i % 2)}`.replaceAll('"', '')))
    const fields = [insensitive('code'), field('other', '')]
    // The blocks lie where one in 64 is looked at, so another sample would have other values.
    const all = await watched(fields, format, text, { base: FAR })
    for (const blockSize of [64, 1000, 4096])
      expect(await watched(fields, format, text, { base: FAR, blockSize }), `blocks of ${blockSize}`).toEqual(all)
  })

  it('is part of what a worker gives back for a block', async () => {
    const worker = workerOf([insensitive('code'), field('other', 'mask')])
    const { results } = await applyAll(worker, 'csv', csvOf(PHONES), 512)
    const found: Record<string, ColumnFacts> = {}
    for (const receipt of results.flatMap(({ receipts }) => receipts)) mergeWatch(found, receipt.watch)
    expect(found).toEqual(await watched([insensitive('code'), field('other', 'mask')], 'csv', csvOf(PHONES)))
  })
})
