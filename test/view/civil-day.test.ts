import { expect, it } from 'vitest'
import { isCivilDay } from '../../src/view/civil-day.ts'

it('a day is one of the calendar, written with all its digits', () => {
  expect(['2026-11-30', '2024-02-29'].map(isCivilDay)).toEqual([true, true])
  expect(['2026-02-30', '2026-1-1', '30.11.2026', '2026-13-01', ''].map(isCivilDay)).toEqual(Array(5).fill(false))
})
