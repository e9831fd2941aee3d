import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { table } from '../../src/commands/table.ts'

describe('a table', () => {
  it('has aligned columns, a line below its header and no spaces at the ends of its lines', () => {
    expect(
      table(
        ['field', 'n', 'do'],
        [
          ['iin', '1', 'pseudonym'],
          ['full_name', '12', ''],
        ],
      ),
    ).toBe(
      ['field      n   do', '─────────  ──  ─────────', 'iin        1   pseudonym', 'full_name  12', ''].join('\n'),
    )
  })

  it('without rows is its header', () => {
    expect(table(['a', 'bc'], [])).toBe('a  bc\n─  ──\n')
  })

  it('takes cells that a row does not have for empty', () => {
    expect(table(['a', 'b'], [['x']])).toBe('a  b\n─  ─\nx\n')
  })

  it('counts letters, not bytes or halves of letters', () => {
    expect(
      table(
        ['a', 'b'],
        [
          ['Әлия', 'x'],
          ['\u{1f600}\u{1f600}', 'y'],
        ],
      ),
    ).toBe('a     b\n────  ─\nӘлия  x\n\u{1f600}\u{1f600}    y\n')
  })

  it('cuts lines that do not fit, and says so with a mark', () => {
    expect(table(['name', 'text'], [['a', 'long text']], 10)).toBe('name  text\n────  ───…\na     lon…\n')
  })

  it('never has a line that is wider than asked for', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((s) => s.replace(/[\r\n]/g, ' '))
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 30 }),
        (rows, width) => {
          for (const line of table(['a', 'b', 'c'], rows, width).trimEnd().split('\n'))
            expect([...line].length).toBeLessThanOrEqual(width)
        },
      ),
    )
  })
})
