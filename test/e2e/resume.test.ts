import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parquetFile, TEXT } from '../io/formats/parquet/make-file.ts'
import {
  CONSENT,
  consent,
  csv,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  REGISTER_HEADER,
  type Project,
} from './perde.ts'
import { canTrace, trace } from './strace.ts'

/** A run that is killed while it writes is gone on with: what it had finished is not done again, and the bytes are the same. */

const ALL = people(120)
const FILES = {
  'policy.yaml': peoplePolicy(CONSENT, {
    input: 'lake',
    more: 'output: { compression: gzip, file-size: 1KiB }\n',
  }).replace('city: insensitive', 'city: quasi-identifier'),
  'consents.csv': csv(
    REGISTER_HEADER,
    ALL.filter((_, i) => i % 7 !== 0).map((p) => consent(p.iin, 'given')),
  ),
  ...Object.fromEntries(
    Array.from({ length: 6 }, (_, i) => [`lake/${i}.csv`, peopleCsv(ALL.slice(20 * i, 20 * i + 20))]),
  ),
}
const RUN = ['run', 'policy.yaml', '--out', 'out', '--workers', '1']

/** Kills the run at the n-th time that it makes something durable. */
function killAt(p: Project, n: number): void {
  const under = ['strace', '-o', '/dev/null', '-e', 'trace=fsync', '-e', `inject=fsync:signal=KILL:when=${n}`]
  p.perde(RUN, { under })
  expect(p.has('out')).toBe(false)
}

/** Which calls make an input of a run durable, the last of what is done for it. */
function inputEnds(files: Record<string, string | Uint8Array>): number[] {
  const { calls } = trace(project(files), RUN, ['fsync'])
  return calls.filter(({ role }) => role.endsWith('.journal')).map(({ nth }) => nth)
}

/** Kills the run when it has finished some inputs, and has begun the next. */
function killAfter(p: Project, inputs: number): void {
  killAt(p, inputEnds(FILES)[inputs - 1]! + 1)
}

const staged = (p: Project) => readdirSync(p.dir).filter((name) => /^\.out\.perde-[0-9A-Z]{26}$/.test(name))
const finished = (stderr: string) => Number(/it had finished (\d+) input/.exec(stderr)?.[1] ?? -1)

function released(p: Project): Record<string, string> {
  const files = p.below('out').filter((name) => /^data\/.*[^/]$|^risk\.json$/.test(name))
  return Object.fromEntries(files.map((name) => [name, p.bytes(join('out', name)).toString('base64')]))
}

describe.skipIf(!canTrace)('a run that was killed', () => {
  it.each(['parquet', 'json', 'arrow'])('goes on with records that are written as another format: %s', (format) => {
    const files = {
      ...FILES,
      'policy.yaml': FILES['policy.yaml'].replace(/output: .*/, `output: { format: ${format} }`),
    }
    const whole = project(files)
    expect(whole.perde(RUN).status).toBe(0)
    const p = project(files)
    killAt(p, inputEnds(files)[2]! + 1)
    const { status, stderr } = p.perde([...RUN, '--resume'])
    expect([status, finished(stderr)]).toEqual([0, 3])
    expect(released(p)).toEqual(released(whole))
    expect(p.perde(['verify', 'out', '--log', 'perde-log']).status).toBe(0)
  })

  it('is gone on with wherever it was, and gives the bytes of one that was not', () => {
    const whole = project(FILES)
    expect(whole.perde(RUN).status).toBe(0)
    const expected = released(whole)
    expect(Object.keys(expected).length).toBeGreaterThan(6)
    const ends = inputEnds(FILES)
    expect(ends.length).toBe(6)
    // Before the first input is finished, and behind each but the last; then when what was kept of the run is gone.
    const kills = [ends[0]! - 1, ...ends.map((n) => n + 1)]
    const counts = kills.map((n) => {
      const p = project(FILES)
      killAt(p, n)
      const { status, stderr } = p.perde([...RUN, '--resume'])
      expect([n, status]).toEqual([n, 0])
      expect(released(p)).toEqual(expected)
      expect(staged(p)).toEqual([])
      expect(p.below('out').filter((name) => name.startsWith('.'))).toEqual([])
      expect(p.perde(['verify', 'out', '--log', 'perde-log']).status).toBe(0)
      return finished(stderr)
    })
    expect(counts).toEqual([0, 1, 2, 3, 4, 5, -1])
  }, 240_000)

  it('of Parquet files and documents is gone on with, and gives the bytes of one that was not', () => {
    const columns = { iin: TEXT, name: TEXT, city: TEXT }
    const some = (from: number) => ALL.slice(from, from + 30).map(({ iin, name, city }) => ({ iin, name, city }))
    const lakes = {
      'lake/city=Almaty/0.parquet': (from: number) => parquetFile(columns, some(from), 10),
      'lake/0.json': (from: number) => `{"of": 2026, "people": ${JSON.stringify(some(from))}}`,
      'lake/0.xml': (from: number) => `<people>${some(from).map((x) => `<p><iin>${x.iin}</iin><name>${x.name}</name><city>${x.city}</city></p>`).join('\n')}</people>\n`, // prettier-ignore
    }
    for (const [name, make] of Object.entries(lakes)) {
      const input = name.endsWith('.json') ? '{ path: lake, record: /people }' : 'lake'
      const files = {
        'policy.yaml': peoplePolicy(undefined, { input, fields: '    office: insensitive\n' }),
        ...Object.fromEntries([0, 1, 2, 3].map((i) => [name.replace('city', 'office').replace('0', `${i}`), make(30 * i)])), // prettier-ignore
      }
      const whole = project(files)
      expect([name, whole.perde(RUN).status]).toEqual([name, 0])
      const p = project(files)
      killAt(p, inputEnds(files)[1]! + 1)
      const { status, stderr } = p.perde([...RUN, '--resume'])
      expect([name, status, finished(stderr)]).toEqual([name, 0, 2])
      expect(released(p)).toEqual(released(whole))
      const digestOf = (q: Project) => q.json<{ recordsSha256: string }>('out/manifest.json').recordsSha256
      expect(digestOf(p)).toBe(digestOf(whole))
      expect(p.perde(['verify', 'out', '--log', 'perde-log']).status).toBe(0)
    }
  }, 120_000)

  it('shows both attempts in the log, and who was decided about is known of all records', () => {
    const p = project(FILES)
    killAfter(p, 2)
    expect(p.perde([...RUN, '--resume']).status).toBe(0)
    const entries = p.text('perde-log/entries.jsonl').trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>) // prettier-ignore
    expect(entries.filter(({ type }) => type === 'run.start').map(({ resumed }) => resumed)).toEqual([undefined, true])
    const use = ['use', 'out', '--log', 'perde-log', '--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'ml'] // prettier-ignore
    expect(p.perde(use).status).toBe(0)
    const given = ALL.filter((_, i) => i % 7 !== 0)
    p.write('consents.csv', csv(REGISTER_HEADER, [...given.map((x) => consent(x.iin, 'given')), consent(given[0]!.iin, 'withdrawn')])) // prettier-ignore
    expect(p.perde(use).status).toBe(77)
  }, 60_000)

  it('has done again what is not as it was written', () => {
    const p = project(FILES)
    killAfter(p, 4)
    const whole = project(FILES)
    whole.perde(RUN)
    const [dir] = staged(p)
    const data = p.below(`${dir!}/data`).filter((name) => name.endsWith('.gz'))
    writeFileSync(p.path(dir!, 'data', data[3]!), 'not what was written')
    const { status, stderr } = p.perde([...RUN, '--resume'])
    expect(stderr).toContain('going on')
    expect(status).toBe(0)
    expect(released(p)).toEqual(released(whole))
    expect(p.perde(['verify', 'out', '--log', 'perde-log']).status).toBe(0)
  }, 60_000)

  const others: [string, string, (p: Project) => void, Record<string, string>][] = [
    ['another policy', 'another policy', (p) => p.write('policy.yaml', FILES['policy.yaml'].replace('clause', 'x').replace('quasi-identifier', 'insensitive')), {}], // prettier-ignore
    ['another input', 'another set of inputs', (p) => p.write('lake/6.csv', peopleCsv(people(3, 500))), {}],
    ['another register', 'another register of consents', (p) => p.write('consents.csv', csv(REGISTER_HEADER, [])), {}],
    ['another key', 'it was made with another key', () => undefined, { PERDE_KEY: 'b2'.repeat(16) + '6f'.repeat(16) }],
  ]
  it.each(others)(
    'is not gone on with under %s, and the message says so',
    (_, message, change, env) => {
      const p = project(FILES)
      killAfter(p, 2)
      change(p)
      const { status, stderr } = p.perde([...RUN, '--resume'], { env })
      expect(stderr).toContain(message)
      expect([status, p.has('out')]).toEqual([78, false])
      expect(p.perde(RUN, { env }).status).toBe(0)
      expect(staged(p)).toEqual([])
    },
    60_000,
  )
})

it('a run that nobody killed begins anew, and says so', () => {
  const p = project(FILES)
  const { status, stderr } = p.perde([...RUN, '--resume'])
  expect(stderr).toContain('this one begins anew')
  expect(status).toBe(0)
  expect(p.perde(['run', 'policy.yaml', '--out', '-', '--resume']).status).toBe(2)
  const database = p.perde(['run', 'policy.yaml', '--out', 'postgres://localhost/x?schema=y', '--resume'])
  expect(database.stderr).toContain('what goes to a table of a database cannot be gone on with')
  expect(database.status).toBe(2)
})
