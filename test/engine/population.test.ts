import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measureRisk } from '../../src/engine/risk/measure-risk.ts'
import { createKeyCounts } from '../../src/engine/passes/key-counts.ts'
import { policyOf, release } from './anonymous-release.ts'
import { inputOf, jsonl, temporaryFolder } from './plans.ts'

// Ages by fives and tens, sexes: what a reader sees of a record, and whom of the population it could be.

interface Person {
  q: string | null
  r: number
}
const person: fc.Arbitrary<Person> = fc.record({
  q: fc.constantFrom('f', 'm', null),
  r: fc.integer({ min: 20, max: 49 }),
})
const HIERARCHIES = { r: { intervals: [5, 10] } }

/** A folder with the table of a population. */
function withTable(people: readonly Person[], text = jsonl(people as unknown as Record<string, unknown>[])): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'people.jsonl'), text)
  return folder
}

/** Whether somebody of the population could be the one of a written record. */
function fits(written: Record<string, unknown>, { q, r }: Person): boolean {
  const sexFits = written['q'] === '*' || (written['q'] ?? null) === q
  const age = String(written['r'])
  const [low, high = low] = age.split('-').map(Number)
  return sexFits && (age === '*' || (r >= low! && r <= high!))
}

const record = (p: Person, i: number) => ({ who: String(i), ...p, s: 'x' })

describe('a release held against a population', () => {
  it.each(['top-down', 'full-domain'])(
    'has in every class as many people as k-map asks for, whoever of them is in the records (%s)',
    async (model) => {
      await fc.assert(
        fc.asyncProperty(fc.array(person, { minLength: 6, maxLength: 30 }), fc.nat(), async (people, seed) => {
          const sample = people.filter((_, i) => (i * 7 + seed) % 3 === 0)
          fc.pre(sample.length > 0)
          const policy = policyOf({
            k: 1,
            'k-map': 4,
            model,
            population: 'people.jsonl',
            hierarchies: HIERARCHIES,
            'suppress-at-most': '50%',
          })
          const { records, risk } = await release(policy, [inputOf('jsonl', jsonl(sample.map(record)))], {
            baseDir: withTable(people),
          })
          const fewest = Math.min(...records.map((r) => people.filter((p) => fits(r, p)).length))
          expect(fewest).toBeGreaterThanOrEqual(4)
          expect(risk.sources['people']!.anonymity).toMatchObject({ met: true })
          const said = risk.sources['people']!.anonymity!.population!.fewest
          expect(said).toBeGreaterThanOrEqual(4)
          // Classes of local recoding may overlap for a reader, who then has more to choose from.
          if (model === 'full-domain') expect(said).toBe(fewest)
          else expect(said).toBeLessThanOrEqual(fewest)
          expect(risk.sources['people']!.population!.size).toBe(people.length)
        }),
        { numRuns: 25 },
      )
    },
  )

  it.each(['top-down', 'full-domain'])(
    'has in no class a greater share of the people than presence-at-most says (%s)',
    async (model) => {
      await fc.assert(
        fc.asyncProperty(fc.array(person, { minLength: 12, maxLength: 40 }), async (people) => {
          const sample = people.filter((_, i) => i % 4 === 0)
          const policy = policyOf({
            k: 1,
            'presence-at-most': '40%',
            model,
            population: 'people.jsonl',
            hierarchies: HIERARCHIES,
            'suppress-at-most': '50%',
          })
          const { records, risk } = await release(policy, [inputOf('jsonl', jsonl(sample.map(record)))], {
            baseDir: withTable(people),
          })
          for (const written of records) {
            const alike = records.filter((r) => r['q'] === written['q'] && r['r'] === written['r']).length
            expect(alike / people.filter((p) => fits(written, p)).length).toBeLessThanOrEqual(0.4)
          }
          expect(risk.sources['people']!.anonymity!.population!.presence).toBeLessThanOrEqual(0.4)
        }),
        { numRuns: 25 },
      )
    },
  )

  it('takes the least loss at which the population holds, though the records alone would lose nothing', async () => {
    // Five of twenty-one: the population has three of them, of 23 only one.
    const people = [21, 21, 21, 22, 22, 23].map((r) => ({ q: 'f', r }))
    const sample = [21, 21, 23].map((r) => ({ q: 'f', r }))
    const policy = (k: number) =>
      policyOf({ k: 1, 'k-map': k, model: 'full-domain', population: 'people.jsonl', hierarchies: HIERARCHIES })
    const levels = async (k: number) =>
      (await release(policy(k), [inputOf('jsonl', jsonl(sample.map(record)))], { baseDir: withTable(people) })).plan
        .sources[0]!.anonymity!.solved!.levels
    expect(await levels(2)).toEqual([0, 1])
    expect(await levels(6)).toEqual([0, 1])
    await expect(levels(7)).rejects.toMatchObject({ code: 'ANONYMITY_NOT_MET' })
  })

  it('reads the table by other names, after the rules of the fields, whatever the blocks', async () => {
    const people = Array.from({ length: 40 }, (_, i) => ({
      sex: i % 2 === 0 ? 'f' : 'm',
      'born on': `19${60 + (i % 20)}-05-17`,
      more: 'x',
    }))
    const sample = people.slice(0, 10).map(({ sex, ...p }, i) => ({ who: String(i), q: sex, r: p['born on'], s: 'x' }))
    const policy = policyOf(
      {
        k: 1,
        'k-map': 5,
        population: { path: 'people.jsonl', fields: { q: 'sex', r: 'born on' } },
        hierarchies: { r: { dates: ['decade'] } },
      },
      { r: { role: 'quasi-identifier', do: 'generalise year' } },
    )
    const baseDir = withTable([], jsonl(people))
    const input = () => [inputOf('jsonl', jsonl(sample))]
    const found = await release(policy, input(), { baseDir })
    expect(found.risk.sources['people']!.anonymity!.population).toEqual({ fewest: 10, presence: 0.5 })
    expect((await release(policy, input(), { baseDir, blockSize: 50 })).text).toEqual(found.text)
  })

  it.each<[string, Record<string, unknown>[], string, RegExp]>([
    ['that lacks a quasi-identifier', [{ q: 'f', R: 30 }], 'POLICY_INVALID', /has no field "r"/],
    ['that is empty', [], 'INPUT_EMPTY', /./],
    ['with a list for a value', [{ q: 'f', r: [1] }], 'INPUT_VALUE', /./],
    ['that is smaller than k-map', [{ q: 'f', r: 30 }], 'ANONYMITY_NOT_MET', /./],
  ])('%s is refused', async (_, people, code, message) => {
    const policy = policyOf({ k: 1, 'k-map': 2, population: 'people.jsonl' })
    const failed = release(policy, [inputOf('jsonl', jsonl([record({ q: 'f', r: 30 }, 0)]))], {
      baseDir: withTable([], jsonl(people)),
    })
    await expect(failed).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string })
  })

  it('that is a header alone is refused', async () => {
    const policy = policyOf({ k: 1, 'k-map': 2, population: { path: 'people.jsonl', format: 'csv' } })
    const failed = release(policy, [inputOf('jsonl', jsonl([record({ q: 'f', r: 30 }, 0)]))], {
      baseDir: withTable([], 'q,r\n'),
    })
    await expect(failed).rejects.toMatchObject({
      code: 'INPUT_EMPTY',
      message: expect.stringContaining('no record') as string,
    })
  })

  it('that is not there is refused', async () => {
    const policy = policyOf({ k: 1, 'k-map': 2, population: 'nobody.jsonl' })
    const failed = release(policy, [inputOf('jsonl', jsonl([record({ q: 'f', r: 30 }, 0)]))], {
      baseDir: withTable([]),
    })
    await expect(failed).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
  })

  it('whose classes are not those that were written is refused', async () => {
    const people = Array.from({ length: 8 }, (_, i) => ({ q: 'f', r: 20 + (i % 2) }))
    const policy = policyOf({ k: 1, 'k-map': 2, population: 'people.jsonl' })
    const found = await release(policy, [inputOf('jsonl', jsonl(people.slice(0, 4).map(record)))], {
      baseDir: withTable(people),
    })
    const { plan, applied, solutions, planned, setup } = found
    const measured = (population: ReturnType<typeof createKeyCounts>[]) =>
      measureRisk(plan, applied, { solutions, planned, population, measureKey: setup.measureKey })
    expect(() => measured([createKeyCounts(16, 1)])).toThrow('does not hold what the policy asks for')
    expect(() => measured([])).toThrow('cannot be told')
  })
})
