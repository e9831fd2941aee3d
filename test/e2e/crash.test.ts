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
import { CHANGING, canTrace, inject, trace, type Call } from './strace.ts'

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

/** The calls of the commit that change something, each kind at each kind of place once. */
function commitCalls(of: Scene): Call[] {
  const { ran, calls } = trace(scene(of), RUN, CHANGING)
  expect(ran.status).toBe(0)
  const from = calls.findIndex((call) => call.role.includes('releases/ULID.json.tmp'))
  expect(from).toBeGreaterThan(0)
  const kinds = new Map<string, Call>()
  for (const call of calls.slice(from)) {
    const kind = `${call.name} ${call.role.replace(/proof\/.+/, 'proof/FILE')}`
    if (!kinds.has(kind)) kinds.set(kind, call)
  }
  return [...kinds.values()]
}

/** What was expected of a run that met a fault, and was not so; [] if all was. */
function afterFault(of: Scene, call: Call, fault: 'KILL' | 'EIO' | 'ENOSPC'): string[] {
  const problems: string[] = []
  const p = scene(of)
  const had = entriesOf(p).length
  const { ran, hit } = trace(p, RUN, CHANGING, ...inject(call, fault))
  const holds = (what: string, ok: boolean) => {
    if (!ok) problems.push(`${fault} at ${call.name}(${hit?.role ?? 'nothing'}): ${what}`)
  }
  // Opening and plain writing are counted with those of threads and modules, so another of them may be hit: as good.
  holds('the call was not met', hit !== undefined)
  if (fault === 'KILL') holds('the process lives', ran.status !== 0)
  else if (ran.status !== 0) {
    holds(`it ends with ${ran.status}`, ran.status === 69)
    holds('no code is told', /\[(IO_FAILED|NO_SPACE)\]/.test(ran.stderr))
  }
  holds('the log does not verify at once', p.perde(['log', 'show']).status === 0)
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
  if (commit) holds('something is left', !p.below().some((name) => /^\.out\.perde-(old-)?[0-9A-Z]{26}\/$/.test(name)))
  return problems
}

function verifies(p: Project): boolean {
  const { ok, against } = verify(p.path('out'), { log: p.path('perde-log') })
  return ok && against === 'log'
}

describe.skipIf(!canTrace)('a run that is killed in its commit leaves no release or a whole one', () => {
  for (const of of ['a new release', 'a release that replaces another'] as const)
    it(`of ${of}`, () => {
      // Killed at its entry a call has done nothing: those that only make durable are as good as the next one.
      const calls = commitCalls(of).filter(
        ({ name, role }) => !/sync/.test(name) && (name !== 'openat' || /^create/.test(role)),
      )
      const chosen = of === 'a new release' ? calls : calls.filter(({ role }) => /out|_SUCCESS|entries/.test(role))
      expect(chosen.length).toBeGreaterThan(5)
      expect(chosen.flatMap((call) => afterFault(of, call, 'KILL'))).toEqual([])
    })
})

describe.skipIf(!canTrace)('a run whose system call fails in its commit leaves no release or a whole one', () => {
  const of = 'a new release'
  it('with EIO', () => {
    const calls = commitCalls(of).filter(({ name, role }) => name !== 'openat' || /SUCCESS|releases/.test(role))
    expect(calls.flatMap((call) => afterFault(of, call, 'EIO'))).toEqual([])
  })

  it('with ENOSPC', () => {
    const calls = commitCalls(of).filter(({ name, role }) => /write|mkdir/.test(name) || /^create/.test(role))
    expect(calls.flatMap((call) => afterFault(of, call, 'ENOSPC'))).toEqual([])
  })
})
