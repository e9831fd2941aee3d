import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { passGate, type PassedGate } from '../../../src/engine/run/gate-step.ts'
import { signalTexts } from '../../../src/engine/policy-files/signal-files.ts'
import type { Notice, RunJob } from '../../../src/engine/freeze/job.ts'
import { readEntries } from '../../../src/evidence/log/log-reader.ts'
import { openLog } from '../../../src/evidence/log/log-writer.ts'
import { verifyLog } from '../../../src/evidence/log/verify-log.ts'
import type { Policy } from '../../../src/policy/policy.ts'
import { temporaryFolder } from '../plans.ts'
import { jobOf, writeCase } from '../small-run.ts'

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})

/** The gate's answer for a policy, and what it wrote into the log. */
function ask(change: (policy: string) => string, more: Partial<RunJob> = {}) {
  writeCase(folder, change)
  const log = openLog(join(folder, 'log'), { tool: 'perde/0.1.0' })
  let answer: unknown
  try {
    const job = jobOf(folder, more)
    answer = passGate(job, log, signalTexts(job.policy, job.baseDir))
  } catch (e) {
    answer = e
  }
  log.close()
  const entries = [...readEntries(join(folder, 'log'))].slice(1)
  return { answer, entries }
}
const UNTARGETED = (policy: string) => policy.replace('own-records', 'leaked')

describe('the purpose gate of a run', () => {
  it('permits, and has its answer in the log, signed, before anything else happens', () => {
    const { answer, entries } = ask((policy) => policy)
    expect(entries.map((e) => e.type)).toEqual(['run.start', 'purpose.check'])
    expect(entries[1]).toMatchObject({
      seq: (answer as PassedGate).index,
      decision: 'permit',
      purpose: 'dpv:ServiceOptimisation',
      basis: 'consent',
    })
    expect(verifyLog(join(folder, 'log'))).toMatchObject({ ok: true, signed: 3 })
  })

  it('denies with every requirement that failed, and logs that too', () => {
    const { answer, entries } = ask(UNTARGETED)
    expect(answer).toMatchObject({ code: 'DENIED_PURPOSE' })
    const check = entries[1]!
    if (check.type !== 'purpose.check') throw new Error('no purpose.check')
    expect(check.decision).toBe('deny')
    const failed = check.requirements.filter((r) => r.result === 'fail').map((r) => r.id)
    expect(failed.length).toBeGreaterThan(0)
    expect((answer as { facts: unknown }).facts).toEqual({ requirements: failed })
    expect(verifyLog(join(folder, 'log')).ok).toBe(true)
  })

  it('goes on where the run only reports, and says what would have been denied', () => {
    const notices: Notice[] = []
    const { answer, entries } = ask(UNTARGETED, { mode: 'log', onNotice: (n) => void notices.push(n) })
    expect((answer as PassedGate).index).toBe(entries[1]!.seq)
    expect(entries.map((e) => (e as { mode?: string }).mode ?? (e as { decision?: string }).decision)).toEqual([
      'log',
      'deny',
    ])
    expect(notices.map((n) => n.code)).toContain('WOULD_BE_DENIED')
  })

  it('notes which sources were given on the command line, by a digest and not by name', () => {
    const { entries: plain } = ask((policy) => policy)
    folder = temporaryFolder()
    const { entries: given } = ask((policy) => policy, { overrides: { people: '/home/ivanov/other.csv' } })
    expect((given[0] as { configSha256: string }).configSha256).not.toBe(
      (plain[0] as { configSha256: string }).configSha256,
    )
    expect(JSON.stringify(given)).not.toContain('ivanov')
  })
})

describe('the signals of a source', () => {
  const NAMED = "method: own-records, signals: [{ file: robots.txt }, 'train-ai=y']"
  const naming = (policy: string) => policy.replace('method: own-records', NAMED)

  it('are the contents of files beside the policy; what is no file is left to the gate', () => {
    writeFileSync(join(folder, 'robots.txt'), 'User-agent: *\nDisallow: /\n')
    const policy = { dataset: { provenance: { signals: ['robots.txt', 'none.txt', '.'] } } } as unknown as Policy
    expect(signalTexts(policy, folder)).toEqual({ 'robots.txt': 'User-agent: *\nDisallow: /\n' })
    expect(signalTexts({ dataset: {} } as Policy, folder)).toEqual({})
  })

  it('are an error where their file is not there', () => {
    expect(ask(naming).answer).toMatchObject({ code: 'POLICY_INVALID', where: { part: 'robots.txt' } })
  })

  it('R37: stand in the log with what they say and the digest of the file, and deny', () => {
    writeFileSync(join(folder, 'robots.txt'), 'User-agent: GPTBot\nDisallow: /\n')
    const { answer, entries } = ask(naming)
    expect(answer).toMatchObject({ code: 'DENIED_PURPOSE', facts: { requirements: ['R37'] } })
    expect(entries.at(-1)).toMatchObject({
      type: 'signal.check',
      signals: [
        { ordinal: 0, kind: 'robots', result: 'deny', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        { ordinal: 1, kind: 'statement', result: 'allow' },
      ],
    })
  })

  it('are handed on to the manifest where they permit', () => {
    writeFileSync(join(folder, 'robots.txt'), 'User-agent: *\nContent-Usage: train-ai=y\n')
    const { signals } = ask(naming).answer as PassedGate
    expect(signals.map(({ result }) => result)).toEqual(['allow', 'allow'])
  })
})
