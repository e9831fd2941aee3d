import { describe, expect, it } from 'vitest'
import { errorText } from '../../src/commands/error-text.ts'
import { PerdeError, type Where } from '../../src/errors.ts'

describe('an error for people', () => {
  it('says what is wrong, what to do, where, and its code', () => {
    const error = new PerdeError('INPUT_VALUE', 'a value is null', {
      hints: ['mend the value', 'or set nulls: keep'],
      where: { source: 'patients', part: 'a.csv', record: 12, field: 'age', offset: 4096 },
    })
    expect(errorText(error)).toBe(
      [
        'perde: error: a value is null',
        'perde: hint: mend the value',
        'perde: hint: or set nulls: keep',
        'perde: where: a.csv, source patients, record 12, field age, byte 4096   [INPUT_VALUE]',
        '',
      ].join('\n'),
    )
  })

  it('is followed by the findings that it is made of', () => {
    const finding = {
      severity: 'error',
      code: 'POLICY_TYPE',
      message: 'not a number',
      where: { file: 'p.yaml', line: 2, column: 5 },
    }
    const text = errorText(
      new PerdeError('POLICY_INVALID', 'the policy has 1 error', { facts: { findings: [finding] } }),
    )
    expect(text).toBe(
      'perde: error: the policy has 1 error   [POLICY_INVALID]\nperde: error: not a number (p.yaml:2:5)   [POLICY_TYPE]\n',
    )
  })

  const places: [string, Where, string][] = [
    // what is known of the place, the place, how it is said
    ['a line', { part: 'policy.yaml', line: 3 }, 'policy.yaml, line 3'],
    ['a line and a column', { part: 'policy.yaml', line: 3, column: 7 }, 'policy.yaml, line 3:7'],
    ['the first byte', { part: 'a.csv', offset: 0 }, 'a.csv, byte 0'],
    ['a source alone', { source: 'patients' }, 'source patients'],
    ['an empty name', { part: '', source: 'patients' }, 'source patients'],
  ]
  it('has its code behind the message where nothing is known of the place', () => {
    expect(errorText(new PerdeError('USAGE', 'm', { hints: ['h'] }))).toBe(
      'perde: error: m   [USAGE]\nperde: hint: h\n',
    )
  })

  it.each(places)('says where it happened as far as it is known: %s', (_, where, text) => {
    expect(errorText(new PerdeError('USAGE', 'm', { where }))).toContain(`perde: where: ${text}   [USAGE]\n`)
  })
})
