import { fits } from '../../schema/shape.ts'
import type { Schema } from '../../schema/json-schema.ts'
import { object } from '../release/closed-object.ts'
import { qualitySchema } from '../release/quality.ts'
import { LIMITS, STATEMENT, type AuditPack } from './audit-pack.ts'

const count = { type: 'integer', minimum: 0 }
const share = { type: 'number', minimum: 0, maximum: 1 }
const text = { type: 'string', minLength: 1 }
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })
const ulid = { type: 'string', pattern: '^[0-9A-HJKMNP-TV-Z]{26}$' }
const list = (items: Schema): Schema => ({ type: 'array', items })
const requirement = object({ id: { type: 'string', pattern: '^R[0-9]{2}$' }, rule: text })
const { $schema: _, title: __, ...quality } = qualitySchema

/** The closed schema of `audit-pack.json` (`policies/audit-pack.schema.json`, held current by a test). */
export const auditPackSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'audit-pack.json of a perde release',
  ...object({
    title: { const: 'audit pack of a data library' },
    perde: text,
    release: ulid,
    statement: { const: STATEMENT },
    passport: object({
      owner: orNull(text),
      system: orNull(text),
      level: orNull(text),
      accessLevel: orNull(text),
      updatePeriod: orNull(text),
      sources: list(text),
      tables: list(object({ name: text, columns: list(object({ name: text, type: text, tag: text })) })),
    }),
    passportMissing: list({ enum: ['owner', 'system', 'level', 'accessLevel', 'updatePeriod'] }),
    use: object({
      purpose: text,
      processing: text,
      basis: text,
      access: orNull(text),
      licence: orNull(text),
      until: orNull(text),
    }),
    makers: list(object({ name: text, bin: text, at: text }, ['bin'])),
    records: object({ in: count, out: count, excluded: count, suppressed: count, quarantined: count }),
    quality,
    consent: object({
      records: object({ in: count, used: count, excluded: count }),
      excluded: { type: 'object', additionalProperties: count },
      asOf: text,
    }),
    risk: object({
      k: orNull(count),
      measured: orNull(object({ prosecutor: share, journalist: share, marketer: share, unique: share })),
      reidentified: orNull(share),
      system: orNull(object({ risk: text, autonomy: text, reviewed: text }, ['risk', 'autonomy', 'reviewed'])),
    }),
    outputClass: { enum: ['k-anonymous', 'pseudonymised', 'masked', 'mixed'] },
    requirements: object({
      ruleSets: list(text),
      met: list(requirement),
      notMet: list(requirement),
      notApplicable: list(requirement),
    }),
    proof: object({ origin: text, index: count, manifestSha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } }),
    limits: { const: [...LIMITS] },
  }),
}

/** Does a parsed `audit-pack.json` have the form of one? */
export function isAuditPack(value: unknown): value is AuditPack {
  return fits(value, auditPackSchema)
}
