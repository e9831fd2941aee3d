import { appendFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CONSENT, consent, consentsOf, people, peopleCsv, peoplePolicy, project, type Project } from './perde.ts'
import { canTrace, trace } from './strace.ts'

/** Which cells are made up is the same whoever writes them: one process, one that goes on for another, one that makes a release anew, tasks. */

const ALL = people(90)
const FILES = {
  'policy.yaml': peoplePolicy(CONSENT.replace('consent:\n', 'consent:\n  on-withdrawal: rebuild\n'), {
    input: 'lake',
    more: 'output: { order: shuffle }\n',
  }).replace('city: insensitive', `city: { role: sensitive, do: fake city, when: "city == 'Астана'" }`),
  'consents.csv': consentsOf(ALL),
  ...Object.fromEntries([0, 1, 2].map((i) => [`lake/${i}.csv`, peopleCsv(ALL.slice(30 * i, 30 * i + 30))])),
}
const AS_OF = ['--as-of', '2026-11-01T00:00:00Z']
const RUN = ['run', 'policy.yaml', '--out', 'out', '--workers', '1', ...AS_OF]

function ended(p: Project, args: string[]): void {
  const { status, stderr } = p.perde(args)
  expect({ status, stderr }, args.join(' ')).toEqual({ status: 0, stderr })
}

const cells = (p: Project, out = 'out') =>
  p.json<{ files: { path: string; records: number; fields: { path: string; bits: string }[] }[] }>(
    `${out}/made-up-cells.json`,
  )

function single(): Project {
  const p = project(FILES)
  ended(p, RUN)
  const { files } = cells(p)
  expect(files.map(({ path, records }) => [path, records])).toEqual(
    [0, 1, 2].map((i) => [`data/people/part-0000${i}.csv`, 30]),
  )
  expect(new Set(files.map(({ fields }) => fields[0]!.bits)).size).toBe(3)
  return p
}

describe('R38: which cells are made up', () => {
  it('is the same of a run in tasks', () => {
    const p = single()
    ended(p, ['shard', 'policy.yaml', '--run', 'run', '--out', 'tasks', '--target', '1KB', ...AS_OF])
    ended(p, ['plan', '--run', 'run'])
    for (const shard of ['2', '0', '1']) ended(p, ['apply', '--run', 'run', '--shard', shard])
    ended(p, ['publish', '--run', 'run'])
    expect(p.text('tasks/made-up-cells.json')).toBe(p.text('out/made-up-cells.json'))
    ended(p, ['verify', 'tasks'])
  }, 120_000)

  it.skipIf(!canTrace)(
    'is the same of a run that was killed and gone on with',
    () => {
      const whole = single()
      const { calls } = trace(project(FILES), RUN, ['fsync'])
      const ends = calls.filter(({ role }) => role.endsWith('.journal')).map(({ nth }) => nth)
      const p = project(FILES)
      const inject = `inject=fsync:signal=KILL:when=${ends[1]! + 1}`
      p.perde(RUN, { under: ['strace', '-o', '/dev/null', '-e', 'trace=fsync', '-e', inject] })
      expect(p.has('out')).toBe(false)
      const again = p.perde([...RUN, '--resume'])
      expect(again.stderr).toContain('it had finished 2 inputs')
      expect(again.status).toBe(0)
      expect(p.text('out/made-up-cells.json')).toBe(whole.text('out/made-up-cells.json'))
    },
    120_000,
  )

  it('is that of a full run where a release is made anew, of files that were taken over too', () => {
    const p = project(FILES)
    const run = (...more: string[]) => p.perde(['run', 'policy.yaml', '--workers', '1', '--quiet', ...more])
    expect(run('--out', 'out')).toMatchObject({ status: 0 })
    appendFileSync(p.path('consents.csv'), `${consent(ALL[40]!.iin, 'withdrawn').join(',')}\n`)
    const rebuilt = run('--rebuild', 'out', '--json')
    expect(rebuilt).toMatchObject({ status: 0 })
    expect(run('--out', 'full', '--log', 'other-log')).toMatchObject({ status: 0 })
    expect(cells(p).files.map(({ records }) => records)).toEqual([30, 29, 30])
    expect(p.text('out/made-up-cells.json')).toBe(p.text('full/made-up-cells.json'))
    ended(p, ['verify', 'out'])
  }, 120_000)
})
