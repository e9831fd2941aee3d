import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createHierarchy, leafOf, lossOfNodes, ncpOfNodes, topOf, withNull } from '../../src/anonymity/hierarchy.ts'
import { dateHierarchy } from '../../src/anonymity/hierarchies/dates.ts'
import { flatHierarchy } from '../../src/anonymity/hierarchies/flat.ts'
import { hierarchyFromCsv, hierarchyToCsv } from '../../src/anonymity/hierarchies/from-csv.ts'
import { intervalHierarchy } from '../../src/anonymity/hierarchies/intervals.ts'
import { prefixHierarchy } from '../../src/anonymity/hierarchies/prefixes.ts'
import { roundingHierarchy } from '../../src/anonymity/hierarchies/rounding.ts'
import type { Hierarchy } from '../../src/anonymity/hierarchy.ts'

const adult = (field: string) =>
  readFileSync(new URL(`../vectors/anonymity/adult/adult_hierarchy_${field}.csv`, import.meta.url), 'utf8')

/** The row of one leaf, from the leaf to the top. */
function rowOf(hierarchy: Hierarchy, text: string): string[] {
  const leaf = leafOf(hierarchy, text)
  return hierarchy.levels.map(({ values, ofLeaf }) => values[ofLeaf[leaf]!]!)
}

describe('a hierarchy', () => {
  it('knows its levels, parents and the leaves under each node', () => {
    const h = createHierarchy([
      ['a', 'x', '*'],
      ['b', 'x', '*'],
      ['c', 'y', '*'],
    ])
    expect(topOf(h)).toBe(2)
    expect(h.levels[1]).toEqual({
      values: ['x', 'y'],
      ofLeaf: Uint32Array.of(0, 0, 1),
      parent: Uint32Array.of(0, 0),
      leaves: Uint32Array.of(2, 1),
    })
    // (2 − 1) / (3 − 1) and 2 / 3; a single leaf costs nothing in both
    expect([...lossOfNodes(h, 1)]).toEqual([0.5, 0])
    expect([...ncpOfNodes(h, 1)]).toEqual([2 / 3, 0])
  })

  it('gets a top where the table has none', () => {
    expect(rowOf(createHierarchy([['a'], ['b']]), 'b')).toEqual(['b', '*'])
  })

  it('has no leaf for an unknown value, and ignores spaces around a known one', () => {
    const h = flatHierarchy(['a', 'b'])
    expect([leafOf(h, 'c'), leafOf(h, ' b '), leafOf(h, null)]).toEqual([-1, 1, -1])
  })

  it('takes null as a category of its own that meets the others at the top', () => {
    const h = withNull(
      createHierarchy([
        ['a', 'x', '*'],
        ['b', 'x', '*'],
      ]),
    )
    const leaf = leafOf(h, null)
    expect(h.levels.map(({ ofLeaf }) => ofLeaf[leaf])).toEqual([2, 1, 0])
    expect(h.levels.map(({ leaves }) => [...leaves])).toEqual([[1, 1, 1], [2, 1], [3]])
    expect(withNull(h)).toBe(h)
  })

  it.each([
    // nothing at all
    [[], /is empty/],
    // the second row is short
    [
      [
        ['a', 'x', '*'],
        ['b', '*'],
      ],
      /row 2 .* does not have 3 columns/,
    ],
    // one leaf, two parents
    [
      [
        ['a', 'x', '*'],
        ['a', 'y', '*'],
      ],
      /row 2 .* other values/,
    ],
    // what is one at level 1 parts again at level 2
    [
      [
        ['a', 'x', 'p'],
        ['b', 'x', 'q'],
      ],
      /level 2 .* not coarser than level 1/,
    ],
  ])('is refused where it is no tree (%#)', (rows, message) => {
    expect(() => createHierarchy(rows as string[][])).toThrow(message)
  })

  it('comes back from its own table', () => {
    const h = hierarchyFromCsv('a;x;*\n"b;c";x;*\n"d""e";y;*\n')
    expect(hierarchyFromCsv(hierarchyToCsv(h))).toEqual(h)
  })

  it('reads those of Adult', () => {
    const h = hierarchyFromCsv(adult('age'))
    expect(h.levels.map(({ values }) => values.length)).toEqual([100, 20, 10, 5, 1])
    expect(rowOf(hierarchyFromCsv(adult('workclass')), 'Private')).toEqual(['Private', 'Non-Government', '*'])
  })
})

describe('a hierarchy that is built', () => {
  it('has nested intervals, clamped on both sides', () => {
    const h = intervalHierarchy(['7', '20', '24.5', '39', '90', '-3'], { widths: [5, 20], lower: 0, upper: 90 })
    expect(rowOf(h, '20')).toEqual(['20', '20-24', '20-39', '*'])
    expect(rowOf(h, '24.5')).toEqual(['24.5', '20-24', '20-39', '*'])
    expect(rowOf(h, '90')).toEqual(['90', '90+', '90+', '*'])
    expect(rowOf(h, '-3')).toEqual(['-3', '<0', '<0', '*'])
    expect(rowOf(intervalHierarchy(['0.07'], { widths: [0.05] }), '0.07')).toEqual(['0.07', '0.05-0.10', '*'])
  })

  it('refuses intervals that do not nest and values that are no numbers', () => {
    expect(() => intervalHierarchy(['1'], { widths: [5, 12] })).toThrow(/not multiples/)
    expect(() => intervalHierarchy(['1', 'x'], { widths: [5] })).toThrow('1 of 2 different values is no number')
    // what JavaScript reads as a number and people do not
    expect(() => intervalHierarchy(['0x10', ' ', '1e999'], { widths: [5] })).toThrow('3 of 3 different values are')
    // exact: 0.3 is three times 0.1, which doubles do not know
    expect(rowOf(intervalHierarchy(['0.35'], { widths: [0.1, 0.3] }), '0.35')).toEqual([
      '0.35',
      '0.3-0.4',
      '0.3-0.6',
      '*',
    ])
  })

  it('has the months, quarters, years and decades of dates', () => {
    expect(rowOf(dateHierarchy(['1990-05-17', '17.05.1991']), '1990-05-17')).toEqual([
      '1990-05-17',
      '1990-05',
      '1990-Q2',
      '1990',
      '1990s',
      '*',
    ])
    expect(() => dateHierarchy(['soon'])).toThrow('1 of 1 different values is no date that has every level')
    // a week may belong to two months
    expect(() => dateHierarchy(['1990-07-31', '1990-08-01'], ['week', 'month'])).toThrow(/not coarser/)
  })

  it('masks codes from the right, the shorter ones filled up', () => {
    const h = prefixHierarchy(['050010', '0500'], [2, 4])
    expect(rowOf(h, '050010')).toEqual(['050010', '0500**', '05****', '*'])
    expect(rowOf(h, '0500')).toEqual(['0500', '0500**', '05****', '*'])
    expect(rowOf(prefixHierarchy(['7', '8']), '7')).toEqual(['7', '*'])
  })

  it('cuts decimals downwards, so that levels nest', () => {
    const h = roundingHierarchy(['43.2389', '-0.5', '43.25'], [2, 1, 0, -1])
    expect(rowOf(h, '43.2389')).toEqual(['43.2389', '43.23', '43.2', '43', '40', '*'])
    expect(rowOf(h, '-0.5')).toEqual(['-0.5', '-0.50', '-0.5', '-1', '-10', '*'])
    expect(() => roundingHierarchy(['1'], [0, 1])).toThrow(/do not fall/)
  })
})
