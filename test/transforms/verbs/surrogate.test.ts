import { describe, expect, it } from 'vitest'
import { valuesOf } from '../../../src/record/batch.ts'
import { Kind } from '../../../src/record/batch.ts'
import { verb } from '../../../src/transforms/verbs/surrogate.ts'
import { verb as pseudonym } from '../../../src/transforms/verbs/pseudonym.ts'
import { bound, contextOf, numbers, rowsOf, textsOf } from '../keyed-column.ts'

const names = Array.from({ length: 50 }, (_, i) => `person ${i}`)

describe('surrogate', () => {
  it('numbers the distinct values from 1 without gaps, equal values alike', () => {
    const numbered = textsOf(verb, {}, [...names, ...names])
    expect(numbered.slice(50)).toEqual(numbered.slice(0, 50))
    expect(
      numbered
        .slice(0, 50)
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(names.map((_, i) => i + 1))
  })

  it('numbers alike however the values were spread over blocks', () => {
    const context = contextOf(verb, {})
    const collect = verb.profile.collect({}, context)
    const part = (texts: string[]) => collect(valuesOf(texts))
    const whole = verb.profile.merge([part(names)])
    const parts = [names.slice(30), names.slice(0, 35), names.slice(10, 12), []].map(part)
    expect(verb.profile.merge(parts)).toEqual(whole)
  })

  it('numbers all spellings of one value alike', () => {
    const [a, b, c] = textsOf(verb, {}, ['8 701 000 00 01', '+77010000001', '+77010000002'], { entity: 'phone' })
    expect(a).toBe(b)
    expect(a).not.toBe(c)
  })

  it('counts in an order that is not the order of the pseudonyms', () => {
    const byNumber = textsOf(verb, { domain: 'd' }, names)
      .map((n, i) => [Number(n), i] as const)
      .sort((a, b) => a[0] - b[0])
    const tokens = textsOf(pseudonym, { domain: 'd' }, names)
    const inOrder = byNumber.map(([, i]) => tokens[i])
    expect(inOrder).not.toEqual([...inOrder].sort())
  })

  it('is a number where the value was one and a string where it was not', () => {
    const column = { text: ['5', 'five'], kind: Uint8Array.of(Kind.number, Kind.string) }
    expect([...bound(verb, {}, column)(column, rowsOf(2)).kind]).toEqual([Kind.number, Kind.string])
    const one = numbers('5')
    expect([...bound(verb, { format: 'base32' }, one)(one, rowsOf(1)).kind]).toEqual([Kind.string])
  })

  it.each([
    ['base32', /^[a-z2-7]{8}$/],
    ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  ])('can be written in %s, distinct for distinct values', (format, shape) => {
    const written = textsOf(verb, { format }, names)
    for (const text of written) expect(text).toMatch(shape)
    expect(new Set(written).size).toBe(names.length)
  })

  it('has none for a value that was not counted', () => {
    const transform = bound(verb, {}, valuesOf(names))
    expect(() => transform(valuesOf(['person 1', 'somebody']), rowsOf(2))).toThrow(
      expect.objectContaining({ index: 1 }),
    )
  })
})
