import { cpSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CONSENT,
  REGISTER_HEADER,
  consent,
  csv,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  type Project,
} from './perde.ts'
import { entriesOf } from './refusal.ts'
import { CHANGING, canTrace, inject, trace, type Call, type Fault } from './strace.ts'

const { verify } = (await import(
  new URL('../../dist/index.js', import.meta.url).href
)) as typeof import('../../src/index.ts')

/**
 * A run is killed, or a system call of it fails, at the calls of its commit: those from the record of the release on.
 * Afterwards there is no release or a whole one, and the log verifies; the next command finishes what was committed.
 */
const RUN = ['run', 'policy.yaml', '--out', 'out', '--workers', '1', '--replace']

type Scene = 'a new release' | 'a release that replaces another'

let base: Project
beforeAll(() => {
  if (!canTrace) return
  const few = people(20)
  const given = few.slice(5).map((o) => consent(o.iin, 'given'))
  base = project(
    {
      'policy.yaml': peoplePolicy(CONSENT),
      // A run that opens the log, and with it finishes what an earlier one left, and goes no further.
      'next.yaml': peoplePolicy(CONSENT, { input: 'not-there.csv' }),
      'people.csv': peopleCsv(few),
      'consents.csv': csv(REGISTER_HEADER, given),
    },
    afterAll,
  )
  // The log is there already: how it is made has tests of its own.
  expect(base.perde(['run', 'policy.yaml', '--out', 'first', '--workers', '1']).status).toBe(0)
})

/** A copy of the base as it is before the run. */
function scene(of: Scene): Project {
  const p = project()
  cpSync(base.dir, p.dir, { recursive: true })
  if (of === 'a release that replaces another') cpSync(p.path('first'), p.path('out'), { recursive: true })
  return p
}

/** Where a fault is put: a call by its name and the end of what it is about. The first such call of the commit. */
type Point = [name: string, about: string]

/** Calls of these names are done by the log and the commit alone, so that the n-th of a name is the same in each run. */
const EXACT = new Set([
  'pwrite64',
  'fsync',
  'fdatasync',
  'rename',
  'renameat',
  'mkdir',
  'mkdirat',
  'unlink',
  'unlinkat',
  'rmdir',
])

/** The calls of the commit, from the record of the release on. */
function commitCalls(of: Scene): Call[] {
  const { ran, calls } = trace(scene(of), RUN, CHANGING)
  expect(ran.status).toBe(0)
  const from = calls.findIndex((call) => call.role.includes('releases/ULID.json.tmp'))
  expect(from).toBeGreaterThan(0)
  return calls.slice(from).filter((call) => EXACT.has(call.name))
}

function find(calls: Call[], [name, about]: Point): Call {
  const call = calls.find((c) => c.name.replace(/at$/, '') === name && c.role.endsWith(about))
  expect(call, `${name} ${about}`).toBeDefined()
  return call!
}

/** What was expected of a run that met a fault, and was not so; [] if all was. */
function afterFault(of: Scene, call: Call, fault: Fault): string[] {
  const problems: string[] = []
  const p = scene(of)
  const had = entriesOf(p).length
  const { ran, hit } = trace(p, RUN, CHANGING, ...inject(call, fault))
  const holds = (what: string, ok: boolean) => {
    if (!ok) problems.push(`${fault} at ${call.name}(${call.role}): ${what}`)
  }
  holds(`${hit?.role ?? 'nothing'} was hit`, fault === 'TERM' || hit?.role === call.role)
  if (fault === 'KILL') holds('the process lives', ran.status === null || ran.status === 137)
  else if (fault === 'TERM') holds(`it ends with ${ran.status}`, ran.status === 0 || ran.status === 143)
  else if (ran.status !== 0)
    holds(`it ends with ${ran.status}`, ran.status === 69 && /\[(IO_FAILED|NO_SPACE)\]/.test(ran.stderr))
  if (call.role.startsWith('perde-log')) holds('the log does not verify at once', p.perde(['log', 'show']).status === 0)
  holds('a release that does not verify is visible at once', !p.has('out') || verifies(p))
  holds('the next command does not come so far', p.perde(['run', 'next.yaml', '--out', 'other']).status === 65)
  holds('the log does not verify after the next command', p.perde(['log', 'show']).status === 0)
  const commit = entriesOf(p)
    .slice(had)
    .find((e) => e.type === 'run.commit')
  const before = of === 'a new release' ? undefined : p.json<{ release: string }>('first/manifest.json').release
  const visible = p.has('out') ? p.json<{ release: string }>('out/manifest.json').release : undefined
  holds('what is visible is not what was committed', visible === (commit?.['release'] ?? before))
  holds('the release does not verify', !p.has('out') || verifies(p))
  holds('a success was told and there is none', ran.status !== 0 || commit !== undefined)
  holds('it says that nothing was published', commit === undefined || !/nothing was published/.test(ran.stderr))
  if (commit) holds('something is left', !p.below().some((name) => /^\.out\.perde-(old-)?[0-9A-Z]{26}\/$/.test(name)))
  return problems
}

function verifies(p: Project): boolean {
  const { ok, against } = verify(p.path('out'), { log: p.path('perde-log') })
  return ok && against === 'log'
}

/** Killed at its entry a call has done nothing, so each of these is the state between two changes. */
const KILLED: Point[] = [
  ['rename', 'releases/ULID.json'],
  ['fsync', 'perde-log/releases'],
  ['pwrite64', 'perde-log/entries.jsonl'],
  ['fdatasync', 'perde-log/entries.jsonl'],
  ['pwrite64', 'perde-log/checkpoints/N.tmp'],
  ['rename', 'perde-log/checkpoints/N'],
  ['rename', 'perde-log/checkpoint'],
  ['mkdir', 'proof'],
  ['fsync', 'proof/SHA256SUMS'],
  ['fsync', '_SUCCESS'],
  ['rename', '→ out'],
  ['unlink', '.out.perde-lock'],
  ['unlink', 'perde-log/lock'],
]

const KILLED_REPLACING: Point[] = [
  ['rename', '→ .out.perde-old-ULID'],
  ['rename', '→ out'],
  ['unlink', '.out.perde-old-ULID/_SUCCESS'],
  ['rmdir', '.out.perde-old-ULID'],
]

const FAILING: [fault: 'EIO' | 'ENOSPC', ...Point][] = [
  ['EIO', 'fsync', 'releases/ULID.json.tmp'],
  ['ENOSPC', 'pwrite64', 'releases/ULID.json.tmp'],
  ['ENOSPC', 'pwrite64', 'perde-log/entries.jsonl'],
  ['EIO', 'fdatasync', 'perde-log/entries.jsonl'],
  ['ENOSPC', 'pwrite64', 'perde-log/checkpoints/N.tmp'],
  ['EIO', 'rename', 'perde-log/checkpoint'],
  ['EIO', 'fsync', 'perde-log'],
  ['ENOSPC', 'mkdir', 'proof'],
  ['EIO', 'fsync', 'proof/checkpoint'],
  ['EIO', 'fsync', '_SUCCESS'],
  ['EIO', 'rename', '→ out'],
  ['EIO', 'unlink', 'perde-log/lock'],
]

describe.skipIf(!canTrace)(
  'after a fault in its commit a run has left no release or a whole one, and its log verifies',
  () => {
    it('killed, of a new release', () => {
      const calls = commitCalls('a new release')
      expect(KILLED.flatMap((point) => afterFault('a new release', find(calls, point), 'KILL'))).toEqual([])
    })

    it('killed, of a release that replaces another', () => {
      const of = 'a release that replaces another'
      const calls = commitCalls(of)
      expect(KILLED_REPLACING.flatMap((point) => afterFault(of, find(calls, point), 'KILL'))).toEqual([])
    })

    it('where a system call fails', () => {
      const calls = commitCalls('a new release')
      const problems = FAILING.flatMap(([fault, ...point]) => afterFault('a new release', find(calls, point), fault))
      expect(problems).toEqual([])
    })

    it('where it is asked to end', () => {
      const calls = commitCalls('a new release')
      const points: Point[] = [
        ['fsync', 'perde-log/releases'],
        ['fdatasync', 'perde-log/entries.jsonl'],
      ]
      expect(points.flatMap((point) => afterFault('a new release', find(calls, point), 'TERM'))).toEqual([])
    })
  },
)
