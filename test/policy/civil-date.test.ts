import { expect, test } from 'vitest'
import { daysSince, isOver } from '../../src/policy/civil-date.ts'

test('a date ends a thing at the start of that day in Almaty, at UTC+5', () => {
  expect(isOver('2026-06-01', new Date('2026-05-31T18:59:59Z'))).toBe(false)
  expect(isOver('2026-06-01', new Date('2026-05-31T19:00:00Z'))).toBe(true)
})
test('and at UTC+6 before March 2024', () => {
  expect(isOver('2024-02-01', new Date('2024-01-31T17:59:59Z'))).toBe(false)
  expect(isOver('2024-02-01', new Date('2024-01-31T18:00:00Z'))).toBe(true)
})
test('days are counted from date to date', () => {
  expect(daysSince('2026-01-01', new Date('2026-01-01T23:59:59Z'))).toBe(0)
  expect(daysSince('2026-01-01', new Date('2027-01-01T00:00:00Z'))).toBe(365)
  expect(daysSince('2026-01-02', new Date('2026-01-01T00:00:00Z'))).toBe(-1)
})
