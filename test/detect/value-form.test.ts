import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueClass } from '../../src/detect/classes.ts'
import { normalise } from '../../src/detect/normalise.ts'
import { formBuffer, readForm } from '../../src/detect/value-form.ts'
import { formOf, mutated } from './forms.ts'

describe('the form of a value', () => {
  it.each([
    ['2031-05-07', '1999-12-31', true],
    ['2031-05-07', '2031-5-07', false],
    ['2031-05-07', '2031.05.07', false],
    // of letters four stand for more
    ['Иванова Асель', 'Кузнецова Александра', true],
    ['Иванова Асель', 'ИВАНОВА Асель', false],
    ['Ли Анна', 'Иванова Анна', false],
    ['Ли Анна', 'Ким Анна', false],
    ['Anna', 'Анна', false],
    ['1'.repeat(40), '1'.repeat(41), true],
    ['1'.repeat(38), '1'.repeat(39), false],
    ['----', '-----', true],
    ['---', '----', false],
  ])('is the same or not in row %#', (a, b, same) => {
    expect(String(formOf(a)) === String(formOf(b))).toBe(same)
  })

  it.each(['', 'x'.repeat(97), 'a1'.repeat(30), 'é', '№ 5', 'Иван«', 'Pоссия', 'Иванov', 'ИИН0', '9А', '\u0482', '😀'])(
    'is none in row %#',
    (text) => {
      expect(formOf(text)).toBeUndefined()
    },
  )

  it('is of texts that are their own normal form, and counts what the prefilter asks for', () => {
    const buffer = formBuffer()
    fc.assert(
      fc.property(mutated, (text) => {
        if (!readForm(text, buffer)) return
        expect(normalise(text).text).toBe(text)
        const { digits, run } = valueClass(text)
        expect([buffer.digits, buffer.run]).toEqual([digits, run])
      }),
      { numRuns: 2000 },
    )
  })
})
