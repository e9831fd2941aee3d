import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../../src/errors.ts'
import { MAX_ENTRY_BYTES, readEntry, writeEntry } from '../../../src/evidence/log/entry.ts'
import {
  ENTRY_SHAPES,
  entrySchema,
  EXCLUSION_REASONS,
  MAX_LISTED_FIELDS,
} from '../../../src/evidence/log/entry-schemas.ts'
import type { Entry, EntryType } from '../../../src/evidence/log/entry-schemas.ts'
import { expectAsAjv } from '../../schema/as-ajv.ts'
import { COMMIT, ORIGIN, PERMIT, RUN, SHA, part } from './sample-log.ts'
import { vectorBytes, vectorFiles } from './vectors.ts'

describe('canonical JSON', () => {
  it.each(vectorFiles('jcs/testdata/input', '.json'))('%s gives the published bytes', (file) => {
    const canonical = Buffer.from(canonicalize(JSON.parse(vectorBytes(file).toString()))!)
    expect(canonical.equals(vectorBytes(file.replace('/input/', '/output/')))).toBe(true)
    const hex = vectorBytes(file.replace('/input/', '/outhex/').replace('.json', '.txt'))
    expect(canonical.toString('hex')).toBe(hex.toString().replaceAll(/\s/g, ''))
  })

  it('writes the first 10,000 of the published numbers as published', () => {
    const lines = vectorBytes('jcs/es6-numbers-10k.txt')
    expect(createHash('sha256').update(lines).digest('hex')).toMatch(/^b9f7a8e7[0-9a-f]+6892$/)
    const wrong = lines
      .toString()
      .trim()
      .split('\n')
      .filter((line) => {
        const [hex, expected] = line.split(',')
        const number = Buffer.from(hex!.padStart(16, '0'), 'hex').readDoubleBE()
        return canonicalize(number) !== expected
      })
    expect(wrong).toEqual([])
  })
})

const ENVELOPE = { v: 1, log: ORIGIN, seq: 0, time: '2026-11-23T18:00:00.000Z', run: RUN, actor: 'operator' } as const
const VKEY = `${ORIGIN}+9efae636+AfHE9UXOOAgld9w7tH7AMbqFYmm6qrY+eC+nOMi9K8Ax`
const AS_OF = '2026-11-23T18:00:00Z'
const LEDGER = { ledger: SHA, keyCheck: '0123456789abcdef', events: 2, bytes: 600, sha256: SHA }

/** One good entry of each type. */
const SAMPLES: { [T in EntryType]: Omit<Extract<Entry, { type: T }>, keyof typeof ENVELOPE> } = {
  'log.open': { type: 'log.open', tool: 'perde/0.1.0', vkey: VKEY },
  'log.recovered': { type: 'log.recovered', droppedBytes: 17, sha256: SHA },
  'key.rotate': {
    type: 'key.rotate',
    old: VKEY,
    new: VKEY,
    oldSignature: `${'A'.repeat(86)}==`,
    newSignature: `${'A'.repeat(86)}==`,
  },
  'run.start': {
    type: 'run.start',
    tool: 'perde/0.1.0',
    dataset: 'clinic-visits',
    policySha256: SHA,
    registerSha256: SHA,
    configSha256: SHA,
    asOf: AS_OF,
    mode: 'enforce',
  },
  'purpose.check': PERMIT as Extract<Entry, { type: 'purpose.check' }>,
  'consent.check': {
    type: 'consent.check',
    source: 0,
    records: 10,
    used: 7,
    excluded: { WITHDRAWN: 2, NO_RECORD: 1 },
    decisionsSha256: SHA,
    registerSha256: SHA,
    asOf: AS_OF,
  },
  'consent.ledger': { type: 'consent.ledger', dataset: 'clinic-visits', ...LEDGER },
  'consent.change': { type: 'consent.change', by: 'import', ...LEDGER, rows: 3, added: 2, repeated: 1 },
  'consent.accept': {
    ...{ type: 'consent.accept', ...LEDGER, reason: 'restored', by: 'data-office' },
    instead: [{ ledger: SHA, events: 3, bytes: 900, sha256: SHA }],
  },
  'consent.register': { type: 'consent.register', rows: 9, subjects: 7, denials: 2, sha256: SHA },
  'consent.last-look': {
    type: 'consent.last-look',
    registerSha256: SHA,
    asOf: '2026-11-23T23:00:00.5+05:00',
    changed: true,
  },
  'detect.summary': {
    type: 'detect.summary',
    source: 0,
    fields: [{ ordinal: 3, entity: 'iin', role: 'identifier', count: 9 }],
  },
  'plan.freeze': { type: 'plan.freeze', planSha256: SHA, fields: 12 },
  'transform.part': part(0) as Extract<Entry, { type: 'transform.part' }>,
  'release.join': {
    type: 'release.join',
    source: 0,
    releases: 2,
    people: 30162,
    came: 15081,
    went: 0,
    held: 396,
    planSha256: SHA,
  },
  'signal.check': {
    type: 'signal.check',
    signals: [
      { ordinal: 0, kind: 'robots', result: 'allow', sha256: SHA },
      { ordinal: 1, kind: 'statement', result: 'unknown' },
    ],
  },
  'risk.result': { type: 'risk.result', source: 0, k: null, classes: 40, unique: 0 },
  'run.commit': COMMIT as Extract<Entry, { type: 'run.commit' }>,
  'officer.approval': {
    type: 'officer.approval',
    policySha256: SHA,
    vkey: VKEY,
    signature: `${'A'.repeat(86)}==`,
  },
  'consent.leave': {
    type: 'consent.leave',
    dataset: 'clinic',
    now: 'register',
    reason: 'replaced',
    by: 'data-office',
    instead: { ledger: SHA, events: 400, bytes: 40_000, sha256: SHA },
  },
  'officer.revocation': {
    type: 'officer.revocation',
    policySha256: SHA,
    at: '2026-03-01T09:00:00.000Z',
    vkey: VKEY,
    signature: `${'A'.repeat(86)}==`,
  },
  'run.abort': { type: 'run.abort', code: 'NO_SPACE', phase: 'apply' },
  'use.check': {
    type: 'use.check',
    decision: 'deny',
    release: RUN,
    manifestSha256: SHA,
    purpose: 'dpv:ScientificResearch',
    processing: 'dpv-ai:ModelTraining',
    by: 'triage-training',
    asOf: AS_OF,
    withdrawn: 4,
    reasons: ['DENIED_WITHDRAWN', 'WITHDRAWN'],
  },
  'verify.check': { type: 'verify.check', release: RUN, manifestSha256: SHA, result: 'self-consistent' },
  'release.purge': {
    type: 'release.purge',
    state: 'begun',
    release: RUN,
    reason: 'RETENTION',
    manifestSha256: SHA,
    recordsSha256: SHA,
    outputs: 2,
    records: 40,
  },
  'release.remove': { type: 'release.remove', release: RUN, reason: 'RETENTION' },
  'review.result': {
    type: 'review.result',
    manifestSha256: SHA,
    release: RUN,
    documents: 5000,
    judged: 100,
    leaked: 2,
    unsure: 1,
    leakedPpm: 20_000,
    upperPpm: 75_300,
    seed: 1,
  },
  'subject.request': {
    type: 'subject.request',
    request: 'correct',
    dataset: 'clinic-visits',
    received: AS_OF,
    due: '2026-11-24',
    records: 2,
    releases: 1,
    stateSha256: SHA,
  },
  'subject.erase': { type: 'subject.erase', release: RUN, part: 0, rows: 1, decisionsSha256: SHA },
  export: { type: 'export', first: 0, last: 8 },
}

const types = Object.keys(SAMPLES) as EntryType[]
const sample = (type: EntryType) => ({ ...ENVELOPE, ...SAMPLES[type] }) as Entry

it.each(types)('a changed entry of type %s fits its schema where ajv says so', (type) => {
  expectAsAjv(entrySchema(type), sample(type), 100)
})
const bent = (type: EntryType, change: object) => ({ ...sample(type), ...change }) as unknown as Entry

describe('an entry', () => {
  it.each(types)('of type %s is written canonically and read back', (type) => {
    const bytes = writeEntry(sample(type))
    expect(bytes.toString()).toBe(canonicalize(sample(type)))
    expect(readEntry(bytes)).toEqual({ entry: sample(type) })
  })

  it.each(types)('of type %s with a field that is not in its schema is refused, and the field not named', (type) => {
    expect(() => writeEntry(bent(type, { Aisulu: 1 }))).toThrow(PerdeError)
    expect(() => writeEntry(bent(type, { Aisulu: 1 }))).not.toThrow(/Aisulu/)
  })

  it.each(types)('of type %s without any one of its required fields is refused', (type) => {
    for (const field of Object.keys(ENTRY_SHAPES[type])) {
      if ('optional' in (ENTRY_SHAPES[type] as Record<string, object>)[field]!) continue
      expect(() => writeEntry(bent(type, { [field]: undefined }))).toThrow(field)
    }
  })

  it('of an unknown type is refused', () => {
    for (const type of ['run.finish', '', 'toString', null, 7])
      expect(() => writeEntry(bent('run.abort', { type }))).toThrow('unknown')
  })

  it.each([
    // free text cannot stand where a word, a code, a digest or an identifier is meant
    ['purpose.check', { purpose: 'to help Aisulu Example' }],
    ['purpose.check', { purpose: 'dpv:900101300123' }], // a number as long as an IIN
    ['purpose.check', { jurisdiction: ['Kazakhstan'] }],
    ['purpose.check', { ruleSets: ['KZ AI'] }],
    ['purpose.check', { requirements: [{ id: 'R05', result: 'pass', note: 'x' }] }],
    ['purpose.check', { reasons: ['because'] }],
    ['run.start', { dataset: 'patients of ward 3' }],
    ['run.start', { policySha256: 'sha256:' + SHA.slice(7) }],
    ['run.start', { policySha256: SHA.toUpperCase() }],
    ['run.start', { asOf: '2026-11-23' }],
    ['run.abort', { code: 'Error: row 7: Aisulu' }],
    ['run.abort', { phase: 'somewhere' }],
    ['consent.check', { excluded: { 'Aisulu Example': 3 } }],
    ['consent.check', { excluded: { WITHDRAWN: -3 } }],
    ['detect.summary', { fields: [{ ordinal: 3, entity: 'Aisulu', role: 'identifier', count: 9 }] }],
    ['detect.summary', { fields: [{ ordinal: 3, name: 'iin', entity: 'iin', role: 'identifier', count: 9 }] }],
    ['use.check', { by: 'aisulu@clinic.example' }],
    ['use.check', { by: 'Aisulu Example' }],
    ['use.check', { by: '+77010000000' }],
    ['use.check', { by: 'p-900101300123' }],
    ['use.check', { release: 'release-7' }],
    ['review.result', { fields: ['note'] }],
    ['review.result', { inputSha256: 'people.csv' }],
    ['log.open', { vkey: 'no key' }],
    // numbers are whole and exact
    ['transform.part', { bytes: 1.5 }],
    ['transform.part', { bytes: -1 }],
    ['transform.part', { bytes: 2 ** 53 }],
    ['transform.part', { bytes: NaN }],
    ['transform.part', { bytes: '4096' }],
    ['risk.result', { k: undefined }],
    // line ends and escapes cannot be smuggled in
    ['run.start', { tool: 'perde/0.1.0\n{"v":1}' }],
    ['use.check', { by: 'job\u2028' }],
    ['use.check', { by: 'job\u001b[31m' }],
    // and the envelope is checked as well
    ['export', { v: 2 }],
    ['export', { run: 'x' }],
    ['export', { actor: 'Aisulu' }],
    ['export', { time: '2026-11-23T18:00:00Z' }],
    ['export', { log: 'a b' }],
  ] as [EntryType, object][])('case %# (%s) is refused, and the value not told', (type, change) => {
    let message = ''
    try {
      writeEntry(bent(type, change))
    } catch (error) {
      message = (error as Error).message
    }
    expect(message).toMatch(/^log entry refused: \S+ does not fit its schema at \//)
    expect(message).not.toMatch(/Aisulu|9001|7701|Error:/)
  })

  it.each([
    ['transform.part', { records: { in: 10, out: 8, excluded: 1, suppressed: 0, quarantined: 0 } }],
    ['consent.check', { records: 11 }],
    ['review.result', { judged: 5001 }],
    ['review.result', { leaked: 100 }],
    ['review.result', { upperPpm: 1_000_001 }],
  ] as [EntryType, object][])('of type %s whose counts do not add up is refused', (type, change) => {
    expect(() => writeEntry(bent(type, change))).toThrow('do not add up')
  })

  it('takes every reason for which a record can be left out', () => {
    const excluded = Object.fromEntries(EXCLUSION_REASONS.map((reason) => [reason, 1]))
    const records = EXCLUSION_REASONS.length
    expect(() => writeEntry(bent('consent.check', { excluded, records, used: 0 }))).not.toThrow()
  })

  it('with as many fields as an entry may list, all of the longest kind, stays under the limit', () => {
    const field = { ordinal: 100_000, entity: 'x'.repeat(40), role: 'quasi-identifier', count: 2 ** 53 - 1 }
    const fields = Array<object>(MAX_LISTED_FIELDS).fill(field)
    expect(writeEntry(bent('detect.summary', { fields })).length).toBeLessThan(MAX_ENTRY_BYTES)
    expect(() => writeEntry(bent('detect.summary', { fields: [...fields, field] }))).toThrow('at most 400 entries')
  })

  it('as long as the limit of a line can be read, and one byte more cannot', () => {
    expect(readEntry(Buffer.alloc(MAX_ENTRY_BYTES + 1, 0x20))).toMatchObject({ fault: { code: 'TOO_LONG' } })
    expect(readEntry(Buffer.alloc(MAX_ENTRY_BYTES, 0x20))).toMatchObject({ fault: { code: 'NOT_JSON' } })
  })

  it.each([
    ['NOT_UTF8', Buffer.of(0x7b, 0xff, 0x7d)],
    ['NOT_JSON', Buffer.from('{"v":1')],
    ['NOT_JSON', Buffer.from('\ufeff{}')], // a byte-order mark
    ['SCHEMA', Buffer.from('{}')],
    ['SCHEMA', Buffer.from('null')],
    ['SCHEMA', Buffer.from('[]')],
    ['SCHEMA', Buffer.from('{"__proto__":{"type":"export"}}')],
    ['NOT_CANONICAL', Buffer.from(JSON.stringify(sample('export')))], // keys in another order
    ['NOT_CANONICAL', Buffer.from(`${canonicalize(sample('export'))!} `)],
    // a key given twice: the second would win
    ['NOT_CANONICAL', Buffer.from(canonicalize(sample('export'))!.replace('{', '{"actor":"officer",'))],
    ['NOT_CANONICAL', Buffer.from(canonicalize(sample('export'))!.replace('"seq":0', '"seq":0.0'))],
  ] as const)('case %# of a bad line is %s', (code, line) => {
    expect(readEntry(line)).toMatchObject({ fault: { code } })
  })

  it('of any bytes at all is read or found faulty, without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(readEntry(bytes)).toHaveProperty('fault')
      }),
    )
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(readEntry(Buffer.from(text))).toHaveProperty('fault')
      }),
    )
  })
})
