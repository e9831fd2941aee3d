import { fits } from '../../schema/shape.ts'
import type { Schema } from '../../schema/json-schema.ts'
import { object } from './closed-object.ts'
import type { RiskReport } from './risk.ts'

const count = { type: 'integer', minimum: 0 }
const share = { type: 'number', minimum: 0, maximum: 1 }
const text = { type: 'string' }
const texts = { type: 'array', items: text }
const by = (schema: Schema): Schema => ({ type: 'object', additionalProperties: schema })
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })
const pair = { type: 'array', items: text, minItems: 2, maxItems: 2 }
const sample = object({ records: count, of: count })

const anonymity = object(
  {
    model: { enum: ['full-domain', 'top-down', 'peeling'] },
    levels: by(count),
    suppressed: orNull(count),
    loss: share,
    ncp: share,
    utility: object({
      entropy: share,
      discernibility: orNull({ type: 'number', minimum: 0 }),
      averageClassSize: { type: 'number', minimum: 0 },
      columns: by(object({ loss: share, ncp: share, entropy: share })),
    }),
    optimal: { type: 'boolean' },
    gap: orNull({ type: 'number', minimum: 0 }),
    met: { type: 'boolean' },
    population: object({ fewest: count, presence: share }),
  },
  ['levels', 'population'],
)

const measured = {
  k: orNull(count),
  l: by(count),
  t: by(share),
  classes: orNull(
    object({
      count,
      min: count,
      max: count,
      histogram: { type: 'array', items: object({ from: count, to: count, classes: count, records: count }) },
    }),
  ),
  risk: orNull(object({ prosecutor: share, journalist: share, marketer: share, unique: share })),
  reidentified: orNull(share),
  anonymity: orNull(anonymity),
}

const source = object(
  {
    quasiIdentifiers: texts,
    records: count,
    ...measured,
    unit: { const: 'subject' },
    note: text,
    before: object({
      sample,
      k: count,
      unique: share,
      prosecutor: share,
      marketer: share,
    }),
    attack: object({
      sample,
      columns: texts,
      notMeasured: texts,
      exact: share,
      noisy: orNull(object({ share, targets: count, wrong: count })),
      quasiIdentifiers: share,
    }),
    undeclared: object({
      sample,
      columns: texts,
      notMeasured: texts,
      combinations: count,
      worst: {
        type: 'array',
        maxItems: 5,
        items: object({ fields: { ...texts, minItems: 1, maxItems: 3 }, unique: share }),
      },
    }),
    population: object({
      size: count,
      samplingFraction: share,
      unique: share,
      model: { enum: ['pitman', 'zayatz', 'snb', 'none'] },
      pitman: orNull(share),
      zayatz: share,
      snb: orNull(share),
    }),
    minimalUniques: object({
      largest: count,
      bySize: { type: 'array', items: count },
      records: share,
      highest: { type: 'number', minimum: 0 },
      columns: by(share),
    }),
    suppressedLooking: count,
  },
  ['unit', 'note', 'before', 'attack', 'undeclared', 'population', 'minimalUniques', 'suppressedLooking'],
)

/** The closed schema of `risk.json` (`policies/risk.schema.json`, held current by a test). */
export const riskSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'risk.json of a perde release',
  ...object({
    source: orNull(text),
    ...measured,
    sources: by(source),
    links: {
      type: 'array',
      items: object({
        sources: pair,
        fields: pair,
        by: { enum: ['pseudonym', 'identifier', 'value'] },
        measured: { const: false },
      }),
    },
  }),
}

/** Does a parsed `risk.json` have the form of one? */
export function isRiskReport(value: unknown): value is RiskReport {
  return fits(value, riskSchema)
}
