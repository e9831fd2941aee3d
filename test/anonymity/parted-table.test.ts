import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrangePart, createPartedTable } from '../../src/anonymity/parted-table.ts'
import { tableOf, tables } from './random-tables.ts'

describe('a table that is put in the order of parts', () => {
  it('has the entries of each branch together, in their order, and the others behind them, with their rows', () => {
    fc.assert(
      fc.property(tables, fc.nat(), fc.nat(), (written, someColumn, someLevel) => {
        const { counts, hierarchies } = tableOf(written)
        const table = createPartedTable(counts, hierarchies)
        const column = someColumn % hierarchies.length
        const level = someLevel % hierarchies[column]!.levels.length
        const nodeOf = (entry: number) => hierarchies[column]!.levels[level]!.ofLeaf[counts.columns[column]![entry]!]!
        const entries = [...counts.counts.keys()]
        // Every second node is a branch.
        const branches = [...new Set(entries.map(nodeOf))].filter((_, n) => n % 2 === 0)
        const whole = { from: 0, to: entries.length, rows: counts.rows }
        const starts = arrangePart(table, whole, column, level, branches)
        const parts = [
          ...branches.map((node) => entries.filter((e) => nodeOf(e) === node)),
          entries.filter((e) => !branches.includes(nodeOf(e))),
        ]
        expect(parts.map((_, b) => [...table.entries.subarray(starts[b], starts[b + 1])])).toEqual(parts)
        expect([...table.sizes]).toEqual(parts.flat().map((e) => counts.counts[e]))
        expect(table.partOf.every((part) => part === 0)).toBe(true)
      }),
    )
  })
})
