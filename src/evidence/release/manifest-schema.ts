import { fits } from '../../schema/shape.ts'
import type { Schema } from '../../schema/json-schema.ts'
import { object } from './closed-object.ts'
import type { Manifest } from './manifest.ts'

const count = { type: 'integer', minimum: 0 }
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' }
const ulid = { type: 'string', pattern: '^[0-9A-HJKMNP-TV-Z]{26}$' }
const text = { type: 'string' }
const numbers = { type: 'object', additionalProperties: { type: 'number' } }
const texts = { type: 'array', items: text }
/** A place inside the release: no absolute path, no way out of it. */
const path = { type: 'string', pattern: '^(?!/)(?![\\s\\S]*(^|/)\\.\\.(/|$))[^\\\\\\u0000]+$' }

/** The closed schema of `manifest.json`. */
export const manifestSchema: Schema = object(
  {
    perde: text,
    release: ulid,
    since: object({ release: ulid, manifestSha256: digest }),
    rebuilds: object({ release: ulid, manifestSha256: digest }),
    onWithdrawal: { enum: ['filter', 'rebuild'] },
    dataset: text,
    created: text,
    outputClass: { enum: ['k-anonymous', 'pseudonymised', 'masked', 'mixed'] },
    purpose: text,
    purposeUntil: text,
    processing: text,
    basis: text,
    mode: { enum: ['enforce', 'log'] },
    makers: { type: 'array', items: object({ name: text, bin: text, at: text }, ['bin']) },
    asOf: text,
    policySha256: digest,
    planSha256: digest,
    registerSha256: digest,
    keys: {
      type: 'object',
      additionalProperties: object({
        check: { type: 'string', pattern: '^[0-9a-f]{8}$' },
        ephemeral: { type: 'boolean' },
      }),
    },
    inputs: {
      type: 'array',
      items: object({ name: text, source: text, bytes: count, version: text, sha256: digest, keyedSha256: digest }, [
        'version',
        'sha256',
        'keyedSha256',
      ]),
    },
    outputs: {
      type: 'array',
      items: object(
        {
          path,
          source: text,
          bytes: count,
          records: count,
          header: count,
          trailer: count,
          record: text,
          compression: { enum: ['gzip', 'zstd'] },
          text: count,
          plain: object({ bytes: count, sha256: digest }),
          sha256: digest,
        },
        ['trailer', 'record', 'compression', 'text', 'plain'],
      ),
    },
    files: { type: 'array', items: object({ path, bytes: count, sha256: digest }) },
    records: object({ in: count, out: count, excluded: count, suppressed: count, quarantined: count }),
    corrected: { type: 'integer', minimum: 1 },
    recordsSha256: digest,
    fields: {
      type: 'array',
      items: object(
        {
          source: text,
          path: text,
          role: text,
          entity: text,
          transform: texts,
          conditional: { const: true },
          folder: { const: true },
          iso20889: texts,
          ru996: texts,
          reversible: { type: 'boolean' },
          synthetic: { type: 'boolean' },
          mixed: { const: true },
          origin: text,
        },
        ['entity', 'conditional', 'folder', 'ru996', 'mixed'],
      ),
    },
    anonymity: {
      anyOf: [{ type: 'null' }, object({ k: { type: ['integer', 'null'] }, l: numbers, t: numbers }, ['l', 't'])],
    },
    marking: {
      anyOf: [
        { type: 'null' },
        object({ digitalSourceType: text, fields: texts, mixed: texts, cells: text, tables: texts }, [
          'mixed',
          'cells',
        ]),
      ],
    },
    licence: text,
    access: text,
    storageCountry: text,
    retainUntil: text,
    system: object({ risk: text, autonomy: text, reviewed: text }, ['risk', 'autonomy', 'reviewed']),
    passport: object({ system: text, level: text, accessLevel: text, updatePeriod: text }, [
      'system',
      'level',
      'accessLevel',
      'updatePeriod',
    ]),
    approval: object(
      {
        keys: texts,
        distinct: { type: 'boolean' },
        approved: { type: 'array', items: object({ vkey: text, signature: text }) },
        files: object({ count, sha256: digest }),
        from: text,
        until: text,
      },
      ['files', 'from', 'until'],
    ),
    accepted: {
      type: 'array',
      items: object({
        of: { enum: ['ledger', 'register', 'none', 'denials'] },
        by: text,
        reason: { enum: ['restored', 'replaced', 'rekeyed'] },
        on: text,
        seen: count,
        found: count,
      }),
    },
    signals: {
      type: 'array',
      items: object({ kind: text, result: { enum: ['deny', 'allow', 'unknown', 'unreadable'] }, sha256: digest }, [
        'sha256',
      ]),
    },
    log: object({ origin: text, index: count, rootBefore: text }),
  },
  [
    'since',
    'rebuilds',
    'onWithdrawal',
    'purposeUntil',
    'registerSha256',
    'corrected',
    'licence',
    'access',
    'storageCountry',
    'retainUntil',
    'system',
    'passport',
    'approval',
    'accepted',
    'signals',
  ],
)

/** Does a parsed manifest have the form of one? */
export function isManifest(value: unknown): value is Manifest {
  return fits(value, manifestSchema)
}

/** The manifest that a text is; undefined: it has not the form of one. */
export function manifestIn(text: string): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isManifest(value) ? value : undefined
  } catch {
    return undefined
  }
}
