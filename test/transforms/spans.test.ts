import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tidySpans } from '../../src/transforms/spans.ts'

const span = (start: number, end: number, entity: string, score = 0.9) => ({ start, end, entity, score })
const text = 'abcdefghijklmnopqrst'

describe('tidy spans', () => {
  it.each([
    // one entity on itself becomes one
    [[span(0, 5, 'person'), span(3, 8, 'person')], ['0-8 person']],
    // neighbours stay apart, of one entity as well (two e-mail addresses side by side)
    [
      [span(0, 5, 'email'), span(5, 9, 'email')],
      ['0-5 email', '5-9 email'],
    ],
    // the longer keeps its place, the rest of the other is not forgotten
    [
      [span(0, 6, 'iin'), span(4, 14, 'phone')],
      ['0-4 iin', '4-14 phone'],
    ],
    [[span(0, 10, 'phone'), span(2, 5, 'iin')], ['0-10 phone']],
    [[span(3, 5, 'iin'), span(0, 9, 'address')], ['0-9 address']],
    // equally long: the higher score
    [
      [span(0, 6, 'iin', 0.5), span(3, 9, 'phone', 0.9)],
      ['0-3 iin', '3-9 phone'],
    ],
    // order of arrival does not matter
    [
      [span(8, 9, 'b'), span(0, 2, 'a')],
      ['0-2 a', '8-9 b'],
    ],
    [[], []],
  ])('row %# of the table is settled as it says', (found, expected) => {
    expect(tidySpans(text, found).map(({ start, end, entity }) => `${start}-${end} ${entity}`)).toEqual(expected)
  })

  it('never cut a surrogate pair', () => {
    expect(tidySpans('😀😀', [span(1, 3, 'x')])).toEqual([{ start: 0, end: 4, entity: 'x' }])
  })

  it('cover exactly what the found ones cover, in order, without overlap', () => {
    const any = fc.tuple(
      fc.nat(19),
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom('a', 'b', 'c'),
      fc.double({ min: 0, max: 1, noNaN: true }),
    )
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (list) => {
        const found = list.map(([start, length, entity, score]) =>
          span(start, Math.min(20, start + length), entity, score),
        )
        const tidy = tidySpans(text, found)
        const covered = (spans: readonly { start: number; end: number }[]) =>
          Array.from(text, (_, i) => spans.some(({ start, end }) => start <= i && i < end))
        expect(covered(tidy)).toEqual(covered(found))
        tidy.slice(1).forEach((next, i) => expect(next.start).toBeGreaterThanOrEqual(tidy[i]!.end))
      }),
    )
  })
})
