import { describe, expect, it } from 'vitest'
import { REASON_COUNT, Reason } from '../../../src/consent/reasons.ts'
import type { Applied, AppliedPart } from '../../../src/engine/passes/apply-pass.ts'
import type { ReadRegister } from '../../../src/engine/consents/read-register.ts'
import { measureRisk } from '../../../src/engine/risk/measure-risk.ts'
import { manifestFields, marking, outputClass, summariseConsent } from '../../../src/engine/seal/seal.ts'
import { NO_RECORDS, type RecordCounts } from '../../../src/record/record-counts.ts'
import type { PlannedField } from '../../../src/plan/plan.ts'
import { compile } from '../../consent/register-fixture.ts'
import { applyHere, field, inputOf, jsonl, planOf, sourceOf, steps } from '../plans.ts'

/** A finished pass with these reasons by code. */
function appliedWith(reasons: Record<number, number>, records: Partial<RecordCounts>): Applied {
  const counts = new Float64Array(REASON_COUNT)
  for (const [code, n] of Object.entries(reasons)) counts[Number(code)] = n
  return {
    parts: [{ reasons: counts, records: { ...NO_RECORDS, ...records } } as AppliedPart],
    records: { ...NO_RECORDS, ...records },
    recordsSha256: '',
    classes: [],
    links: [],
    watch: [],
    quality: [],
    corrected: 0,
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
        ru996: ['identifiers', 'change-of-composition'],
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
        ru996: [],
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
        ru996: ['change-of-composition'],
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
    ['nothing done to any field', [field('a', '', { role: 'quasi-identifier' })], 'mixed'],
    ['quasi-identifiers that a rule takes out', [field('a', 'redact', { role: 'quasi-identifier' })], 'masked'],
  ]
  it.each(cases)('with %s', async (_, rules, expected) => {
    const plan = planOf([sourceOf([...rules, field('b', '', { role: 'insensitive' })])])
    const { applied } = await applyHere(plan, [inputOf('jsonl', jsonl([{ a: 'x', b: 1 }]))])
    expect(
      outputClass(
        plan,
        manifestFields(plan, applied, () => true),
        applied,
        measureRisk(plan, applied),
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
