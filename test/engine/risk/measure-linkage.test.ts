import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createLinkCollector } from '../../../src/engine/passes/link-collector.ts'
import { hash53OfBytes } from '../../../src/detect/sketch.ts'
import { linkBits } from '../../../src/engine/worker/link-sample.ts'
import { measureAttack } from '../../../src/engine/risk/measure-linkage.ts'
import { measureRisk } from '../../../src/engine/risk/measure-risk.ts'
import type { PlannedField, Plan } from '../../../src/plan/plan.ts'
import { applyHere, field, inputOf, jsonl, planOf, sourceOf } from '../plans.ts'

const quasi = (path: string, does = '') => field(path, does, { role: 'quasi-identifier' })
const insensitive = (path: string, does = '') => field(path, does, { role: 'insensitive' })
/** Spread evenly and the same everywhere. */
const draw = (row: number, what: string, values: number) =>
  createHash('sha256').update(`${row} ${what}`).digest().readUInt32LE() % values

interface Person extends Record<string, unknown> {
  sex: string
  born: string
  city: string
  dull: number
}
const people = (n: number, more: (row: number) => Record<string, unknown> = () => ({})): Person[] =>
  Array.from({ length: n }, (_, row) => ({
    sex: draw(row, 'sex', 2) ? 'f' : 'm',
    born: `19${50 + draw(row, 'born', 5)}-0${1 + draw(row, 'month', 9)}-11`,
    city: `c${draw(row, 'city', 4)}`,
    dull: draw(row, 'dull', 2),
    ...more(row),
  }))
const PEOPLE = [quasi('sex'), quasi('born', 'generalise year'), insensitive('city'), insensitive('dull')]

async function sourceRiskOf(plan: Plan, records: Person[], blockSize = 1 << 20, threads = 1) {
  const inputs = [inputOf('jsonl', jsonl(records))]
  const { applied } = await applyHere(plan, inputs, { blockSize, threads })
  return measureRisk(plan, applied, undefined, (name) => !name.includes('secret')).sources['people']!
}
const risk = (fields: PlannedField[], records: Person[]) =>
  sourceRiskOf(planOf([sourceOf(fields, { unlisted: 'drop' })]), records)

describe('the attack on a release', () => {
  it('finds few among many alike, and each where a field that nobody declared tells them apart', async () => {
    const plain = await risk(PEOPLE, people(1000))
    expect(plain.reidentified).toBe(0)
    expect(plain.undeclared!.worst).toEqual([])
    const planted = await risk(
      [...PEOPLE, insensitive('visit')],
      people(1000, (row) => ({ visit: `v${row}` })),
    )
    expect(planted.reidentified).toBe(1)
    expect(planted.attack).toMatchObject({ exact: 1, quasiIdentifiers: 0, sample: { records: 1000, of: 1000 } })
    expect(planted.undeclared!.worst).toEqual([{ fields: ['visit'], unique: 1 }])
  })

  it('names a planted pair, and a planted triple, of which no part tells', async () => {
    const digits = (row: number) => ({ a: row % 10, b: Math.floor(row / 10) % 10, c: Math.floor(row / 100) })
    const all = ['a', 'b', 'c'].map((name) => insensitive(name))
    const triple = await risk([...PEOPLE, ...all], people(1000, digits))
    expect(triple.undeclared!.worst[0]).toEqual({ fields: ['a', 'b', 'c'], unique: 1 })
    const pair = await risk([...PEOPLE, ...all.slice(0, 2)], people(100, digits))
    expect(pair.undeclared!.worst[0]).toEqual({ fields: ['a', 'b'], unique: 1 })
  })

  it('does not use what stands under a key, nor what is not there', async () => {
    const hidden = ['pseudonym person', 'drop', 'redact', 'null'].map((does, i) => insensitive(`x${i}`, does))
    const found = await risk(
      [...PEOPLE, ...hidden],
      people(300, (row) => ({ x0: row, x1: row, x2: row, x3: row })),
    )
    expect(found.attack!.columns).toEqual(['born', 'city', 'dull', 'sex'])
    expect(found.reidentified).toBeLessThan(0.05)
  })

  it('compares what was made coarser as such: an attacker who knows the day finds no more than the year allows', async () => {
    const days = people(400, (row) => ({ born: `1990-01-${String(1 + (row % 28)).padStart(2, '0')}` }))
    const coarse = await risk([quasi('sex'), quasi('born', 'generalise year')], days)
    expect(coarse.reidentified).toBe(0)
    const fine = await risk([quasi('sex'), quasi('born')], days.slice(0, 28))
    expect(fine.reidentified).toBe(1)
  })

  it('links dates that were shifted by their distance', async () => {
    // Shifted by up to ten days: years apart they are found, days apart they are not.
    const apart = people(40, (row) => ({ born: `${1900 + row}-06-15` })).map((p) => ({ ...p, sex: 'f' }))
    const close = apart.map((p, row) => ({ ...p, born: `1990-06-1${row % 10}` }))
    const fields = [
      quasi('sex'),
      field('born', [{ verb: 'shift-date', options: { days: 10, by: 'record' } }], { role: 'quasi-identifier' }),
    ]
    expect((await risk(fields, apart)).reidentified).toBe(1)
    expect((await risk(fields, close)).reidentified).toBe(0)
  })

  it('finds fewer with noisy knowledge than with exact', async () => {
    const records = people(800, (row) => ({ d: draw(row, 'd', 12), e: draw(row, 'e', 12) }))
    const { attack } = await risk([...PEOPLE, insensitive('d'), insensitive('e')], records)
    expect(attack!.noisy!.wrong).toBe(2)
    expect(attack!.exact).toBeGreaterThan(0.3)
    expect(attack!.noisy!.share).toBeLessThan(attack!.exact / 2)
    expect(attack!.noisy!.share).toBeGreaterThan(0)
  })

  it('has the same result for every cut into blocks and every order of the records', async () => {
    const records = people(300, (row) => ({ d: draw(row, 'd', 30), ...(row % 3 && { e: draw(row, 'e', 9) }) }))
    const plan = planOf([sourceOf([...PEOPLE, insensitive('d'), insensitive('e')])])
    const whole = await sourceRiskOf(plan, records)
    expect(whole.reidentified).toBeGreaterThan(0)
    expect(await sourceRiskOf(plan, records, 211, 3)).toEqual(whole)
    expect(await sourceRiskOf(plan, [...records].reverse())).toEqual(whole)
  })

  it('shows no name that the policy does not spell out and that may be data', async () => {
    const plan = planOf([sourceOf(PEOPLE.slice(0, 2), { unlisted: 'keep' })])
    const found = await sourceRiskOf(
      plan,
      people(200, (row) => ({ 'secret of': row })),
    )
    expect(found.undeclared!.worst).toEqual([{ fields: ['(name withheld)'], unique: 1 }])
    expect(JSON.stringify(found)).not.toContain('secret')
  })

  it('looks at the quasi-identifiers and the columns with the most values, twenty in all, and names the others', async () => {
    const names = Array.from({ length: 25 }, (_, i) => `n${String(i).padStart(2, '0')}`)
    const records = people(100, (row) => Object.fromEntries(names.map((name, i) => [name, row % (2 + i)])))
    const found = await risk([quasi('sex'), ...names.map((name) => insensitive(name))], records)
    expect(found.attack!.columns).toHaveLength(20)
    expect(found.attack!.notMeasured).toEqual(['n00', 'n01', 'n02', 'n03', 'n04', 'n05'])
    expect(found.undeclared!.combinations).toBe(20 + 190 + 1140)
  })

  it('holds no value of a record in what it reports', async () => {
    const records = people(50, (row) => ({ visit: `canary${row}` }))
    expect(JSON.stringify(await risk([...PEOPLE, insensitive('visit')], records))).not.toContain('canary')
  })
})

describe('the sample of the attack', () => {
  it('is all of a small input, and of a larger one what decodes in bounded time', () => {
    expect([undefined, 0, 32 << 20].map((bytes) => linkBits(bytes))).toEqual([0, 0, 0])
    for (const bytes of [(32 << 20) + 1, 82e6, 412e6, 1e12]) {
      const drawn = bytes / 2 ** linkBits(bytes)
      expect(drawn).toBeLessThanOrEqual(8 << 20)
      expect(drawn).toBeGreaterThan(4 << 20)
    }
  })

  it('finds nobody by the quasi-identifiers who is not alone in a class, though the others of it were not drawn', () => {
    const classes = [0, 1].map((alone) => {
      const source = sourceOf([quasi('sex')])
      const codes = Float64Array.from({ length: 40 }, (_, row) => row + 1)
      const column = { path: 'sex', field: 0, comparison: { kind: 'computed' as const }, known: codes, written: codes }
      const known = { records: 400, quasiIdentifiers: ['sex'], alone: alone / 4 }
      return measureAttack(
        source,
        { seeds: codes, original: undefined, columns: [column] },
        known,
        undefined,
        () => true,
      )
    })
    expect(classes.map(({ exact, quasiIdentifiers }) => [exact, quasiIdentifiers])).toEqual([
      [0, 0],
      [0.25, 0.25],
    ])
  })

  it('keeps as many records as there is room for, the same ones in every order', () => {
    const comparison = { kind: 'computed' } as const
    const blocks = Array.from({ length: 40 }, (_, block) => {
      const seeds = Float64Array.from({ length: 25 }, (_, i) => hash53OfBytes(Buffer.from(`${block} ${i}`)))
      const column = { path: 'a', field: 0, comparison, known: seeds, written: undefined }
      return {
        seeds,
        original: seeds.map((s) => s + 2),
        columns: block % 2 ? [column] : [column, { ...column, path: 'b', written: seeds.map((s) => s + 1) }],
      }
    })
    const results = [blocks, [...blocks].reverse()].map((all) => {
      const collector = createLinkCollector(300, 600)
      for (const block of all) collector.add(block)
      const { seeds, original, columns } = collector.result()
      const rows = Array.from(seeds, (seed, i) => [seed, ...columns.flatMap((c) => [c.known[i]!, c.written[i]!])])
      // What is known of a record stays with it.
      expect(original).toEqual(seeds.map((seed) => seed + 2))
      return rows.sort((x, y) => x[0]! - y[0]!)
    })
    expect(results[0]!.length).toBeGreaterThan(50)
    expect(results[0]!.length).toBeLessThanOrEqual(200)
    expect(results[1]).toEqual(results[0])
    // A field that a block lacks is null there; where it was, it is what was written.
    for (const [seed, , , known, written] of results[0]!)
      expect([
        [0, 0],
        [seed!, seed! + 1],
      ]).toContainEqual([known, written])
  })
})
