import { readEntry } from './entry.ts'
import { withEntry } from './key-periods.ts'
import type { KeyPeriod } from './key-periods.ts'
import type { Line } from './lines.ts'
import type { Problems } from './log-report.ts'

/** What the lines so far have shown. */
export interface LineChecks {
  /** the keys that the entries name */
  keys: readonly KeyPeriod[]
  /** of the log, as its first readable entry says */
  origin: string | undefined
  /** first line that is not the one its place asks for: behind it, places say nothing */
  displaced: number
  /** nothing but the entries that opening makes: the log of a command that was cut short at its first step */
  unused: boolean
  time: string
  // How far the entries stand from their places. After a line was taken out or put in, all that follow are as far off
  // as the first one, which alone is named.
  shift: number
  lastShift: number
}

export function lineChecks(): LineChecks {
  return { keys: [], origin: undefined, displaced: Infinity, unused: true, time: '', shift: 0, lastShift: 0 }
}

/** Checks one line: form, schema, origin, place, time, key. */
export function checkLine(checks: LineChecks, line: Line, report: Problems): void {
  const number = line.index + 1
  if (line.tooLong) return report.error('TOO_LONG', 'the line is too long', number)
  const read = readEntry(line.bytes)
  if ('fault' in read) return report.error(read.fault.code, read.fault.message, number)
  const { entry } = read
  checks.origin ??= entry.log
  if (entry.log !== checks.origin) return report.error('ORIGIN', 'the entry is of another log', number)
  checkPlace(checks, entry.seq, number, report)
  if (entry.time < checks.time) report.error('TIME', 'the entry is older than the one before it', number)
  checks.time = entry.time
  if (entry.type !== 'log.open' && entry.type !== 'log.recovered') checks.unused = false
  const keys = withEntry(checks.keys, entry)
  if (keys && keys.length > 0) checks.keys = keys
  else if (line.index === 0) report.error('KEY', 'the log does not begin with the entry that opens it', number)
  else if (!keys) report.error('KEY', 'the entry names a key that the log cannot have', number)
}

function checkPlace(checks: LineChecks, seq: number, number: number, report: Problems): void {
  const off = seq - (number - 1)
  if (off === checks.lastShift) checks.shift = off
  else if (off !== checks.shift) {
    checks.displaced = Math.min(checks.displaced, number)
    const what = off > checks.shift ? 'before it some are missing or moved' : 'it is repeated or moved'
    report.error('SEQUENCE', `entry ${seq} does not stand in its place: ${what}`, number)
  }
  checks.lastShift = off
}
