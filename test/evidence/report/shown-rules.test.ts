import { describe, expect, it } from 'vitest'
import { shownRules } from '../../../src/evidence/report/shown-rules.ts'

const plan = (...fields: object[]) => JSON.stringify({ sources: [{ name: 'people', fields }] })
const rule = (more: object) => ({ path: 'job', role: 'sensitive', do: [], nulls: 'keep', onError: 'fail', ...more })
const textOf = (more: object) => shownRules(plan(rule(more))).get('people/job')!.text

describe('the rules of a published plan', () => {
  it('are told by verbs, numbers and words of the policy', () => {
    expect(textOf({ do: [{ verb: 'mask', options: { first: 2 } }], entity: 'person' })).toBe(
      'sensitive person; mask { first: 2 }; nulls: keep; on-error: fail',
    )
    const steps = [
      { verb: 'bucket', options: { edges: [0, 18, 65] } },
      { verb: 'generalise', options: { to: 'year' } },
    ]
    expect(textOf({ do: steps })).toContain('bucket { edges: [0, 18, 65] } → generalise { to: year }')
    expect(textOf({})).toContain('keep')
  })

  it.each<[string, object]>([
    ['a file', { do: [{ verb: 'lookup', options: { file: 'ivanov.csv' } }] }],
    ['a label', { do: [{ verb: 'clip', options: { max: 5, above: 'ivanov' } }] }],
    ['letters that stay', { do: [{ verb: 'mask', options: { keep: 'ivanov' } }] }],
    ['a condition', { when: "name == 'ivanov'", else: [{ verb: 'redact', options: {} }] }],
    ['a pattern', { do: [{ verb: 'scrub', options: { patterns: { own: { pattern: 'ivanov' } } } }] }],
    ['a word that is none', { do: [{ verb: 'generalise', options: { to: 'ivanov ivan' } }] }],
  ])('do not show %s, and are another rule where it is another', (_, more) => {
    const text = textOf(more)
    expect(text).toContain('…')
    expect(text).not.toContain('ivanov')
    const other = JSON.parse(JSON.stringify(more).replaceAll('ivanov', 'petrov')) as object
    const [a, b] = [more, other].map((own) => shownRules(plan(rule(own))).get('people/job')!)
    expect(a!.text).toBe(b!.text)
    expect(a!.whole).not.toBe(b!.whole)
  })

  it('have what a source asks of its classes beside them', () => {
    const anonymity = { spec: { k: 5, l: { жұмыс: { distinct: 3 } }, hierarchies: { city: { file: 'city.csv' } } } }
    const rules = shownRules(JSON.stringify({ sources: [{ name: 'people', fields: [], anonymity }] }))
    expect(rules.get('people: anonymity')!.text).toBe(
      '{ hierarchies: { city: { file: … } }, k: 5, l: { жұмыс: { distinct: 3 } } }',
    )
  })

  it.each(['', 'no JSON', '[]', '{"sources":{}}', '{"sources":[null,1,{"fields":"x"}]}'])('are none of %j', (text) => {
    expect(shownRules(text).size).toBe(0)
  })
})
