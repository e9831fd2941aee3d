import { cpSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONSENT, csv, people, peopleCsv, peoplePolicy, project, type Project, type Ran } from './perde.ts'
import { entriesOf } from './refusal.ts'
import { CHANGING, canTrace, inject, trace, type Call, type Fault } from './strace.ts'

/**
 * Commands that write besides `run` are killed, or a system call of them fails, at every call by which they change what is on
 * the disk. Afterwards the log verifies, a ledger has all of an import or nothing of it, and the same command does its work.
 */
const POLICY = peoplePolicy(CONSENT.replace(/consent:\n.*\n/, 'consent: { ledger: consents }\n'))
const TERMS = ['dpv:ServiceOptimisation', 'dpv-ai:ModelTraining']
const IMPORT = ['consent', 'import', 'second.csv', '--policy', 'policy.yaml']

let base: Project
beforeAll(() => {
  if (!canTrace) return
  const few = people(6)
  base = project(
    {
      'policy.yaml': POLICY,
      'people.csv': peopleCsv(few),
      'first.csv': csv(
        ['subject', 'status', 'purpose', 'processing', 'at'],
        few.slice(1).map(({ iin }) => [iin, 'given', ...TERMS, '2026-01-01']),
      ),
      'second.csv': csv(
        ['subject', 'status', 'at'],
        few.slice(3).map(({ iin }) => [iin, 'withdrawn', '2026-02-01']),
      ),
    },
    afterAll,
  )
  expect(base.perde(['consent', 'import', 'first.csv', '--policy', 'policy.yaml'])).toMatchObject({ status: 0 })
  expect(base.perde(['run', 'policy.yaml', '--out', 'out', '--quiet', '--workers', '1'])).toMatchObject({ status: 0 })
})

function scene(prepare: (p: Project) => void): Project {
  const p = project()
  cpSync(base.dir, p.dir, { recursive: true })
  prepare(p)
  return p
}

/** Done by these commands alone, so that the n-th of a name is the same each time. */
const EXACT = new Set([
  ...['pwrite64', 'fsync', 'fdatasync', 'ftruncate', 'rename', 'renameat', 'renameat2', 'link', 'linkat'],
  ...['mkdir', 'mkdirat', 'unlink', 'unlinkat', 'rmdir'],
])
/** That they fail on a real disk is no wonder. How a lock is taken has tests of its own. */
const FAILING = new Set(['pwrite64', 'fsync', 'fdatasync', 'rename'])
const isLock = ({ role }: Call) => /lock\.TOKEN/.test(role)

/** All of them take some minutes a command (`PERDE_SWEEP=all`); otherwise every fifth is tried. */
const EACH = process.env['PERDE_SWEEP'] === 'all' ? 1 : 5

type Problems = (what: string, ok: boolean) => void

interface Sweep {
  args: string[]
  prepare?: (p: Project) => void
  /** what has to hold after a fault, and after what is tried next */
  after(p: Project, ran: Ran, holds: Problems): void
}

/** Everything that did not hold, by fault and call; at least `least` calls are met. */
function sweep({ args, prepare = () => undefined, after }: Sweep, least: number): string[] {
  const whole = scene(prepare)
  const { ran, calls } = trace(whole, args, CHANGING)
  expect(ran, ran.stderr).toMatchObject({ status: 0 })
  const points = calls.filter(({ name }) => EXACT.has(name))
  expect(points.length).toBeGreaterThan(least)
  const faults = points.flatMap((call): [Fault, Call][] => [
    ['KILL', call],
    ...(FAILING.has(call.name) && !isLock(call) ? [['EIO', call] satisfies [Fault, Call]] : []),
  ])
  return faults.flatMap(([fault, call], n) => {
    if (n % EACH !== 0) return []
    const p = scene(prepare)
    const problems: string[] = []
    const holds: Problems = (what, ok) => {
      if (!ok) problems.push(`${fault} at ${call.name}(${call.role}): ${what}`)
    }
    const done = trace(p, args, CHANGING, ...inject(call, fault)).ran
    if (fault === 'KILL') holds(`it lives: ${done.status}`, done.status === null || done.status === 137)
    else holds(`it ends with ${done.status}: ${done.stderr}`, [0, 69].includes(done.status!))
    if (fault !== 'KILL') holds(`a bug: ${done.stderr}`, !done.stderr.includes('INTERNAL'))
    after(p, done, holds)
    return problems
  })
}

const shows = (p: Project) => p.perde(['log', 'show']).status === 0
const eventsIn = (p: Project) =>
  p.has('consents/head.json') ? p.json<{ events: number }>('consents/head.json').events : 0

/** All of the import or nothing; again, it is all there, once; and the log never saw more than there is. */
function importedOnce(before: number, all: number): Sweep['after'] {
  return (p, ran, holds) => {
    const events = eventsIn(p)
    holds(`${events} events`, events === before || events === all)
    holds('told as done, and not there', ran.status !== 0 || events === all)
    if (p.has('perde-log')) holds('the log does not verify at once', shows(p))
    const again = p.perde(IMPORT)
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
    expect(sweep({ args: IMPORT, after: importedOnce(5, 8) }, 30)).toEqual([])
  }, 900_000)

  it('an import into a new ledger has made it whole or not at all', () => {
    const prepare = (p: Project) => {
      for (const name of ['consents', 'perde-log']) rmSync(p.path(name), { recursive: true })
    }
    expect(sweep({ args: IMPORT, prepare, after: importedOnce(0, 3) }, 15)).toEqual([])
  }, 900_000)

  it('a change of keys is signed by both or is none', () => {
    const after: Sweep['after'] = (p, ran, holds) => {
      holds('the log does not verify at once', shows(p))
      const rotated = () => entriesOf(p).filter(({ type }) => type === 'key.rotate').length
      holds('told as done, and not there', ran.status !== 0 || rotated() === 1)
      const before = rotated()
      const again = p.perde(['log', 'rotate'])
      holds(`again it ends with ${again.status}: ${again.stderr}`, again.status === 0)
      holds('another change is not logged', rotated() === before + 1)
    }
    expect(sweep({ args: ['log', 'rotate'], after }, 25)).toEqual([])
  }, 900_000)
})
