import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEntryCheck } from '../../src/anonymity/check-entries.ts'
import { createClassTable, type ClassCounts } from '../../src/anonymity/class-table.ts'
import { freezeRecoding, thawRecoding, type FrozenRecoding } from '../../src/anonymity/frozen-recoding.ts'
import { createHierarchy, withNull } from '../../src/anonymity/hierarchy.ts'
import { peel } from '../../src/anonymity/peeling.ts'
import { kAnonymity } from '../../src/anonymity/privacy-models/k-anonymity.ts'
import { fullDomainRecoding, publishedClasses, type Recoding } from '../../src/anonymity/recoding.ts'
import { growTree } from '../../src/anonymity/top-down.ts'
import { binaryHierarchy } from './tables.ts'

const LEAVES = [8, 5, 3]
const HIERARCHIES = LEAVES.map(binaryHierarchy)
const rowsOf = fc.array(fc.tuple(fc.nat(7), fc.nat(4), fc.nat(2)), { minLength: 6, maxLength: 80 })

function tableOf(rows: number[][]): ClassCounts {
  const table = createClassTable({ leaves: LEAVES, sensitive: [] })
  for (const row of rows) table.addRow(row, [])
  return table.counts()
}

/** Each transformation model, k = 3. */
const WAYS: [string, (counts: ClassCounts) => Recoding][] = [
  [
    'full-domain',
    (counts) => {
      const all = fullDomainRecoding([1, 1, 1], new Uint8Array(counts.counts.length).fill(1))
      const { of, rows } = publishedClasses(counts, HIERARCHIES, all)
      return fullDomainRecoding(
        [1, 1, 1],
        Array.from(of, (own) => (rows[own]! >= 3 ? 1 : 0)),
      )
    },
  ],
  ['top-down', (counts) => growTree(counts, HIERARCHIES, { models: [kAnonymity(3)] }).recoding],
  ['peeling', (counts) => peel(counts, HIERARCHIES, { models: [kAnonymity(3)], suppressAtMost: 0.1 })],
]

describe('a frozen recoding', () => {
  it.each(WAYS)('of %s says the same as what was frozen, after a way through JSON', (_, solve) => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const counts = tableOf(rows)
        const recoding = solve(counts)
        const recoder = thawRecoding(
          JSON.parse(JSON.stringify(freezeRecoding(counts, HIERARCHIES, recoding))) as FrozenRecoding,
        )
        for (let e = 0; e < counts.counts.length; e++) {
          const leaves = counts.columns.map((column) => column[e]!)
          const own = recoder.classOf(leaves)
          expect(own >= 0).toBe(recoding.nodeOf[e]! >= 0)
          if (own < 0) continue
          const levels = recoding.nodes[recoding.nodeOf[e]!]!
          const wanted = HIERARCHIES.map(
            (h, c) => h.levels[levels[c]!]!.values[h.levels[levels[c]!]!.ofLeaf[leaves[c]!]!],
          )
          expect(HIERARCHIES.map((_, c) => recoder.value(own, c))).toEqual(wanted)
        }
      }),
      { numRuns: 60 },
    )
  })

  it.each(WAYS)('of %s gives other rows only classes that cover them, so the classes stay large enough', (_, solve) => {
    fc.assert(
      fc.property(rowsOf, rowsOf, (rows, others) => {
        const counts = tableOf(rows)
        const recoder = thawRecoding(freezeRecoding(counts, HIERARCHIES, solve(counts)))
        const both = tableOf([...rows, ...others])
        const sizes = new Map<number, number>()
        for (let e = 0; e < both.counts.length; e++) {
          const leaves = both.columns.map((column) => column[e]!)
          const own = recoder.classOf(leaves)
          if (own >= 0) sizes.set(own, (sizes.get(own) ?? 0) + both.counts[e]!)
          for (let c = 0; own >= 0 && c < leaves.length; c++)
            expect(HIERARCHIES[c]!.levels.map(({ values, ofLeaf }) => values[ofLeaf[leaves[c]!]!])).toContain(
              recoder.value(own, c),
            )
        }
        const holds = createEntryCheck(both, { models: [kAnonymity(3)] })
        for (const size of sizes.values()) expect(holds([], size)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('suppresses a value that its hierarchy lacks, and keeps null apart from an empty text', () => {
    const hierarchy = withNull(
      createHierarchy([
        ['a', 'x', '*'],
        ['', 'y', '*'],
      ]),
    )
    const table = createClassTable({ leaves: [3], sensitive: [] })
    for (const leaf of [0, 1, 2]) table.addRow([leaf], [])
    const frozen = freezeRecoding(table.counts(), [hierarchy], fullDomainRecoding([0], [1, 1, 1]))
    const recoder = thawRecoding(JSON.parse(JSON.stringify(frozen)) as FrozenRecoding)
    const shown = (text: string | null) => {
      const own = recoder.classOf([recoder.leaf(0, text)])
      return own < 0 ? undefined : recoder.value(own, 0)
    }
    expect([shown('a'), shown(''), shown(null), shown('b')]).toEqual(['a', '', null, undefined])
  })

  it('is refused where it is damaged', () => {
    const hierarchies = [{ levels: [['a', 'b'], ['*']], parents: [[0, 0]], null: false }]
    expect(() => thawRecoding({ version: 1, hierarchies, classes: [[[2, 0]]], others: [] })).toThrow(
      expect.objectContaining({ code: 'PLAN_MISMATCH' }),
    )
    expect(() =>
      thawRecoding({ version: 1, hierarchies: [{ ...hierarchies[0]!, parents: [[0, 7]] }], classes: [], others: [] }),
    ).toThrow(expect.objectContaining({ code: 'PLAN_MISMATCH' }))
  })
})
