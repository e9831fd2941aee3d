import { describe, expect, it } from 'vitest'
import { contentUsage } from '../../../src/evidence/release/content-usage.ts'
import { readStatement } from '../../../src/policy/signals/statement.ts'
import { goodRelease } from './described.ts'

describe('content-usage.txt', () => {
  it('allows training where that is what the release is for', () => {
    expect(contentUsage(goodRelease())).toBe('Content-Usage: train-ai=y\ntdm-reservation: 0\n')
    expect(readStatement(contentUsage(goodRelease()))).toBe('allow')
  })

  it('forbids it where the release is for something else, or its gates were only reported', () => {
    expect(readStatement(contentUsage({ ...goodRelease(), training: false }))).toBe('deny')
    expect(readStatement(contentUsage(goodRelease({ mode: 'log' })))).toBe('deny')
  })
})
