import { appendFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { verifyRelease } from '../../src/engine/release/verify.ts'
import {
  CONSENT,
  consent,
  consentsOf,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  type Project,
  type Ran,
} from './perde.ts'
import { entriesOf } from './refusal.ts'
import { keptProject } from './kept-project.ts'
import { canTrace } from './strace.ts'
import { sweep, type Sweep } from './sweep.ts'

/**
 * Commands that make a release anew, follow one, take one away or take somebody out of one are killed, or a system call of
 * them fails. Afterwards the log verifies, what stands there is a whole release, and the same command does its work.
 */
const REBUILD = CONSENT.replace('consent:\n', 'consent:\n  on-withdrawal: rebuild\n')
const TERMS = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'ml']
const EVERYBODY = people(9)
const WHO = EVERYBODY[4]!
const OFFICER = '0f'.repeat(16) + 'a2'.repeat(16)

const kept = keptProject((after) => {
  const base = project(
    {
      'people/1.csv': peopleCsv(EVERYBODY.slice(0, 3)),
      'people/2.csv': peopleCsv(EVERYBODY.slice(3, 6)),
      'policy.yaml': peoplePolicy(REBUILD, { input: 'people' }),
      'who.txt': `${WHO.iin}\n`,
      'consents.csv': consentsOf(EVERYBODY),
      'officer.key': `${OFFICER}\n`,
    },
    after,
  )
  expect(base.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1', '--quiet'])).toMatchObject({ status: 0 })
  return base
})

const use = (p: Project): Ran => p.perde(['use', 'out', ...TERMS])
const recordsIn = (p: Project, out = 'out') => p.json<{ records: { out: number } }>(`${out}/manifest.json`).records.out

/** A whole release, with its commit in the log. */
function stands(p: Project, out = 'out'): boolean {
  const { ok, against } = verifyRelease({ release: p.path(out), log: p.path('perde-log') })
  return ok && against === 'log'
}

describe.skipIf(!canTrace)('after a fault at any of its system calls', () => {
  it('a purge has begun in the log before anything is gone, and goes on until all of it is', () => {
    const args = ['purge', 'out', '--reason', 'ordered']
    const states = (p: Project) =>
      entriesOf(p).flatMap((entry) => (entry.type === 'release.purge' ? [entry['state']] : []))
    const gone = (p: Project) => !p.has('out/data') && !p.below('perde-log').some((name) => /^decisions\/./.test(name))
    const after: Sweep['after'] = (p, ran, holds) => {
      const before = states(p)
      holds('something is gone, and no purge has begun', before.includes('begun') || stands(p))
      holds('told as done, and not so', ran.status !== 0 || (gone(p) && before.at(-1) === 'done'))
      holds('called destroyed, and not so', before.at(-1) !== 'done' || gone(p))
      const again = p.perde(args)
      holds(`again it ends with ${again.status}: ${again.stderr}`, again.status === 0)
      holds(`after another: ${states(p).join()}`, gone(p) && states(p).at(-1) === 'done')
    }
    expect(sweep({ kept, args, after, least: 30 })).toEqual([])
  }, 900_000)

  it('who is destroyed is left out for good, or was not yet', () => {
    const args = ['subject', 'destroy', '--policy', 'policy.yaml', '--request', 'who.txt']
    const asked = (p: Project) => entriesOf(p).some(({ type }) => type === 'subject.request')
    const after: Sweep['after'] = (p, ran, holds) => {
      holds('told as done, and not so', ran.status !== 0 || asked(p))
      const again = p.perde([...args, '--json'])
      holds(`again it ends with ${again.status}: ${again.stderr}`, again.status === 0)
      const { holds: now } = JSON.parse(again.stdout || '{}') as { holds?: { destroyed: boolean } }
      holds('not destroyed', now?.destroyed === true)
      const used = use(p)
      holds(`it may be used: ${used.stderr}`, used.status === 77 && used.stderr.includes('DESTROYED 1'))
      holds('several states are kept', p.below('perde-log/subjects/clinic').length === 2)
      holds('decisions are left', !p.below('perde-log/decisions').some((name) => name.endsWith('.new')))
    }
    expect(sweep({ kept, args, after, least: 40, tried: 8 })).toEqual([])
  }, 900_000)

  it('a release that follows another is whole or not there, and what came is in one', () => {
    const args = ['run', 'policy.yaml', '--out', 'next', '--since', 'out', '--workers', '1', '--quiet']
    const prepare = (p: Project) => p.write('people/3.csv', peopleCsv(EVERYBODY.slice(6)))
    const after: Sweep['after'] = (p, ran, holds) => {
      holds('what is there is no release', !p.has('next') || stands(p, 'next'))
      holds('the release before it is none any more', stands(p))
      holds('told as done, and not there', ran.status !== 0 || p.has('next'))
      const again = p.perde(args)
      const done = again.status === 0 || /\[(OUTPUT_EXISTS|INPUT_NONE_NEW)\]/.test(again.stderr)
      holds(`again it ends with ${again.status}: ${again.stderr}`, done)
      holds('it is not there', p.has('next') && stands(p, 'next') && recordsIn(p, 'next') === 3)
    }
    expect(sweep({ kept, args, prepare, after, least: 80 })).toEqual([])
  }, 1_800_000)

  it('a release that is made anew is the one before or the one without them, whole', () => {
    const args = ['run', 'policy.yaml', '--rebuild', 'out', '--workers', '1', '--quiet']
    const prepare = (p: Project) =>
      appendFileSync(p.path('consents.csv'), `${consent(WHO.iin, 'withdrawn').join(',')}\n`)
    const after: Sweep['after'] = (p, ran, holds) => {
      const again = () => p.perde(args)
      // Between its two renames nothing stands there: the next command goes on from the log.
      holds('what is there is no release', !p.has('out') || stands(p))
      holds('told as done, and not so', ran.status !== 0 || recordsIn(p) === 5)
      const next = again()
      holds(`again it ends with ${next.status}: ${next.stderr}`, next.status === 0)
      holds('they are in it', p.has('out') && stands(p) && recordsIn(p) === 5)
    }
    expect(sweep({ kept, args, prepare, after, least: 80 })).toEqual([])
  }, 1_800_000)

  it('an approval is given or is not', () => {
    const args = ['approve', 'asking.yaml', '--key', 'officer.key']
    const vkey = kept().perde(['key', 'public', 'officer.key', '--name', 'privacy-office']).stdout.trim()
    const prepare = (p: Project) => p.write('asking.yaml', `${p.text('policy.yaml')}approval: { keys: ["${vkey}"] }\n`)
    const after: Sweep['after'] = (p, ran, holds) => {
      const given = () => p.has('asking.yaml.approvals') && p.text('asking.yaml.approvals').includes('privacy-office')
      holds('told as given, and not there', ran.status !== 0 || given())
      holds('half of it is there', !p.has('asking.yaml.approvals') || given())
      const again = p.perde(args)
      holds(`again it ends with ${again.status}: ${again.stderr}`, again.status === 0 && given())
    }
    expect(sweep({ kept, args, prepare, after, least: 3, tried: 8 })).toEqual([])
  }, 900_000)
})
