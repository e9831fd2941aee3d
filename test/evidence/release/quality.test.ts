import { expect, it, test } from 'vitest'
import { expectAsAjv } from '../../schema/as-ajv.ts'
import { isQualityReport, qualitySchema, type QualityReport } from '../../../src/evidence/release/quality.ts'

test('policies/quality.schema.json is the schema (npx vitest run test/evidence/release/quality.test.ts -u)', async () => {
  await expect(`${JSON.stringify(qualitySchema, undefined, 2)}\n`).toMatchFileSnapshot(
    '../../../policies/quality.schema.json',
  )
})

const GOOD: QualityReport = {
  sources: {
    people: {
      sampled: 40,
      fields: { iin: { role: 'identifier', entity: 'iin', missing: 5, invalid: '<5', repeated: null } },
    },
  },
  timeliness: { asOf: '2026-11-30T00:00:00Z', created: '2026-11-30T00:00:00.000Z' },
  consistency: { quarantined: '<5', faults: 7, corrected: '<5' },
}

it('a changed report has its form where ajv says so', () => {
  expectAsAjv(qualitySchema, GOOD)
})

it('R40: is closed: what stands in it is a count from five on, "<5" or not measured', () => {
  expect(isQualityReport(GOOD)).toBe(true)
})

it.each<[string, (report: QualityReport) => void]>([
  ['a count under five', (r) => (r.sources['people']!.fields['iin']!.missing = 4)],
  ['a count in words', (r) => (r.consistency.faults = 'few' as never)],
  ['a value', (r) => Object.assign(r.sources['people']!.fields['iin']!, { largest: '950101300123' })],
  ['no timeliness', (r) => delete (r as Partial<QualityReport>).timeliness],
  ['a sample of less than nothing', (r) => (r.sources['people']!.sampled = -1)],
])('is refused with %s', (_, spoil) => {
  const report = structuredClone(GOOD)
  spoil(report)
  expect(isQualityReport(report)).toBe(false)
})
