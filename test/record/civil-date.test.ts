import { expect, test } from 'vitest'
import { isCivilDate } from '../../src/record/civil-date.ts'

test.each([
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['1900-02-29', false],
  ['2026-12-31', true],
  ['2026-13-01', false],
  ['2026-00-10', false],
  ['2026-01-00', false],
  ['26-01-01', false],
  ['2026-1-1', false],
  ['2026-01-01T00:00:00Z', false],
])('%s is a date: %s', (text, expected) => {
  expect(isCivilDate(text)).toBe(expected)
})
