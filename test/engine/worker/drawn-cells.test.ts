import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawnCells } from '../../../src/engine/worker/drawn-cells.ts'

const ascending = (max: number) =>
  fc.array(fc.nat(max), { maxLength: 40 }).map((numbers) => numbers.sort((a, b) => a - b))

describe('the cells of drawn records', () => {
  it('are all of theirs and no others, whether records have one cell, several or none', () => {
    fc.assert(
      fc.property(ascending(30), ascending(35), (row, drawn) => {
        const rows = [...new Set(drawn)]
        const expected = row.flatMap((own, cell) => (rows.includes(own) ? [[cell, rows.indexOf(own)]] : []))
        const { cells, of } = drawnCells(row, rows)
        expect(cells.map((cell, i) => [cell, of[i]])).toEqual(expected)
      }),
    )
  })
})
