import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hierarchyToCsv } from '../../../src/anonymity/hierarchies/from-csv.ts'
import { intervalHierarchy } from '../../../src/anonymity/hierarchies/intervals.ts'
import { lintHierarchy } from '../../../src/anonymity/hierarchies/lint.ts'
import { readSideTable } from '../../../src/transforms/side-table.ts'
import { rowOf } from './row-of.ts'

describe('intervals', () => {
  it.each<[string, object, string, string[]]>([
    ['end where those above the upper border begin', { widths: [5, 20], upper: 85 }, '82', ['80-84', '80-84', '*']],
    ['begin where those below the lower border end', { widths: [5, 20], lower: 18 }, '19', ['18-19', '18-19', '*']],
    ['with decimals too', { widths: [0.5], upper: 2.3 }, '2.2', ['2.0-2.3', '*']],
    ['are one beyond it', { widths: [5, 20], upper: 85 }, '85', ['85+', '85+', '*']],
  ])('%s', (_, options, text, above) => {
    expect(rowOf(intervalHierarchy([text, '1', '50'], options as { widths: number[] }), text).slice(1)).toEqual(above)
  })

  it('are a table in which the linter finds no border that is off or overlaps, whatever the outer ones', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 99 }), (lower, upper) => {
        const ages = Array.from({ length: 100 }, (_, age) => String(age))
        const built = intervalHierarchy(ages, { widths: [5, 10, 20], lower, upper })
        const found = lintHierarchy(readSideTable(hierarchyToCsv(built)), ages)
        const wrong = found.filter(
          ({ severity, code }) => severity === 'error' || code === 'OVERLAP' || code === 'OFF_BY_ONE',
        )
        expect(wrong.map(({ code }) => code)).toEqual([])
      }),
    )
  })
})
