import { describe, expect, it } from 'vitest'
import { needsProfile, rulesOnly } from '../../../src/engine/freeze/rules-only.ts'
import { small } from './small-policy.ts'

describe('a look at the data', () => {
  const cases: [string, string, string, boolean][] = [
    // why, unlisted, the verb, whether
    ['is not needed for verbs of one value', 'fail', 'pseudonym', false],
    ['is needed for fields left to the detector', 'detect', 'mask', true],
    ['is needed for numbers in the order of the values', 'drop', 'surrogate', true],
    ['is needed for those in the other branch too', 'keep', '[mask], when: "a == 1", else: surrogate', true],
  ]
  it.each(cases)('%s', (_, unlisted, verb, needed) => {
    const policy = small(unlisted, verb)
    expect(needsProfile(policy, rulesOnly({ policy, policySha256: '' }, new Map()))).toBe(needed)
  })
})
