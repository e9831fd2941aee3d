import { describe, expect, it } from 'vitest'
import { createClassTable, type ClassCounts } from '../../src/anonymity/class-table.ts'
import { solveFullDomain } from '../../src/anonymity/full-domain.ts'
import { flatHierarchy } from '../../src/anonymity/hierarchies/flat.ts'
import { createHierarchy, type Hierarchy } from '../../src/anonymity/hierarchy.ts'
import { peel } from '../../src/anonymity/peeling.ts'
import { distinctL } from '../../src/anonymity/privacy-models/distinct-l.ts'
import { kAnonymity } from '../../src/anonymity/privacy-models/k-anonymity.ts'
import type { PrivacyModel } from '../../src/anonymity/privacy-models/privacy-model.ts'
import { fullDomainRecoding, publishedClasses, type Recoding } from '../../src/anonymity/recoding.ts'
import { growTree } from '../../src/anonymity/top-down.ts'
import { countsOf } from './tables.ts'

const WAYS: [string, (counts: ClassCounts, hierarchies: Hierarchy[], models: PrivacyModel[]) => Recoding][] = [
  [
    'full-domain',
    (counts, hierarchies, models) => {
      const { levels } = solveFullDomain(counts, hierarchies, { models, suppressAtMost: 0 })
      return fullDomainRecoding(levels, new Uint8Array(counts.counts.length).fill(1))
    },
  ],
  ['top-down', (counts, hierarchies, models) => growTree(counts, hierarchies, { models }).recoding],
  ['peeling', (counts, hierarchies, models) => peel(counts, hierarchies, { models, suppressAtMost: 0 })],
]

/** What stands in each row of the output. */
function published(rows: string[][], models: PrivacyModel[], solve: (typeof WAYS)[number][1]): string[] {
  const { counts, values } = countsOf(rows, [...rows[0]!.keys()])
  const hierarchies = values.map(flatHierarchy)
  const { nodes, nodeOf } = solve(counts, hierarchies, models)
  return [...nodeOf].flatMap((node, e) => {
    const text = hierarchies.map(({ levels }, c) => {
      const level = levels[nodes[node]![c]!]!
      return level.values[level.ofLeaf[counts.columns[c]![e]!]!]!
    })
    return Array.from({ length: counts.counts[e]! }, () => JSON.stringify(text))
  })
}

function smallest(texts: string[]): number {
  const sizes = new Map<string, number>()
  for (const text of texts) sizes.set(text, (sizes.get(text) ?? 0) + 1)
  return Math.min(...sizes.values())
}

describe.each(WAYS)('%s', (_, solve) => {
  it.each<[string, string[][], number]>([
    [
      'separators in values do not join neighbours',
      [
        ['a;b', 'c'],
        ['a', 'b;c'],
        ['a;b', 'c'],
        ['a', 'b;c'],
      ],
      2,
    ],
    [
      'composed and decomposed letters are two values',
      [
        ['é', 'x'],
        ['e\u0301', 'x'],
        ['é', 'x'],
        ['e\u0301', 'y'],
      ],
      2,
    ],
    [
      'a trailing space makes another value',
      [
        ['a', '1'],
        ['a ', '1'],
        ['a', '2'],
        ['a ', '2'],
      ],
      2,
    ],
    [
      'a value that looks like the top is a value',
      [
        ['*', '1'],
        ['*', '1'],
        ['a', '1'],
        ['b', '2'],
      ],
      2,
    ],
    [
      'every column is unique',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
      3,
    ],
    [
      'there is one class only',
      [
        ['a', '1'],
        ['a', '1'],
        ['a', '1'],
      ],
      3,
    ],
    [
      'a column with a single value',
      [
        ['a', '1'],
        ['a', '2'],
        ['a', '1'],
        ['a', '3'],
      ],
      2,
    ],
  ])('publishes no class below k where %s', (_, rows, k) => {
    const texts = published(rows, [kAnonymity(k)], solve)
    expect(texts).toHaveLength(rows.length)
    expect(smallest(texts)).toBeGreaterThanOrEqual(k)
  })

  it('leaves one class as it is', () => {
    const rows = [
      ['a', '1'],
      ['a', '1'],
    ]
    expect(published(rows, [kAnonymity(2)], solve)).toEqual(rows.map((row) => JSON.stringify(row)))
  })

  it.each<[string, string[][], PrivacyModel[]]>([
    [
      'k is above the number of records',
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
      [kAnonymity(3)],
    ],
    [
      'a sensitive field has one value only',
      [
        ['a', 'x'],
        ['b', 'x'],
      ],
      [kAnonymity(2), distinctL(2, 0)],
    ],
  ])('says that it cannot be met, with a hint, where %s', (_, rows, models) => {
    const { counts, values } = countsOf(rows, [0], [1])
    expect(() => solve(counts, [flatHierarchy(values[0]!)], models)).toThrow(
      expect.objectContaining({ code: 'ANONYMITY_NOT_MET', hints: [expect.stringMatching(/lower k/)] }),
    )
  })

  it('says that an empty table cannot be planned for', () => {
    const counts = createClassTable({ leaves: [2], sensitive: [] }).counts()
    expect(() => solve(counts, [flatHierarchy(['a', 'b'])], [kAnonymity(2)])).toThrow(
      expect.objectContaining({ code: 'ANONYMITY_NOT_MET' }),
    )
  })

  it('takes a hierarchy of one level', () => {
    const { counts } = countsOf([['a'], ['a']], [0])
    const hierarchies = [createHierarchy([['a']])]
    expect([...publishedClasses(counts, hierarchies, solve(counts, hierarchies, [kAnonymity(2)])).rows]).toEqual([2])
  })
})
