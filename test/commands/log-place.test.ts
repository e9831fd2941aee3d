import { describe, expect, it } from 'vitest'
import { logPlace } from '../../src/commands/log-place.ts'

const POLICY = { log: 'audit', baseDir: '/policies' }

describe('the place of the log', () => {
  const cases: [string, Parameters<typeof logPlace>, string][] = [
    // what says it, the arguments, the place
    ['the option, before all others', ['my-log', { PERDE_LOG: '/env' }, '/work', POLICY], '/work/my-log'],
    ['the option as an absolute path', ['/my-log', {}, '/work', POLICY], '/my-log'],
    ['the environment, before the policy', [undefined, { PERDE_LOG: 'env' }, '/work', POLICY], '/work/env'],
    ['the policy, relative to its own folder', [undefined, {}, '/work', POLICY], '/policies/audit'],
    [
      'nothing: it is where the command was given',
      [undefined, {}, '/work', { log: undefined, baseDir: '/policies' }],
      '/work/perde-log',
    ],
    ['nothing, not even a policy', [undefined, {}, '/work'], '/work/perde-log'],
    ['an empty variable, which says nothing', [undefined, { PERDE_LOG: '' }, '/work', POLICY], '/policies/audit'],
  ]
  it.each(cases)('is said by %s', (_, args, place) => {
    expect(logPlace(...args)).toBe(place)
  })
})
