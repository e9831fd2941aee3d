import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lintHierarchy } from '../../../src/anonymity/hierarchies/lint.ts'
import { readSideTable } from '../../../src/transforms/side-table.ts'

const table = (rows: string[][]) => ({ rows, lines: rows.map((_, i) => i + 1) })
const codes = (rows: string[][], data?: string[]) => lintHierarchy(table(rows), data).map((f) => f.code)

describe('the linter of hierarchies', () => {
  it.each<[string, string[][], string[] | undefined, string[]]>([
    [
      'passes a sound one',
      [
        ['a', 'x', '*'],
        ['b', 'x', '*'],
        ['c', 'y', '*'],
      ],
      ['a', 'b', 'c'],
      [],
    ],
    ['finds an empty one', [], undefined, ['EMPTY']],
    ['finds ragged rows', [['a', '*'], ['b']], undefined, ['RAGGED']],
    [
      'finds what else is wrong behind a ragged row, whose leaf is there',
      [['a', '*'], ['b'], ['a', '*'], ['c ', '*']],
      ['a', 'b', 'c '],
      ['RAGGED', 'DUPLICATE_LEAF', 'OUTER_SPACE'],
    ],
    [
      'finds a leaf that stands twice',
      [
        ['a', '*'],
        ['a', '*'],
      ],
      undefined,
      ['DUPLICATE_LEAF'],
    ],
    [
      'finds a leaf with two parents',
      [
        ['a', 'x', '*'],
        ['a', 'y', '*'],
        ['b', 'x', '*'],
      ],
      undefined,
      ['CONFLICTING_LEAF', 'NOT_COARSER'],
    ],
    [
      'finds a level that parts again',
      [
        ['a', 'x', 'p'],
        ['b', 'x', 'q'],
      ],
      undefined,
      ['NO_TOP', 'NOT_COARSER'],
    ],
    [
      'finds a level that changes nothing',
      [
        ['a', 'A', '*'],
        ['b', 'B', '*'],
      ],
      undefined,
      ['SAME_LEVEL'],
    ],
    [
      'finds a level above a single value',
      [
        ['a', 'x', '*'],
        ['b', 'x', '*'],
      ],
      undefined,
      ['SAME_LEVEL'],
    ],
    [
      'finds a missing top',
      [
        ['a', 'x'],
        ['b', 'x'],
        ['c', 'y'],
      ],
      undefined,
      ['NO_TOP'],
    ],
    // e + acute accent as one and as two code points
    [
      'finds twins of Unicode forms',
      [
        ['\u00e9', '*'],
        ['e\u0301', '*'],
      ],
      undefined,
      ['NORMAL_FORMS'],
    ],
    [
      'finds spaces around values',
      [
        ['a ', '*'],
        ['b', '*'],
      ],
      undefined,
      ['OUTER_SPACE'],
    ],
    [
      'finds a leaf that looks suppressed',
      [
        ['*', '*'],
        ['b', '*'],
      ],
      undefined,
      ['LITERAL_STAR'],
    ],
    [
      'finds a circle',
      [
        ['a', 'b', '*'],
        ['b', 'a', '*'],
      ],
      undefined,
      ['CIRCLE', 'SAME_LEVEL'],
    ],
    [
      'finds values without a leaf',
      [
        ['a', '*'],
        ['b', '*'],
      ],
      ['a', 'b', 'c'],
      ['MISSING_LEAF'],
    ],
    ['finds a value in another Unicode form', [['\u00e9', '*']], ['e\u0301', '\u00e9'], ['MISSING_LEAF']],
    [
      'finds leaves that no value needs',
      [
        ['a', '*'],
        ['b', '*'],
      ],
      ['a'],
      ['UNUSED_LEAF'],
    ],
    [
      'finds a star in the data',
      [
        ['a', '*'],
        ['b', '*'],
      ],
      ['a', 'b', '*'],
      ['MISSING_LEAF', 'LITERAL_STAR'],
    ],
    [
      'finds a header',
      [
        ['age', 'age by ten', '*'],
        ['7', '0-9', '*'],
        ['8', '0-9', '*'],
      ],
      undefined,
      ['HEADER'],
    ],
    ['finds a table with another separator', [['a|x|*'], ['b|x|*']], undefined, ['SEPARATOR', 'NO_TOP']],
    [
      'finds a level that says nothing',
      [
        ['a', '', '*'],
        ['b', 'x', '*'],
        ['c', 'x', '*'],
      ],
      undefined,
      ['EMPTY_VALUE'],
    ],
    [
      'finds a longer circle',
      [
        ['a', 'b', '*'],
        ['b', 'c', '*'],
        ['c', 'a', '*'],
        ['d', 'a', '*'],
      ],
      undefined,
      ['CIRCLE'],
    ],
    [
      'finds a value in the wrong column',
      [
        ['Almaty', 'South', '*'],
        ['Taraz', 'South', '*'],
        ['Semey', 'Almaty', '*'],
      ],
      undefined,
      ['LEAF_ABOVE'],
    ],
    [
      'lets a short branch repeat its value',
      [
        ['other', 'other', '*'],
        ['a', 'other', '*'],
        ['b', 'x', '*'],
      ],
      undefined,
      [],
    ],
    [
      'finds capitals that part a level',
      [
        ['a', 'North', '*'],
        ['b', 'north', '*'],
        ['c', 'North', '*'],
      ],
      undefined,
      ['NORMAL_FORMS'],
    ],
    [
      'finds intervals with a number in common',
      [
        ['10', '10-20', '*'],
        ['15', '10-20', '*'],
        ['20', '20-30', '*'],
      ],
      undefined,
      ['OVERLAP'],
    ],
    [
      'passes intervals with open ends and halves',
      [
        ['9', '<10', '*'],
        ['10', '[10, 20[', '*'],
        ['19.9', '[10, 20[', '*'],
        ['20', '20-29', '*'],
        ['29.5', '20-29', '*'],
        ['30', '30+', '*'],
      ],
      undefined,
      [],
    ],
    [
      'finds a number on the open end of an interval',
      [
        ['10', '<10', '*'],
        ['9', '<10', '*'],
        ['20', '[10, 20[', '*'],
        ['30', '>30', '*'],
      ],
      undefined,
      ['OFF_BY_ONE'],
    ],
  ])('%s', (_, rows, data, expected) => {
    expect(codes(rows, data)).toEqual(expected)
  })

  it('finds that the ages of Adult are off by one', () => {
    const text = readFileSync(new URL('../../vectors/anonymity/adult/adult_hierarchy_age.csv', import.meta.url), 'utf8')
    const found = lintHierarchy(readSideTable(text)).filter((f) => f.code === 'OFF_BY_ONE')
    // 5 stands in 0-4, 10 in 5-9, …
    expect(found.map((f) => f.level)).toEqual([1, 2, 3])
    expect(found[0]!.lines!.slice(0, 2)).toEqual([5, 10])
  })

  it('names the line of the file, not the row of the table', () => {
    const [finding] = lintHierarchy(readSideTable('\ufeffa;x;*\r\n\r\n"b\nb";x;*\r\nc;y\r\n'))
    expect(finding).toMatchObject({ code: 'RAGGED', severity: 'error', lines: [5] })
  })

  it('says how values of the data differ from leaves', () => {
    const rows = [
      ['Almaty', '*'],
      ['\u00e9', '*'],
      ['1', '*'],
    ]
    const [missing] = lintHierarchy(table(rows), ['ALMATY', 'e\u0301', '1.0', 'else'])
    expect(missing).toMatchObject({
      code: 'MISSING_LEAF',
      message: '4 of 4 different values of the data are no leaf of the hierarchy',
      hint: '1 differ from a leaf only in their Unicode form or in spaces; 1 only in capitals; 1 are the number of a leaf, written in another way (1 and 1.0)',
    })
  })

  it('finds that there are too many leaves to be read', () => {
    const rows = Array.from({ length: 100_001 }, (_, i) => [`v${i}`, `w${i % 10}`, '*'])
    expect(codes(rows)).toEqual(['MANY_LEAVES'])
  })

  it('quotes no value', () => {
    const rows = [
      ['Ааа', 'Ббб', 'p'],
      ['Ааа', 'Ббб', 'q'],
      ['Ввв ', 'Ббб', 'q'],
      ['*', '*', '*'],
    ]
    for (const { message } of lintHierarchy(table(rows), ['Ггг'])) expect(message).not.toMatch(/Ааа|Ббб|Ввв|Ггг/)
  })
})
