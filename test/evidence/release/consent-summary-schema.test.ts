import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it, test } from 'vitest'
import { consentSummary } from '../../../src/consent/summary.ts'
import { REASON_COUNT } from '../../../src/consent/reasons.ts'
import { consentSummarySchema } from '../../../src/evidence/release/consent-summary-schema.ts'

test('policies/consent-summary.schema.json is the schema (npx vitest run test/evidence/release/consent-summary-schema.test.ts -u)', async () => {
  const text = `${JSON.stringify(consentSummarySchema, null, 1)}\n`
  await expect(text).toMatchFileSnapshot('../../../policies/consent-summary.schema.json')
})

const isSummary = new Ajv2020({ strict: true }).compile(consentSummarySchema)
const register = { keyedSha256: 'ab'.repeat(32) }

type Json = Record<string, any> // eslint-disable-line @typescript-eslint/no-explicit-any

/** Of every reason as many records as its code says. */
function summary(): Json {
  const counts = Float64Array.from({ length: REASON_COUNT }, (_, code) => code)
  const facts = { asOf: 0, purpose: 'dpv:ServiceOptimisation', processing: 'dpv-ai:ModelTraining', register }
  return { basis: 'consent', ...consentSummary(counts, { unchecked: ['controller'] }, facts) }
}

describe('consent-summary.json', () => {
  it('has the form of one, whatever the reasons', () => {
    isSummary(summary())
    expect(isSummary.errors).toBeNull()
    const { register: _, notChecked: __, ...without } = summary()
    expect(isSummary(without)).toBe(true)
  })

  const broken: [string, (s: Json) => void][] = [
    ['with a small count by itself', (s) => (s['excluded'].WITHDRAWN = 2)],
    ['with a reason in words', (s) => (s['excluded']['has gone away'] = 7)],
    ['with a register by both digests', (s) => (s['register'] = { ...register, sha256: 'ab'.repeat(32) })],
    ['without the sum', (s) => delete s['records'].excluded],
    ['with a subject', (s) => (s['subject'] = 'x')],
    ['without a legal basis', (s) => delete s['basis']],
  ]
  it.each(broken)('%s is rejected', (_, breakIt) => {
    const document = summary()
    breakIt(document)
    expect(isSummary(document)).toBe(false)
  })
})
