import { renameSync, rmSync, utimesSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { INT64, parquetFile, TEXT } from '../io/formats/parquet/make-file.ts'
import { POSTGRES, startPostgres, type PostgresServer } from '../io/databases/postgres/postgres-server.ts'
import { canTrace } from './strace.ts'
import { csv, jsonl, OTHER_KEY, people, peopleCsv, peoplePolicy, project, type Person, type Project } from './perde.ts'

/** A lake that grows every night: what came is released as what was there before, and nothing changes unseen. */

const DAY = (day: number, name: string) => `lake/dt=2026-01-0${day}/part.${name}`
const RULES = '    dt: insensitive\n'
const policyOf = (more = '', rules = '') => peoplePolicy(undefined, { input: 'lake', fields: RULES + rules, more })

const since = (p: Project, out: string, from: string, ...more: string[]) =>
  p.perde(['run', 'policy.yaml', '--out', out, '--since', from, '--workers', '1', ...more])

function firstNight(files: Record<string, string | Uint8Array>, policy = policyOf()): Project {
  const p = project({ 'policy.yaml': policy, ...files })
  const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'r1', '--workers', '1'])
  expect(stderr).toContain('perde: done')
  expect(status).toBe(0)
  return p
}

const written = (p: Project, release: string) => p.below(`${release}/data`).filter((name) => /\.\w+$/.test(name))
const patchIn = (stderr: string) => stderr.slice(stderr.indexOf('perde: for the policy:\n\n') + 24).trimEnd()

describe('a release that follows another', () => {
  it('holds what came since alone, with the same pseudonyms, and another can follow it', () => {
    const p = firstNight({ [DAY(1, 'csv')]: peopleCsv(people(3)), [DAY(2, 'csv')]: peopleCsv(people(2, 10)) })
    p.write(DAY(3, 'csv'), peopleCsv(people(2)))
    const second = since(p, 'r2', 'r1', '--details')
    expect(second.stderr).toContain('1 input came, 2 that it and those before it hold were not read again')
    expect(second.stderr).toContain('2 read, 2 released')
    expect(written(p, 'r2')).toEqual(['people/dt=2026-01-03/part-00002.csv'])
    const before = p.text('r1/data/people/dt=2026-01-01/part-00000.csv').split('\n')
    expect(p.text('r2/data/people/dt=2026-01-03/part-00002.csv').split('\n').slice(0, 3)).toEqual(before.slice(0, 3))
    const first = p.json<{ release: string }>('r1/manifest.json').release
    expect(p.json('r2/manifest.json')).toMatchObject({ since: { release: first }, inputs: [{}] })
    expect(p.perde(['verify', 'r2', '--log', 'perde-log']).status).toBe(0)

    p.write(DAY(4, 'csv'), peopleCsv(people(1, 20)))
    expect(since(p, 'r3', 'latest').status).toBe(0)
    expect(written(p, 'r3')).toEqual(['people/dt=2026-01-04/part-00003.csv'])
    const none = since(p, 'r4', 'latest')
    expect([none.status, none.stderr]).toEqual([75, expect.stringContaining('INPUT_NONE_NEW') as string])
    expect(p.has('r4')).toBe(false)
  })

  it('follows the last that may be used: what a run that only reported has read, and what was purged, comes again', () => {
    const p = firstNight({ [DAY(1, 'csv')]: peopleCsv(people(3)) })
    p.write(DAY(2, 'csv'), peopleCsv(people(2, 10)))
    expect(since(p, 'reported', 'latest', '--mode', 'log').status).toBe(0)
    expect(since(p, 'r2', 'latest').stderr).toContain('2 read, 2 released')
    expect(p.perde(['purge', 'r2', '--reason', 'faulty']).status).toBe(0)
    expect(since(p, 'r3', 'latest').stderr).toContain('2 read, 2 released')
    expect(since(p, 'r4', 'latest').status).toBe(75)
  }, 300_000)

  it.skipIf(!canTrace)('does not open what the releases before hold', () => {
    const p = firstNight({ [DAY(1, 'csv')]: peopleCsv(people(3)), [DAY(2, 'csv')]: peopleCsv(people(1, 10)) })
    p.write(DAY(3, 'csv'), peopleCsv(people(1, 20)))
    const under = ['strace', '-f', '-e', 'trace=openat,open', '-o', p.path('opened')]
    const ran = p.perde(['run', 'policy.yaml', '--out', 'r2', '--since', 'r1', '--workers', '1'], { under })
    expect(ran.status).toBe(0)
    const opened = [...p.text('opened').matchAll(/dt=2026-01-0\d\/part\.csv/g)].map(([name]) => name)
    expect([...new Set(opened)]).toEqual(['dt=2026-01-03/part.csv'])
  })

  it('knows a file that was only touched, and stops at one that changed, went away or was moved', () => {
    const p = firstNight({ [DAY(1, 'csv')]: peopleCsv(people(3)), [DAY(2, 'csv')]: peopleCsv(people(1, 10)) })
    p.write(DAY(3, 'csv'), peopleCsv(people(1, 20)))
    utimesSync(p.path(DAY(1, 'csv')), new Date(), new Date())
    expect(since(p, 'r2', 'r1', '--dry-run').status).toBe(0)

    p.write(DAY(1, 'csv'), peopleCsv(people(3, 2)))
    expect(since(p, 'r2', 'r1')).toMatchObject({
      status: 65,
      stderr: expect.stringMatching(/has changed since[^]*dt=2026-01-01\/part.csv[^]*INPUT_CHANGED/) as string,
    })
    p.write(DAY(1, 'csv'), peopleCsv(people(3)))
    renameSync(p.path(DAY(2, 'csv')), p.path('lake/dt=2026-01-02/other.csv'))
    expect(since(p, 'r2', 'r1')).toMatchObject({ status: 65, stderr: expect.stringContaining('went away') as string })
    expect(since(p, 'r2', 'r1', '--gone', 'forget')).toMatchObject({
      status: 65,
      stderr: expect.stringContaining('would come twice') as string,
    })
    rmSync(p.path('lake/dt=2026-01-02'), { recursive: true })
    expect(p.has('r2')).toBe(false)
    expect(since(p, 'r2', 'r1', '--gone', 'forget').status).toBe(0)
    expect(written(p, 'r2')).toEqual(['people/dt=2026-01-03/part-00001.csv'])
  })

  it('needs the same decisions, keys and data, and says which differ', () => {
    const p = firstNight({ [DAY(1, 'csv')]: peopleCsv(people(3)) })
    p.write(DAY(2, 'csv'), peopleCsv(people(1, 10)))
    const refused = (policy: string, code: RegExp, env = {}) => {
      p.write('policy.yaml', policy)
      const args = ['run', 'policy.yaml', '--out', 'r2', '--since', 'latest', '--workers', '1']
      expect(p.perde(args, { env })).toMatchObject({ status: 78, stderr: expect.stringMatching(code) as string })
    }
    refused(policyOf().replace('city: insensitive', 'city: { role: sensitive, do: drop }'), /another rule[^]*field city[^]*PLAN_MISMATCH/) // prettier-ignore
    refused(policyOf().replace('ServiceOptimisation', 'ServiceProvision'), /another purpose/)
    refused(policyOf(), /KEY_INVALID/, { PERDE_KEY: OTHER_KEY })
    refused(policyOf().replace('env: PERDE_KEY', 'ephemeral: true'), /KEY_MISSING/)
    refused(policyOf().replace('id: clinic', 'id: other'), /RELEASE_UNKNOWN/)
    refused(policyOf().replace('do: pseudonym person', 'do: { surrogate: { as: number } }'), /PLAN_MISMATCH|POLICY_INVALID/) // prettier-ignore
    p.write('policy.yaml', policyOf())
    p.write('r1/manifest.json', p.text('r1/manifest.json').replace('clinic', 'clonic'))
    expect(since(p, 'r2', 'r1')).toMatchObject({ status: 65, stderr: expect.stringContaining('RELEASE_TAMPERED') as string }) // prettier-ignore
    const kept = p.below('perde-log/releases').find((name) => name.endsWith('.inputs'))!
    p.write(`perde-log/releases/${kept}`, 'x')
    expect(since(p, 'r2', 'latest')).toMatchObject({ status: 65, stderr: expect.stringContaining('LOG_TAMPERED') as string }) // prettier-ignore
  })

  it('keeps the plan of anonymity, and what the detector decided', () => {
    const policy = policyOf('anonymity: { k: 2, suppress-at-most: 50% }\nunlisted: detect\n').replace(
      'city: insensitive',
      'city: quasi-identifier',
    )
    const table = (of: readonly Person[]) =>
      csv(
        ['iin', 'name', 'city', 'mail'],
        of.map((x) => [x.iin, x.name, ['Алматы', 'Астана'][x.iin.charCodeAt(5) % 2]!, x.email]),
      )
    const p = firstNight({ [DAY(1, 'csv')]: table(people(40)) }, policy)
    p.write(DAY(2, 'csv'), table(people(20, 50)))
    const { status, stderr } = since(p, 'r2', 'r1')
    expect(stderr).toContain('perde: done')
    expect(status).toBe(0)
    expect(p.text('r2/plan.json')).toContain('"applied"')
    const rule = (release: string) => p.json<{ fields: { path: string; transform: string[] }[] }>(`${release}/manifest.json`).fields.find(({ path }) => path === 'mail') // prettier-ignore
    expect(rule('r2')).toEqual(rule('r1'))
  })
})

const rows = (of: readonly Person[]) => of.map(({ iin, name, city }) => ({ iin, name, city }))
const textAge = { iin: TEXT, name: TEXT, city: TEXT, age: TEXT }

describe('a partition that looks other than those before', () => {
  const changed = (p: Project, expected: RegExp) => {
    const { status, stderr } = since(p, 'r2', 'r1')
    expect(stderr).toMatch(expected)
    expect(stderr).toContain('SCHEMA_DRIFT')
    expect(status).toBe(78)
    expect(p.has('r2')).toBe(false)
    // No value of a record, in whatever words.
    expect(stderr).not.toMatch(/Алматы|example\.org|\d{12}/)
    return patchIn(stderr)
  }
  const pasted = (patch: string) => {
    const [rules = '', drift = ''] = patch.split(/^drift:\n/m)
    return policyOf(drift === '' ? '' : `drift:\n${drift}\n`, `${rules.replace(/^fields:\n {2}people:\n/, '')}\n`)
  }

  it('stops the run with the rule of a new column, which can be pasted', () => {
    const p = firstNight({ [DAY(1, 'csv')]: peopleCsv(people(30)) })
    const more = (of: readonly Person[]) => csv(['iin', 'name', 'city', 'mail'], of.map((x) => [x.iin, x.name, x.city, x.email])) // prettier-ignore
    p.write(DAY(2, 'csv'), more(people(30, 50)))
    const patch = changed(p, /"mail" of "people" is new and has no rule/)
    expect(patch).toMatch(/^ {4}mail: \{ role: identifier, type: email, do: pseudonym email \}$/m)
    p.write('policy.yaml', pasted(patch))
    expect(since(p, 'r2', 'r1').status).toBe(0)
    expect(p.text('r2/data/people/dt=2026-01-02/part-00001.csv')).toMatch(/^iin,city,mail\n/)
    p.write(DAY(3, 'csv'), more(people(2, 90)))
    expect(since(p, 'r3', 'latest').status).toBe(0)
  })

  it('leaves a new column out and names it, where the policy says quarantine', () => {
    const p = firstNight({ [DAY(1, 'csv')]: peopleCsv(people(3)) }, policyOf('unlisted: quarantine\n'))
    p.write(DAY(2, 'csv'), csv(['iin', 'name', 'city', 'mail'], people(3, 9).map((x) => [x.iin, x.name, x.city, x.email]))) // prettier-ignore
    const { status, stderr } = since(p, 'r2', 'r1')
    expect(stderr).toMatch(/no rule names "mail" of "people": left out[^]*FIELDS_LEFT_OUT[^]*mail: \{ role: identifier/)
    expect(status).toBe(0)
    expect(p.text('r2/data/people/dt=2026-01-02/part-00001.csv')).toMatch(/^iin,city\n/)
  })

  it('stops the run at a column that went and one of another name', () => {
    const p = firstNight({ [DAY(1, 'csv')]: peopleCsv(people(3)) })
    p.write(DAY(2, 'csv'), peopleCsv(people(3, 9)).replace('city', 'town'))
    const patch = changed(p, /"city" of "people" is gone; "town" of "people" is new/)
    expect(patch).toMatch(/if it is "city" under another name[^]*drift:\n {2}people:\n {4}city: gone/)
    p.write('policy.yaml', pasted(patch))
    expect(since(p, 'r2', 'r1').status).toBe(0)
  })

  it.each([
    ['jsonl', (of: object[]) => jsonl(of)],
    ['json', (of: object[]) => JSON.stringify(of)],
  ])('stops the run where a value of %s has another type, or a key came or went', (name, make) => {
    const policy = policyOf('', '    age: insensitive\n    note.by: insensitive\n')
    const aged = (of: readonly Person[], age: unknown) => rows(of).map((row) => ({ ...row, age, note: { by: 'x' } }))
    const p = firstNight({ [DAY(1, name)]: make(aged(people(3), 41)) }, policy)
    p.write(DAY(2, name), make(aged(people(3, 9), '41')))
    expect(changed(p, /"age" of "people" was number and is text/)).toMatch(/drift:[^]*age: text$/)
    p.write(DAY(2, name), make(rows(people(3, 9)).map((row) => ({ ...row, age: null, note: { by: 'x', at: 'y' } }))))
    expect(changed(p, /"note\.at" of "people" is new/)).toMatch(/note\.at: insensitive/)
    p.write(DAY(2, name), make(rows(people(3, 9)).map((row) => ({ ...row, age: 1 }))))
    changed(p, /"note\.by" of "people" is gone/)
    // Far from the beginning of the file too.
    const late = [...aged(people(2000, 100), 4), ...aged(people(1, 5000), 'four')]
    p.write(DAY(2, name), make(late))
    changed(p, /"age" of "people" was number and is number or text/)
    p.write('policy.yaml', `${policy}drift: { people: { age: number or text } }\n`)
    expect(since(p, 'r2', 'r1').status).toBe(0)
  })

  it('stops the run where a column of Parquet has another type', () => {
    const policy = policyOf('', '    age: insensitive\n')
    const numbers = { iin: TEXT, name: TEXT, city: TEXT, age: INT64 }
    const p = firstNight({ [DAY(1, 'parquet')]: parquetFile(numbers, rows(people(3)).map((row) => ({ ...row, age: '41' })), 2) }, policy) // prettier-ignore
    p.write(
      DAY(2, 'parquet'),
      parquetFile(
        textAge,
        rows(people(3, 9)).map((row) => ({ ...row, age: '41' })),
        2,
      ),
    )
    expect(changed(p, /"age" of "people" was int64 and is string/)).toMatch(/age: string$/)
    // All of it at once would be two tables in one.
    const whole = p.perde(['run', 'policy.yaml', '--out', 'r2', '--workers', '1'])
    expect(whole.stderr).toMatch(/of the type string, which is int64 in the first[^]*INPUT_FORMAT/)
    expect(whole.status).toBe(65)
    p.write('policy.yaml', `${policy}drift: { people: { age: string } }\n`)
    expect(since(p, 'r2', 'r1').status).toBe(0)
  })

  it('says where files of one run hold values of other types', () => {
    const p = project({
      'policy.yaml': policyOf('', '    age: insensitive\n'),
      [DAY(1, 'jsonl')]: jsonl(rows(people(2)).map((row) => ({ ...row, age: 4 }))),
      [DAY(2, 'jsonl')]: jsonl(rows(people(2, 9)).map((row) => ({ ...row, age: 'four' }))),
    })
    const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'r1', '--workers', '1'])
    expect([status, stderr]).toEqual([0, expect.stringMatching(/other types[^]*"age"[^]*TYPES_DIFFER/) as string])
  })
})

describe.skipIf(POSTGRES === undefined)('a table of a PostgreSQL server', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(POSTGRES!)
    await server.createDatabase('clinic')
    await server.sql(
      'clinic',
      `CREATE TABLE people (dt date, iin text, name text, city text, age int);
       INSERT INTO people VALUES ${people(4)
         .map((x, i) => `('2026-01-0${1 + (i % 2)}', '${x.iin}', '${x.name}', '${x.city}', 41)`)
         .join()}`,
    )
  })
  afterAll(() => server?.stop())

  it('is followed by queries for what came, and stops the run where a column has another type', async () => {
    const day = (n: number) => `${server.address('clinic')}&query=${encodeURIComponent(`SELECT * FROM people WHERE dt = '2026-01-0${n}'`)}` // prettier-ignore
    const p = project({
      'policy.yaml': policyOf('', '    age: insensitive\n').replace(
        'people: lake',
        `people: ${JSON.stringify(day(1))}`,
      ),
    })
    const args = (out: string, n: number) => ['run', 'policy.yaml', '--out', out, '--source', `people=${day(n)}`]
    expect(p.perde(args('r1', 1))).toMatchObject({ status: 0 })
    expect(p.perde([...args('r2', 1), '--since', 'r1'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('nobody can tell which records of a table are new') as string,
    })
    expect(p.perde([...args('r2', 2), '--since', 'r1'])).toMatchObject({ status: 0 })
    await server.sql('clinic', 'ALTER TABLE people ALTER age TYPE text, ADD fax text')
    await server.sql('clinic', `INSERT INTO people VALUES ('2026-01-03', '1', 'x', 'y', '4', '+7 701 123 45 67')`)
    const { status, stderr } = p.perde([...args('r3', 3), '--since', 'latest'])
    expect(stderr).toMatch(/"age" of "people" was integer and is text; "fax" of "people" is new/)
    expect(patchIn(stderr)).toMatch(/fax: \{ role: identifier, type: phone[^]*drift:[^]*age: text$/)
    expect(status).toBe(78)
  })
})
