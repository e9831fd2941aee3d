import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PerdeError } from '../../src/errors.ts'
import { readEntries } from '../../src/evidence/log/log-reader.ts'
import { verifyLog } from '../../src/evidence/log/verify-log.ts'
import { verifyRelease } from '../../src/engine/release/verify.ts'
import { runCase, writeCase } from './small-run.ts'

/** A disk on which one call fails, once: the first of that name whose arguments hold the text. */
const disk = vi.hoisted(() => ({
  call: undefined as string | undefined,
  about: '',
  code: 'ENOSPC',
  open: new Map<number, string>(),
}))
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  const fs: Record<string, unknown> = { ...real }
  for (const name of [
    'openSync',
    'writeSync',
    'fsyncSync',
    'fdatasyncSync',
    'renameSync',
    'mkdirSync',
    'writeFileSync',
    'rmSync',
  ] as const)
    fs[name] = (...args: unknown[]) => {
      const what = args
        .map((a) => (typeof a === 'number' ? (disk.open.get(a) ?? '') : typeof a === 'string' ? a : ''))
        .join(' ')
      if (disk.call === name && what.includes(disk.about)) {
        disk.call = undefined
        throw Object.assign(new Error(disk.code), { code: disk.code })
      }
      const result = (real[name] as (...args: unknown[]) => unknown)(...args)
      if (name === 'openSync') disk.open.set(result as number, args[0] as string)
      return result
    }
  return { ...fs, default: fs }
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perde-faults-'))
  writeCase(folder)
})
afterEach(() => {
  disk.call = undefined
  rmSync(folder, { recursive: true, force: true })
})
const types = () => [...readEntries(join(folder, 'log'))].map((e) => e.type)
const left = () => readdirSync(folder).filter((name) => name.startsWith('.out.perde'))
const verified = () => verifyRelease({ release: join(folder, 'out'), log: join(folder, 'log') })

describe('a run on a disk that fails', () => {
  const before: [string, string, string, string][] = [
    // what fails, the call, on what, with which error
    ['making the staging folder', 'mkdirSync', '.out.perde-', 'EACCES'],
    ['writing the data', 'writeSync', 'people.csv', 'ENOSPC'],
    ['making the data durable', 'fsyncSync', 'people.csv', 'EIO'],
    ['keeping the decisions', 'writeSync', 'decisions', 'ENOSPC'],
    ['making the decisions durable', 'fsyncSync', 'decisions', 'ENOSPC'],
    ['writing the manifest', 'openSync', 'manifest.json', 'ENOSPC'],
    ['keeping what the release was made of', 'writeSync', '.inputs', 'ENOSPC'],
    ['writing the record of the release', 'writeSync', '.json.tmp', 'ENOSPC'],
  ]
  it.each(before)(
    'before the commit (%s) publishes nothing, leaves nothing and says what happened',
    async (_, call, about, code) => {
      Object.assign(disk, { call, about, code })
      const error = await runCase(folder).catch((e: unknown) => e as PerdeError)
      expect(disk.call).toBeUndefined()
      expect(error).toBeInstanceOf(PerdeError)
      expect((error as PerdeError).code).toBe(code === 'ENOSPC' ? 'NO_SPACE' : 'IO_FAILED')
      expect([existsSync(join(folder, 'out')), left()]).toEqual([false, []])
      expect(types().at(-1)).toBe('run.abort')
      expect(types()).not.toContain('run.commit')
      expect(verifyLog(join(folder, 'log')).ok).toBe(true)
    },
  )

  const after: [string, string, string][] = [
    // what fails once the commit entry is durable, the call, on what
    ['signing the log', 'writeSync', 'checkpoints/00000010'],
    ['making the proof', 'mkdirSync', 'proof'],
    ['writing _SUCCESS', 'writeFileSync', '_SUCCESS'],
    ['the last rename', 'renameSync', 'out.perde-'],
  ]
  it.each(after)(
    'after the commit (%s) keeps what was staged, and the next run publishes it',
    async (_, call, about) => {
      Object.assign(disk, { call, about, code: 'ENOSPC' })
      await expect(runCase(folder)).rejects.toMatchObject({ code: 'NO_SPACE' })
      expect(disk.call).toBeUndefined()
      expect(types()).toContain('run.commit')
      expect(types()).not.toContain('run.abort')
      expect([existsSync(join(folder, 'out')), left().length]).toEqual([false, 1])
      const notices: string[] = []
      await runCase(folder, { target: join(folder, 'second'), onNotice: (n) => void notices.push(n.code) })
      expect(notices).toContain('PUBLISH_FINISHED')
      expect(left()).toEqual([])
      expect(verified()).toMatchObject({ ok: true, against: 'log' })
    },
  )
})

describe('a run with a ledger of releases on a disk that fails', () => {
  const commits = () =>
    [...readEntries(join(folder, 'log'), { type: 'run.commit' })].map((e) => 'ledgerSha256' in e && e.release)
  const joins = () =>
    [...readEntries(join(folder, 'log'), { type: 'release.join' })].map((e) => 'releases' in e && e.releases)
  beforeEach(() => writeCase(folder, (policy) => `${policy}anonymity: { k: 3, releases: ledger }\n`))

  it.each([
    ['writing the ledger', 'writeSync', '.ledger', 'ENOSPC'],
    ['making the ledger durable', 'fsyncSync', '.ledger', 'EIO'],
    ['naming the ledger', 'renameSync', '.ledger', 'EACCES'],
    ['locking the ledger', 'openSync', 'ledger', 'EACCES'],
    ['keeping the plan', 'writeSync', '.anonymity', 'ENOSPC'],
    ['writing the record of the release', 'openSync', '.json.tmp', 'ENOSPC'],
  ])('before the commit (%s) leaves the ledger as it was', async (_, call, about, code) => {
    await runCase(folder, { target: join(folder, 'first') })
    const before = readdirSync(join(folder, 'ledger'))
    Object.assign(disk, { call, about, code })
    await expect(runCase(folder)).rejects.toMatchObject({ code: code === 'ENOSPC' ? 'NO_SPACE' : 'IO_FAILED' })
    expect(disk.call).toBeUndefined()
    expect([existsSync(join(folder, 'out')), left()]).toEqual([false, []])
    expect(readdirSync(join(folder, 'ledger')).filter((name) => !name.endsWith('.tmp'))).toEqual(before)
    await runCase(folder)
    expect([joins().at(-1), commits().length]).toEqual([1, 2])
    expect(readdirSync(join(folder, 'ledger')).filter((name) => name.endsWith('.tmp'))).toEqual([])
    expect(verified()).toMatchObject({ ok: true, against: 'log' })
  })

  it.each([
    ['signing the log', 'writeSync', 'checkpoints/00000011'],
    ['the last rename', 'renameSync', 'out.perde-'],
  ])('after the commit (%s) counts the release, which the next run publishes', async (_, call, about) => {
    Object.assign(disk, { call, about, code: 'ENOSPC' })
    await expect(runCase(folder)).rejects.toMatchObject({ code: 'NO_SPACE' })
    expect([commits().length, types().includes('run.abort')]).toEqual([1, false])
    await runCase(folder, { target: join(folder, 'second') })
    expect(joins()).toEqual([0, 1])
    expect(verified()).toMatchObject({ ok: true, against: 'log' })
  })
})
