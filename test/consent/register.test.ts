import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../src/errors.ts'
import { RegisterBuilder } from '../../src/consent/register.ts'
import { compile, compileRows, KEY_A, KEY_B, reasonsOf, TRAINING } from './register-fixture.ts'

function failure(action: () => unknown): PerdeError {
  try {
    action()
  } catch (error) {
    if (error instanceof PerdeError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('the header of a register', () => {
  const build = (header: string[], spec: Record<string, string>) => () =>
    new RegisterBuilder({ spec: { path: 'c.csv', subject: 'iin', ...spec }, header, keyA: KEY_A, keyB: KEY_B })

  it.each([
    ['is missing', [], {}],
    ['is blank', ['', ' '], {}],
    ['lacks the subject', ['status'], {}],
    ['lacks a column that the policy names', ['iin', 'status'], { until: 'valid_until' }],
    ['has a column twice', ['iin', 'status', 'iin'], {}],
    ['differs in case', ['IIN'], {}],
  ])('is refused when it %s', (_, header, spec) => {
    expect(failure(build(header as string[], spec as Record<string, string>)).code).toBe('REGISTER_INVALID')
  })

  it('may have other columns, spaces around names and a byte order mark', () => {
    expect(build(['\ufeffiin ', 'note', 'status'], { status: 'status' })).not.toThrow()
  })

  it('says which column is missing, and not what the header holds', () => {
    const error = failure(build(['990101300123', 'Aigerim'], {}))
    expect(JSON.stringify(error)).toContain('subject')
    expect(JSON.stringify(error)).not.toMatch(/990101300123|Aigerim/)
  })
})

describe('columns that the policy does not name', () => {
  const build = (header: string[], spec: Record<string, string> = {}) =>
    new RegisterBuilder({ spec: { path: 'c.csv', subject: 'iin', ...spec }, header, keyA: KEY_A, keyB: KEY_B }).finish(
      0,
    )

  it.each([
    [['iin', 'status', 'purpose'], {}], // nothing that decides is named
    [['iin', 'Valid_Until'], {}],
    [['iin', 'Цель'], {}],
    [['iin', 'күйі', 'purpose'], { purpose: 'purpose' }], // withdrawals would not be read
  ])('are refused when they decide, in row %#', (header, spec) => {
    expect(failure(() => build(header, spec as Record<string, string>))).toMatchObject({
      code: 'REGISTER_INVALID',
      hints: [expect.stringContaining('status: …, purpose: …, processing: …, until: …')],
    })
  })

  it('are found when others that decide are named', () => {
    const { findings } = build(['iin', 'status', 'срок действия', 'note'], { status: 'status' })
    expect(findings.map((f) => [f.code, f.where.path])).toEqual([['REGISTER_COLUMN_UNMAPPED', 'until']])
  })

  it('may be anything else', () => {
    expect(build(['iin', 'note']).findings).toEqual([])
  })
})

describe('axes that are not checked', () => {
  it('are the columns that the register lacks', () => {
    expect(compile('subject\na').index.unchecked).toEqual([
      'purpose',
      'processing',
      'categories',
      'controller',
      'status',
      'from',
      'until',
    ])
    expect(
      compile('subject,purpose,processing,categories,controller,status,from,until\na,,,,,,,').index.unchecked,
    ).toEqual([])
  })
})

describe('rows that cannot be read', () => {
  const header = ['subject', 'purpose', 'status', 'until']
  const good = ['a', 'dpv:ServiceOptimisation', 'given', '2030-01-01']

  it.each([
    ['REGISTER_STATE_UNKNOWN', ['a', 'dpv:ServiceOptimisation', 'yes', ''], 'STATE_UNKNOWN', 'status'],
    ['REGISTER_TERM_UNKNOWN', ['b', 'dpv:Nothing', 'given', ''], 'GIVEN', 'purpose'],
    ['REGISTER_DATE_UNREADABLE', ['a', 'dpv:Marketing', 'given', 'soon'], 'STATE_UNKNOWN', 'until'],
    ['REGISTER_ROW_RAGGED', ['a', 'dpv:Marketing'], 'STATE_UNKNOWN', undefined],
    ['REGISTER_ROW_RAGGED', [...good, ''], 'STATE_UNKNOWN', undefined],
    ['REGISTER_SUBJECT_MISSING', ['', 'dpv:ServiceOptimisation', 'given', ''], 'GIVEN', 'subject'],
  ] as const)('are found as %s, with their line and without their values', (code, row, reason, path) => {
    const { index, findings, findingCounts } = compileRows(header, [good, row])
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ code, where: { line: 3, ...(path && { path }) } })
    expect(findingCounts).toEqual({ [code]: 1 })
    expect(JSON.stringify(findings)).not.toMatch(/"yes"|dpv:Nothing|dpv:Marketing|soon/)
    expect(reasonsOf(index, ['a'])).toEqual([reason])
  })

  it('are an error when a denial names nobody it could exclude', () => {
    const { findings } = compileRows(header, [['', '', 'withdrawn', '']])
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['REGISTER_SUBJECT_MISSING', 'warning'],
      ['REGISTER_DENIAL_LOST', 'error'],
    ])
  })

  it.each([
    ['a row with too few cells', ['a', 'dpv:Marketing'], 'REGISTER_ROW_RAGGED'],
    ['a lone CR in the subject', ['b\ra', '', 'withdrawn', ''], 'REGISTER_LINE_BREAK'],
    ['a line break in the status', ['b', '', 'given\nwithdrawn', ''], 'REGISTER_LINE_BREAK'],
  ])('are an error when a denial may be hidden in %s', (_, row, code) => {
    const { findings } = compileRows(header, [good, row])
    expect(findings.filter((f) => f.severity === 'error').map((f) => f.code)).toEqual([code])
  })

  it('are found where a withdrawal stands alone in a register of histories, and not in one of states', () => {
    const alone = (text: string) => compile(text).findingCounts.REGISTER_DENIAL_ALONE
    expect(alone('subject,status\na,given\na,withdrawn\nb,withdrawn\nc,withdrawn\nd,refused')).toBe(2)
    expect(alone('subject,status\na,given\nb,withdrawn')).toBeUndefined()
  })

  it('are counted all and listed some, in the order of the lines', () => {
    const rows = Array.from({ length: 9000 }, (_, i) => (i % 2 ? ['a', '', 'given', 'soon'] : ['', '', 'given', '']))
    const { findings, findingCounts, rows: count } = compileRows(header, rows)
    expect(count).toBe(9000)
    expect(findingCounts).toEqual({ REGISTER_DATE_UNREADABLE: 4500, REGISTER_SUBJECT_MISSING: 4500 })
    expect(findings).toHaveLength(100)
    const lines = findings.map((finding) => finding.where.line!)
    expect(lines).toEqual([...lines].sort((a, b) => a - b))
  })

  it('do not include blank lines, which are nothing', () => {
    const { findings, rows } = compileRows(header, [[''], good, ['', ' ', '', '']])
    expect([findings, rows]).toEqual([[], 1])
  })
})

describe('subjects of a register', () => {
  it.each([
    ['in small letters', 'a-2'],
    ['with a zero-width space', 'A\u200b-2'],
    ['with a Cyrillic letter', 'А-2'],
    ['with a non-breaking hyphen', 'A\u20112'],
    ['between marks of direction', '\u200fA-2\u200e'],
  ])('without an entity are reached by a withdrawal written %s', (_, spelling) => {
    const { index } = compileRows(
      ['subject', 'status'],
      [
        ['A-2', 'given'],
        [spelling, 'withdrawn'],
      ],
    )
    expect(reasonsOf(index, ['A-2', 'A-3'])).toEqual(['WITHDRAWN', 'NO_RECORD'])
  })

  it('are matched by their normalised identifier', () => {
    const { index, findings } = compile('subject,status\n8 701 000-00-01,given', { entity: 'phone' })
    expect(findings).toEqual([])
    expect(reasonsOf(index, ['+7 (701) 000 00 01', '+77010000002'], TRAINING, 'phone')).toEqual(['GIVEN', 'NO_RECORD'])
  })

  it('grant nothing with an invalid identifier', () => {
    const { index, findingCounts } = compile('subject,status\n000101500002,given\n000101500001,given', {
      entity: 'iin',
    })
    expect(findingCounts).toEqual({ REGISTER_SUBJECT_INVALID: 1 })
    expect(index.subjects).toBe(1)
    expect(reasonsOf(index, ['000101500002', '000101500001'], TRAINING, 'iin')).toEqual(['SUBJECT_ID_INVALID', 'GIVEN'])
  })
})

describe('an empty register', () => {
  it('grants nothing to anybody', () => {
    const { index } = compile('subject,status')
    expect([index.count, index.subjects]).toEqual([0, 0])
    expect(reasonsOf(index, ['a'])).toEqual(['NO_RECORD'])
  })
})
