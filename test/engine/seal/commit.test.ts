import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { commitRelease, finishPublishes } from '../../../src/engine/seal/commit.ts'
import type { NewEntry } from '../../../src/evidence/log/entry-schemas.ts'
import { readEntries } from '../../../src/evidence/log/log-reader.ts'
import { openLog, type LogWriter } from '../../../src/evidence/log/log-writer.ts'
import { verifyProofBundle } from '../../../src/evidence/log/proof-bundle.ts'
import { verifyLog } from '../../../src/evidence/log/verify-log.ts'
import { manifestBytes, sha256Hex, successText } from '../../../src/evidence/release/manifest.ts'
import {
  decisionFile,
  listReleaseRecords,
  readReleaseRecord,
  type ReleaseRecord,
} from '../../../src/evidence/release/release-record.ts'
import { riskReport } from '../../../src/evidence/release/risk.ts'
import { openStaging, stagingName } from '../../../src/io/lake/staging.ts'
import { goodManifest } from '../../evidence/release/good-manifest.ts'
import { killedAtEveryCall } from '../../io/lake/dying-disk.ts'

const disk = vi.hoisted(() => ({
  dieAt: undefined as number | undefined,
  calls: 0,
  mount: undefined as string | undefined,
  failRename: undefined as string | undefined,
}))
vi.mock('node:fs', async (original) => {
  const { dyingFs } = await import('../../io/lake/dying-disk.ts')
  return dyingFs(await original<typeof import('node:fs')>(), disk)
})

const RUN = '01JD9ZQ0V7Q3Y6B2W8K4M5N6P7'
const OTHER = '01JD9ZQ0V7Q3Y6B2W8K4M5N6P8'
const NAMED = ['data/people.csv', 'consent-summary.json', 'plan.json', 'risk.json']
const manifestOf = (release: string, files: string[]) =>
  JSON.stringify({ perde: '0', release, outputs: [], files: files.map((path) => ({ path })) })
const MANIFEST = manifestBytes({
  ...goodManifest(),
  release: RUN,
  outputs: [],
  files: NAMED.map((path) => ({ path, bytes: 2, sha256: 'ab'.repeat(32) })),
})
const OLD_MANIFEST = manifestOf('older', ['old.txt'])
const SHA = 'ab'.repeat(32)
const PERMIT: NewEntry = {
  type: 'purpose.check',
  decision: 'permit',
  purpose: 'dpv:ScientificResearch',
  processing: 'dpv-ai:ModelTraining',
  basis: 'consent',
  jurisdiction: [],
  ruleSets: [],
  requirements: [],
  policySha256: SHA,
}

let folder: string
let target: string
let logDir: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perde-commit-'))
  target = join(folder, 'lake/out')
  logDir = join(folder, 'log')
})
afterEach(() => {
  disk.mount = undefined
  rmSync(folder, { recursive: true, force: true })
})

/** An older release, whole. */
function layOld(at: string): void {
  mkdirSync(at, { recursive: true })
  writeFileSync(join(at, 'old.txt'), 'old')
  writeFileSync(join(at, 'manifest.json'), OLD_MANIFEST)
  writeFileSync(join(at, '_SUCCESS'), successText(OLD_MANIFEST))
}

/** A run that has staged everything and holds the log open. */
interface Staged {
  log: LogWriter
  record: ReleaseRecord
  entry: Extract<NewEntry, { type: 'run.commit' }>
}

function stage(run = RUN): Staged {
  const log = openLog(logDir, { tool: 'perde/0.1.0', run })
  const [purposeIndex] = log.append([PERMIT])
  log.checkpoint()
  const staging = openStaging(target, run)
  staging.file('data/people.csv', 'a\n1\n')
  staging.file('consent-summary.json', '{"used":{},"excluded":{}}')
  staging.file('plan.json', '{}')
  staging.file('risk.json', JSON.stringify(riskReport({})))
  staging.file('manifest.json', MANIFEST)
  staging.sync()
  mkdirSync(join(logDir, 'decisions', run), { recursive: true })
  writeFileSync(decisionFile(logDir, run, 0), 'who')
  const record: ReleaseRecord = {
    release: run,
    target,
    staged: staging.dir,
    run,
    index: log.size,
    purposeIndex: purposeIndex!,
    manifestSha256: sha256Hex(MANIFEST),
    ...(existsSync(join(target, 'old.txt')) && { replaces: sha256Hex(OLD_MANIFEST) }),
    baseDir: folder,
    decisions: 1,
    keys: {},
    subjectKeyEphemeral: true,
  }
  return {
    log,
    record,
    entry: {
      type: 'run.commit',
      release: run,
      manifestSha256: record.manifestSha256,
      recordsSha256: SHA,
      recordKeyedSha256: SHA,
      outputs: 1,
      records: 1,
    },
  }
}

function reopened<T>(use: (log: LogWriter) => T): T {
  const log = openLog(logDir, { tool: 'perde/0.1.0', run: OTHER })
  try {
    return use(log)
  } finally {
    log.close()
  }
}

const isLogged = () => [...readEntries(logDir)].some((e) => e.type === 'run.commit' && e.release === RUN)

const WHOLE = [
  '_SUCCESS',
  'consent-summary.json',
  'data',
  'manifest.json',
  'plan.json',
  'proof',
  'report.html',
  'risk.json',
]

/** The release at the target is whole: all files, the digest, a proof of its commit. */
function expectVisible(context: string): void {
  expect(readdirSync(target).sort(), context).toEqual(WHOLE)
  expect(readFileSync(join(target, '_SUCCESS'), 'utf8'), context).toBe(successText(MANIFEST))
  const proof = Object.fromEntries(
    readdirSync(join(target, 'proof')).map((name) => [name, readFileSync(join(target, 'proof', name))]),
  )
  const report = verifyProofBundle(proof)
  expect([report.ok, report.entries.map((e) => e.type)], context).toEqual([true, ['purpose.check', 'run.commit']])
}

/** Nothing beside the target, nothing staged, nothing half. */
const beside = () => (existsSync(join(folder, 'lake')) ? readdirSync(join(folder, 'lake')) : [])

describe('a commit', () => {
  it('writes the record, logs, signs, and makes the release visible', () => {
    const { log, record, entry } = stage()
    commitRelease(log, record, entry)
    log.close()
    expectVisible('committed')
    expect(beside()).toEqual(['out'])
    expect(readReleaseRecord(logDir, RUN)).toEqual(record)
    expect(verifyLog(logDir)).toMatchObject({ ok: true, problems: [] })
    expect(reopened(finishPublishes)).toEqual([])
  })

  const targets: [string, () => void][] = [
    // what stands at the target before
    ['nothing', () => undefined],
    [
      'an older release',
      () => {
        layOld(target)
      },
    ],
  ]
  it.each(targets)(
    'over %s that is killed at any call is either not there at all or finished by the next command',
    (_, prepare) => {
      let [undone, finished] = [0, 0]
      const calls = killedAtEveryCall(
        disk,
        () => {
          disk.mount = undefined
          rmSync(folder, { recursive: true, force: true })
          prepare()
          return stage()
        },
        ({ log, record, entry }) => commitRelease(log, record, entry),
        ({ log, record }, call) => {
          // The lock of a dead process is taken over; this one lives, so it lets go.
          log.close()
          const context = `killed at call ${call}`
          const visible = existsSync(join(target, 'risk.json')) && existsSync(join(target, '_SUCCESS'))
          if (visible) expect(isLogged(), context).toBe(true)
          const again = reopened((next) => [finishPublishes(next), finishPublishes(next)])
          expect(again[1], context).toEqual([])
          expect(verifyLog(logDir), context).toMatchObject({ ok: true })
          if (isLogged()) {
            finished++
            expectVisible(context)
            expect(readReleaseRecord(logDir, RUN), context).toEqual(record)
            expect(existsSync(decisionFile(logDir, RUN, 0)), context).toBe(true)
          } else {
            undone++
            expect(existsSync(join(target, 'risk.json')), context).toBe(false)
            expect(listReleaseRecords(logDir), context).toEqual([])
          }
          // Nothing is left beside it, neither the staged release nor the one it took the place of.
          expect(
            beside().filter((name) => name !== 'out' && (isLogged() || name !== `.out.perde-${RUN}`)),
            context,
          ).toEqual([])
        },
      )
      expect(calls).toBeGreaterThan(20)
      expect([undone > 0, finished > 0]).toEqual([true, true])
    },
  )
})

describe('a target that was filled during the run', () => {
  const fills: [string, () => void][] = [
    // what came to the target
    [
      'a note',
      () => {
        mkdirSync(target, { recursive: true })
        writeFileSync(join(target, 'x'), '')
      },
    ],
    ['another release', () => layOld(target)],
  ]
  it.each(fills)('with %s stops the commit before its entry', (_, fill) => {
    const { log, record, entry } = stage()
    fill()
    let begun = false
    expect(() => commitRelease(log, record, entry, () => (begun = true))).toThrow(
      expect.objectContaining({ code: 'OUTPUT_EXISTS' }),
    )
    log.close()
    expect([begun, isLogged(), listReleaseRecords(logDir)]).toEqual([false, false, []])
  })
})

describe('finishing what a killed run left', () => {
  it('publishes a committed release and says where', () => {
    const { log, record, entry } = stage()
    writeRecord(log, record)
    log.append([entry])
    log.close()
    expect(reopened(finishPublishes)).toEqual([target])
    expectVisible('finished')
  })

  it('can itself be killed at any call', () => {
    const calls = killedAtEveryCall(
      disk,
      () => {
        rmSync(folder, { recursive: true, force: true })
        const { log, record, entry } = stage()
        writeRecord(log, record)
        log.append([entry])
        log.close()
        return openLog(logDir, { tool: 'perde/0.1.0', run: OTHER })
      },
      (log) => finishPublishes(log),
      (log, call) => {
        log.close()
        reopened(finishPublishes)
        expectVisible(`killed at call ${call}`)
        expect(beside(), `killed at call ${call}`).toEqual(['out'])
      },
    )
    expect(calls).toBeGreaterThan(10)
  })

  it('removes what was not committed, with its decisions', () => {
    const { log, record } = stage()
    writeRecord(log, record)
    log.close()
    expect(reopened(finishPublishes)).toEqual([])
    expect(beside()).toEqual([])
    expect(existsSync(join(logDir, 'decisions', RUN))).toBe(false)
    expect(listReleaseRecords(logDir)).toEqual([])
  })

  it('believes a commit only of this very release and manifest', () => {
    const { log, record, entry } = stage()
    writeRecord(log, record)
    log.append([{ ...entry, manifestSha256: '00'.repeat(32) }])
    log.close()
    expect(reopened(finishPublishes)).toEqual([])
    expect(existsSync(target)).toBe(false)
  })

  const forged: [string, (record: ReleaseRecord) => ReleaseRecord, string][] = [
    // what a record says that no run wrote, the record, the folder that it is after
    ['another folder as the staged one', (r) => ({ ...r, index: 999_999, staged: join(folder, 'victim') }), 'victim'],
    ['a target without a whole path', (r) => ({ ...r, index: 999_999, target: 'out', staged: 'victim' }), 'victim'],
    ['another run', (r) => ({ ...r, run: OTHER, index: 999_999, staged: stagingName(target, OTHER) }), 'victim'],
    ['a place in the log that is not its own', (r) => ({ ...r, index: 0 }), `lake/.out.perde-${RUN}`],
  ]
  it.each(forged)('touches nothing for a record that names %s', (_, forge, victim) => {
    const { log, record, entry } = stage()
    log.append([entry])
    writeRecord(log, forge(record))
    log.close()
    mkdirSync(join(folder, victim, 'sub'), { recursive: true })
    expect(reopened(finishPublishes)).toEqual([])
    expect(existsSync(join(folder, victim, 'sub'))).toBe(true)
    expect(existsSync(target)).toBe(false)
  })

  it('does not put an old release, laid back under its staging name, in the place of a newer one', () => {
    const { log, record, entry } = stage()
    commitRelease(log, record, entry)
    log.close()
    renameSync(target, record.staged)
    layOld(target)
    const blocked: string[] = []
    expect(reopened((next) => finishPublishes(next, (b) => blocked.push(b.target)))).toEqual([])
    expect(readdirSync(target).sort()).toEqual(['_SUCCESS', 'manifest.json', 'old.txt'])
    expect(blocked).toEqual([target])
  })

  it('does not publish a staged folder with another manifest than the logged one', () => {
    const { log, record, entry } = stage()
    writeRecord(log, record)
    log.append([entry])
    log.close()
    writeFileSync(join(record.staged, 'manifest.json'), OLD_MANIFEST)
    expect(reopened(finishPublishes)).toEqual([])
    expect(existsSync(target)).toBe(false)
  })

  it('removes decisions and half-made output of runs that never came to a record, and no others', () => {
    const { log, record, entry } = stage()
    commitRelease(log, record, entry)
    log.close()
    mkdirSync(join(logDir, 'decisions', OTHER), { recursive: true })
    mkdirSync(join(logDir, 'releases', `.${OTHER}.perde-${OTHER}`, 'data'), { recursive: true })
    writeFileSync(join(logDir, 'releases', `.${OTHER}.perde-lock`), '{}')
    mkdirSync(join(logDir, 'releases', '.mine'))
    reopened(finishPublishes)
    expect(readdirSync(join(logDir, 'decisions'))).toEqual([RUN])
    expect(readdirSync(join(logDir, 'releases')).sort()).toEqual(['.mine', `${RUN}.json`])
  })

  it('leaves a release alone that was published long ago, wherever it is now', () => {
    const { log, record, entry } = stage()
    commitRelease(log, record, entry)
    log.close()
    rmSync(target, { recursive: true })
    expect(reopened(finishPublishes)).toEqual([])
    expect(existsSync(target)).toBe(false)
    expect(readReleaseRecord(logDir, RUN)).toEqual(record)
  })
})

function writeRecord(log: LogWriter, record: ReleaseRecord): void {
  const releases = join(log.dir, 'releases')
  mkdirSync(releases, { recursive: true })
  writeFileSync(join(releases, `${record.release}.json`), JSON.stringify(record))
}
