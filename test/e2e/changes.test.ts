import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hold } from './hold.ts'
import {
  CONSENT,
  KEY,
  REGISTER_HEADER,
  consent,
  csv,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  type Project,
} from './perde.ts'
import { entriesOf, expectLogHolds, expectNothingPublished } from './refusal.ts'

// In this process, since its progress tells when a pass has begun: a change comes then, and not by chance.
const { openPolicy, run } = (await import(
  new URL('../../dist/index.js', import.meta.url).href
)) as typeof import('../../src/index.ts')

let before: string
beforeEach(() => void (before = process.cwd()))
afterEach(() => process.chdir(before))

const PEOPLE = people(2000)

function changing(fields: string, phase: 'profile' | 'apply', change: (p: Project) => void) {
  const p = project({
    'policy.yaml': peoplePolicy().replace('    city: insensitive\n', fields),
    'people.csv': peopleCsv(PEOPLE),
  })
  process.chdir(p.dir)
  let changed = false
  const ended = run(openPolicy('policy.yaml'), {
    out: 'out',
    workers: 1,
    blockSize: phase === 'apply' ? 1024 : 1024 * 1024,
    env: { PERDE_KEY: KEY },
    onProgress(progress) {
      if (changed || progress.phase !== phase) return
      changed = true
      change(p)
    },
  })
  return { p, ended, wasChanged: () => changed }
}

/** What happens to the file while it is read. */
const CHANGES: { what: string; change(p: Project): void }[] = [
  { what: 'grows', change: (p) => appendFileSync(p.path('people.csv'), `${PEOPLE[0]!.iin},x,y\n`) },
  { what: 'shrinks', change: (p) => truncateSync(p.path('people.csv'), 60_000) },
  {
    what: 'is written over with as many bytes',
    change: (p) => writeFileSync(p.path('people.csv'), peopleCsv(PEOPLE).replaceAll('Алматы', 'Астана')),
  },
  {
    what: 'gives way to another of its name',
    change: (p) => {
      p.write('other.csv', peopleCsv(PEOPLE))
      renameSync(p.path('other.csv'), p.path('people.csv'))
    },
  },
  { what: 'is deleted', change: (p) => rmSync(p.path('people.csv')) },
]

describe('an input that changes during a run is noticed, and nothing is published', () => {
  for (const { what, change } of CHANGES)
    it(`when it ${what} while it is read`, async () => {
      const { p, ended, wasChanged } = changing('    city: insensitive\n', 'apply', change)
      await expect(ended).rejects.toMatchObject({ code: 'INPUT_CHANGED', retryable: true })
      expect(wasChanged()).toBe(true)
      expectNothingPublished(p)
      expectLogHolds(p)
      expect(entriesOf(p).at(-1)).toMatchObject({ type: 'run.abort', code: 'INPUT_CHANGED' })
    })

  it('when it changes between the look at it and the reading of it', async () => {
    const surrogates = '    city: { role: quasi-identifier, do: surrogate }\n'
    const change = (p: Project) => p.write('people.csv', peopleCsv(PEOPLE).replaceAll('Алматы', 'Астана'))
    const { p, ended, wasChanged } = changing(surrogates, 'profile', change)
    await expect(ended).rejects.toMatchObject({ code: 'INPUT_CHANGED' })
    expect(wasChanged()).toBe(true)
    expectNothingPublished(p)
    expectLogHolds(p)
  })
})

describe('a register that changes during a run', () => {
  const few = people(20)
  const given = few.map((o) => consent(o.iin, 'given'))
  const files = { 'policy.yaml': peoplePolicy(CONSENT), 'people.csv': peopleCsv(few) }

  it('takes those out who withdrew meanwhile, and the log says so', async () => {
    const p = project(files)
    const held = hold(p.path('consents.csv'))
    const started = p.start(['run', 'policy.yaml', '--out', 'out', '--workers', '1'])
    await held.reached()
    held.go(csv(REGISTER_HEADER, given), csv(REGISTER_HEADER, [...given, consent(few[7]!.iin, 'withdrawn')]))
    expect(await started.ended).toMatchObject({ status: 0 })
    expect(p.json('out/manifest.json')).toMatchObject({ records: { in: 20, out: 19, excluded: 1 } })
    expect(p.text('out/data/people.csv').split('\n').length).toBe(21)
    const looks = entriesOf(p).filter((e) => e.type === 'consent.last-look')
    expect(looks.map((e) => e['changed'])).toEqual([true, false])
    expect(p.perde(['verify', 'out']).status).toBe(0)
  })

  it('ends it where the register is gone by then', async () => {
    const p = project(files)
    const held = hold(p.path('consents.csv'))
    const started = p.start(['run', 'policy.yaml', '--out', 'out', '--workers', '1'])
    await held.reached()
    held.go(csv(REGISTER_HEADER, given), 'nothing of a register\n')
    expect(await started.ended).toMatchObject({ status: 65 })
    expectNothingPublished(p)
    expectLogHolds(p)
  })
})
