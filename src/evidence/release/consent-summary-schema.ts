import { object } from './closed-object.ts'

const count = { type: 'integer', minimum: 0 }
const text = { type: 'string', minLength: 1 }
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' }
/** Counts under five are folded into OTHER: what stands by itself is larger. */
const byReason = {
  type: 'object',
  properties: { OTHER: { type: 'integer', minimum: 1 } },
  patternProperties: { '^(?!OTHER$)[A-Z]+(_[A-Z]+)*$': { type: 'integer', minimum: 5 } },
  additionalProperties: false,
}

/** The closed schema of `consent-summary.json` (`policies/consent-summary.schema.json`, held current by a test). */
export const consentSummarySchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'consent-summary.json of a perde release',
  ...object(
    {
      basis: text,
      asOf: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' },
      purpose: text,
      processing: text,
      register: { oneOf: [object({ sha256: digest }), object({ keyedSha256: digest })] },
      notChecked: { type: 'array', items: text, uniqueItems: true },
      records: object({ in: count, used: count, excluded: count }),
      used: byReason,
      excluded: byReason,
    },
    ['register', 'notChecked'],
  ),
}
