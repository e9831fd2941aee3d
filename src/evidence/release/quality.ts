import { fits } from '../../schema/shape.ts'
import type { Schema } from '../../schema/json-schema.ts'
import { object } from './closed-object.ts'

/**
 * Content of `quality.json` (decree 925 p. 31, p. 59 name such properties of data): how complete, valid, unique, timely and
 * consistent the records were that a release is made of. Counts, never a value; a count of one to four points at people
 * and is told as "<5", as none is.
 */
export interface QualityReport {
  sources: Record<string, SourceQualityReport>
  timeliness: { asOf: string; created: string; updatePeriod?: string }
  consistency: {
    /** records that were set aside, as ragged ones are */
    quarantined: FewOr
    /** values that did not fit their transform */
    faults: FewOr
    /** cells that people had corrected */
    corrected: FewOr
  }
}

/** A count from five on; fewer, or none. */
export type FewOr = number | '<5'

export interface SourceQualityReport {
  /** records that the counts are of: those of the first 4 MiB of each input, then about one in 64 */
  sampled: number
  fields: Record<string, FieldQualityReport>
}

export interface FieldQualityReport {
  role: string
  entity?: string
  /** sampled records without a value; null: not measured */
  missing: FewOr | null
  /** values whose check digit is wrong; null: they have none, or it was not measured */
  invalid: FewOr | null
  /** values that stand there more than once, over their number of times but one; about, above 1,024 different ones; null: not measured */
  repeated: FewOr | null
}

export function fewOr(n: number): FewOr {
  return n < 5 ? '<5' : n
}

const text = { type: 'string', minLength: 1 }
const few = { anyOf: [{ type: 'integer', minimum: 5 }, { const: '<5' }] }
const fewOrNull = { anyOf: [...few.anyOf, { type: 'null' }] }

/** The closed schema of `quality.json` (`policies/quality.schema.json`, held current by a test). */
export const qualitySchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'quality.json of a perde release',
  ...object({
    sources: {
      type: 'object',
      additionalProperties: object({
        sampled: { type: 'integer', minimum: 0 },
        fields: {
          type: 'object',
          additionalProperties: object(
            { role: text, entity: text, missing: fewOrNull, invalid: fewOrNull, repeated: fewOrNull },
            ['entity'],
          ),
        },
      }),
    },
    timeliness: object({ asOf: text, created: text, updatePeriod: text }, ['updatePeriod']),
    consistency: object({ quarantined: few, faults: few, corrected: few }),
  }),
}

/** Does a parsed `quality.json` have the form of one? */
export function isQualityReport(value: unknown): value is QualityReport {
  return fits(value, qualitySchema)
}
