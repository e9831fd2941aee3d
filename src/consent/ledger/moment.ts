import { civilFromDays, daysFromCivil } from '../../record/civil-days.ts'

/** Bytes of a moment: `2026-01-31T10:20:30Z`. */
export const MOMENT_BYTES = 20

/** Seconds since 1970 as RFC 3339 in UTC with whole seconds. */
export function momentOf(seconds: number): string {
  const days = Math.floor(seconds / 86_400)
  const { year, month, day } = civilFromDays(days)
  const rest = seconds - days * 86_400
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(rest / 3600)}:${two((rest % 3600) / 60)}:${two(rest % 60)}Z`
}

/** Seconds since 1970 of a moment as `momentOf` writes it. */
export function secondsOf(moment: string): number {
  return Date.parse(moment) / 1000
}

/** The same of bytes; -1 where they are no moment since 1970. Per line of a ledger, so without a string. */
export function secondsAt(bytes: Uint8Array, at: number): number {
  if (bytes[at + 4] !== DASH || bytes[at + 7] !== DASH || bytes[at + 10] !== T) return -1
  if (bytes[at + 13] !== COLON || bytes[at + 16] !== COLON || bytes[at + 19] !== Z) return -1
  const century = twoDigits(bytes, at)
  const year = twoDigits(bytes, at + 2)
  const month = twoDigits(bytes, at + 5)
  const day = twoDigits(bytes, at + 8)
  const hour = twoDigits(bytes, at + 11)
  const minute = twoDigits(bytes, at + 14)
  const second = twoDigits(bytes, at + 17)
  if (century < 0 || year < 0 || month < 1 || month > 12 || day < 1 || day > 31) return -1
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1
  const days = daysFromCivil(century * 100 + year, month, day)
  return days < 0 ? -1 : days * 86_400 + hour * 3600 + minute * 60 + second
}

/** -1 where they are no digits. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - ZERO
  const ones = bytes[at + 1]! - ZERO
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones
}

const ZERO = 0x30
const DASH = 0x2d
const COLON = 0x3a
const T = 0x54
const Z = 0x5a
