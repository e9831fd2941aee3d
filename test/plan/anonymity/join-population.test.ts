import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClassTable, type ClassCounts } from '../../../src/anonymity/class-table.ts'
import { solveFullDomain } from '../../../src/anonymity/full-domain.ts'
import { deltaPresence } from '../../../src/anonymity/privacy-models/delta-presence.ts'
import { kAnonymity } from '../../../src/anonymity/privacy-models/k-anonymity.ts'
import { IN_POPULATION, kMap } from '../../../src/anonymity/privacy-models/k-map.ts'
import { withPopulation } from '../../../src/plan/anonymity/join-population.ts'
import type { CountedCombinations } from '../../../src/plan/anonymity/solved-table.ts'
import { bestByHand } from '../../anonymity/brute-force.ts'
import { binaryHierarchy } from '../../anonymity/tables.ts'

/** What a pass counts: numbers from 1 by the order of first appearance. */
function counted(rows: readonly number[][], sensitive: readonly string[] = []): CountedCombinations {
  const width = rows[0]!.length - sensitive.length
  const columns = Array.from({ length: width }, (_, q) => [...new Set(rows.map((row) => String(row[q])))])
  const shape = { leaves: columns.map((texts) => texts.length + 1), sensitive: sensitive.map(() => 9) }
  const table = createClassTable(shape)
  for (const row of rows)
    table.addRow(
      columns.map((texts, q) => texts.indexOf(String(row[q])) + 1),
      row.slice(width),
    )
  return {
    quasi: columns.map((texts) => ({ texts, base: 0 })),
    sensitive: sensitive.map(() => []),
    counts: { ...table.unsorted(), shape },
  }
}

/** Rows and people of each combination, by the texts of its values. */
function byTexts({ quasi, counts }: CountedCombinations): Record<string, [rows: number, people: number]> {
  const { start, count } = counts.sensitive.at(-1)!
  return Object.fromEntries(
    Array.from(counts.counts, (rows, e) => [
      quasi.map(({ texts }, q) => texts[counts.columns[q]![e]! - 1]).join(),
      [rows, start[e + 1]! > start[e]! ? count[start[e]!]! : 0],
    ]),
  )
}

const cells = fc.tuple(fc.nat(3), fc.nat(2))

describe('records beside a population', () => {
  it('keep their counts, and the people of each combination stand beside them', () => {
    const joined = withPopulation(
      counted(
        [
          [1, 0, 5],
          [1, 0, 6],
          [2, 2, 5],
        ],
        ['illness'],
      ),
      counted([
        [3, 0],
        [1, 0],
        [3, 0],
      ]),
    )
    expect(byTexts(joined)).toEqual({ '1,0': [2, 1], '2,2': [1, 0], '3,0': [0, 2] })
    expect(joined.counts.rows).toBe(3)
    expect(joined.counts.sensitive).toHaveLength(2)
    expect(joined.sensitive).toHaveLength(2)
  })

  it('are refused where one of the two could not be told apart to the lowest level', () => {
    const [records, people] = [counted([[1, 1]]), counted([[1, 1]])]
    people.quasi[1]!.base = 2
    expect(() => withPopulation(records, people)).toThrow('too many to be held against a population')
  })

  it('get the levels that looking at every node finds, for k-map and δ-presence', () => {
    fc.assert(
      fc.property(
        fc.array(cells, { minLength: 1, maxLength: 12 }),
        fc.array(cells, { minLength: 1, maxLength: 25 }),
        fc.constantFrom(kMap(3, 0), kMap(5, 0), deltaPresence(0.5, 0), deltaPresence(0.25, 0)),
        fc.constantFrom(0, 0.3, 1),
        fc.constantFrom('loss' as const, 'discernibility' as const, 'average-class-size' as const),
        (rows, others, model, limit, metric) => {
          const population = [...rows, ...others]
          const hierarchies = [4, 3].map(binaryHierarchy)
          const table: ClassCounts = leafCounts(rows, population)
          const requirements = { models: [kAnonymity(1), model] }
          const written = { sizes: [4, 3], rows: rows.map((row) => [...row, 0]), population }
          const best = bestByHand(written, hierarchies, requirements, limit, metric)
          const solve = () => solveFullDomain(table, hierarchies, { ...requirements, suppressAtMost: limit, metric })
          if (!best) expect(solve).toThrow()
          else {
            const { levels, suppressed, classes, loss } = solve()
            expect({ levels, suppressed, classes }).toEqual({
              levels: best.levels,
              suppressed: best.suppressed,
              classes: best.classes,
            })
            expect(loss).toBeCloseTo(best.loss, 9)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

/** By leaf number, as the solver has it. */
function leafCounts(rows: readonly number[][], people: readonly number[][]): ClassCounts {
  const table = createClassTable({ leaves: [4, 3], sensitive: [IN_POPULATION + 1] })
  const own = createClassTable({ leaves: [4, 3], sensitive: [] })
  for (const row of rows) own.addRow(row, [])
  const all = createClassTable({ leaves: [4, 3], sensitive: [IN_POPULATION + 1] })
  for (const row of people) all.addRow(row, [IN_POPULATION])
  const records = own.counts()
  const nobody = {
    start: new Uint32Array(records.counts.length + 1),
    value: new Uint32Array(),
    count: new Float64Array(),
  }
  const population = all.counts()
  table.merge({ ...records, sensitive: [nobody] })
  table.merge({ ...population, rows: 0, counts: new Float64Array(population.counts.length) })
  return table.counts()
}
