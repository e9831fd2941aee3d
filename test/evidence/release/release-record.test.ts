import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  decisionFile,
  listReleaseRecords,
  readReleaseRecord,
  releaseFolder,
  removeReleaseRecord,
  writeReleaseRecord,
  type ReleaseRecord,
} from '../../../src/evidence/release/release-record.ts'

const FIRST = '01JD9ZQ0V7Q3Y6B2W8K4M5N6P7'
const SECOND = '01JD9ZQ0V7Q3Y6B2W8K4M5N6P8'
let log: string
beforeEach(() => {
  log = mkdtempSync(join(tmpdir(), 'perde-record-'))
})
afterEach(() => rmSync(log, { recursive: true, force: true }))

const record = (release: string): ReleaseRecord => ({
  release,
  target: '/lake/out',
  staged: `/lake/.out.perde-${release}`,
  run: release,
  index: 7,
  purposeIndex: 2,
  manifestSha256: 'ab'.repeat(32),
  baseDir: '/policies',
  decisions: 1,
  keys: { main: { env: 'PERDE_KEY' } },
  subjectKeyEphemeral: false,
})

describe('the record of a release', () => {
  it('is read as it was written, by its owner alone', () => {
    writeReleaseRecord(log, record(FIRST))
    expect(readReleaseRecord(log, FIRST)).toEqual(record(FIRST))
    expect(statSync(join(releaseFolder(log), `${FIRST}.json`)).mode & 0o777).toBe(0o600)
    expect(statSync(releaseFolder(log)).mode & 0o777).toBe(0o700)
  })

  it('replaces an older one of the same release', () => {
    writeReleaseRecord(log, record(FIRST))
    writeReleaseRecord(log, { ...record(FIRST), index: 9 })
    expect(listReleaseRecords(log).map((r) => r.index)).toEqual([9])
  })

  it('is listed with the others in the order of their releases, and nothing else is', () => {
    expect(listReleaseRecords(log)).toEqual([])
    for (const release of [SECOND, FIRST]) writeReleaseRecord(log, record(release))
    writeFileSync(join(releaseFolder(log), `${FIRST}.json.tmp`), '{')
    mkdirSync(join(releaseFolder(log), FIRST))
    expect(listReleaseRecords(log).map((r) => r.release)).toEqual([FIRST, SECOND])
  })

  it('under the name of another release is nobody’s', () => {
    writeReleaseRecord(log, record(FIRST))
    writeFileSync(join(releaseFolder(log), `${SECOND}.json`), JSON.stringify(record(FIRST)))
    expect(listReleaseRecords(log).map((r) => r.release)).toEqual([FIRST])
  })

  it('that cannot be read is an error, and one that is not there is none', () => {
    expect(readReleaseRecord(log, FIRST)).toBeUndefined()
    writeReleaseRecord(log, record(FIRST))
    writeFileSync(join(releaseFolder(log), `${FIRST}.json`), '{')
    expect(() => readReleaseRecord(log, FIRST)).toThrow(expect.objectContaining({ code: 'LOG_INVALID' }))
  })

  it('goes with the decisions of its release, and leaves those of others', () => {
    for (const release of [FIRST, SECOND]) {
      writeReleaseRecord(log, record(release))
      mkdirSync(dirname(decisionFile(log, release, 0)), { recursive: true })
      writeFileSync(decisionFile(log, release, 0), 'x')
    }
    removeReleaseRecord(log, FIRST)
    removeReleaseRecord(log, FIRST)
    expect([readReleaseRecord(log, FIRST), existsSync(dirname(decisionFile(log, FIRST, 0)))]).toEqual([
      undefined,
      false,
    ])
    expect([readReleaseRecord(log, SECOND) !== undefined, existsSync(decisionFile(log, SECOND, 0))]).toEqual([
      true,
      true,
    ])
  })
})
