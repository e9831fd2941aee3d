import { describe, expect, test } from 'vitest'
import { createValueCounter, emptyFacts } from '../../src/detect/column-facts.ts'
import { verdict } from '../../src/detect/column-verdict.ts'
import { surpriseIn } from '../../src/detect/surprise.ts'
import { iins, numbers } from './columns.ts'

const count = createValueCounter([])

function facts(values: readonly string[]) {
  const of = emptyFacts()
  count(of, values)
  return of
}

const series = (from: number, step: number, length = 1500) => Array.from({ length }, (_, n) => String(from + n * step))

describe('fields that are said to be harmless', () => {
  test.each([
    ['seconds', series(1_767_225_600, 37, 3000)],
    ['running numbers of ten digits', series(2_026_000_001, 1, 3000)],
    ['running numbers that begin with a date', series(251_201_000_100, 1)],
    ['every tenth of such numbers', series(251_201_000_105, 10)],
    ['numbers of eleven digits', series(85_030_200_111, 7)],
    ['numbers of twelve digits', series(481_205_317_400, 1)],
    ['numbers of which the check does not read the end', series(500_207_000_000, 1)],
    ['seconds of three years', numbers(29, 3000, 1e8).map((n) => String(1_767_225_600 - n))],
    ['seconds of a year', numbers(3, 3000, 31_536_000).map((n) => String(1_735_689_600 + n))],
  ])('%s are no identifiers', (_, values) => {
    const of = facts(values)
    expect(surpriseIn('order_no', of, [], 0.5)).toBeUndefined()
    expect(verdict('order_no', of)).toMatchObject({ entity: 'none' })
  })

  test.each([
    ['among random numbers', numbers(5, 600, 1e12).map((n) => String(n).padStart(12, '9'))],
    ['among running numbers', series(251_201_000_100, 1, 60)],
  ])('identifiers %s are seen', (_, values) => {
    expect(surpriseIn('order_no', facts([...values, ...iins(24)]), [], 0.5)).toBe('iin')
  })
})
