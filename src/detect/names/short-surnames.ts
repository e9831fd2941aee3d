/**
 * Korean, Chinese and other surnames of two letters, which are particles, conjunctions and syllables of everything else:
 * `Виктор Ли`, `Ли Анна`. With a capital beside a name in the middle of a sentence they are surnames.
 */
import type { Candidate } from '../recogniser.ts'

const SHORT = 'Ли|Ни|Ан|Ян|Те|Тё|Им|Ем|Лю|Ма|Цо|Хе|Хо|Ха|Ву|Му|Ки|Чо|Че|Кё|Пя|Ше|Ги|Ди|Ку|Ло|Лу'
const BEHIND = new RegExp(`^ (?:${SHORT})(?![\\p{L}\\p{N}-])`, 'u')
const BEFORE = new RegExp(`(?<![\\p{L}\\p{N}.-])(?:${SHORT}) $`, 'u')
/** A space and two letters on either side. */
const REACH = 4
const SPACE = 0x20
const CYRILLIC = /\p{Script=Cyrillic}/u

/** The names with such a surname behind or before them as a part of them. */
export function withShortSurnames(text: string, names: readonly Candidate[]): Candidate[] {
  return names.map((name) => {
    const { start, end } = name
    const behind = text.charCodeAt(end) === SPACE
    const before = text.charCodeAt(start - 1) === SPACE
    if ((!behind && !before) || !CYRILLIC.test(text[start] ?? '')) return name
    if (behind && BEHIND.test(text.slice(end, end + REACH))) return { ...name, end: end + 3, why: [...name.why, WHY] }
    return before && BEFORE.test(text.slice(Math.max(0, start - REACH), start))
      ? { ...name, start: start - 3, why: [...name.why, WHY] }
      : name
  })
}

const WHY = 'surname of two letters'
