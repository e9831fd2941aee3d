import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { documentLines, frameText, pageOf, topOf, type Mark } from '../../src/commands/review-screen.ts'
import { columnsOf } from '../../src/commands/visible.ts'

const STYLE = /\u001b\[[0-9;]*m/g
const plain = (line: string) => line.replace(STYLE, '')
const width = (line: string) => [...plain(line)].reduce((n, c) => n + columnsOf(c), 0)
const mark = (start: number, end: number, sure = true): Mark => ({ start, end, entity: 'person', sure })
const lines = (text: string, marks: Mark[] = [], columns = 21) =>
  documentLines([{ field: 'note', text, marks }], columns).slice(1)

describe('a document on the screen', () => {
  it('has the name of each field above its text', () => {
    const texts = [
      { field: 'note', text: 'one', marks: [] },
      { field: 'a\u001bb', text: 'two', marks: [] },
    ]
    expect(documentLines(texts, 80).map(plain)).toEqual(['note', 'one', '', 'a␛b', 'two'])
  })

  it('is wrapped between words, or in a word that is too long', () => {
    expect(lines('the quick brown fox jumps over')).toEqual(['the quick brown fox ', 'jumps over'])
    expect(lines('x'.repeat(45))).toEqual(['x'.repeat(20), 'x'.repeat(20), 'xxxxx'])
    expect(lines('one\r\ntwo\n\nthree')).toEqual(['one', 'two', '', 'three'])
  })

  it('has what is sure in reverse and what is not underlined, over the end of a line too', () => {
    expect(lines('ask Asan now', [mark(4, 8)])).toEqual(['ask \u001b[7mAsan\u001b[0m now'])
    expect(lines('ask Asan now', [mark(4, 8, false)])).toEqual(['ask \u001b[4mAsan\u001b[0m now'])
    expect(lines('x'.repeat(25), [mark(15, 25)])).toEqual([
      `${'x'.repeat(15)}\u001b[7m${'x'.repeat(5)}\u001b[0m`,
      `\u001b[7m${'x'.repeat(5)}\u001b[0m`,
    ])
    // offsets count UTF-16 units, as the detector's do
    expect(lines('😀 Asan', [mark(3, 7)])).toEqual(['😀 \u001b[7mAsan\u001b[0m'])
  })

  it('fits its columns and shows every letter, whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.integer({ min: 10, max: 120 }),
        fc.nat(200),
        fc.nat(200),
        (text, columns, a, b) => {
          const shown = lines(text, a < b ? [mark(a, b)] : [], columns)
          for (const line of shown) {
            expect(width(line)).toBeLessThanOrEqual(columns - 1)
            expect(plain(line)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
          }
          const letters = (of: string) => [...of].filter((c) => /\p{L}/u.test(c) && c !== '\u3164').length
          // Signs for hidden characters are letters of hexadecimal numbers.
          expect(
            letters(
              shown
                .map(plain)
                .join('')
                .replace(/‹[0-9A-F]+›/g, ''),
            ),
          ).toBe(letters(text.replace(/[\u115f\u1160\u3164\uffa0]/g, '')))
        },
      ),
    )
  })

  it('of a megabyte is lines, too, and so are a hundred thousand marks upon one letter', () => {
    expect(lines('word '.repeat(200_000), [], 81).length).toBe(12_500)
    expect(lines(`a${'\u0301'.repeat(100_000)}`, [], 81).length).toBeGreaterThan(300)
  })
})

describe('a frame', () => {
  const size = { columns: 40, rows: 12 }
  const frame = (more: Partial<Parameters<typeof frameText>[0]> = {}) =>
    frameText({ head: ['one', 'two', 'three'], lines: ['a', 'b'], top: 0, foot: 'keys', ...more }, size)
  const rows = (text: string) =>
    text
      .replace('\u001b[H', '')
      .replace(/\u001b\[[KJ]/g, '')
      .split('\r\n')
      .map(plain)

  it('is as high as the screen and never wider', () => {
    const shown = rows(frame({ head: ['x'.repeat(99), 'y'.repeat(99), '漢'.repeat(99)], foot: 'z'.repeat(99) }))
    expect(shown).toHaveLength(12)
    for (const row of shown) expect(width(row)).toBeLessThanOrEqual(39)
    expect(shown[0]).toBe(`${'x'.repeat(38)}…`)
  })

  it('shows a page of a long document and says that there is more', () => {
    const many = Array.from({ length: 20 }, (_, i) => `line ${i + 1}`)
    const first = rows(frame({ lines: many }))
    expect(first.slice(4, 10)).toEqual(many.slice(0, 6))
    expect(first[10]).toContain('lines 1–6 of 20 · Space for more')
    const last = rows(frame({ lines: many, top: 99 }))
    expect(last.slice(4, 10)).toEqual(many.slice(14))
    expect(last[10]).toContain('lines 15–20 of 20 ')
    expect(last[10]).not.toContain('more')
  })

  it('sends nothing of its head that moves the cursor', () => {
    expect(frame({ head: ['\u001b[2J', '\u0007', '\u202e'] })).toContain('␛[2J')
    expect(frame({ head: ['\u001b[2J', '', ''] })).not.toContain('\u001b[2J')
  })

  it('is drawn on the smallest screen', () => {
    for (const tiny of [
      { columns: 1, rows: 1 },
      { columns: 8, rows: 3 },
    ])
      // prettier-ignore
      expect(rows(frameText({ head: ['a', 'b', 'c'], lines: ['d'], top: 0, foot: 'e' }, tiny)).length).toBe(tiny.rows)
  })
})

it('a page begins where there are lines', () => {
  expect(pageOf(24)).toBe(18)
  expect(pageOf(2)).toBe(1)
  expect([topOf(-3, 50, 10), topOf(45, 50, 10), topOf(5, 3, 10)]).toEqual([0, 40, 0])
})
