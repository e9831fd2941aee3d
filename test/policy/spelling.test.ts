import { expect, test } from 'vitest'
import { american, british } from '../../src/policy/british.ts'
import { closest } from '../../src/policy/suggest.ts'

test.each([
  ['generalize', 'generalise'],
  ['neutralize', 'neutralise'],
  ['pseudonymized', 'pseudonymised'],
  ['categorization', 'categorisation'],
  ['generalise', 'generalise'],
  ['size', 'size'],
  // No word of the language; only words that are none are looked up in the other spelling.
  ['prize', 'prise'],
])('%s becomes %s', (word, expected) => {
  expect(british(word)).toBe(expected)
})

test('a word that has no -ize spelling has none', () => {
  expect(american('drop')).toBeUndefined()
  expect(american('generalise')).toBe('generalize')
})

test.each([
  ['pseudonim', 'pseudonym'],
  ['PSEUDONYM', 'pseudonym'],
  ['dorp', 'drop'],
  ['drpo', 'drop'],
  ['genralise', 'generalise'],
  ['xyz', undefined],
  ['', undefined],
  ['a', undefined],
  ['x'.repeat(5000), undefined],
])('%j is near to %s', (word, expected) => {
  expect(closest(word, ['pseudonym', 'drop', 'generalise', 'null'])).toBe(expected)
})

test('of several near words the nearest is taken', () => {
  expect(closest('clib', ['club', 'clip', 'clamp'])).toBe('club')
})
