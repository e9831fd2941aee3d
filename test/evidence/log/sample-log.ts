import * as nodeFs from 'node:fs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import type { NewEntry } from '../../../src/evidence/log/entry-schemas.ts'
import type { LogFs } from '../../../src/evidence/log/log-fs.ts'
import { openLog } from '../../../src/evidence/log/log-writer.ts'
import type { LogWriter, OpenLogOptions } from '../../../src/evidence/log/log-writer.ts'

export const SHA = 'ab'.repeat(32)
export const RUN = '01JD9ZQ0V7Q3Y6B2W8K4M5N6P7'
export const SEED = Buffer.alloc(32, 5)
export const ORIGIN = 'perde/visits/abcdefgh'
export const START = Date.UTC(2026, 10, 23, 18, 0, 0)

/** Good options for a log that comes out the same each time. */
export const OPTIONS: OpenLogOptions = {
  tool: 'perde/0.1.0',
  run: RUN,
  origin: ORIGIN,
  signingKey: SEED,
  now: () => START,
}

const folders: string[] = []

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perde-log-'))
  folders.push(folder)
  return folder
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

export function useLog<T>(dir: string, use: (log: LogWriter) => T, options: Partial<OpenLogOptions> = {}): T {
  const log = openLog(dir, { ...OPTIONS, ...options })
  try {
    return use(log)
  } finally {
    log.close()
  }
}

export const PERMIT: NewEntry = {
  type: 'purpose.check',
  decision: 'permit',
  purpose: 'dpv:ScientificResearch',
  processing: 'dpv-ai:ModelTraining',
  basis: 'consent',
  jurisdiction: ['KZ'],
  ruleSets: ['kz-ai'],
  requirements: [{ id: 'R05', result: 'pass' }],
  policySha256: SHA,
}

export const COMMIT: NewEntry = {
  type: 'run.commit',
  release: RUN,
  manifestSha256: SHA,
  recordsSha256: SHA,
  recordKeyedSha256: SHA,
  outputs: 1,
  records: 100,
}

export function part(ordinal: number, records = 100): NewEntry {
  return {
    type: 'transform.part',
    part: ordinal,
    source: 0,
    records: { in: records, out: records, excluded: 0, suppressed: 0, quarantined: 0 },
    bytes: 4096,
    sha256: SHA,
    methods: [{ ordinal: 0, verb: 'pseudonym', count: records }],
  }
}

/** A whole run: log.open, then eight entries, in three batches and with the checkpoints of sizes 1, 4 and 9. */
export function sampleLog(dir: string, options: Partial<OpenLogOptions> = {}): void {
  useLog(
    dir,
    (log) => {
      log.append([PERMIT, part(0), part(1)])
      log.checkpoint()
      log.append([part(2), part(3)])
      log.append([part(4), part(5), COMMIT])
      log.checkpoint()
    },
    options,
  )
}

/** The system's calls, some of them replaced. */
export function fsWith(changes: Partial<LogFs>): LogFs {
  return { ...nodeFs, ...changes }
}

export function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** For tests that open thousands of logs and are not about durability. */
export const UNSYNCED = { fs: fsWith({ fsyncSync: () => undefined, fdatasyncSync: () => undefined }) }
