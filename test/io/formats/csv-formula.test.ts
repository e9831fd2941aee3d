import { describe, expect, it } from 'vitest'
import { isFormula } from '../../../src/io/formats/csv-formula.ts'

describe('a cell that a spreadsheet would run', () => {
  const formulas: [string, string][] = [
    // how it begins (OWASP, CSV injection), the cell
    ['an equals sign', '=1+1'],
    ['an equals sign behind spaces', '  =cmd'],
    ['a plus sign before a name', '+SUM(A1)'],
    ['a minus sign before a name', '-SUM(A1)'],
    ['a minus sign alone', '-'],
    ['an at sign', '@SUM(A1)'],
    ['a tab', '\tx'],
    ['a carriage return', '\rx'],
    ['a line feed', '\nx'],
    ['a full-width equals sign', '＝x'],
    ['a full-width plus sign', '＋x'],
    ['a full-width minus sign', '－x'],
    ['a full-width at sign', '＠x'],
    ['a no-break space before an equals sign', '\u00a0=x'],
    ['a number with an operation behind it', '+1+cmd'],
    ['a number with a call behind it', '-2*HYPERLINK(A1)'],
  ]
  it.each(formulas)('is one with %s', (_, text) => {
    expect(isFormula(text)).toBe(true)
  })

  const harmless: [string, string][] = [
    // what it is, the cell
    ['nothing', ''],
    ['a word', 'abc'],
    ['a number', '12.5'],
    ['a negative number', '-12.5'],
    ['a number with a sign', '+7'],
    ['a number with an exponent', '-1.5e-7'],
    ['a number with groups', '-1 234 567,89'],
    ['a phone number', '+7 (701) 000-00-00'],
    ['an operator inside', 'a=b'],
    ['an e-mail address', 'someone@example.org'],
    ['a full-width letter', 'ａ'],
  ]
  it.each(harmless)('is not %s', (_, text) => {
    expect(isFormula(text)).toBe(false)
  })
})
