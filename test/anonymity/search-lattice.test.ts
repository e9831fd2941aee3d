import { describe, expect, it } from 'vitest'
import { createClassTable } from '../../src/anonymity/class-table.ts'
import { flatHierarchy } from '../../src/anonymity/hierarchies/flat.ts'
import { solveFullDomain } from '../../src/anonymity/full-domain.ts'
import { kAnonymity } from '../../src/anonymity/privacy-models/k-anonymity.ts'
import { distinctL } from '../../src/anonymity/privacy-models/distinct-l.ts'
import { binaryHierarchy } from './tables.ts'

/** 3^14 nodes, 4.8 million: too many to list. Values from a fixed sequence. */
function wide() {
  const sizes = Array.from({ length: 14 }, () => 4)
  const table = createClassTable({ leaves: sizes, sensitive: [3] })
  let state = 7
  const next = (below: number) => {
    state = (state * 1103515245 + 12345) % 2147483648
    return Math.floor((state / 2147483648) * below)
  }
  for (let row = 0; row < 200; row++)
    table.addRow(
      sizes.map((n) => Math.min(next(n), next(n))),
      [next(3)],
    )
  return { counts: table.counts(), hierarchies: sizes.map(binaryHierarchy) }
}

describe('a lattice that is too large to be listed', () => {
  const { counts, hierarchies } = wide()
  const models = [kAnonymity(3), distinctL(2, 0)]

  it('is searched within a budget of nodes, and the answer says how far from the optimum it may be', () => {
    const solve = (budget: number) => solveFullDomain(counts, hierarchies, { models, suppressAtMost: 0.1, budget })
    const [short, long] = [solve(300), solve(1500)]
    for (const [plan, budget] of [
      [short, 300],
      [long, 1500],
    ] as const) {
      expect(plan.optimal).toBe(false)
      expect(plan.gap).toBeGreaterThan(0)
      expect(plan.gap).toBeLessThan(plan.value)
      expect(plan.checked).toBeLessThanOrEqual(Math.max(budget, 1))
      expect(plan.suppressed).toBeLessThanOrEqual(0.1 * counts.rows)
      expect(plan.smallest).toBeGreaterThanOrEqual(3)
    }
    expect(long.value).toBeLessThanOrEqual(short.value)
    // The lower bound rises with the budget.
    expect(long.value - long.gap).toBeGreaterThanOrEqual(short.value - short.gap)
    expect(solve(300)).toEqual(short)
  })

  it('is proved where the optimum is near the bottom', () => {
    // 2^22 nodes; one column is different in every row, the others are the same for all.
    const sizes = Array.from({ length: 22 }, (_, c) => (c === 5 ? 8 : 2))
    const table = createClassTable({ leaves: sizes, sensitive: [] })
    for (let row = 0; row < 8; row++)
      table.addRow(
        sizes.map((_, c) => (c === 5 ? row : 0)),
        [],
      )
    const flat = sizes.map((n) => flatHierarchy(Array.from({ length: n }, (_, leaf) => String(leaf))))
    const plan = solveFullDomain(table.counts(), flat, { models: [kAnonymity(2)], suppressAtMost: 0 })
    expect(plan.levels).toEqual(sizes.map((_, c) => (c === 5 ? 1 : 0)))
    expect([plan.optimal, plan.gap, plan.smallest]).toEqual([true, 0, 8])
  })
})
