import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCellDictionary } from '../../../src/io/formats/cell-dictionary.ts'

describe('the dictionary of a column', () => {
  it('gives two cells one number exactly where their bytes are equal', () => {
    // Few different bytes, so that cells agree at their ends, and differ by one byte or in length.
    const cell = fc.string({ unit: fc.constantFrom('a', 'b', '\u0000'), maxLength: 14 })
    fc.assert(
      fc.property(fc.uniqueArray(cell, { maxLength: 40 }), (cells) => {
        const block = Buffer.from([...cells, ...cells, ...cells, ...cells].join(''))
        const dictionary = createCellDictionary(block, (start, end) => block.toString('latin1', start, end))
        let at = 0
        for (let turn = 0; turn < 4; turn++)
          for (const [n, text] of cells.entries()) {
            expect(dictionary.number(at, at + text.length)).toBe(n)
            at += text.length
          }
        expect(dictionary.texts).toEqual(cells)
      }),
    )
  })

  it('finds every cell again after it grew', () => {
    const cells = Array.from({ length: 3000 }, (_, n) => `cell number ${n} of many`)
    const block = Buffer.from(cells.join('').repeat(5))
    const dictionary = createCellDictionary(block, (start, end) => block.toString('latin1', start, end))
    // The first cell comes often enough that the column is not given up.
    for (let n = 0; n < 20_000; n++) dictionary.number(0, cells[0]!.length)
    let at = 0
    for (let turn = 0; turn < 5; turn++)
      for (const [n, text] of cells.entries()) {
        expect(dictionary.number(at, at + text.length)).toBe(n)
        at += text.length
      }
  })

  it('gives up on a column whose cells do not repeat', () => {
    const cells = Array.from({ length: 1000 }, (_, n) => String(10_000 + n))
    const block = Buffer.from(cells.join(''))
    const dictionary = createCellDictionary(block, (start, end) => block.toString('latin1', start, end))
    expect(cells.map((_, n) => dictionary.number(5 * n, 5 * n + 5)).at(-1)).toBe(-1)
  })
})
