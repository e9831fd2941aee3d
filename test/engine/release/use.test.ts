import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { useRelease, type UseJob } from '../../../src/engine/release/use.ts'
import { PerdeError } from '../../../src/errors.ts'
import { readEntries } from '../../../src/evidence/log/log-reader.ts'
import { verifyLog } from '../../../src/evidence/log/verify-log.ts'
import { decisionFile } from '../../../src/evidence/release/release-record.ts'
import { KEY, madeOnce, runCase, writeCase, writeRegister } from '../small-run.ts'

const at = madeOnce()

const use = (more: Partial<UseJob> = {}) =>
  useRelease({
    release: join(at.folder, 'out'),
    log: join(at.folder, 'log'),
    purpose: 'dpv:ServiceOptimisation',
    processing: 'dpv-ai:ModelTraining',
    by: 'training-job',
    cwd: '/',
    env: { PERDE_KEY: Buffer.from(KEY).toString('hex') },
    now: new Date('2026-07-01T00:00:00Z'),
    starts: 'nothing',
    ...more,
  })
const codes = (decision: Awaited<ReturnType<typeof use>>) => decision.denials.map((d) => d.code)
const lastEntry = () => [...readEntries(join(at.folder, 'log'))].at(-1)!

describe('the gate before a use', () => {
  it('permits the purpose and processing that the release was made for, and says where the data is', async () => {
    const found = await use()
    expect([found.decision, found.denials]).toEqual(['permit', []])
    expect(found.paths).toEqual([join(at.folder, 'out/data/people.csv')])
    expect(readFileSync(found.paths[0]!, 'utf8').split('\n')).toHaveLength(32)
    expect(found.manifest.release).toBe(at.made.manifest.release)
  })

  it('has written its answer into the log, signed, when it gives it', async () => {
    const { index } = await use()
    expect(lastEntry()).toMatchObject({
      type: 'use.check',
      seq: index,
      decision: 'permit',
      by: 'training-job',
      reasons: [],
      withdrawn: 0,
    })
    expect(verifyLog(join(at.folder, 'log'))).toMatchObject({ ok: true, signed: index + 1 })
  })

  const denied: [string, Partial<UseJob>, string][] = [
    // what is asked, the code
    ['another purpose', { purpose: 'dpv:Marketing' }, 'DENIED_PURPOSE'],
    ['a broader purpose', { purpose: 'dpv:Purpose' }, 'DENIED_PURPOSE'],
    ['a purpose that nobody knows', { purpose: 'whatever' }, 'DENIED_PURPOSE'],
    ['another processing', { processing: 'dpv:Share' }, 'DENIED_PURPOSE'],
    ['a use after the time for which it may be kept', { now: new Date('2027-01-01T00:00:00Z') }, 'DENIED_RETENTION'],
  ]
  it.each(denied)('denies %s, and logs that', async (_, more, code) => {
    const found = await use(more)
    expect([found.decision, [...new Set(codes(found))]]).toEqual(['deny', [code]])
    expect(lastEntry()).toMatchObject({ type: 'use.check', decision: 'deny', reasons: [code] })
  })

  it('knows a term under its other names', async () => {
    expect((await use({ purpose: 'https://w3id.org/dpv#ServiceOptimisation' })).decision).toBe('permit')
  })

  it('denies a release whose people have withdrawn since, with their number', async () => {
    writeRegister(at.folder, [1, 2, 3, 4, 5, 6])
    const found = await use()
    expect(codes(found)).toEqual(['DENIED_WITHDRAWN'])
    expect(found.denials[0]!.message).toContain('6 records')
    expect(found.denials[0]!.message).toContain('WITHDRAWN 6')
    expect(lastEntry()).toMatchObject({ decision: 'deny', withdrawn: 6, reasons: ['DENIED_WITHDRAWN'] })
  })

  it('tells the operator every reason, the most frequent first', async () => {
    writeRegister(at.folder, [1, 2], [3, 4, 5])
    expect((await use()).denials[0]!.message).toContain('5 records')
    expect((await use()).denials[0]!.message).toContain('(REFUSED 3, WITHDRAWN 2)')
  })

  it('denies a release whose data was changed, and does not ask the register for it', async () => {
    appendFileSync(join(at.folder, 'out/data/people.csv'), 'x,1,2\n')
    rmSync(join(at.folder, 'consents.csv'))
    expect(codes(await use())).toEqual(['RELEASE_TAMPERED'])
  })

  it('fails without the register, so that nothing is permitted', async () => {
    rmSync(join(at.folder, 'consents.csv'))
    await expect(use()).rejects.toMatchObject({ code: 'INPUT_NOT_FOUND' })
  })

  const decisions: [string, (file: string) => void][] = [
    // what became of the file that says who is in the release
    ['is gone', (file) => rmSync(file)],
    ['was cut', (file) => writeFileSync(file, readFileSync(file).subarray(0, -1))],
    ['was changed', (file) => writeFileSync(file, readFileSync(file).fill(7, 100, 110))],
  ]
  it.each(decisions)('permits nothing where the file of the decisions %s', async (_, change) => {
    change(decisionFile(join(at.folder, 'log'), at.made.manifest.release, 0))
    const answer = await use().catch((e: unknown) => e as PerdeError)
    if (answer instanceof PerdeError) expect(answer.code).toBe('LOG_TAMPERED')
    else expect([answer.decision, codes(answer)]).toEqual(['deny', ['DENIED_CONSENT']])
  })

  const records: [string, (record: Record<string, unknown>) => void][] = [
    // what somebody wrote into the record of the release, which is signed by nobody
    ['no register', (record) => void Reflect.deleteProperty(record, 'register')],
    ['no decisions', (record) => void (record['decisions'] = 0)],
    ['another release', (record) => void (record['release'] = '01JD9ZQ0V7Q3Y6B2W8K4M5N6P7')],
    ['another at.folder of the register', (record) => void (record['baseDir'] = join(at.folder, 'old'))],
    ['broader grants', (record) => void ((record['register'] as { subsume: boolean }).subsume = true)],
    ['keys that die', (record) => void (record['subjectKeyEphemeral'] = true)],
  ]
  it.each(records)('permits nothing where the record of the release says: %s', async (_, change) => {
    const file = join(at.folder, 'log/releases', `${at.made.manifest.release}.json`)
    const record = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    change(record)
    writeFileSync(file, JSON.stringify(record))
    // The register as it was is kept where a forger would point to; in the true one somebody has withdrawn.
    cpSync(join(at.folder, 'consents.csv'), join(at.folder, 'old/consents.csv'))
    writeRegister(at.folder, [1])
    const found = await use().catch((e: unknown) => e as PerdeError)
    if (found instanceof PerdeError) expect(found.code).toBe('LOG_TAMPERED')
    else expect([found.decision, codes(found)]).toEqual(['deny', ['DENIED_CONSENT']])
  })

  const sources: [string, (record: Record<string, unknown>, command: object) => void][] = [
    ['keys by a command', (record, command) => void (record['keys'] = { main: command })],
    ['a signing key by a command', (record, command) => void (record['signingKey'] = command)],
    ['no keys', (record) => void (record['keys'] = {})],
  ]
  it.each(sources)('asks nobody for a key where the record of the release says: %s', async (_, change) => {
    const file = join(at.folder, 'log/releases', `${at.made.manifest.release}.json`)
    const record = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    change(record, { command: ['touch', join(at.folder, 'asked')] })
    writeFileSync(file, JSON.stringify(record))
    await expect(use()).rejects.toMatchObject({ code: 'LOG_TAMPERED' })
    expect(existsSync(join(at.folder, 'asked'))).toBe(false)
  })

  it('says so where the record of the release is none', async () => {
    const file = join(at.folder, 'log/releases', `${at.made.manifest.release}.json`)
    for (const text of ['{}', '[]', '{"keys":null}', 'x']) {
      writeFileSync(file, text)
      await expect(use()).rejects.toMatchObject({ code: 'LOG_INVALID' })
    }
  })

  it('fails with another key than the run’s, since it would find nobody', async () => {
    const env = { PERDE_KEY: Buffer.from(KEY.map((b) => b ^ 1)).toString('hex') }
    await expect(use({ env })).rejects.toMatchObject({ code: 'KEY_INVALID' })
    await expect(use({ env: {} })).rejects.toMatchObject({ code: 'KEY_MISSING' })
  })

  it('refuses a release that the log at hand does not know', async () => {
    await expect(use({ log: join(at.folder, 'no-log') })).rejects.toMatchObject({ code: 'DENIED' })
    rmSync(join(at.folder, 'log/releases'), { recursive: true })
    await expect(use()).rejects.toMatchObject({ code: 'DENIED' })
  })

  it('refuses what is no release', async () => {
    await expect(use({ release: at.folder })).rejects.toMatchObject({ code: 'RELEASE_INVALID' })
  })
})

describe('a release made with keys that died with its run', () => {
  it('may not be used, since nobody in it can be looked up again', async () => {
    const own = join(at.root, 'ephemeral')
    writeCase(own, (policy) => policy.replace('{ env: PERDE_KEY }', '{ ephemeral: true }'))
    await runCase(own)
    expect(codes(await use({ release: join(own, 'out'), log: join(own, 'log') }))).toEqual(['DENIED_CONSENT'])
  })
})

describe('a release made while its gates only reported', () => {
  it('may not be used', async () => {
    const own = join(at.root, 'reported')
    writeCase(own)
    await runCase(own, { mode: 'log' })
    expect(codes(await use({ release: join(own, 'out'), log: join(own, 'log') }))).toEqual(['DENIED'])
  })
})
