/**
 * Instants of a register: what a cell says, in seconds since 1970.
 * A date without a time stands for the start of that day in Asia/Almaty, and a time without a zone is Almaty's:
 * for the end of a consent, and for when it was given, that is the restrictive reading. Of a denial the end of the day is:
 * at what time of its day somebody said no is not known, and a consent of an hour of that day must not overrule it.
 */
import { daysInMonth } from '../record/civil-date.ts'

/** The end of a consent that names none; also the greatest instant an index can hold. */
export const NEVER = 0xffffffff

/**
 * Seconds since 1970 in 0…NEVER-1 (what lies outside is moved to the nearer end), or undefined when the cell is no
 * date. Accepted: ISO 8601 `2026-01-31`, `2026-01-31T10:20[:30[.5]][Z|±hh[:mm]]` (a space may stand for the T) and the
 * `31.01.2026[ 10:20[:30]]` of Kazakh and Russian documents. Fractions are cut off. `01/02/2026` is ambiguous: no date.
 */
export function instantOf(cell: string): number | undefined {
  return read(cell, 'start')
}

/** As `instantOf`, but a date without a time is the last second of its day. */
export function lastInstantOf(cell: string): number | undefined {
  return read(cell, 'end')
}

function read(cell: string, ofDay: 'start' | 'end'): number | undefined {
  const text = cell.trim()
  const iso = ISO.exec(text)
  const match = iso ?? DOTTED.exec(text)
  if (!match) return undefined
  const [year, month, day] = iso ? [+match[1]!, +match[2]!, +match[3]!] : [+match[3]!, +match[2]!, +match[1]!]
  const [hour, minute, second] = [+(match[4] ?? 0), +(match[5] ?? 0), +(match[6] ?? 0)]
  if (
    year < 1000 ||
    month < 1 ||
    month > 12 ||
    day < 1 ||
    day > daysInMonth(year, month) ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  )
    return undefined
  const more = match[4] === undefined && ofDay === 'end' ? DAY - 1 : 0
  const local = Date.UTC(year, month - 1, day, hour, minute, second) / 1000 + more
  const offset = match[7] === undefined ? almatyOffset(local) : offsetOf(match[7])
  return offset === undefined ? undefined : Math.min(Math.max(local - offset, 0), NEVER - 1)
}

const DAY = 86_400
const TIME = String.raw`(\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?`
const ISO = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})(?:[T ]${TIME}(Z|[+-]\d{2}(?::?\d{2})?)?)?$`, 'u')
const DOTTED = new RegExp(String.raw`^(\d{2})\.(\d{2})\.(\d{4})(?: ${TIME}(Z)?)?$`, 'u')

/** Seconds east of Greenwich of `Z`, `+05`, `+05:00`, `-0330`. */
function offsetOf(zone: string): number | undefined {
  if (zone === 'Z') return 0
  const hours = +zone.slice(1, 3)
  const minutes = +(zone.slice(3).replace(':', '') || 0)
  if (hours > 14 || minutes > 59) return undefined
  return (zone[0] === '-' ? -1 : 1) * (hours * 3600 + minutes * 60)
}

/**
 * Kazakhstan has one zone, UTC+5, since 1 March 2024 (IANA 2024a); Almaty was at UTC+6 before.
 * A table of two lines keeps a run the same whatever zone data the machine has; summer time before 2005 is left out.
 */
function almatyOffset(localSeconds: number): number {
  return localSeconds < UNIFIED ? 6 * 3600 : 5 * 3600
}
const UNIFIED = Date.UTC(2024, 2, 1) / 1000
