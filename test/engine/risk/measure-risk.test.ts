import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createKeyCounts } from '../../../src/engine/passes/key-counts.ts'
import { measureRisk, populationRisk } from '../../../src/engine/risk/measure-risk.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { applyHere, field, inputOf, jsonl, planOf, recordsOf, sourceOf } from '../plans.ts'

const quasi = (path: string, does = '') => field(path, does, { role: 'quasi-identifier' })
const sensitive = (path: string) => field(path, '', { role: 'sensitive' })
const risk = async (plan: Plan, records: unknown[], blockSize = 1 << 20) =>
  measureRisk(plan, (await applyHere(plan, [inputOf('jsonl', jsonl(records))], { blockSize })).applied)

it('records that are more than the people of a population are all of it, and no more', () => {
  expect(populationRisk([1, 2], 30).samplingFraction).toBe(0.1)
  expect(populationRisk([1, 2], 2).samplingFraction).toBe(1)
})

describe('the risk of a release', () => {
  it('is not measured where no field is a quasi-identifier', async () => {
    expect(await risk(planOf([sourceOf([field('a', 'mask'), sensitive('s')])]), [{ a: 1, s: 2 }])).toMatchObject({
      k: null,
      source: null,
      sources: {},
    })
  })

  it('is not measured where every quasi-identifier is erased', async () => {
    expect(await risk(planOf([sourceOf([quasi('a', 'drop'), quasi('b', 'redact')])]), [{ a: 1, b: 2 }])).toMatchObject({
      k: null,
      source: null,
      sources: {},
    })
  })

  it('of no record is not measured, and says why', async () => {
    const plan = planOf([sourceOf([quasi('a'), field('id', '')])])
    const { applied } = await applyHere(plan, [inputOf('csv', 'a,id\n')])
    expect(measureRisk(plan, applied)).toMatchObject({
      k: null,
      sources: { people: { k: null, note: 'no record was written' } },
    })
  })

  it('of more combinations than are counted is not measured, and says why', async () => {
    const plan = planOf([sourceOf([quasi('a')])])
    const { applied } = await applyHere(plan, [inputOf('csv', 'a\n1\n')])
    applied.classes[0] = { classes: createKeyCounts(16, 0), sensitive: {}, full: true }
    const { k, note } = measureRisk(plan, applied).sources['people']!
    expect([k, note]).toEqual([null, expect.stringContaining('different combinations')])
  })

  it('is that of the source with the lowest k', async () => {
    const plan = planOf([sourceOf([quasi('a')]), sourceOf([quasi('a')], { name: 'visits' })])
    const inputs = [inputOf('csv', 'a\n1\n1\n1\n'), inputOf('csv', 'a\n1\n1\n', { source: 1, name: 'v.csv' })]
    const report = measureRisk(plan, (await applyHere(plan, inputs)).applied)
    expect([report.k, report.sources['people']!.k, report.sources['visits']!.k]).toEqual([2, 3, 2])
  })

  const value = fc.option(fc.constantFrom<unknown>('', 'a', 'b', 1, '1', true), { nil: undefined })
  const record = fc.record({ q: value, r: value, s: value })
  it('has the k and the l that a plain count over the written records gives, for any blocks', async () => {
    const plan = planOf([sourceOf([quasi('q'), quasi('r'), sensitive('s')])])
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 120 }),
        async (records, blockSize) => {
          const { applied, text } = await applyHere(plan, [inputOf('jsonl', jsonl(records))], { blockSize })
          const report = measureRisk(plan, applied).sources['people']!
          const classes = new Map<string, unknown[]>()
          for (const { q, r, s } of recordsOf(text['people.jsonl']!)) {
            const key = JSON.stringify([q ?? null, r ?? null])
            classes.set(key, [...(classes.get(key) ?? []), s ?? null])
          }
          const groups = [...classes.values()]
          expect(report.k).toBe(Math.min(...groups.map((g) => g.length)))
          expect(report.classes!.count).toBe(groups.length)
          const someone = records.some((x) => x.s !== undefined)
          if (someone)
            expect(report.l['s']).toBe(Math.min(...groups.map((g) => new Set(g.map((s) => JSON.stringify(s))).size)))
        },
      ),
      { numRuns: 100 },
    )
  })

  it('counts null as a sensitive value, also in a block where nobody has the field', async () => {
    const plan = planOf([sourceOf([quasi('q'), sensitive('s')])])
    // Class a has x and null, class b null alone; in small blocks the last records lie where the field is unknown.
    const records = [{ q: 'a', s: 'x' }, { q: 'a' }, { q: 'b' }, { q: 'b' }]
    for (const blockSize of [1, 20, 1 << 20])
      expect((await risk(plan, records, blockSize)).sources['people']!.l, `blocks of ${blockSize}`).toEqual({ s: 1 })
    const both = [{ q: 'a', s: 'x' }, { q: 'a' }, { q: 'b' }, { q: 'b', s: 'y' }]
    for (const blockSize of [1, 20, 1 << 20])
      expect((await risk(plan, both, blockSize)).sources['people']!.l, `blocks of ${blockSize}`).toEqual({ s: 2 })
  })
})
