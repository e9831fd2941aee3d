import type { LogReport } from '../evidence/log/log-report.ts'
import { checkTimestamps, type Timestamp } from '../evidence/log/timestamp.ts'
import { verifyLog } from '../evidence/log/verify-log.ts'
import { readGiven } from './given-file.ts'
import { readingExistingLog } from './log-place.ts'
import { counted } from './numbers.ts'
import type { ExitStatus, Terminal } from './terminal.ts'
import { trustText } from './trust-text.ts'

export interface LogVerifyOptions {
  log?: string
  trust?: string
  from?: string
  authority?: string
  json?: boolean
}

/** `perde log verify`: 0 verified against something from outside, 3 consistent only with itself, 65 not what was signed. */
export async function logVerifyCommand(options: LogVerifyOptions, terminal: Terminal): Promise<ExitStatus> {
  return readingExistingLog(options.log, terminal, (dir) => verifyAt(dir, options, terminal))
}

async function verifyAt(dir: string, options: LogVerifyOptions, terminal: Terminal): Promise<ExitStatus> {
  const { cwd } = terminal
  const report = verifyLog(dir, {
    ...(options.trust !== undefined && { trust: trustText(options.trust, cwd) }),
    ...(options.from !== undefined && { from: trustText(options.from, cwd) }),
  })
  const stamps =
    options.authority === undefined || !report.ok
      ? { held: [], faults: [], strangers: [] }
      : checkTimestamps(dir, readGiven(options.authority, cwd, 'reading the certificates of the authority'))
  const ok = report.ok && stamps.faults.length + stamps.strangers.length === 0
  const outside = report.trusted === 'external' || stamps.held.length > 0
  if (options.json === true)
    await terminal.out(
      `${JSON.stringify({ ...report, ok, timestamps: stamps.held, timestampFaults: [...stamps.faults, ...stamps.strangers] }, undefined, 2)}\n`,
    )
  else terminal.err(ok ? goodText(report, stamps.held, options.authority !== undefined) : badText(report, stamps))
  return !ok ? 65 : outside ? 0 : 3
}

function badText(
  { ok, problems }: LogReport,
  { faults, strangers }: { faults: readonly string[]; strangers: readonly string[] },
): string {
  const lines = [
    ...problems.map(
      (p) => `${p.severity}: ${p.line === undefined ? '' : `line ${p.line}: `}${p.message}   [LOG_${p.code}]`,
    ),
    ...[...faults, ...strangers].map((fault) => `error: ${fault}   [TIMESTAMP_INVALID]`),
    ...(ok && faults.length === 0
      ? ['hint: the log agrees with itself; give the certificates of the authority that stamped it']
      : ['error: the log is not what was signed   [LOG_TAMPERED]']),
  ]
  return lines.map((line) => `perde: ${line}\n`).join('')
}

function goodText(
  { origin, size, signed, root, trusted, problems }: LogReport,
  stamps: readonly Timestamp[],
  asked: boolean,
): string {
  const outside = trusted === 'external' || stamps.length > 0
  const lines = [
    `perde: the log verifies: ${counted(size, 'entry', 'entries')} of ${origin}, ${signed} signed`,
    `  root      ${root}`,
    ...(trusted === 'external' ? ['  trust     agrees with the key or checkpoint that you trust'] : []),
    ...stamps.map(
      (stamp) => `  time      the first ${counted(stamp.size, 'entry', 'entries')} existed at ${stamp.time}`,
    ),
    ...problems.map((p) => `perde: ${p.severity}: ${p.message}   [LOG_${p.code}]`),
    ...(asked && stamps.length === 0
      ? ['perde: warning: no time stamp is kept in the log: none was asked for, or they were taken away']
      : []),
    ...(outside
      ? []
      : [
          'perde: hint: nothing from outside vouches for it: whoever holds its key can write it anew; give --trust VKEY, --from CHECKPOINT or --authority PEM',
        ]),
  ]
  return lines.map((line) => `${line}\n`).join('')
}
