import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createValueCounter, emptyFacts } from '../../src/detect/column-facts.ts'
import { createPrefilter } from '../../src/detect/classes.ts'
import { createTextDetector } from '../../src/detect/detect-text.ts'
import { createTasksByForm } from '../../src/detect/form-tasks.ts'
import { modalities } from '../../src/detect/modalities.ts'
import { nameTokens } from '../../src/detect/names/tokens.ts'
import { normalise } from '../../src/detect/normalise.ts'
import { recognisers } from '../../src/detect/registry.ts'
import { EXAMPLES, formOf, mutated } from './forms.ts'

/** A form that was met so often is worked out; one that was met less often is looked through in full. */
const OFTEN = 6

const find = recognisers.map((r) => r.entity)
const names = fc.constantFrom('', ...new Set(recognisers.flatMap((r) => r.context?.slice(0, 1) ?? [])))
const some = fc.array(mutated, { minLength: 1, maxLength: 30 })

/** The texts without those whose form is met too often for a full look. */
function fullyLooked(texts: readonly string[]): string[] {
  const met = new Map<string, number>()
  return texts.filter((text) => {
    const form = String(formOf(text.trim()))
    met.set(form, (met.get(form) ?? 0) + 1)
    return form === 'undefined' || met.get(form)! < OFTEN
  })
}

/** Plain data in a fixed order of keys. */
const plain = (facts: object): unknown =>
  JSON.parse(
    JSON.stringify(facts, (_, v: unknown) =>
      v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort()) : v,
    ),
  )

describe('a value of a form that is worked out', () => {
  it.each([
    ['with every entity', { find, wholeValue: false }],
    ['with the entities that are on by default', { find: [], wholeValue: false }],
    ['asked about alone', { find, wholeValue: true }],
  ])('holds what a full look finds in it, %s', (_, options) => {
    const make = () => createTextDetector({ ...options, locales: [], confidence: 0.5 })
    const often = make()
    const check = (texts: readonly string[], name: string) => {
      const once = make()
      for (const text of fullyLooked(texts)) {
        for (let n = 1; n < OFTEN; n++) often(text, name)
        expect(often(text, name)).toEqual(once(text, name))
      }
    }
    check(EXAMPLES, '')
    fc.assert(fc.property(some, names, check), { numRuns: 12 })
  })

  it('gives its column the facts that a full look gives', () => {
    const often = createValueCounter()
    const factsOf = (count: typeof often, values: readonly string[]): unknown => {
      const facts = emptyFacts(7)
      count(facts, values)
      return plain(facts)
    }
    const check = (values: readonly string[]) => {
      const once = createValueCounter()
      for (const value of fullyLooked(values)) {
        for (let n = 1; n < OFTEN; n++) factsOf(often, [value])
        expect(factsOf(often, [value])).toEqual(factsOf(once, [value]))
      }
    }
    check(EXAMPLES)
    fc.assert(fc.property(some, check), { numRuns: 12 })
  })

  it('is shown to few recognisers', () => {
    const tasksFor = createTasksByForm(createPrefilter(recognisers))
    const asked = (value: string): string[] => {
      for (let n = 1; n < OFTEN; n++) expect(tasksFor(value)).toBeUndefined()
      return [...new Set(tasksFor(value)!.tasks.map((t) => t.recogniser.entity))]
    }
    expect(asked('184')).toEqual([])
    expect(asked('70.5')).toEqual([])
    expect(asked('2031-05-07')).toEqual(['phone', 'birth-date', 'date'])
    expect(asked('J20.9')).not.toContain('kz-plate')
    expect(asked('Ахметов Алмас')).not.toContain('bic')
  })
})

describe('what the finders say that they need', () => {
  const matches = (e: RegExp | { regexp(): RegExp }, text: string): boolean => {
    const { source, flags } = e instanceof RegExp ? e : e.regexp()
    return new RegExp(source, flags.replace('g', '')).test(text)
  }
  const texts = fc.oneof(
    mutated,
    fc.tuple(mutated, mutated).map(([a, b]) => `${a} ${b}`),
    mutated.map((t) => t.toUpperCase()),
    mutated.map((t) => t.toLowerCase()),
    // words of one letter, marks and numbers
    fc.string({ unit: fc.constantFrom(...'aTIZxй 19250,.:-/@'), maxLength: 24 }),
  )

  it('is in every text in which they find something', () => {
    const finders = recognisers.filter((r) => r.needs || r.needsInCells)
    const check = (given: string) => {
      const { text } = normalise(given)
      const words = nameTokens(text)
      for (const r of finders) {
        const lists = [...(r.needs ? [r.needs] : []), ...(r.needsInCells ?? [])]
        if (lists.every((any) => any.some((e) => matches(e, text)))) continue
        expect([r.entity, r.find!(text, [], () => words).length]).toEqual([r.entity, 0])
      }
    }
    EXAMPLES.forEach(check)
    fc.assert(fc.property(texts, check), { numRuns: 3000 })
  })

  it('is in every text in which a modality sees a sign', () => {
    const check = (text: string) => {
      for (const m of modalities)
        if (m.needs && !m.needs.some((e) => matches(e, text))) expect(m.ofText!(text)).toBeUndefined()
    }
    EXAMPLES.forEach(check)
    fc.assert(fc.property(texts, check), { numRuns: 1000 })
  })
})
