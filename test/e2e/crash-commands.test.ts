import { rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { makeAuthority } from '../evidence/log/authority.ts'
import { CONSENT, csv, people, peopleCsv, peoplePolicy, project, type Project } from './perde.ts'
import { entriesOf } from './refusal.ts'
import { keptProject } from './kept-project.ts'
import { canTrace } from './strace.ts'
import { sweep, type Sweep } from './sweep.ts'

/**
 * Commands that write to a ledger or a log are killed, or a system call of them fails. Afterwards the log verifies, a ledger
 * has all of what was given or nothing of it, and the same command does its work.
 */
const POLICY = peoplePolicy(CONSENT.replace(/consent:\n.*\n/, 'consent: { ledger: consents }\n'))
const TERMS = ['dpv:ServiceOptimisation', 'dpv-ai:ModelTraining']
const IMPORT = ['consent', 'import', 'second.csv', '--policy', 'policy.yaml']
const FEW = people(6)

const kept = keptProject((after) => {
  const base = project(
    {
      'policy.yaml': POLICY,
      'people.csv': peopleCsv(FEW),
      'first.csv': csv(
        ['subject', 'status', 'purpose', 'processing', 'at'],
        FEW.slice(1).map(({ iin }) => [iin, 'given', ...TERMS, '2026-01-01']),
      ),
      'second.csv': csv(
        ['subject', 'status', 'at'],
        FEW.slice(3).map(({ iin }) => [iin, 'withdrawn', '2026-02-01']),
      ),
      'tsa/.keep': '',
    },
    after,
  )
  expect(base.perde(['consent', 'import', 'first.csv', '--policy', 'policy.yaml'])).toMatchObject({ status: 0 })
  expect(base.perde(['run', 'policy.yaml', '--out', 'out', '--quiet', '--workers', '1'])).toMatchObject({ status: 0 })
  expect(base.perde(['log', 'timestamp', '--request', 'query.tsq'])).toMatchObject({ status: 0 })
  base.write('answer.tsr', makeAuthority(base.path('tsa')).answer(base.bytes('query.tsq')))
  return base
})

const eventsIn = (p: Project) =>
  p.has('consents/head.json') ? p.json<{ events: number }>('consents/head.json').events : 0

/** All of what was given or nothing; again, it is all there, once; and the log never saw more than there is. */
function addedOnce(command: string[], before: number, all: number, input?: string): Sweep['after'] {
  return (p, ran, holds) => {
    const events = eventsIn(p)
    holds(`${events} events`, events === before || events === all)
    holds('told as done, and not there', ran.status !== 0 || events === all)
    const again = p.perde(command, input === undefined ? {} : { input })
    holds(`again it ends with ${again.status}: ${again.stderr}`, again.status === 0)
    holds(`${eventsIn(p)} events after another`, eventsIn(p) === all)
    const lines = p.text('consents/events.jsonl').split('\n').length - 1
    holds(`${lines} lines`, lines === all)
    if (!p.has('perde-log')) return
    const logged = entriesOf(p).filter(({ type }) => type === 'consent.change')
    holds('not logged', logged.at(-1)?.['events'] === all)
  }
}

describe.skipIf(!canTrace)('after a fault at any of its system calls', () => {
  it('an import has added all or nothing, and the log has no ledger that never was', () => {
    const after = addedOnce(IMPORT, 5, 8)
    expect(sweep({ kept, args: IMPORT, after, least: 30, tried: 12 })).toEqual([])
  }, 900_000)

  it('an import into a new ledger has made it whole or not at all', () => {
    const prepare = (p: Project) => {
      for (const name of ['consents', 'perde-log']) rmSync(p.path(name), { recursive: true })
    }
    expect(sweep({ kept, args: IMPORT, prepare, after: addedOnce(IMPORT, 0, 3), least: 15, tried: 8 })).toEqual([])
  }, 900_000)

  it.each([['record', '--status', 'given', '--purpose', TERMS[0]!, '--processing', TERMS[1]!], ['withdraw']])(
    'the event of consent %s is there and logged, or is not there',
    (...words) => {
      const args = ['consent', ...words, '--policy', 'policy.yaml', '--at', '2026-03-01']
      const input = `${FEW[1]!.iin}\n`
      expect(sweep({ kept, args, input, after: addedOnce(args, 5, 6, input), least: 30 })).toEqual([])
    },
    900_000,
  )

  it('a change of keys is signed by both or is none', () => {
    const after: Sweep['after'] = (p, ran, holds) => {
      const rotated = () => entriesOf(p).filter(({ type }) => type === 'key.rotate').length
      holds('told as done, and not there', ran.status !== 0 || rotated() === 1)
      const before = rotated()
      const again = p.perde(['log', 'rotate'])
      holds(`again it ends with ${again.status}: ${again.stderr}`, again.status === 0)
      holds('another change is not logged', rotated() === before + 1)
    }
    expect(sweep({ kept, args: ['log', 'rotate'], after, least: 25, tried: 10 })).toEqual([])
  }, 900_000)

  it('a time stamp is kept whole or not at all', () => {
    const args = ['log', 'timestamp', '--response', 'answer.tsr', '--authority', 'tsa/ca.pem']
    const stamps = (p: Project) =>
      p.has('perde-log/timestamps') ? p.below('perde-log/timestamps').filter((name) => name.endsWith('.tsr')).length : 0
    const after: Sweep['after'] = (p, ran, holds) => {
      holds('told as done, and not there', ran.status !== 0 || stamps(p) === 1)
      const again = p.perde(args)
      holds(`again it ends with ${again.status}: ${again.stderr}`, again.status === 0)
      holds(`${stamps(p)} are kept`, stamps(p) === 1)
      const verified = p.perde(['log', 'verify', '--authority', 'tsa/ca.pem'])
      holds(`the log does not verify with it: ${verified.stderr}`, /existed at/.test(verified.stderr))
      holds(`the log does not verify with it: ${verified.status}`, [0, 3].includes(verified.status!))
    }
    expect(sweep({ kept, args, after, least: 3 })).toEqual([])
  }, 900_000)

  it('an export is in the log before anything of it is there, and is there whole or not at all', () => {
    const args = ['log', 'export', '--first', '0', '--last', '2', '--out', 'excerpt']
    const logged = (p: Project) => entriesOf(p).filter(({ type }) => type === 'export').length
    const after: Sweep['after'] = (p, ran, holds) => {
      const there = p.has('excerpt')
      holds('told as done, and not there', ran.status !== 0 || there)
      holds('there, and not logged', logged(p) > 0 || !there)
      if (there) return void holds('not whole', p.has('excerpt/SHA256SUMS') && p.has('excerpt/verify.sh'))
      const again = p.perde(args)
      holds(`again it ends with ${again.status}: ${again.stderr}`, again.status === 0 && p.has('excerpt/SHA256SUMS'))
    }
    expect(sweep({ kept, args, after, least: 15 })).toEqual([])
  }, 900_000)
})
