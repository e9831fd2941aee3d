import { describe, expect, it } from 'vitest'
import { scanText, shortWhy } from '../../src/commands/scan-text.ts'
import type { ReportRow } from '../../src/detect/report-row.ts'

const row = (path: string, more: Partial<ReportRow> = {}): ReportRow => ({
  source: 'people',
  path,
  entity: 'none',
  role: 'insensitive',
  confidence: 0.9,
  evidence: ['no sign of a person'],
  suggest: 'insensitive',
  ...more,
})
const iin = row('iin', {
  entity: 'iin',
  role: 'identifier',
  confidence: 0.99,
  evidence: ['100 % of the values are of this form', 'check passed by 100 %, far above chance', 'name: iin'],
  suggest: '{ role: identifier, type: iin, do: pseudonym person }',
})
const seen = row('seen', { role: 'quasi-identifier', entity: 'date', confidence: 0.4, suggest: 'quasi-identifier' })

describe('what a scan tells people', () => {
  it('has a line for each field that may be personal, and one for all others', () => {
    const text = scanText([iin, row('note'), seen, row('cost')], [], [], Infinity, () => true)
    expect(text.split('\n').map((l) => l.split(/ {2,}/))).toEqual([
      ['field', 'is', 'role', 'sure', 'why', 'do'],
      expect.anything(),
      ['iin', 'iin', 'identifier', '0.99', 'checksum, name', 'pseudonym person'],
      ['seen', 'date', 'quasi-identifier', '0.40 ?', 'no sign of a person', 'keep'],
      ['nothing personal seen in note, cost'],
      [''],
    ])
  })

  it('does not call a field harmless whose name is data, and tells it by its place', () => {
    const text = scanText([iin, row('Ерлан'), row('cost')], [], [], Infinity, ({ path }) => path !== 'Ерлан')
    expect(text).toContain('\nnothing personal seen in cost\nthe name of field 2 of 3 looks like personal data')
    expect(text).not.toContain('Ерлан')
  })

  it('names the sources where there are several', () => {
    const text = scanText([iin, row('x', { source: 'visits' })], [], [], Infinity, () => true)
    expect(text).toMatch(/^people:\n/)
    expect(text).toMatch(/\n\nvisits:\nnothing personal seen in x\n$/)
  })

  it('says what the quasi-identifiers single out together, and without which field fewest', () => {
    const together = { source: 'people', fields: ['sex', 'born', 'city'], records: 12_000, unique: 0.873 }
    expect(
      scanText([iin], [{ ...together, tells: { field: 'born', without: 0.004 } }], [], Infinity, () => true),
    ).toMatch(/\nsex, born and city together single out 87 % of 12,000 records looked at; without born 0\.4 %\n$/)
    expect(scanText([iin], [{ ...together, fields: ['born'] }], [], Infinity, () => true)).toMatch(
      /\nborn singles out 87 % of 12,000 records looked at\n$/,
    )
  })
})

describe('the short reason', () => {
  it.each([
    // The check comes first, however the evidence is ordered.
    [['name: card', 'check passed by 98 %, far above chance', '98 % of the values are of this form'], 'checksum, name'],
    [['29 % of the texts hold: person'], 'text'],
    [['vectors of 128 numbers', 'name: face'], 'name, content'],
    // What has no kind is said as it is.
    [
      ['a recogniser failed: the column is taken for personal'],
      'a recogniser failed: the column is taken for personal',
    ],
    [[], ''],
  ])('of %j', (evidence, why) => {
    expect(shortWhy(evidence)).toBe(why)
  })
})
