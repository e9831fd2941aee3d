import { describe, expect, it } from 'vitest'
import { alikeTokens, formOf } from '../../../src/engine/worker/alike-tokens.ts'
import { tokenOf } from '../../../src/engine/worker/measure.ts'
import type { AnonymitySpec } from '../../../src/policy/policy.ts'
import { Kind } from '../../../src/record/batch.ts'

const tokens = (...texts: string[]) => ({
  distinct: texts.map((text) => tokenOf(Kind.string, text)),
  numbers: Int32Array.from(texts.keys()),
})
const different = (...texts: string[]) => alikeTokens(tokens(...texts)).distinct.length

describe('values of a sensitive field', () => {
  it.each([
    ['a letter in one piece and in two', ['Café', 'Cafe\u0301']],
    ['spaces around and between', ['Grippe A', ' Grippe A', 'Grippe  A ', 'Grippe\u00a0A', 'Grippe\tA']],
    ['characters that nobody sees', ['Flu', 'F\u200blu', 'Flu\ufeff', 'F\u00adlu']],
    ['capitals and small letters', ['Flu', 'FLU', 'flu']],
    ['Cyrillic letters that look like Latin ones', ['COVID', '\u0421\u041eVID']],
    ['letters of full width', ['HIV', '\uff28\uff29\uff36']],
    ['a number with and without zeros behind it', ['1', '1.0', '1.00']],
  ])('are one for %s', (_, spellings) => {
    expect(different(...spellings)).toBe(1)
  })

  it('are as many as there are, and numbered with the records', () => {
    const found = alikeTokens(tokens('Flu', 'HIV', 'FLU', 'Asthma', 'hiv '))
    expect([...found.numbers]).toEqual([0, 1, 0, 2, 1])
  })

  it.each([
    ['a code with a zero in front and a number', ['01', '1']],
    ['two numbers', ['1.5', '1.05']],
    ['texts of which one is a part of the other', ['A;1:1:B', 'A']],
  ])('are two for %s', (_, spellings) => {
    expect(different(...spellings)).toBe(2)
  })

  it('are none where nobody sees anything', () => {
    expect([...alikeTokens(tokens('', ' ', '\u200b', 'x')).numbers]).toEqual([-1, -1, -1, 0])
  })

  it('that are lists are one where their elements are, and keep the places of nulls', () => {
    const list = (...cells: (string | null)[]) =>
      cells.map((cell) => (cell === null ? 'n;' : tokenOf(Kind.string, cell))).join('')
    const found = alikeTokens({
      distinct: [list('Flu', 'HIV'), list('flu ', 'hiv'), list('Flu', null), list('FLU', null), list(null, 'Flu')],
      numbers: Int32Array.of(0, 1, 2, 3, 4),
    })
    expect([...found.numbers]).toEqual([0, 0, 1, 1, 2])
  })

  it('whose hierarchy says which there are keep the letters by which it knows them', () => {
    const spec = { t: { illness: { hierarchical: 0.2 }, age: { equal: 0.2 } } } as unknown as AnonymitySpec
    expect(formOf(spec, 'illness')(' Grippe\u200b  A')).toBe('Grippe A')
    expect(formOf(spec, 'age')('Grippe')).toBe('GRIPPE')
    expect(formOf(undefined, 'illness')('Grippe')).toBe('GRIPPE')
  })
})
