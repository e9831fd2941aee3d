import { describe, expect, it } from 'vitest'
import { Kind } from '../../../src/record/batch.ts'
import { verb } from '../../../src/transforms/verbs/lookup.ts'
import { applyTo, contextOf, plainRows } from '../apply.ts'

const file = 'Алматы;A\nАстана;B\n'
const run = (options: object, texts: string[], text = file) =>
  applyTo(verb, { file: 't.csv', ...options }, texts, { files: [text] })

describe('lookup', () => {
  it('writes what the table has', () => {
    expect(run({}, ['Астана', ' Алматы '])).toEqual(['B', 'A'])
  })

  it.each([
    ['null', ['A', null]],
    ['keep', ['A', 'Орал']],
  ])('with "missing: %s" does that to a value that the table lacks', (missing, expected) => {
    expect(run({ missing }, ['Алматы', 'Орал'])).toEqual(expected)
  })

  it('finds a missing value to be a fault at its place where nothing else is said', () => {
    expect(() => run({}, ['Алматы', 'Орал'])).toThrow(expect.objectContaining({ index: 1 }))
  })

  it.each([
    // three columns, one column, two replacements, nothing
    ['a;b;c\n'],
    ['a\n'],
    ['a;b\na;c\n'],
    [''],
  ])('table %# is refused', (text) => {
    expect(() => run({}, [], text)).toThrow(expect.objectContaining({ code: 'POLICY_INVALID' }))
  })

  it('keeps numbers numbers only where every replacement is a number', () => {
    const values = () => ({ text: ['1', '2'], kind: Uint8Array.of(Kind.number, Kind.number) })
    const kinds = (text: string) => [
      ...verb.bind({ file: 't.csv' }, contextOf({ files: [text] }))(values(), plainRows(2)).kind,
    ]
    expect(kinds('1,10\n2,20\n')).toEqual([Kind.number, Kind.number])
    expect(kinds('1,10\n2,x\n')).toEqual([Kind.string, Kind.string])
  })

  it('names its side file', () => {
    expect(verb.files({ file: 'maps/t.csv' })).toEqual(['maps/t.csv'])
  })
})
