import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REASON_COUNT, Reason } from '../../src/consent/reasons.ts'
import type { Applied, AppliedPart } from '../../src/engine/apply-pass.ts'
import { createClassTable } from '../../src/engine/class-table.ts'
import type { ReadRegister } from '../../src/engine/consent-step.ts'
import { manifestFields, marking, measureRisk, outputClass, summariseConsent } from '../../src/engine/seal.ts'
import { NO_RECORDS, type RecordCounts } from '../../src/evidence/release/manifest.ts'
import type { Plan, PlannedField } from '../../src/plan/plan.ts'
import { compile } from '../consent/register-fixture.ts'
import { applyHere, field, inputOf, jsonl, planOf, recordsOf, sourceOf, steps } from './plans.ts'

const quasi = (path: string, does = '') => field(path, does, { role: 'quasi-identifier' })
const sensitive = (path: string) => field(path, '', { role: 'sensitive' })
const risk = async (plan: Plan, records: unknown[], blockSize = 1 << 20) =>
  measureRisk(plan, (await applyHere(plan, [inputOf('jsonl', jsonl(records))], { blockSize })).applied)

describe('the risk of a release', () => {
  it('is not measured where no field is a quasi-identifier', async () => {
    expect(await risk(planOf([sourceOf([field('a', 'mask'), sensitive('s')])]), [{ a: 1, s: 2 }])).toEqual({
      k: null,
      sources: {},
    })
  })

  it('is not measured where every quasi-identifier is erased', async () => {
    expect(await risk(planOf([sourceOf([quasi('a', 'drop'), quasi('b', 'redact')])]), [{ a: 1, b: 2 }])).toEqual({
      k: null,
      sources: {},
    })
  })

  it('of no record is not measured, and says why', async () => {
    const plan = planOf([sourceOf([quasi('a'), field('id', '')])])
    const { applied } = await applyHere(plan, [inputOf('csv', 'a,id\n')])
    expect(measureRisk(plan, applied)).toMatchObject({
      k: null,
      sources: { people: { k: null, note: 'no record was written' } },
    })
  })

  it('of more combinations than are counted is not measured, and says why', async () => {
    const plan = planOf([sourceOf([quasi('a')])])
    const { applied } = await applyHere(plan, [inputOf('csv', 'a\n1\n')])
    applied.classes[0] = { classes: createClassTable(16, 0), sensitive: {}, full: true }
    const { k, note } = measureRisk(plan, applied).sources['people']!
    expect([k, note]).toEqual([null, expect.stringContaining('different combinations')])
  })

  it('is that of the source with the lowest k', async () => {
    const plan = planOf([sourceOf([quasi('a')]), sourceOf([quasi('a')], { name: 'visits' })])
    const inputs = [inputOf('csv', 'a\n1\n1\n1\n'), inputOf('csv', 'a\n1\n1\n', { source: 1, name: 'v.csv' })]
    const report = measureRisk(plan, (await applyHere(plan, inputs)).applied)
    expect([report.k, report.sources['people']!.k, report.sources['visits']!.k]).toEqual([2, 3, 2])
  })

  const value = fc.option(fc.constantFrom<unknown>('', 'a', 'b', 1, '1', true), { nil: undefined })
  const record = fc.record({ q: value, r: value, s: value })
  it('has the k and the l that a plain count over the written records gives, for any blocks', async () => {
    const plan = planOf([sourceOf([quasi('q'), quasi('r'), sensitive('s')])])
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 120 }),
        async (records, blockSize) => {
          const { applied, text } = await applyHere(plan, [inputOf('jsonl', jsonl(records))], { blockSize })
          const report = measureRisk(plan, applied).sources['people']!
          const classes = new Map<string, unknown[]>()
          for (const { q, r, s } of recordsOf(text['people.jsonl']!)) {
            const key = JSON.stringify([q ?? null, r ?? null])
            classes.set(key, [...(classes.get(key) ?? []), s ?? null])
          }
          const groups = [...classes.values()]
          expect(report.k).toBe(Math.min(...groups.map((g) => g.length)))
          expect(report.classes!.count).toBe(groups.length)
          const someone = records.some((x) => x.s !== undefined)
          if (someone)
            expect(report.l['s']).toBe(Math.min(...groups.map((g) => new Set(g.map((s) => JSON.stringify(s))).size)))
        },
      ),
      { numRuns: 100 },
    )
  })

  it('counts null as a sensitive value, also in a block where nobody has the field', async () => {
    const plan = planOf([sourceOf([quasi('q'), sensitive('s')])])
    // Class a has x and null, class b null alone; in small blocks the last records lie where the field is unknown.
    const records = [{ q: 'a', s: 'x' }, { q: 'a' }, { q: 'b' }, { q: 'b' }]
    for (const blockSize of [1, 20, 1 << 20])
      expect((await risk(plan, records, blockSize)).sources['people']!.l, `blocks of ${blockSize}`).toEqual({ s: 1 })
    const both = [{ q: 'a', s: 'x' }, { q: 'a' }, { q: 'b' }, { q: 'b', s: 'y' }]
    for (const blockSize of [1, 20, 1 << 20])
      expect((await risk(plan, both, blockSize)).sources['people']!.l, `blocks of ${blockSize}`).toEqual({ s: 2 })
  })
})

/** A finished pass with these reasons by code. */
function appliedWith(reasons: Record<number, number>, records: Partial<RecordCounts>): Applied {
  const counts = new Float64Array(REASON_COUNT)
  for (const [code, n] of Object.entries(reasons)) counts[Number(code)] = n
  return {
    parts: [{ reasons: counts, records: { ...NO_RECORDS, ...records } } as AppliedPart],
    records: { ...NO_RECORDS, ...records },
    recordsSha256: '',
    classes: [],
    watch: [],
  }
}
const FACTS = {
  purpose: 'dpv:ScientificResearch',
  processing: 'dpv-ai:ModelTraining',
  asOf: 1_800_000_000,
  basis: 'consent',
}

describe('the summary of the consents', () => {
  it('without a register says that all records were used on another ground, but those set aside', () => {
    const applied = appliedWith({ [Reason.BASIS_OTHER_THAN_CONSENT]: 9 }, { in: 10, out: 9, quarantined: 1 })
    expect(summariseConsent(applied, { ...FACTS, basis: 'contract' }, undefined)).toEqual({
      basis: 'contract',
      asOf: '2027-01-15T08:00:00Z',
      purpose: FACTS.purpose,
      processing: FACTS.processing,
      records: { in: 9, used: 9, excluded: 0 },
      used: { BASIS_OTHER_THAN_CONSENT: 9 },
      excluded: {},
    })
  })

  it('with a register names its keyed digest, what it has no column for, and folds small counts', () => {
    const register: ReadRegister = { ...compile('subject,status\na,given'), keyedSha256: 'ab'.repeat(32) }
    const applied = appliedWith(
      { [Reason.GIVEN]: 20, [Reason.NO_RECORD]: 12, [Reason.WITHDRAWN]: 2, [Reason.EXPIRED]: 7 },
      { in: 41, out: 20, excluded: 21 },
    )
    const summary = summariseConsent(applied, FACTS, register)
    expect(summary).toMatchObject({
      basis: 'consent',
      register: { keyedSha256: 'ab'.repeat(32) },
      records: { in: 41, used: 20, excluded: 21 },
      used: { GIVEN: 20 },
      excluded: { NO_RECORD: 12, OTHER: 9 },
    })
    expect((summary['notChecked'] as string[]).length).toBeGreaterThan(0)
  })
})

const fieldsOf = async (
  fields: PlannedField[],
  records: unknown[],
  unlisted: 'fail' | 'drop' | 'keep' = 'fail',
  publishable = (_: string) => true,
) => {
  const plan = planOf([sourceOf(fields, { unlisted })])
  const { applied } = await applyHere(plan, [inputOf('jsonl', jsonl(records))])
  return manifestFields(plan, applied, publishable)
}

describe('the fields of a manifest', () => {
  it('are those that were met, in the order of their paths, with what was done to each', async () => {
    const rules = [
      field('z', 'mask', { entity: 'phone' }),
      field('a', 'pseudonym person', { when: 'b == 1', else: steps('redact') }),
      field('never', 'drop'),
      field('b', '', { role: 'insensitive' }),
    ]
    expect(await fieldsOf(rules, [{ z: '1', a: '2', b: 1 }])).toEqual([
      {
        source: 'people',
        path: 'a',
        role: 'identifier',
        transform: ['pseudonym'],
        conditional: true,
        iso20889: ['pseudonymisation', 'suppression'],
        reversible: false,
        synthetic: false,
        origin: 'rule',
      },
      {
        source: 'people',
        path: 'b',
        role: 'insensitive',
        transform: [],
        iso20889: [],
        reversible: false,
        synthetic: false,
        origin: 'rule',
      },
      {
        source: 'people',
        path: 'z',
        role: 'identifier',
        entity: 'phone',
        transform: ['mask'],
        iso20889: ['masking'],
        reversible: false,
        synthetic: false,
        origin: 'rule',
      },
    ])
  })

  const unlisted: ['keep' | 'drop', string[], string[]][] = [
    // what happens to fields without a rule, verbs, technique
    ['keep', [], []],
    ['drop', ['drop'], ['suppression']],
  ]
  it.each(unlisted)('say of a field that no rule names: %s', async (what, transform, iso20889) => {
    expect((await fieldsOf([field('a', 'mask')], [{ a: 1, b: 2 }], what))[1]).toMatchObject({
      path: 'b',
      role: 'unlisted',
      transform,
      iso20889,
    })
  })

  it('have their names where the policy spells them out, and others only if they do not look like data', async () => {
    const rules = [field('rose', 'mask'), field('*', 'mask'), field('seen', 'redact', { origin: 'detected' })]
    const found = await fieldsOf(rules, [{ rose: 1, ivan: 2, seen: 3, code: 4 }], 'fail', (name) => name === 'code')
    expect(found.map((f) => f.path).sort()).toEqual(['(name withheld)', '(name withheld)', 'code', 'rose'])
  })
})

describe('the label of a release', () => {
  const cases: [string, PlannedField[], string][] = [
    // what stands in it, the rules, the label
    ['a pseudonym', [field('a', 'pseudonym person')], 'pseudonymised'],
    ['something that can be turned back', [field('a', 'encrypt')], 'pseudonymised'],
    [
      'a pseudonym in one branch only',
      [field('a', 'redact', { when: 'b == 1', else: steps('pseudonym') })],
      'pseudonymised',
    ],
    ['masked identifiers', [field('a', 'mask')], 'masked'],
    ['an identifier as it was', [field('a', '')], 'mixed'],
    ['an identifier as it was, which may not be null', [field('a', '', { nulls: 'fail' })], 'mixed'],
    ['an identifier as it was, empty ones nulled', [field('a', 'keep', { empty: 'null' })], 'mixed'],
    ['an identifier as it was in some records', [field('a', 'redact', { when: 'b == 1', else: [] })], 'mixed'],
    [
      'an identifier as it was in the other records',
      [field('a', '', { when: 'b == 1', else: steps('redact') })],
      'mixed',
    ],
    ['a biometric value as it was', [field('a', '', { role: 'biometric' })], 'mixed'],
    ['an identifier that its mask left as it was', [field('a', [{ verb: 'mask', options: { keep: 'x' } }])], 'mixed'],
    ['quasi-identifiers as they were', [field('a', '', { role: 'quasi-identifier' })], 'masked'],
  ]
  it.each(cases)('with %s', async (_, rules, expected) => {
    const plan = planOf([sourceOf([...rules, field('b', '', { role: 'insensitive' })])])
    const { applied } = await applyHere(plan, [inputOf('jsonl', jsonl([{ a: 'x', b: 1 }]))])
    expect(
      outputClass(
        plan,
        manifestFields(plan, applied, () => true),
        applied,
      ),
    ).toBe(expected)
  })
})

describe('the mark of what was made up', () => {
  it('names the fields that a generator filled and its tables', async () => {
    const fields = await fieldsOf([field('name', 'fake person.first'), field('b', 'mask')], [{ name: 'x', b: 1 }])
    expect(marking(fields, ['names 1'])).toMatchObject({ fields: ['people/name'], tables: ['names 1'] })
  })

  it('is not there where nothing was', async () => {
    expect(marking(await fieldsOf([field('b', 'mask')], [{ b: 1 }]), ['names 1'])).toBeNull()
  })
})
