import { spawnSync } from 'node:child_process'
import { readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hold } from './hold.ts'
import { keptProject } from './kept-project.ts'
import {
  CLI,
  CONSENT,
  consent,
  csv,
  jsonl,
  KEY,
  OTHER_KEY,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  REGISTER_HEADER,
  type Project,
} from './perde.ts'
import { canTrace, trace } from './strace.ts'

// One run in tasks, each a process of its own, on a folder that they share: the release is the one that a single process makes.

const ALL = people(300)
const PARTS = 6
const POLICY = `perde: 1
dataset:
  id: people
  sources: { people: "lake/**/*.csv", notes: "notes/*.jsonl" }
  subject: { people: iin, notes: iin }
  provenance: { controller: Example Clinic, method: own-records }
${CONSENT}keys:
  main: { env: PERDE_KEY }
unlisted: detect
fields:
  people:
    iin: { role: identifier, do: pseudonym person }
    city: quasi-identifier
    born: { role: quasi-identifier, do: generalise year }
    region: insensitive
  notes:
    iin: { role: identifier, do: surrogate }
    text: { role: insensitive, do: keep }
anonymity: { k: 5, suppress-at-most: 40%, source: people }
output: { file-size: 4KiB, compression: gzip }
`
const FILES = {
  'policy.yaml': POLICY,
  'consents.csv': csv(
    REGISTER_HEADER,
    ALL.filter((_, i) => i % 7 !== 0).map((p) => consent(p.iin, 'given')),
  ),
  ...Object.fromEntries(
    Array.from({ length: PARTS }, (_, i) => [
      `lake/region=${'ABCD'[i % 4]!}/${i}.csv`,
      csv(
        ['iin', 'city', 'born', 'phone', 'floor'],
        ALL.slice(50 * i, 50 * i + 50).map((p, n) => [p.iin, p.city, p.born, p.phone, n % 3]),
      ),
    ]),
  ),
  'notes/0.jsonl': jsonl(ALL.slice(0, 100).map(({ iin }, i) => ({ iin, text: `visit ${i % 10}` }))),
  'notes/1.jsonl': jsonl(ALL.slice(100, 200).map(({ iin }, i) => ({ iin, text: `visit ${i % 10}` }))),
}
const AS_OF = ['--as-of', '2026-11-01T00:00:00Z']
const SHARD = ['shard', 'policy.yaml', '--run', 'run', '--out', 'out', '--target', '6KB', ...AS_OF]

function shards(p: Project): number {
  return p.json<{ shards: number }>('run/run.json').shards
}

function ended(p: Project, args: string[]): void {
  const { status, stderr } = p.perde(args)
  expect({ status, stderr }, args.join(' ')).toEqual({ status: 0, stderr })
}

/** All steps in turn, each of which has to end well. */
function inTasks(p: Project, ...more: string[]): void {
  ended(p, [...SHARD, ...more])
  for (const args of steps(p)) ended(p, args)
}

function* steps(p: Project): Generator<string[]> {
  const n = shards(p)
  for (let i = 0; i < n; i++) yield ['profile', '--run', 'run', '--shard', String(i)]
  yield ['plan', '--run', 'run']
  for (let i = n - 1; i >= 0; i--) yield ['apply', '--run', 'run', '--shard', String(i)]
  yield ['publish', '--run', 'run']
}

interface Manifest {
  recordsSha256: string
  records: unknown
  outputs: { path: string; sha256: string }[]
}

const released = (p: Project, out: string) => {
  const { recordsSha256, records, outputs } = p.json<Manifest>(`${out}/manifest.json`)
  return { recordsSha256, records, outputs, risk: p.json(`${out}/risk.json`) }
}

/** Needs no profile, so that its steps are few. */
const PLAIN = {
  'policy.yaml': peoplePolicy(CONSENT, { input: 'lake', more: 'output: { order: shuffle }\n' }),
  'consents.csv': FILES['consents.csv'],
  ...Object.fromEntries([0, 1, 2].map((i) => [`lake/${i}.csv`, peopleCsv(ALL.slice(50 * i, 50 * i + 50))])),
}
const PLAIN_SHARD = SHARD.map((arg) => (arg === '6KB' ? '1KB' : arg))

const apply = (shard: number) => ['apply', '--run', 'run', '--shard', String(shard)]

/** A run that is divided into three. */
const divided = keptProject((after) => {
  const p = project(PLAIN, after)
  ended(p, PLAIN_SHARD)
  expect(shards(p)).toBe(3)
  return p
})

/** The same with its plan. */
const planned = keptProject((after) => {
  const p = project(PLAIN, after)
  ended(p, PLAIN_SHARD)
  ended(p, ['plan', '--run', 'run'])
  return p
})

/** The same, all of it done but for its publish. */
const applied = keptProject((after) => {
  const p = project(PLAIN, after)
  ended(p, PLAIN_SHARD)
  ended(p, ['plan', '--run', 'run'])
  for (const shard of [0, 1, 2]) ended(p, apply(shard))
  return p
})

const PUBLISH = ['publish', '--run', 'run']

const attempts = (p: Project) => readdirSync(p.path('run/attempts')).sort()

describe('a run in tasks', () => {
  it('gives the records, the files and the risks of a run in one process', () => {
    const p = project(FILES)
    ended(p, ['run', 'policy.yaml', '--out', 'single', ...AS_OF])
    inTasks(p)
    expect(shards(p)).toBeGreaterThan(2)
    expect(released(p, 'out')).toEqual(released(p, 'single'))
    ended(p, ['verify', 'out'])
    expect(p.below('run')).toEqual(['published', 'run.json'])
    // Whose records they are is known as after any run.
    const use = ['use', 'out', '--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'ml'] // prettier-ignore
    ended(p, use)
    p.write('consents.csv', `${FILES['consents.csv']}${consent(ALL[1]!.iin, 'withdrawn').join()}\n`)
    expect(p.perde(use).status).toBe(77)
  }, 180_000)

  it('is done by an array job: two tasks at once, some of them twice, some killed', () => {
    const p = project(PLAIN)
    ended(p, ['run', 'policy.yaml', '--out', 'single', ...AS_OF])
    ended(p, PLAIN_SHARD)
    ended(p, ['plan', '--run', 'run'])
    if (canTrace)
      for (const n of [2, 4])
        p.perde(apply(0), { under: ['strace', '-o', '/dev/null', '-e', 'trace=fsync', '-e', `inject=fsync:signal=KILL:when=${n}`] }) // prettier-ignore
    const task = `JOB_COMPLETION_INDEX={} ${process.execPath} ${CLI} apply --run run --shard auto --workers 1`
    const done = spawnSync('xargs', ['-P2', '-I{}', 'sh', '-c', task], {
      cwd: p.dir,
      input: '0\n0\n1\n2\n1\n',
      env: { PATH: process.env['PATH'], PERDE_KEY: KEY, HOME: p.dir },
    })
    expect([done.status, done.stderr.toString()]).toEqual([0, done.stderr.toString()])
    ended(p, PUBLISH)
    expect(released(p, 'out')).toEqual(released(p, 'single'))
    ended(p, ['verify', 'out'])
  }, 120_000)

  it('is published once, however often it is asked', () => {
    const p = applied()
    ended(p, PUBLISH)
    const manifest = p.text('out/manifest.json')
    const again = p.perde(PUBLISH)
    expect([again.status, again.stderr]).toEqual([0, expect.stringContaining('was published already')])
    for (const args of [['plan', '--run', 'run'], apply(1)]) ended(p, args)
    expect(p.text('out/manifest.json')).toBe(manifest)
  }, 180_000)

  it.each([
    ['a word that anybody could write', 'published', 'x\n', 'PLAN_MISMATCH', 'not of this run'],
    ['the name of the run itself', 'published', undefined, 'RELEASE_UNKNOWN', 'the log has no commit of it'],
  ])(
    'is not published by a file in its folder that says so: %s',
    (_, name, text, code, message) => {
      const p = applied()
      p.write(`run/${name}`, text ?? p.json<{ run: string }>('run/run.json').run)
      const { status, stderr } = p.perde(PUBLISH)
      expect([status, stderr]).toEqual([78, expect.stringContaining(`[${code}]`)])
      expect(stderr).toContain(message)
      expect(p.has('out')).toBe(false)
      rmSync(p.path('run/published'))
      ended(p, PUBLISH)
      ended(p, ['verify', 'out'])
    },
    60_000,
  )

  it('says which of its outputs is missing at its publish', () => {
    const p = applied()
    const [missing] = p.below('run').filter((name) => /data\/.*\.csv$/.test(name))
    rmSync(p.path('run', missing!))
    const { status, stderr } = p.perde(PUBLISH)
    expect([status, stderr]).toEqual([78, expect.stringContaining('what a task wrote is not there any more')])
    expect(stderr).toContain('[PLAN_MISMATCH]')
    expect(p.has('out')).toBe(false)
  }, 60_000)

  it('that is published is told as its release, and as no other that stands there now', () => {
    const p = applied()
    const { manifestSha256 } = JSON.parse(p.perde([...PUBLISH, '--json']).stdout) as { manifestSha256: string }
    const again = () => p.perde([...PUBLISH, '--json', '--quiet'])
    const { run } = p.json<{ run: string }>('run/run.json')
    expect(JSON.parse(again().stdout)).toEqual({ release: run, manifestSha256, published: 'before' })
    const refused = (status: number, code: string, message: string) => {
      const ran = again()
      expect([ran.status, JSON.parse(ran.stdout)]).toEqual([
        status,
        expect.objectContaining({ code, message: expect.stringContaining(message) as string }),
      ])
    }
    const manifest = p.text('out/manifest.json')
    p.write('out/manifest.json', manifest.replace('"recordsSha256":"', '"recordsSha256":"0'))
    refused(65, 'RELEASE_TAMPERED', 'not the one that the run published')
    p.write('out/manifest.json', manifest)
    ended(p, ['run', 'policy.yaml', '--out', 'out', '--replace', ...AS_OF])
    refused(78, 'RELEASE_UNKNOWN', 'another release stands at its place now')
    rmSync(p.path('out'), { recursive: true })
    refused(78, 'RELEASE_UNKNOWN', 'not at its place any more')
    p.write('lake/3.csv', peopleCsv(ALL.slice(0, 3)))
    const other = p.perde(PLAIN_SHARD)
    expect([other.status, other.stderr]).toEqual([65, expect.stringContaining('[INPUT_CHANGED]')])
  }, 120_000)

  it.skipIf(!canTrace)(
    'is published wherever the step that publishes was killed, or is as before',
    () => {
      const p = applied()
      const { calls } = trace(p, [...PUBLISH, '--quiet'], ['fsync'])
      const count = calls.length
      expect(count).toBeGreaterThan(20)
      const { recordsSha256 } = released(p, 'out')
      for (const n of [3, Math.floor(count / 2), count - 8, count - 4, count - 1]) {
        const q = applied()
        q.perde(PUBLISH, { under: ['strace', '-o', '/dev/null', '-e', 'trace=fsync', '-e', `inject=fsync:signal=KILL:when=${n}`] }) // prettier-ignore
        ended(q, PUBLISH)
        ended(q, ['verify', 'out'])
        expect([n, released(q, 'out').recordsSha256]).toEqual([n, recordsSha256])
        expect(readdirSync(q.dir).filter((name) => /^\.out\.perde-[0-9A-Z]{26}$/.test(name))).toEqual([])
      }
    },
    240_000,
  )

  it('shows nothing before it is published, and leaves no value in its folder in the clear', () => {
    const p = applied()
    expect(p.has('out')).toBe(false)
    const kept = p.below('run').filter((name) => !name.endsWith('/') && !name.includes('/data/'))
    expect(kept.some((name) => name.endsWith('.journal'))).toBe(true)
    for (const name of kept)
      for (const { iin } of ALL.slice(0, 150)) expect(p.bytes(join('run', name)).includes(iin), name).toBe(false)
  }, 60_000)

  it.each([
    ['a task before the plan', [], apply(0), 'PLAN_MISMATCH', 'perde plan'],
    [
      'a publish with a shard that is not done',
      [['plan', '--run', 'run'], apply(1)],
      PUBLISH,
      'PLAN_MISMATCH',
      '2 of 3 shards are not done: 0, 2',
    ],
    ['a shard that is none', [], ['profile', '--run', 'run', '--shard', '3'], 'USAGE', 'shards are 0 to 2'],
    ['a task of no array job', [], ['profile', '--run', 'run', '--shard', 'auto'], 'USAGE', 'JOB_COMPLETION_INDEX'],
    ['a folder that is no run', [], ['plan', '--run', 'lake'], 'PLAN_MISMATCH', 'perde shard'],
    [
      'a folder that is taken',
      [],
      ['shard', 'policy.yaml', '--run', 'lake', '--out', 'out'],
      'OUTPUT_EXISTS',
      '--run DIR',
    ],
  ] as [string, string[][], string[], string, string][])(
    'refuses %s',
    (_, before, args, code, hint) => {
      // prettier-ignore
      const p = divided()
      for (const earlier of before) ended(p, earlier)
      const { status, stderr } = p.perde(args)
      expect(status).toBe(code === 'USAGE' ? 2 : 78)
      expect(stderr).toContain(`[${code}]`)
      expect(stderr).toContain(hint)
      expect(p.has('out')).toBe(false)
    },
    60_000,
  )

  it('refuses what changed under it: the policy, the key, the inputs, the consents of people whose records were used', () => {
    const p = planned()
    for (const shard of [0, 1]) ended(p, apply(shard))
    const refused = (args: string[], status: number, code: string, env: Record<string, string> = {}) => {
      const ran = p.perde(args, { env })
      expect([ran.status, ran.stderr]).toEqual([status, expect.stringContaining(`[${code}]`)])
      expect(p.has('out')).toBe(false)
    }
    p.write('policy.yaml', PLAIN['policy.yaml'].replace('city: insensitive', 'city: { role: insensitive, do: drop }'))
    refused(apply(2), 78, 'PLAN_MISMATCH')
    p.write('policy.yaml', PLAIN['policy.yaml'])
    refused(apply(2), 78, 'KEY_INVALID', { PERDE_KEY: OTHER_KEY })
    p.write('lake/3.csv', peopleCsv(ALL.slice(0, 3)))
    refused(apply(2), 65, 'INPUT_CHANGED')
    rmSync(p.path('lake/3.csv'))
    ended(p, apply(2))
    p.write('lake/3.csv', peopleCsv(ALL.slice(0, 3)))
    refused(PUBLISH, 78, 'PLAN_MISMATCH')
    rmSync(p.path('lake/3.csv'))
    p.write('consents.csv', `${FILES['consents.csv']}${consent(ALL[1]!.iin, 'withdrawn').join()}\n`)
    refused(PUBLISH, 77, 'DENIED_WITHDRAWN')
    // The log has seen the withdrawal now, which may not go without a word.
    p.write('consents.csv', FILES['consents.csv'])
    refused(PUBLISH, 77, 'DENIED_LEDGER')
    ended(p, ['consent', 'accept', '--policy', 'policy.yaml', '--reason', 'restored', '--by', 'dpo'])
    ended(p, PUBLISH)
  }, 120_000)

  it('says which table of the policy is not the one that it began with', () => {
    const cities = (region: string) =>
      csv(
        ['city', 'region'],
        [...new Set(ALL.map(({ city }) => city))].map((c) => [c, region]),
      )
    const p = project({
      ...PLAIN,
      'policy.yaml': PLAIN['policy.yaml'].replace(
        'city: insensitive',
        'city: { role: quasi-identifier, do: { lookup: { file: cities.csv } } }',
      ),
      'cities.csv': cities('north'),
    })
    ended(p, PLAIN_SHARD)
    ended(p, ['plan', '--run', 'run'])
    for (let i = 0; i < shards(p); i++) ended(p, apply(i))
    p.write('cities.csv', cities('south'))
    const { status, stderr } = p.perde(PUBLISH)
    expect(stderr).toContain('what the tasks wrote cannot be published: they had another plan   [PLAN_MISMATCH]')
    expect(stderr).toContain('a table that the policy names')
    expect(stderr).not.toMatch(/killed|--resume/)
    expect(status).toBe(78)
    expect(p.has('out')).toBe(false)
    p.write('cities.csv', cities('north'))
    ended(p, PUBLISH)
  })

  it('takes no shard from another run, from another shard, or with other bytes', () => {
    const p = applied()
    const [first, second] = attempts(p)
    const data = p.below(`run/attempts/${second!}`).find((name) => name.endsWith('.csv'))!
    const file = `run/attempts/${second!}/${data}`
    const right = p.bytes(file)
    p.write(
      file,
      right.toString().replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
    )
    expect(p.perde(PUBLISH).stderr).toContain('[PLAN_MISMATCH]')
    p.write(file, right)
    const journal = p.bytes(`run/attempts/${second!}/.journal`)
    p.write(`run/attempts/${second!}/.journal`, p.bytes(`run/attempts/${first!}/.journal`))
    expect(p.perde(PUBLISH).stderr).toContain('[PLAN_MISMATCH]')
    p.write(`run/attempts/${second!}/.journal`, journal.subarray(0, journal.length - 40))
    expect(p.perde(PUBLISH).stderr).toContain('[PLAN_MISMATCH]')
    p.write(`run/attempts/${second!}/.journal`, journal)
    renameSync(p.path(file), p.path('elsewhere.csv'))
    symlinkSync(p.path('elsewhere.csv'), p.path(file))
    expect(p.perde(PUBLISH).stderr).toContain('[PLAN_MISMATCH]')
    rmSync(p.path(file))
    renameSync(p.path('elsewhere.csv'), p.path(file))
    p.write('other.yaml', PLAIN['policy.yaml'].replace('city: insensitive', 'city: { role: insensitive, do: drop }'))
    const own = p.text('run/run.json')
    const { policySha256 } = JSON.parse(p.perde(['check', 'other.yaml', '--json']).stdout) as { policySha256: string }
    p.write(
      'run/run.json',
      own.replace('/policy.yaml', '/other.yaml').replace(/("policySha256": ")[0-9a-f]+/, `$1${policySha256}`),
    )
    expect(p.perde(PUBLISH).stderr).toContain('[PLAN_MISMATCH]')
    p.write('run/run.json', own)
    const name = p.text('run/parts/000001')
    p.write('run/parts/000001', '../../../lake')
    expect(p.perde(PUBLISH).stderr).toContain('[PLAN_MISMATCH]')
    expect(p.has('out')).toBe(false)
    p.write('run/parts/000001', name)
    ended(p, PUBLISH)
    ended(p, ['verify', 'out'])
  }, 120_000)

  it('is begun once, however often the same is asked, and is never taken for another', () => {
    const p = divided()
    const asked = [...PLAIN_SHARD, '--json']
    const begun = p.perde(asked)
    expect(begun).toMatchObject({ status: 0 })
    const entries = p.text('run/run.json')
    expect(JSON.parse(begun.stdout)).toMatchObject({ run: p.json('run/run.json')['run'], shards: 3, profile: false })
    p.write('other.yaml', PLAIN['policy.yaml'].replace('city: insensitive', 'city: { role: insensitive, do: drop }'))
    const other = (what: string, ...args: string[]) => {
      const { status, stdout } = p.perde(args)
      expect([status, stdout]).toEqual([78, expect.stringContaining(`was begun with another ${what}`)])
      expect(JSON.parse(stdout)).toMatchObject({ code: 'PLAN_MISMATCH' })
    }
    other('policy', ...asked.with(1, 'other.yaml'))
    other('place of its release', ...asked.map((arg) => (arg === 'out' ? 'elsewhere' : arg)))
    other('as-of time', ...asked.map((arg) => (arg.startsWith('2026') ? '2026-11-02' : arg)))
    other('size of shards', ...asked.map((arg) => (arg === '1KB' ? '2KB' : arg)))
    other('log', ...asked, '--log', 'log-2')
    // The first step was killed before its last word, or in the middle of the others.
    rmSync(p.path('run/run.json'))
    other('policy', ...asked.with(1, 'other.yaml'))
    expect(p.perde(asked)).toMatchObject({ status: 0, stdout: begun.stdout })
    expect(p.text('run/run.json')).toBe(entries)
    ended(p, ['plan', '--run', 'run'])
    for (const shard of [0, 1, 2]) ended(p, apply(shard))
    p.write('run/.01ARZ3NDEKTSV4RRFFQ69G5FAV/consents', 'left by a first step that was killed')
    ended(p, PUBLISH)
    expect(p.perde(asked)).toMatchObject({ status: 0, stdout: begun.stdout })
    expect(p.below('run')).toEqual(['published', 'run.json'])
  }, 120_000)

  it('is begun by one of two at once, and the other says so', async () => {
    const p = project({ ...PLAIN, 'free.yaml': peoplePolicy(undefined, { input: 'lake' }) })
    rmSync(p.path('consents.csv'))
    const held = hold(p.path('consents.csv'))
    const first = p.start([...PLAIN_SHARD, '--log', 'log-1'])
    await held.reached()
    const free = ['shard', 'free.yaml', '--run', 'run', '--out', 'free', '--log', 'log-2', '--json']
    const begun = p.perde(free)
    expect(begun).toMatchObject({ status: 0 })
    held.go(FILES['consents.csv'])
    const { status, stderr } = await first.ended
    expect([status, stderr]).toEqual([75, expect.stringContaining('[RUN_LOCKED]')])
    expect(p.below('run')).toEqual(['run.json', 'state/', 'state/run'])
    expect(p.perde(free)).toMatchObject({ status: 0, stdout: begun.stdout })
    ended(p, ['plan', '--run', 'run'])
    expect(p.perde([...PLAIN_SHARD, '--log', 'log-1'])).toMatchObject({ status: 78 })
  }, 120_000)

  it('says what went wrong as JSON where that is asked, in every step', () => {
    const p = divided()
    for (const args of [apply(0), PUBLISH, ['plan', '--run', 'lake'], ['put', '--run', 'lake']]) {
      const { status, stdout } = p.perde([...args, '--json'])
      expect([status, JSON.parse(stdout)]).toEqual([78, expect.objectContaining({ code: 'PLAN_MISMATCH' })])
    }
    expect(JSON.parse(p.perde(['plan', '--run', 'run', '--json']).stdout)).toEqual({ plan: 'done' })
    expect(JSON.parse(p.perde([...apply(0), '--json']).stdout)).toEqual({ shards: [{ shard: 0, result: 'done' }] })
  }, 120_000)

  it('does not begin where the gate refuses, and leaves no folder of a run', () => {
    const p = project({
      ...PLAIN,
      'policy.yaml': PLAIN['policy.yaml'].replace('own-records', "own-records, signals: ['train-ai=n']"),
    })
    expect(p.perde(PLAIN_SHARD).status).toBe(77)
    const asked = p.perde([...PLAIN_SHARD, '--ask'])
    expect([asked.status, asked.stderr]).toEqual([77, expect.stringContaining('[DENIED_PURPOSE]')])
    expect(p.text('perde-log/entries.jsonl').match(/"decision":"deny"/g)).toHaveLength(2)
    expect(p.perde(['plan', '--run', 'run']).status).toBe(78)
    expect(p.has('run/run.json')).toBe(false)
  })

  it('is not begun by who only asks the gate', () => {
    const p = project(PLAIN)
    const asked = p.perde([...PLAIN_SHARD, '--ask', '--json'])
    expect(asked).toMatchObject({ status: 0, stdout: '{"permitted":true}\n' })
    expect(p.has('run')).toBe(false)
    expect(readdirSync(p.dir).filter((name) => name.startsWith('.out'))).toEqual([])
    ended(p, PLAIN_SHARD)
  }, 60_000)
})
