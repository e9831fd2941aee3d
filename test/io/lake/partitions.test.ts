import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partitionFolder, partitionsOf } from '../../../src/io/lake/partitions.ts'

describe('the folders of a path', () => {
  it.each([
    ['dt=2026-01-31/a.csv', [['dt', '2026-01-31']]],
    ['lake/dt=2026-01-31/x/city=Nur-Sultan%2FAstana/a.csv', [['dt', '2026-01-31'], ['city', 'Nur-Sultan/Astana']]], // prettier-ignore
    // Hive's word for no value, an empty value, a value with the sign in it
    ['a=__HIVE_DEFAULT_PARTITION__/b=/c=x=y/f.csv', [['a', null], ['b', ''], ['c', 'x=y']]], // prettier-ignore
    // a file is no folder, and what begins with the sign has no name
    ['=x/dt=2026.csv', []],
    ['a.csv', []],
  ] as [string, [string, string | null][]][])('%s name columns', (path, expected) => {
    expect(partitionsOf(path).map(({ name, value }) => [name, value])).toEqual(expected)
  })

  it.each(['a=x%00y/f.csv', 'a%00=x/f.csv'])('hold no NUL, where other programs end a value: %s', (path) => {
    expect(() => partitionsOf(path)).toThrow(expect.objectContaining({ code: 'INPUT_NUL' }))
  })

  it('are called so that the same columns are read from them, and no folder is left', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0'))
    fc.assert(
      fc.property(word, fc.option(word, { nil: null }), (name, value) => {
        const folder = partitionFolder({ name, value })
        expect(folder).not.toMatch(/[/\\\0]|^\.\.?$/)
        expect(partitionsOf(`${folder}/f.csv`)).toEqual([{ name, value: value === '__HIVE_DEFAULT_PARTITION__' ? null : value }]) // prettier-ignore
      }),
    )
  })
})
