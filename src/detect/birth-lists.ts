/**
 * Dates of birth by the layout of a text: below the head of a column that says so, and behind the names of a list, "1. Surname
 * Name 01.02.58". A list may be of dates of today as well: one date of decades ago, written in the same place, tells them apart.
 */
import { isDate } from './date-forms.ts'
import { isDayMonth } from './checks.ts'
import { evidenceOf } from './names/words.ts'
import { tokenFrom } from './names/tokens.ts'
import type { NameToken } from './names/tokens.ts'

interface Span {
  start: number
  end: number
}

/** A label of a column of such dates. */
const HEAD =
  /(?<!\p{L})(?:рожд|туған|туыл|birth|rozhd|tugan|tughan)|(?<![\p{L}\p{N}])(?:d\.?o\.?b|д\. ?р|др|г\. ?р|гр|ж\. ?т|т\. ?ж|d\.?r)\.?(?![\p{L}\p{N}])/iu
const SIGNS = ['\t', ';', '|', ','] as const
const DATE = /^["' ]{0,3}(\d{1,4}[./-]\d{1,2}[./-]\d{1,4})(?: ?г\.?)?["' ]{0,3}$/u
const WIDE = / {3,80}/g
const LONGEST_LINE = 600
const MOST_LINES = 2000

/** Dates below the head of a column, in a table pasted as text. */
export function birthColumns(text: string): Span[] {
  const found: Span[] = []
  let head: { sign: string; cells: number; columns: number[] } | undefined
  for (const { start, end } of linesOf(text)) {
    const line = text.slice(start, end)
    const cells = head ? cellsOf(line, head.sign) : []
    if (head && cells.length === head.cells) {
      for (const column of head.columns) {
        const cell = cells[column]!
        const m = DATE.exec(line.slice(cell.start, cell.end))
        if (!m || !isBirthDay(m[1]!)) continue
        const from = start + cell.start + m[0].indexOf(m[1]!)
        found.push({ start: from, end: from + m[1]!.length })
      }
      continue
    }
    head = HEAD.test(line) && !/\d{2}/.test(line) ? headOf(line) : undefined
  }
  return found
}

function headOf(line: string): { sign: string; cells: number; columns: number[] } | undefined {
  for (const sign of [...SIGNS, '   ']) {
    if (!line.includes(sign)) continue
    const cells = cellsOf(line, sign)
    if (cells.length < 2) continue
    const columns = cells.flatMap(({ start, end }, i) => (HEAD.test(line.slice(start, end)) ? [i] : []))
    // A sentence about somebody's birth has commas as well.
    if (columns.length === 0 || cells.some(({ start, end }) => end - start > 40)) continue
    return { sign, cells: cells.length, columns }
  }
  return undefined
}

function cellsOf(line: string, sign: string): Span[] {
  const cells: Span[] = []
  let from = 0
  if (sign === '   ') {
    for (const m of line.matchAll(WIDE)) {
      if (m.index > from) cells.push({ start: from, end: m.index })
      from = m.index + m[0].length
    }
  } else
    for (let at = line.indexOf(sign); at >= 0; at = line.indexOf(sign, from)) {
      cells.push({ start: from, end: at })
      from = at + 1
    }
  cells.push({ start: from, end: line.length })
  return cells
}

function* linesOf(text: string): Generator<Span> {
  let start = 0
  for (let n = 0; n < MOST_LINES && start <= text.length; n++) {
    const stop = text.indexOf('\n', start)
    const end = stop < 0 ? text.length : stop
    if (end - start <= LONGEST_LINE) yield { start, end }
    start = end + 1
  }
}

/** A day of the calendar; the year may have two digits. */
function isBirthDay(date: string): boolean {
  if (/\d{4}/.test(date)) return isDate(date)
  const [day, month] = date.split(/[./-]/).map(Number) as [number, number]
  return isDayMonth(day, month, 2000)
}

/** "Name Surname 01.02.58" as a whole line, or numbered: the date, and what stands before it. */
const LISTED = /(?<![\p{L}\p{N}.])\d{2}\.\d{2}\.(?:\d{4}|\d{2})(?=[ г).,;]{0,4}(?:р\.?)?[ ,;)]{0,3}(?:$|\n|\p{L}))/gu
const NAMED = /^[ \t]{0,4}(?:\d{1,3}[.)] ?)?\p{Lu}[\p{L}’'-]{1,30} \p{Lu}[\p{L}’'. -]{1,60}[ ,(–—-]{1,3}$/u
const LONGEST_NAME = 110
const LEAST_TWO_DIGITS = 30

/** Dates behind the names of a list, if one of them is decades old. */
export function birthsInLists(text: string, words: () => readonly NameToken[]): Span[] {
  const found: (Span & { old: boolean })[] = []
  LISTED.lastIndex = 0
  for (let m = LISTED.exec(text); m; m = LISTED.exec(text)) {
    if (!isBirthDay(m[0])) continue
    const { index } = m
    const from = Math.max(0, index - LONGEST_NAME)
    const line = from + text.slice(from, index).lastIndexOf('\n') + 1
    if ((line === from && from > 0) || !NAMED.test(text.slice(line, index))) continue
    const tokens = words()
    const names = tokens.slice(tokenFrom(tokens, 0, line), tokenFrom(tokens, 0, index))
    if (!names.some(({ word }) => evidenceOf(word).given >= 0.7 || evidenceOf(word).patronymic >= 0.7)) continue
    const year = Number(m[0].split('.')[2])
    const old = m[0].length === 8 ? year >= LEAST_TWO_DIGITS : year < 2010
    found.push({ start: index, end: index + m[0].length, old })
  }
  return found.some(({ old }) => old) ? found.map(({ start, end }) => ({ start, end })) : []
}

/** For the test of linear time. */
export const birthListExpressions = [HEAD, DATE, WIDE, LISTED, NAMED] as const
export const BIRTH_HEAD = HEAD
