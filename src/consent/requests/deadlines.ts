import calendar from '../../../policies/calendar-kz.json' with { type: 'json' }
import { parseCalendar, type Calendar } from './calendar.ts'

/** What a person may ask for about their data. */
export const REQUESTS = ['find', 'export', 'correct', 'block', 'unblock', 'destroy'] as const
export type RequestKind = (typeof REQUESTS)[number]

/**
 * Working days within which the law wants it done, and the article; undefined: no term was found in a text that was read.
 * 94-V art. 25(2)(8): an operator corrects, blocks, unblocks and destroys within one working day.
 */
export function termOf(kind: RequestKind): { workingDays: number; article: string } | undefined {
  return kind === 'find' || kind === 'export' ? undefined : { workingDays: 1, article: '94-V art. 25(2)' }
}

/** Working days after a withdrawal within which processing ends or a reasoned refusal is given: 94-V art. 8(7). */
export const WITHDRAWAL_DAYS = 15

/** The calendar of Kazakhstan as perde brings it along. */
export function kazakhCalendar(): Calendar {
  return parseCalendar(JSON.stringify(calendar), 'policies/calendar-kz.json')
}
