import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it, test } from 'vitest'
import {
  notMeasured,
  publishedCount,
  riskReport,
  sourceRisk,
  type SourceRisk,
} from '../../../src/evidence/release/risk.ts'
import { expectAsAjv } from '../../schema/as-ajv.ts'
import { isRiskReport, riskSchema } from '../../../src/evidence/release/risk-schema.ts'

test('policies/risk.schema.json is the schema (npx vitest run test/evidence/release/risk-schema.test.ts -u)', async () => {
  const text = `${JSON.stringify(riskSchema, null, 1)}\n`
  await expect(text).toMatchFileSnapshot('../../../policies/risk.schema.json')
  expect(new Ajv2020({ strict: true, allowUnionTypes: true }).validateSchema(riskSchema)).toBe(true)
})

const sample = { records: 9, of: 9 }
const everything: SourceRisk = {
  ...sourceRisk(['age'], [1, 3, 5], { ill: 2 }),
  t: { ill: 0.25 },
  unit: 'subject',
  reidentified: 0.5,
  anonymity: {
    model: 'full-domain',
    levels: { age: 1 },
    suppressed: null,
    loss: 0.1,
    ncp: 0.2,
    utility: {
      entropy: 0.3,
      discernibility: null,
      averageClassSize: 3,
      columns: { age: { loss: 0.1, ncp: 0.2, entropy: 0.3 } },
    },
    optimal: true,
    gap: 0,
    met: true,
  },
  attack: {
    sample,
    columns: ['age', 'city'],
    notMeasured: [],
    exact: 0.5,
    noisy: { share: 0.1, targets: 9, wrong: 1 },
    quasiIdentifiers: 0,
  },
  undeclared: { sample, columns: ['city'], notMeasured: [], combinations: 1, worst: [{ fields: ['city'], unique: 1 }] },
  population: {
    size: 100,
    samplingFraction: 0.09,
    unique: 0.01,
    model: 'pitman',
    pitman: 0.01,
    zayatz: 0.1,
    snb: null,
  },
  minimalUniques: { largest: 1, bySize: [1], records: 0.1, highest: 1, columns: { age: 1 } },
  suppressedLooking: 2,
}
const links = [{ sources: ['a', 'b'], fields: ['x', 'y'], by: 'pseudonym', measured: false }] as const
const full = () => JSON.parse(JSON.stringify({ ...riskReport({ a: everything }), links })) as Record<string, never>

describe('the schema of risk.json', () => {
  it('is met by a report with everything, and by those with as little as there may be', () => {
    expect(isRiskReport(full())).toBe(true)
    expect(isRiskReport(riskReport({}))).toBe(true)
    expect(isRiskReport(riskReport({ a: notMeasured(['age'], 0, 'no record was written') }))).toBe(true)
  })

  it('is closed at every place, and asks for every number to be one', () => {
    let places = 0
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      if (!Array.isArray(value)) {
        // An object whose keys are names of fields or sources takes any name, but no such value.
        Object.assign(value, { 'no such thing': { not: 'there' } })
        expect(isRiskReport(report)).toBe(false)
        delete (value as Record<string, unknown>)['no such thing']
        places++
      }
      for (const [key, own] of Object.entries(value)) {
        const parent = value as Record<string, unknown>
        if (typeof own === 'number') {
          parent[key] = -1
          expect(isRiskReport(report)).toBe(false)
          parent[key] = own
        }
        walk(own)
      }
    }
    const report = full()
    walk(report)
    expect(places).toBeGreaterThan(25)
    expect(isRiskReport(report)).toBe(true)
  })
})

describe('a published count', () => {
  it('does not tell one to four apart', () => {
    expect([0, 1, 4, 5, 100].map(publishedCount)).toEqual([0, null, null, 5, 100])
  })
})

it('a changed report has its form where ajv says so', () => {
  expectAsAjv(riskSchema, full(), 1000)
})
