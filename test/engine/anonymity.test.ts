import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averageRisk } from '../../src/anonymity/privacy-models/risk-threshold.ts'
import { measureRisk } from '../../src/engine/risk/measure-risk.ts'
import { manifestFields, outputClass } from '../../src/engine/seal/seal.ts'
import type { WorkerSetup } from '../../src/engine/wire/setup.ts'
import { policyOf, release } from './anonymous-release.ts'
import { inputOf, jsonl } from './plans.ts'

// Among them what looks like a suppressed value, spellings of one letter that are two values, and a separator.
const value = fc.option(
  fc.constantFrom<unknown>('', 'a', 'b', ' b', 'b ', '*', 'é', 'e\u0301', 'a;b', 1, '1', true, null),
  { nil: undefined },
)
const record = fc.record({
  who: fc.integer({ min: 1, max: 6 }).map(String),
  q: value,
  r: fc.option(fc.integer({ min: 0, max: 90 }), { nil: undefined }),
  s: fc.constantFrom('x', 'y', 'z', null),
})
const model = fc.constantFrom('top-down', 'peeling', 'full-domain')

/** What a reader of the output tells apart. */
const classOf = ({ q, r }: Record<string, unknown>) => JSON.stringify([q ?? null, r ?? null])
function classes(records: readonly Record<string, unknown>[]): Record<string, unknown>[][] {
  const groups = new Map<string, Record<string, unknown>[]>()
  for (const r of records) groups.set(classOf(r), [...(groups.get(classOf(r)) ?? []), r])
  return [...groups.values()]
}

describe('a run that asks for anonymity', () => {
  it('publishes no class of fewer than k records, whatever the table, the model and the blocks', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 4, maxLength: 30 }),
        model,
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 1, max: 300 }),
        async (records, chosen, k, blockSize) => {
          const policy = policyOf({ k, model: chosen, 'suppress-at-most': '30%' })
          const input = () => [inputOf('jsonl', jsonl(records))]
          const found = await release(policy, input())
          for (const group of classes(found.records)) expect(group.length).toBeGreaterThanOrEqual(k)
          expect(found.records.length + found.applied.records.suppressed).toBe(records.length)
          expect(found.applied.records.suppressed).toBeLessThanOrEqual(0.3 * records.length)
          expect(found.risk.k).toBe(Math.min(...classes(found.records).map((group) => group.length)))
          const again = await release(policy, input(), { blockSize })
          expect(again.text).toEqual(found.text)
          expect(again.plan).toEqual(found.plan)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('counts a person once where the unit is the subject', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 6, maxLength: 30 }), model, async (records, chosen) => {
        const people = new Set(records.map(({ who }) => who)).size
        fc.pre(people >= 3)
        const policy = policyOf({ k: 3, model: chosen, unit: 'subject', 'suppress-at-most': '50%' })
        const found = await release(policy, [inputOf('jsonl', jsonl(records))])
        for (const group of classes(found.records))
          expect(new Set(group.map(({ who }) => who)).size).toBeGreaterThanOrEqual(3)
        expect(found.risk.sources['people']).toMatchObject({ unit: 'subject' })
        expect(found.risk.k).toBeGreaterThanOrEqual(3)
      }),
      { numRuns: 40 },
    )
  })

  it('counts spellings of one person that look alone as one', async () => {
    // A zero-width space, a composed and a decomposed letter, a Cyrillic look-alike, another case.
    const spellings = ['José-A', 'Jose\u0301-A', 'Jo\u200bsé-A', 'José-А', ' josé-a']
    const policy = policyOf({ k: 2, unit: 'subject' })
    const records = spellings.map((who) => ({ who, q: 'a', r: 1, s: 'x' }))
    await expect(release(policy, [inputOf('jsonl', jsonl(records))])).rejects.toMatchObject({
      code: 'ANONYMITY_NOT_MET',
    })
    const found = await release(policy, [inputOf('jsonl', jsonl([...records, { who: 'Jack', q: 'a', r: 1, s: 'x' }]))])
    expect(found.risk).toMatchObject({ k: 2 })
    expect(found.records).toHaveLength(6)
  })

  it('has in every class as many sensitive values as l asks for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 6, maxLength: 30 }), model, async (records, chosen) => {
        fc.pre(new Set(records.map(({ s }) => s)).size >= 2)
        const policy = policyOf({ k: 2, l: { s: 2 }, model: chosen, 'suppress-at-most': '50%' })
        const found = await release(policy, [inputOf('jsonl', jsonl(records))])
        for (const group of classes(found.records))
          expect(new Set(group.map(({ s }) => s)).size).toBeGreaterThanOrEqual(2)
        expect(found.risk.l['s']).toBeGreaterThanOrEqual(2)
      }),
      { numRuns: 40 },
    )
  })

  it('has no class further from all records than t allows by the ranks of the values', async () => {
    const values = [1, 2, 10, 50]
    const own = record
      .map(({ s: _, ...rest }) => rest)
      .chain((rest) => fc.constantFrom(...values).map((s) => ({ ...rest, s })))
    await fc.assert(
      fc.asyncProperty(fc.array(own, { minLength: 8, maxLength: 40 }), model, async (records, chosen) => {
        const policy = policyOf({ k: 2, t: { s: { ordered: 0.25 } }, model: chosen, 'suppress-at-most': '50%' })
        const found = await release(policy, [inputOf('jsonl', jsonl(records))])
        const all = records.map(({ s }) => s)
        const ranks = values.filter((value) => all.includes(value))
        const share = (of: readonly unknown[], upTo: number) =>
          of.filter((s) => ranks.indexOf(s as number) <= upTo).length / of.length
        for (const group of classes(found.records)) {
          const there = group.map(({ s }) => s)
          const distance = ranks.reduce((sum, _, i) => sum + Math.abs(share(there, i) - share(all, i)), 0)
          expect(ranks.length < 2 ? 0 : distance / (ranks.length - 1)).toBeLessThanOrEqual(0.25 + 1e-9)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('keeps the bounds on all published records in every model', async () => {
    const bounds = fc.constantFrom<Record<string, string>>(
      { average: '20%' },
      { average: '50%' },
      { average: '30%', unique: '10%' },
      { unique: '0%' },
      { unique: '20%' },
    )
    const suppressed = fc.constantFrom('drop', 'class')
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 6, maxLength: 40 }),
        model,
        bounds,
        suppressed,
        async (records, chosen, risk, left) => {
          const policy = policyOf({
            k: 1,
            'risk-at-most': risk,
            model: chosen,
            suppressed: left,
            'suppress-at-most': '30%',
          })
          const found = await release(policy, [inputOf('jsonl', jsonl(records))])
          const groups = classes(found.records)
          const alone = groups.filter((group) => group.length === 1).length
          const { average = '100', unique = '100' } = risk
          expect(groups.length / found.records.length).toBeLessThanOrEqual(parseFloat(average) / 100 + 1e-9)
          expect(alone / found.records.length).toBeLessThanOrEqual(parseFloat(unique) / 100 + 1e-9)
          expect(found.applied.records.suppressed).toBeLessThanOrEqual(0.3 * records.length)
          expect(found.risk.anonymity!.met).toBe(true)
        },
      ),
      { numRuns: 80 },
    )
  })

  describe('is asked for an average risk', () => {
    // Ten classes of two and one of twenty.
    const records = [...Array(40).keys()].map((i) => ({
      who: String(i),
      q: i < 20 ? `q${i >> 1}` : 'q10',
      r: 1,
      s: 'x',
    }))
    const asked = (anonymity: Record<string, unknown>) =>
      release(policyOf({ k: 2, ...anonymity }), [inputOf('jsonl', jsonl(records))])

    it.each(['top-down', 'peeling', 'full-domain'])('that %s reaches only with coarser classes', async (chosen) => {
      const free = await asked({ model: chosen })
      expect(free.risk.risk!.marketer).toBe(0.275)
      const bound = await asked({ model: chosen, 'risk-at-most': { average: '10%' } })
      expect(bound.risk.risk!.marketer).toBeLessThanOrEqual(0.1)
      expect(bound.risk.anonymity!.ncp).toBeGreaterThan(0)
    })

    it('and leaves out the smallest classes, as few as it takes, where one level a column may', async () => {
      const suppress = { model: 'full-domain', 'suppress-at-most': '50%' }
      const found = await asked({ ...suppress, 'risk-at-most': { average: '20%' } })
      // 5 classes of 2 and the one of 20: 6 / 30.
      expect(found.risk.risk!.marketer).toBe(0.2)
      expect(found.applied.records.suppressed).toBe(10)
    })

    it('that no table of so few records has, and is refused or says so', async () => {
      const few = { 'risk-at-most': { average: '2%' } }
      for (const chosen of ['top-down', 'peeling', 'full-domain']) {
        await expect(asked({ model: chosen, ...few })).rejects.toMatchObject({ code: 'ANONYMITY_NOT_MET' })
        const said = await asked({ model: chosen, ...few, 'if-not-met': 'report' })
        expect(said.risk.anonymity).toMatchObject({ met: false })
        expect(said.records).toHaveLength(40)
      }
    })

    it('which is in no label k-anonymous where k is one', async () => {
      const labelOf = async (anonymity: Record<string, unknown>) => {
        const policy = policyOf({ k: 1, ...anonymity }, { who: { role: 'identifier', do: 'drop' } })
        const { plan, applied, risk } = await release(policy, [inputOf('jsonl', jsonl(records))])
        const fields = manifestFields(plan, applied, () => true)
        return outputClass(plan, fields, applied, risk)
      }
      const risk = { 'risk-at-most': { average: '50%' } }
      expect(await labelOf(risk)).toBe('masked')
      expect(await labelOf({ k: 2, ...risk })).toBe('k-anonymous')
    })

    it('that what was written does not have, and is refused', async () => {
      const policy = policyOf({ k: 2, hierarchies: { r: { round: [0] } } })
      const { plan, applied, solutions, planned, population, setup } = await release(policy, [
        inputOf('jsonl', jsonl(records)),
      ])
      const measured = (average: number) =>
        measureRisk(plan, applied, {
          solutions: solutions.map(
            (s) => s && { ...s, requirements: { ...s.requirements, tables: [averageRisk(average)] } },
          ),
          planned,
          population,
          measureKey: setup.measureKey,
        })
      expect(measured(0.275).risk!.marketer).toBe(0.275)
      expect(() => measured(0.27)).toThrow('do not hold together')
    })
  })

  describe('is refused when what was written is not what was planned', () => {
    // Three classes of three: q is written as it is, r as its interval.
    const records = ['a', 'b', 'c'].flatMap((q) => [1, 1, 1].map((r, i) => ({ who: String(i), q, r, s: 'x' })))
    const policy = policyOf({ k: 3, hierarchies: { r: { round: [0] } } })
    const written = (between: (setup: WorkerSetup) => void) =>
      release(policy, [inputOf('jsonl', jsonl(records))], { between })
    const texts = (setup: WorkerSetup) => setup.recodings![0]!.hierarchies[0]!.levels[0]!.values

    it('which without a change it is', async () => {
      expect((await written(() => undefined)).risk).toMatchObject({ k: 3, classes: { count: 3 } })
    })

    const refused: [string, (setup: WorkerSetup) => void][] = [
      ['though every class has k records', (setup) => changed(setup, (values) => (values[0] = 'z'))],
      ['two classes being one now', (setup) => changed(setup, (values) => (values[0] = values[1]!))],
      [
        'a class being suppressed',
        (setup) => {
          const { nodeOf } = setup.recodings![0]!
          setup.recodings![0]! = { ...setup.recodings![0]!, nodeOf: nodeOf.map((node, e) => (e === 0 ? -1 : node)) }
        },
      ],
    ]
    it.each(refused)('%s', async (_, between) => {
      await expect(written(between)).rejects.toMatchObject({ code: 'ANONYMITY_NOT_MET' })
    })

    /** The workers get hierarchies of their own, with other texts than the plan has. */
    function changed(setup: WorkerSetup, change: (values: string[]) => void): void {
      setup.recodings = structuredClone(setup.recodings!)
      change(texts(setup))
    }
  })
})

describe('what a reader would tell apart', () => {
  const many = (n: number, record: Record<string, unknown>) =>
    Array.from({ length: n }, () => ({ who: '1', ...record }))

  it('is not whether a field is null or missing', async () => {
    for (const model of ['top-down', 'peeling', 'full-domain']) {
      const records = [
        ...many(6, { q: 'a', r: 1, s: 'x' }),
        ...many(5, { q: null, r: 1, s: 'x' }),
        ...many(1, { r: 1, s: 'x' }),
      ]
      const found = await release(policyOf({ k: 5, model }), [inputOf('jsonl', jsonl(records))])
      const forms = found.records.map((r) => `${'q' in r} ${JSON.stringify(r['q'])}`)
      for (const form of new Set(forms)) expect(forms.filter((f) => f === form).length).toBeGreaterThanOrEqual(5)
    }
  })

  it('is no object in the place of a value, nor its keys: such a record ends the run', async () => {
    for (const odd of [{ secret: 'same' }, {}, [], ['a']])
      await expect(
        release(policyOf({ k: 2 }), [
          inputOf('jsonl', jsonl([...many(5, { q: 'a', s: 'x' }), ...many(5, { q: odd, s: 'x' })])),
        ]),
      ).rejects.toMatchObject({ code: 'INPUT_VALUE' })
  })

  it('is not an object that some records lack: such a field ends the run', async () => {
    const policy = policyOf({ k: 2 }, { q: 'insensitive', 'a.q': 'quasi-identifier' })
    const records = [...many(5, { a: { q: 'x' }, s: 'x' }), ...many(5, { a: {}, s: 'x' })]
    await expect(release(policy, [inputOf('jsonl', jsonl(records))])).rejects.toMatchObject({ code: 'INPUT_VALUE' })
  })

  it('is not the spelling of a sensitive value: five spellings are one', async () => {
    const same: unknown[][] = [
      ['1', '1.0', '1e0', 1, ' 1 '],
      [null, '', ' ', '\u00a0', undefined],
      ['Grippe', ' Grippe', 'Grippe ', 'Gri\u0070pe', 'Grippe'],
    ]
    for (const spellings of same) {
      const records = spellings.flatMap((s) => many(2, { q: 'a', r: 1, s }))
      await expect(release(policyOf({ k: 2, l: { s: 2 } }), [inputOf('jsonl', jsonl(records))])).rejects.toMatchObject({
        code: 'ANONYMITY_NOT_MET',
      })
    }
  })
})
