import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueClass } from '../../src/detect/classes.ts'
import { around, compileContext } from '../../src/detect/context.ts'
import { digitRunsIn } from '../../src/detect/digit-runs.ts'
import { recognisers } from '../../src/detect/registry.ts'

/** A vocabulary as one expression, tried at every place. */
function expressionOf(words: readonly string[]): RegExp {
  const alternatives = words.map((w) =>
    w
      .replace(/[.+?^${}()|[\]\\/]/g, '\\$&')
      .replaceAll(' ', '[\\s._-]{1,3}')
      .replaceAll('*', '\\p{L}{0,12}'),
  )
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'u')
}

describe('context words', () => {
  const vocabularies = recognisers.flatMap((r) => [r.context ?? [], r.veto ?? []]).filter((words) => words.length > 0)

  it('are found wherever they stand', () => {
    for (const words of vocabularies)
      for (const word of words)
        for (const text of [word, `5-${word}.`, `слово ${word}, 5`, `\u0301${word}`, `😀${word}`])
          expect(compileContext(words).in(text.replaceAll('*', 'ж'))).toBeDefined()
  })

  it('are found in exactly the texts in which their expression matches', () => {
    const pieces = ['a', 'ж', 'и', 'и*', 'a/c', 'no', 'тел', 'тел*', '5g', '№', 'ab cd'].map((w) => w.replace('*', ''))
    const vocabulary = ['a/c', 'и*', 'no', 'тел', '5g', 'ab cd', 'ж']
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces, ' ', '-', '.', '\u0301', '𐐀', '1'), { maxLength: 8 }),
        fc.subarray(vocabulary, { minLength: 1 }),
        (parts, words) => {
          const text = parts.join('')
          expect(compileContext(words).in(text) !== undefined).toBe(expressionOf(words).test(text))
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('the class of a value', () => {
  it('has the length of its longest run of ASCII letters and digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'Z', '7', '-', ' ', 'ж', '@') }), (text) => {
        const runs = text.match(/[0-9A-Za-z]+/g) ?? []
        expect(valueClass(text).run).toBe(Math.max(0, ...runs.map((run) => run.length)))
      }),
    )
  })

  it('has its digits and the lengths of their runs', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('1', '23', '4567890', '-', 'a', 'Ж', '😀'), maxLength: 40 }),
        (text) => {
          const { digits, digitRuns } = valueClass(text)
          expect([digits, digitRuns]).toEqual([text.replace(/\D/g, '').length, digitRunsIn(text).lengths])
        },
      ),
    )
  })
})

describe('what stands around a number', () => {
  const near = (text: string, number: string) => {
    const start = text.indexOf(number)
    const { from, to } = around(text, start, start + number.length)
    return text.slice(from, to)
  }

  it.each([
    ['уд. личности 012345678, сумма 250000000 тенге', '250000000', 'личности'],
    ['позвоните; договор № 4400430012 от 12 марта', '4400430012', 'позвоните'],
    ['order 123456789, passport N01234567', '123456789', 'passport'],
    ['жеке куәлік 012345678, тапсырыс нөмірі 250000000', '250000000', 'куәлік'],
  ])('is its own clause only where that calls it something else: row %#', (text, number, word) => {
    expect(near(text, number)).not.toContain(word)
  })

  it.each([
    ['тел. 87010000003, 87010000004', '87010000004', 'тел'],
    ['тел. по заказу 87010000003', '87010000003', 'тел'],
    ['заказ принят, тел. 87010000003', '87010000003', 'тел'],
    ['паспорт, выдан в 2010, 012345678', '012345678', 'паспорт'],
  ])('reaches over marks elsewhere: row %#', (text, number, word) => {
    expect(near(text, number)).toContain(word)
  })
})
