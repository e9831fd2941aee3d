import { describe, expect, it } from 'vitest'
import { DURATION, endOf } from '../../src/policy/duration.ts'

describe('a duration', () => {
  it.each([
    ['P90D', '2026-11-30', '2027-02-28'],
    ['P12W', '2026-11-30', '2027-02-22'],
    ['P1Y', '2024-02-29', '2025-02-28'], // no such day there
    ['P1M', '2026-01-31', '2026-02-28'],
    ['P13M', '2026-01-31', '2027-02-28'],
    ['P1D', '2026-12-31', '2027-01-01'],
  ])('of %s from %s ends on %s', (duration, from, end) => {
    expect(endOf(new Date(`${from}T23:59:59Z`), duration)).toBe(end)
  })

  it.each(['P0D', 'P1', '1D', 'PT1H', 'P1.5D', 'P100Y', 'P-1D', ' P1D'])('%s is none', (text) => {
    expect(new RegExp(DURATION).test(text)).toBe(false)
  })
})
