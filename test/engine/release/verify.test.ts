import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { verifyRelease, type VerifyJob } from '../../../src/engine/release/verify.ts'
import { openLog } from '../../../src/evidence/log/log-writer.ts'
import { madeOnce, runCase, writeCase } from '../small-run.ts'

const at = madeOnce()

const verify = (more: Partial<VerifyJob> = {}) =>
  verifyRelease({ release: join(at.folder, 'out'), log: join(at.folder, 'log'), ...more })
const codes = (more: Partial<VerifyJob> = {}) => [...new Set(verify(more).problems.map((p) => p.code))]
const checkpoint = () => readFileSync(join(at.folder, 'log/checkpoint'), 'utf8')
const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(join(at.folder, path), change(readFileSync(join(at.folder, path), 'utf8')))

describe('a release as it was made', () => {
  it('holds against its log', () => {
    expect(verify()).toMatchObject({ ok: true, against: 'log', problems: [] })
  })

  it('holds against a key or a checkpoint from outside', () => {
    expect(verify({ log: undefined, trust: at.made.log.vkey })).toMatchObject({ ok: true, against: 'trust' })
    expect(verify({ log: undefined, trust: checkpoint() })).toMatchObject({ ok: true, against: 'trust' })
  })

  it('alone only agrees with itself, and another log says nothing about it', () => {
    expect(verify({ log: undefined })).toMatchObject({ ok: true, against: 'itself' })
    expect(verify({ log: join(at.folder, 'none') })).toMatchObject({ ok: true, against: 'itself' })
    openLog(join(at.folder, 'other'), { tool: 'perde/0.1.0' }).close()
    expect(verify({ log: join(at.folder, 'other') })).toMatchObject({ ok: true, against: 'itself' })
  })

  it('holds against a log that has grown since, from an older checkpoint on', () => {
    const older = checkpoint()
    const log = openLog(join(at.folder, 'log'), { tool: 'perde/0.1.0' })
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
    ['its data', () => appendFileSync(join(at.folder, 'out/data/people.csv'), 'x'), 'FILE_SIZE'],
    ['its proof is gone', () => rmSync(join(at.folder, 'out/proof'), { recursive: true }), 'PROOF_MISSING'],
    [
      'an entry in its proof',
      () => edit(`out/proof/${at.made.log.index}.entry.json`, (t) => t.replace('"records":30', '"records":31')),
      'PROOF',
    ],
    ['the checkpoint in its proof', () => edit('out/proof/checkpoint', (t) => t.replace('perde/', 'perdu/')), 'PROOF'],
    [
      'something was put into its proof',
      () => writeFileSync(join(at.folder, 'out/proof/notes.txt'), 'x'),
      'FILE_ADDED',
    ],
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
    const other = join(at.root, 'other')
    writeCase(other)
    await runCase(other)
    cpSync(join(other, 'out/proof'), join(at.folder, 'out/proof'), { recursive: true, force: true })
    expect(verify().ok).toBe(false)
    rmSync(join(at.folder, 'out'), { recursive: true })
    cpSync(join(other, 'out'), join(at.folder, 'out'), { recursive: true })
    expect(verify()).toMatchObject({ against: 'itself' })
    expect(verify({ trust: at.made.log.vkey }).ok).toBe(false)
  })

  it('does not verify against a key that did not sign it', () => {
    mkdirSync(join(at.folder, 'second'))
    const log = openLog(join(at.folder, 'second'), { tool: 'perde/0.1.0' })
    const { vkey } = log
    log.close()
    expect(verify({ trust: vkey })).toMatchObject({ ok: false, against: 'trust' })
  })
})
