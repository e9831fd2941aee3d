import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RunResult } from '../../src/engine/job.ts'
import { verifyRelease, type VerifyJob } from '../../src/engine/verify.ts'
import { openLog } from '../../src/evidence/log/log-writer.ts'
import { runCase, writeCase } from './small-run.ts'

let root: string
let folder: string
let made: RunResult
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'perde-verify-'))
  folder = join(root, 'case')
  writeCase(folder)
  made = await runCase(folder)
  cpSync(folder, join(root, 'as-made'), { recursive: true })
})
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  cpSync(join(root, 'as-made'), folder, { recursive: true })
})

const verify = (more: Partial<VerifyJob> = {}) =>
  verifyRelease({ release: join(folder, 'out'), log: join(folder, 'log'), ...more })
const codes = (more: Partial<VerifyJob> = {}) => [...new Set(verify(more).problems.map((p) => p.code))]
const checkpoint = () => readFileSync(join(folder, 'log/checkpoint'), 'utf8')
const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')))

describe('a release as it was made', () => {
  it('holds against its log', () => {
    expect(verify()).toMatchObject({ ok: true, against: 'log', problems: [] })
  })

  it('holds against a key or a checkpoint from outside', () => {
    expect(verify({ log: undefined, trust: made.log.vkey })).toMatchObject({ ok: true, against: 'trust' })
    expect(verify({ log: undefined, trust: checkpoint() })).toMatchObject({ ok: true, against: 'trust' })
  })

  it('alone only agrees with itself, and another log says nothing about it', () => {
    expect(verify({ log: undefined })).toMatchObject({ ok: true, against: 'itself' })
    expect(verify({ log: join(folder, 'none') })).toMatchObject({ ok: true, against: 'itself' })
    openLog(join(folder, 'other'), { tool: 'perde/0.1.0' }).close()
    expect(verify({ log: join(folder, 'other') })).toMatchObject({ ok: true, against: 'itself' })
  })

  it('holds against a log that has grown since, from an older checkpoint on', () => {
    const older = checkpoint()
    const log = openLog(join(folder, 'log'), { tool: 'perde/0.1.0' })
    log.append([{ type: 'run.abort', code: 'INTERRUPTED', phase: 'gate' }])
    log.checkpoint()
    log.close()
    expect(verify({ from: older })).toMatchObject({ ok: true, against: 'log' })
    expect(() => verify({ log: undefined, from: older })).toThrow(expect.objectContaining({ code: 'USAGE' }))
  })
})

describe('a release that somebody changed', () => {
  const changes: [string, () => void, string][] = [
    // what was done, the action, a problem that it makes
    ['its data', () => appendFileSync(join(folder, 'out/data/people.csv'), 'x'), 'FILE_SIZE'],
    ['its proof is gone', () => rmSync(join(folder, 'out/proof'), { recursive: true }), 'PROOF_MISSING'],
    [
      'an entry in its proof',
      () => edit(`out/proof/${made.log.index}.entry.json`, (t) => t.replace('"records":30', '"records":31')),
      'PROOF',
    ],
    ['the checkpoint in its proof', () => edit('out/proof/checkpoint', (t) => t.replace('perde/', 'perdu/')), 'PROOF'],
    ['something was put into its proof', () => writeFileSync(join(folder, 'out/proof/notes.txt'), 'x'), 'FILE_ADDED'],
    [
      'the end of its log was cut',
      () => edit('log/entries.jsonl', (t) => t.split('\n').slice(0, -2).join('\n')),
      'LOG',
    ],
    ['an entry of its log', () => edit('log/entries.jsonl', (t) => t.replace('"records":30', '"records":31')), 'LOG'],
  ]
  it.each(changes)('does not verify: %s', (_, change, code) => {
    change()
    expect(verify().ok).toBe(false)
    expect(codes().some((c) => c.startsWith(code))).toBe(true)
  })

  it('does not verify with another release’s data, manifest and proof put together', async () => {
    const other = join(root, 'other')
    writeCase(other)
    await runCase(other)
    cpSync(join(other, 'out/proof'), join(folder, 'out/proof'), { recursive: true, force: true })
    expect(verify().ok).toBe(false)
    rmSync(join(folder, 'out'), { recursive: true })
    cpSync(join(other, 'out'), join(folder, 'out'), { recursive: true })
    expect(verify()).toMatchObject({ against: 'itself' })
    expect(verify({ trust: made.log.vkey }).ok).toBe(false)
  })

  it('does not verify against a key that did not sign it', () => {
    mkdirSync(join(folder, 'second'))
    const log = openLog(join(folder, 'second'), { tool: 'perde/0.1.0' })
    const { vkey } = log
    log.close()
    expect(verify({ trust: vkey })).toMatchObject({ ok: false, against: 'trust' })
  })
})
