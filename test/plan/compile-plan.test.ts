import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../src/detect/verdict.ts'
import { compilePlan, type Detected, type Verdicts } from '../../src/plan/compile-plan.ts'
import { isErased, isKept, isRemoved, planBytes, planDigest, type PlannedField } from '../../src/plan/plan.ts'
import { parsePolicy } from '../../src/policy/parse-policy.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { AS_OF, ENTITIES, GOOD, goodBut } from '../policy/good-policy.ts'

function policyOf(text = GOOD): Policy {
  const { policy, findings } = parsePolicy(text, { entities: ENTITIES, asOf: AS_OF })
  if (!policy) throw new Error(JSON.stringify(findings))
  return policy
}
const DIGEST = 'ab'.repeat(32)
const compile = (policy = policyOf(), verdicts: Verdicts = new Map(), surprised = new Map<string, Set<string>>()) =>
  compilePlan(policy, DIGEST, verdicts, surprised)
const fieldsOf = (plan = compile(), source = 'patients') => plan.sources.find((s) => s.name === source)!.fields
const byPath = (fields: PlannedField[]) => Object.fromEntries(fields.map((f) => [f.path, f]))

const found = (role: Verdict['role'], entity: string, text = false): Detected => ({
  verdict: { role, entity, confidence: 0.9, evidence: [] },
  text,
})
const DETECT = goodBut(['unlisted: fail', 'unlisted: detect'])

describe('a plan', () => {
  it('has the sources in the order of the policy, each with its own rules and those for all', () => {
    const plan = compile()
    expect(plan.sources.map((s) => s.name)).toEqual(['patients', 'visits'])
    expect(fieldsOf(plan).map((f) => f.path)).toEqual([
      'iin',
      'full_name',
      'phone',
      'birth_date',
      'age',
      'sex',
      'income',
      'photo',
      '**.email',
    ])
    expect(byPath(fieldsOf(plan))['**.email']!.origin).toBe('shared-rule')
    expect(byPath(fieldsOf(plan))['iin']!.origin).toBe('rule')
  })

  it('says for what it was made', () => {
    const { perde, dataset, purpose, processing, policySha256, formula } = compile()
    expect({ perde, dataset, purpose, processing, policySha256, formula }).toEqual({
      perde: 1,
      dataset: 'clinic-2026',
      purpose: 'dpv:ServiceOptimisation',
      processing: 'dpv-ai:ModelTraining',
      policySha256: DIGEST,
      formula: 'keep',
    })
  })

  it('holds the rule’s answers, condition and else', () => {
    expect(byPath(fieldsOf())['income']).toMatchObject({
      role: 'sensitive',
      nulls: 'keep',
      empty: 'null',
      onError: 'fail',
    })
    expect(byPath(fieldsOf(compile(), 'visits'))['note']).toMatchObject({
      when: "kind != 'open'",
      do: [{ verb: 'redact' }],
    })
  })

  it('spells paths canonically, so that equal policies give equal plans', () => {
    const quoted = compile(policyOf(goodBut(['    sex: quasi-identifier', '    "\\"sex\\"": quasi-identifier'])))
    expect(fieldsOf(quoted).map((f) => f.path)).toContain('sex')
  })

  it('takes the entity of the subject from the rule of its field', () => {
    expect(compile().sources.map((s) => s.subject)).toEqual([
      { path: 'iin', entity: 'iin' },
      { path: 'patient.iin', entity: 'iin' },
    ])
  })

  it('takes the entity of the subject from the pattern that rules its field', () => {
    const shared = goodBut(
      ['    iin: { role: identifier, type: iin, do: pseudonym person }\n', ''],
      ['    "**.email": {', '    "**.iin": { role: identifier, type: iin, do: pseudonym person }\n    "**.email": {'],
    )
    expect(compile(policyOf(shared)).sources[0]!.subject).toEqual({ path: 'iin', entity: 'iin' })
  })

  it('keeps the entity of the subject where its field was a surprise', () => {
    const plan = compile(policyOf(), new Map(), new Map([['patients', new Set(['iin'])]]))
    expect(plan.sources[0]!.subject).toEqual({ path: 'iin', entity: 'iin' })
  })

  it('has the same digest for the same decisions, and another for any other', () => {
    expect(planDigest(compile())).toBe(planDigest(compile()))
    const other = compile(policyOf(goodBut(['do: pseudonym phone', 'do: drop'])))
    expect(planDigest(other)).not.toBe(planDigest(compile()))
    expect(JSON.parse(planBytes(compile()))).toEqual(compile())
  })

  it('searches free text in the policy’s languages and from its confidence on, unless a step says otherwise', () => {
    const scrubbing = goodBut(
      ['phone: { role: identifier, type: phone, do: pseudonym phone }', 'phone: { role: identifier, do: scrub }'],
      ['do: redact, when', 'do: { scrub: { confidence: 0.9 } }, when'],
    )
    const plan = compile(policyOf(scrubbing))
    expect(byPath(fieldsOf(plan))['phone']!.do).toEqual([
      { verb: 'scrub', options: { locales: ['kk', 'ru', 'en'], confidence: 0.5 } },
    ])
    expect(byPath(fieldsOf(plan, 'visits'))['note']!.do[0]!.options).toMatchObject({ confidence: 0.9 })
  })
})

describe('a plan of what the detector found', () => {
  const cases: [string, Detected | undefined, string[], string][] = [
    // what was found, the finding, the verbs, the role
    ['an identifier', found('identifier', 'phone'), ['redact'], 'identifier'],
    ['a text that is an identifier', found('identifier', 'phone', true), ['redact'], 'identifier'],
    ['a biometric field', found('biometric', 'face'), ['drop'], 'biometric'],
    ['a text', found('insensitive', 'none', true), ['scrub'], 'insensitive'],
    ['a text that is sensitive', found('sensitive', 'none', true), ['scrub'], 'sensitive'],
    ['a quasi-identifier', found('quasi-identifier', 'none'), [], 'quasi-identifier'],
    ['nothing', found('insensitive', 'none'), [], 'insensitive'],
    ['no value at all', undefined, ['drop'], 'sensitive'],
  ]
  it.each(cases)('decides about %s', (_, detected, verbs, role) => {
    const plan = compile(policyOf(DETECT), new Map([['patients', new Map([['new', detected]])]]))
    const field = byPath(fieldsOf(plan))['new']!
    expect([field.do.map((s) => s.verb), field.role, field.origin]).toEqual([verbs, role, 'detected'])
  })

  it('names an entity only where it is one', () => {
    const verdicts = new Map([
      [
        'patients',
        new Map([
          ['a', found('identifier', 'phone')],
          ['b', found('identifier', 'unknown')],
          ['c', found('sensitive', 'text', true)],
        ]),
      ],
    ])
    const fields = byPath(fieldsOf(compile(policyOf(DETECT), verdicts)))
    expect(['a', 'b', 'c'].map((path) => fields[path]!.entity)).toEqual(['phone', undefined, undefined])
  })

  it('does not depend on the order in which workers met the fields', () => {
    const paths = ['b', 'a', 'c.d', 'ә']
    fc.assert(
      fc.property(fc.shuffledSubarray(paths, { minLength: paths.length }), (order) => {
        const verdicts = (list: string[]) =>
          new Map([['patients', new Map(list.map((p) => [p, found('identifier', 'phone')]))]])
        expect(planDigest(compile(policyOf(DETECT), verdicts(order)))).toBe(
          planDigest(compile(policyOf(DETECT), verdicts(paths))),
        )
      }),
      { numRuns: 10 },
    )
  })

  it('lets nothing pass later that the profile did not see', () => {
    expect(compile(policyOf(DETECT)).sources.map((s) => s.unlisted)).toEqual(['fail', 'fail'])
  })

  it('redacts a surprise before any rule is asked', () => {
    const plan = compile(policyOf(), new Map(), new Map([['patients', new Set(['sex', 'age'])]]))
    expect(fieldsOf(plan).slice(0, 2)).toMatchObject([
      { path: 'age', do: [{ verb: 'redact' }], role: 'identifier', origin: 'surprise' },
      { path: 'sex', do: [{ verb: 'redact' }], role: 'identifier', origin: 'surprise' },
    ])
    expect(fieldsOf(plan, 'visits')[0]!.origin).toBe('rule')
  })
})

describe('what becomes of a field', () => {
  const step = (verb: string) => ({ verb, options: {} })
  const planned = (verbs: string[], more: Partial<PlannedField> = {}): PlannedField => ({
    path: 'a',
    role: 'identifier',
    do: verbs.map(step),
    nulls: 'keep',
    empty: 'keep',
    onError: 'fail',
    origin: 'rule',
    ...more,
  })
  const cases: [string, PlannedField, { removed: boolean; erased: boolean }][] = [
    // the rule, the column goes, no value is left
    ['keep', planned([]), { removed: false, erased: false }],
    ['drop', planned(['drop']), { removed: true, erased: true }],
    ['null', planned(['null']), { removed: false, erased: true }],
    ['redact', planned(['redact']), { removed: false, erased: true }],
    ['round, then redact', planned(['round', 'redact']), { removed: false, erased: true }],
    ['drop under a condition', planned(['drop'], { when: 'b == 1' }), { removed: false, erased: false }],
    ['drop, else null', planned(['drop'], { when: 'b == 1', else: [step('null')] }), { removed: false, erased: true }],
    ['drop, else mask', planned(['drop'], { when: 'b == 1', else: [step('mask')] }), { removed: false, erased: false }],
    ['mask, else drop', planned(['mask'], { when: 'b == 1', else: [step('drop')] }), { removed: false, erased: false }],
  ]
  it.each(cases)('is told from its rule: %s', (_, field, expected) => {
    expect({ removed: isRemoved(field), erased: isErased(field) }).toEqual(expected)
  })

  it('is nothing only where no value, null or empty text is touched or asked about', () => {
    expect(
      [planned([]), planned(['keep']), planned(['keep'], { when: 'b == 1', else: [step('keep')] })].map(isKept),
    ).toEqual([true, true, true])
    expect(
      [
        planned(['mask']),
        planned([], { nulls: 'fail' }),
        planned([], { empty: 'null' }),
        planned([], { empty: 'fail' }),
      ].map(isKept),
    ).toEqual([false, false, false, false])
  })
})
