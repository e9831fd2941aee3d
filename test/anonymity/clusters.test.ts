import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClusters } from '../../src/anonymity/clusters.ts'
import type { ClassCounts } from '../../src/anonymity/class-table.ts'
import { lossOfNodes, type Hierarchy } from '../../src/anonymity/hierarchy.ts'
import { tableOf, tables } from './random-tables.ts'

/** Sum over the columns of what some entries lose at the lowest levels at which all look alike. */
function lossOf(entries: readonly number[], counts: ClassCounts, hierarchies: readonly Hierarchy[]): number {
  if (entries.length === 0) return 0
  return hierarchies.reduce((sum, hierarchy, c) => {
    const leaves = entries.map((e) => counts.columns[c]![e]!)
    const level = hierarchy.levels.findIndex(({ ofLeaf }) => new Set(leaves.map((leaf) => ofLeaf[leaf])).size === 1)
    return sum + lossOfNodes(hierarchy, level)[hierarchy.levels[level]!.ofLeaf[leaves[0]!]!]!
  }, 0)
}

/** A table, entries that make a cluster, and one that is beside them. */
const clusters = tables
  .map(tableOf)
  .filter(({ counts }) => counts.counts.length > 1)
  .chain((table) =>
    fc
      .shuffledSubarray([...table.counts.counts.keys()], { minLength: 2 })
      .map(([other, ...entries]) => ({ ...table, entries, other: other! })),
  )

describe('a cluster', () => {
  it('loses what its members have not in common, with one more and without any of them', () => {
    fc.assert(
      fc.property(clusters, ({ counts, hierarchies, entries, other }) => {
        const made = createClusters(counts, hierarchies)
        const cluster = made.add([...entries])
        expect(made.loss[cluster]).toBeCloseTo(lossOf(entries, counts, hierarchies), 9)
        const more = lossOf([...entries, other], counts, hierarchies)
        expect(made.lossWith(cluster, other, Infinity)).toBeCloseTo(more, 9)
        for (const entry of entries) {
          const fewer = entries.filter((e) => e !== entry)
          expect(made.lossWithout(cluster, entry)).toBeCloseTo(lossOf(fewer, counts, hierarchies), 9)
        }
        made.insert(cluster, other)
        expect(made.loss[cluster]).toBeCloseTo(more, 9)
        // One after the other goes, and the levels come down again.
        for (const [n, entry] of entries.entries()) {
          made.remove(cluster, entry)
          const left = [...entries.slice(n + 1), other]
          expect(made.loss[cluster]).toBeCloseTo(lossOf(left, counts, hierarchies), 9)
          expect(made.rows[cluster]).toBe(left.reduce((sum, e) => sum + counts.counts[e]!, 0))
        }
      }),
    )
  })
})
