import { cpSync, rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  CONSENT,
  consent,
  consentsOf,
  CONTRACT,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  type Project,
} from './perde.ts'

// What becomes known of consents while the tasks of a run work: its publish goes by it, as the first read of a run does.

const SOME = people(6)
const LEDGER = CONSENT.replace(/register: .*/, 'ledger: consents')
const TERMS = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining']
const PUBLISH = ['publish', '--run', 'run', '--quiet']

function ended(p: Project, args: string[], input?: string): void {
  const { status, stderr } = p.perde(args, { ...(input !== undefined && { input }) })
  expect({ status, stderr }, args.join(' ')).toEqual({ status: 0, stderr })
}

/** A release `before`, and a run of the same policy that is done but for its publish. */
function applied(purpose: string, given: (p: Project) => void): Project {
  const p = project({ 'policy.yaml': peoplePolicy(purpose), 'people.csv': peopleCsv(SOME) })
  given(p)
  ended(p, ['run', 'policy.yaml', '--out', 'before'])
  ended(p, ['shard', 'policy.yaml', '--run', 'run', '--out', 'out'])
  ended(p, ['plan', '--run', 'run'])
  ended(p, ['apply', '--run', 'run', '--shard', '0'])
  return p
}

const table = (p: Project) => p.write('consents.csv', consentsOf(SOME))
const inLedger = (p: Project) => {
  for (const { iin } of SOME)
    ended(p, ['consent', 'record', '--policy', 'policy.yaml', '--subject', '-', '--status', 'given', ...TERMS, '--set', 'term=purposes'], iin) // prettier-ignore
}

function refused(p: Project): void {
  const { status, stderr } = p.perde(PUBLISH)
  expect([status, stderr]).toEqual([77, expect.stringContaining('[DENIED_LEDGER]')])
  expect(p.has('out')).toBe(false)
}

describe('a run in tasks is not published by consents that are older than what the log has seen meanwhile', () => {
  it('for a table that was put back', () => {
    const p = applied(CONSENT, table)
    const older = p.text('consents.csv')
    p.write('consents.csv', `${older}${consent(SOME[2]!.iin, 'withdrawn').join()}\n`)
    const used = p.perde(['use', 'before', ...TERMS, '--by', 'ml'])
    expect([used.status, used.stderr]).toEqual([77, expect.stringContaining('DENIED_WITHDRAWN')])
    p.write('consents.csv', older)
    refused(p)
    ended(p, ['consent', 'accept', '--policy', 'policy.yaml', '--reason', 'restored', '--by', 'dpo'])
    ended(p, PUBLISH)
  }, 60_000)

  it('for a ledger that was put back', () => {
    const p = applied(LEDGER, inLedger)
    cpSync(p.path('consents'), p.path('older'), { recursive: true })
    ended(p, ['consent', 'withdraw', '--policy', 'policy.yaml', '--subject', '-', '--log', 'perde-log'], SOME[2]!.iin)
    rmSync(p.path('consents'), { recursive: true })
    cpSync(p.path('older'), p.path('consents'), { recursive: true })
    refused(p)
  }, 60_000)

  it('for consents in a ledger, where the run rests on a table or on none', () => {
    for (const purpose of [CONSENT, CONTRACT]) {
      const p = applied(purpose, table)
      p.write('ledger.yaml', peoplePolicy(LEDGER))
      ended(p, ['consent', 'record', '--policy', 'ledger.yaml', '--subject', '-', '--status', 'withdrawn', '--log', 'perde-log'], SOME[2]!.iin) // prettier-ignore
      refused(p)
    }
  }, 60_000)
})
