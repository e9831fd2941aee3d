import { describe, expect, it } from 'vitest'
import { findingText } from '../../src/commands/finding-text.ts'
import type { Finding } from '../../src/policy/policy.ts'

describe('a finding as a line', () => {
  const cases: [string, Partial<Finding>, string][] = [
    // what is known, the finding, its text
    ['nothing but the message', {}, 'perde: error: m   [POLICY_TYPE]\n'],
    [
      'file, line and column',
      { where: { file: 'p.yaml', line: 3, column: 7 } },
      'perde: error: m (p.yaml:3:7)   [POLICY_TYPE]\n',
    ],
    ['a line alone', { where: { line: 3 } }, 'perde: error: m (policy:3)   [POLICY_TYPE]\n'],
    ['a hint', { severity: 'warning', hint: 'do it' }, 'perde: warning: m   [POLICY_TYPE]\nperde: hint: do it\n'],
  ]
  it.each(cases)('says %s', (_, more, text) => {
    expect(findingText({ severity: 'error', code: 'POLICY_TYPE', message: 'm', where: {}, ...more })).toBe(text)
  })
})
