import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { parquetFile, TEXT } from '../io/formats/parquet/make-file.ts'
import { POSTGRES, startPostgres, type PostgresServer } from '../io/databases/postgres/postgres-server.ts'
import { keptProject } from './kept-project.ts'
import {
  CONSENT,
  KEY,
  REGISTER_HEADER,
  consent,
  csv,
  jsonl,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  type Person,
  type Project,
} from './perde.ts'
import { entriesOf } from './refusal.ts'

// In this process, since its progress tells when a pass has begun: what comes in between comes then, and not by chance.
const { openPolicy, run } = (await import(
  new URL('../../dist/index.js', import.meta.url).href
)) as typeof import('../../src/index.ts')

let before: string
beforeEach(() => void (before = process.cwd()))
afterEach(() => process.chdir(before))

const PEOPLE = people(400)
const LEDGER = CONSENT.replace(/consent:\n.*\n/, 'consent: { ledger: consents }\n')
const AT = [...REGISTER_HEADER, 'at']
const dated = (of: Person, status: string, at = '2026-01-01') => [...consent(of.iin, status), at]

function clinic(policy: string, after?: (remove: () => void) => void): Project {
  return project({ 'policy.yaml': peoplePolicy(policy), 'people.csv': peopleCsv(PEOPLE) }, after)
}

function importAll(p: Project, name = 'consents.csv'): void {
  p.write(
    'consents.csv',
    csv(
      AT,
      PEOPLE.map((of) => dated(of, 'given')),
    ),
  )
  expect(p.perde(['consent', 'import', name, '--policy', 'policy.yaml', '--column', 'subject=iin'])).toMatchObject({
    status: 0,
  })
}

/** Runs, and does something when the records are being written. */
async function runWhile(p: Project, meanwhile: () => void) {
  process.chdir(p.dir)
  let done = false
  const result = await run(openPolicy('policy.yaml'), {
    out: 'out',
    workers: 1,
    blockSize: 1024,
    env: { PERDE_KEY: KEY },
    onProgress(progress) {
      if (done || progress.phase !== 'apply') return
      done = true
      meanwhile()
    },
  })
  expect(done).toBe(true)
  return result
}

const looksOf = (p: Project) =>
  entriesOf(p)
    .filter((e) => e.type === 'consent.last-look')
    .map((e) => [e['changed'], e['denied']])
const use = (p: Project, release = 'out') =>
  p.perde([
    'use',
    release,
    '--purpose',
    'dpv:ServiceOptimisation',
    '--processing',
    'dpv-ai:ModelTraining',
    '--by',
    'ml',
  ])
const withdraw = (p: Project, of: Person) =>
  p.perde(['consent', 'withdraw', '--policy', 'policy.yaml', '--subject', '-', '--json'], { input: `${of.iin}\n` })

describe('a run by a consent ledger', () => {
  it('takes out whoever withdraws while it runs, and is not done again for what only adds consents', async () => {
    const p = clinic(LEDGER)
    importAll(p)
    const { manifest } = await runWhile(p, () => expect(withdraw(p, PEOPLE[7]!).status).toBe(0))
    expect(manifest.records).toMatchObject({ in: 400, out: 399, excluded: 1 })
    expect(looksOf(p)).toEqual([
      [true, 1],
      [false, undefined],
    ])
    const [stranger] = people(1, 5000) as [Person]
    const other = clinic(LEDGER)
    importAll(other)
    await runWhile(other, () => {
      other.write('more.csv', csv(AT, [dated(stranger, 'given'), dated(stranger, 'withdrawn', '2026-02-01')]))
      const args = ['consent', 'import', 'more.csv', '--policy', 'policy.yaml', '--column', 'subject=iin']
      expect(other.perde(args).status).toBe(0)
    })
    expect(looksOf(other)).toEqual([[false, 0]])
    expect(use(other).status).toBe(0)
  })

  it('leaves no reference of a subject in the log, the release and the names of files', () => {
    const p = clinic(LEDGER)
    importAll(p)
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--quiet']).status).toBe(0)
    const refs = p
      .text('consents/events.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => Buffer.from((JSON.parse(line) as { ref: string }).ref, 'base64url'))
    expect(new Set(refs.map((ref) => ref.toString('hex'))).size).toBe(400)
    const spellings = refs.flatMap((ref) => [
      ref.toString('latin1'),
      ...(['hex', 'base64', 'base64url'] as const).map((encoding) => ref.toString(encoding).replace(/=+$/, '')),
    ])
    const names = [...p.below('perde-log'), ...p.below('out')]
    const texts = [
      names.join('\n'),
      ...['perde-log', 'out'].flatMap((folder) =>
        readdirSync(p.path(folder), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')),
      ),
    ]
    expect(names.some((name) => name.startsWith('decisions/'))).toBe(true)
    for (const text of texts) expect(spellings.filter((spelling) => text.includes(spelling))).toEqual([])
  })

  it('leaves out by who is a minor, by transfers that nobody agreed to, and by an end that has come', () => {
    const p = clinic(LEDGER.replace('  basis: consent\n', '  basis: consent\n  recipients: [Laboratory]\n'))
    const [minor, ward, grown, yes, no, silent, ended] = PEOPLE as Person[]
    const columns = [
      'iin',
      'status',
      'purpose',
      'processing',
      'at',
      'actor',
      'adult-on',
      'guardian',
      'third-parties',
      'until',
    ]
    const row = (of: Person | undefined, ...more: string[]) => [...dated(of!, 'given'), ...more]
    p.write(
      'consents.csv',
      csv(columns, [
        row(minor, '', '2040-01-01', '', 'yes', ''),
        row(ward, 'guardian', '2040-01-01', yes!.iin, 'yes', ''),
        row(grown, 'guardian', '2026-03-01', yes!.iin, 'yes', ''),
        row(yes, '', '', '', 'yes', ''),
        row(no, '', '', '', 'no', ''),
        row(silent, '', '', '', '', ''),
        row(ended, '', '', '', 'yes', '2026-04-01'),
      ]),
    )
    const args = ['consent', 'import', 'consents.csv', '--policy', 'policy.yaml', '--column', 'subject=iin']
    expect(p.perde(args)).toMatchObject({ status: 0 })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--quiet'])).toMatchObject({ status: 0 })
    const [check] = entriesOf(p).filter((e) => e.type === 'consent.check')
    expect(check).toMatchObject({
      used: 2,
      excluded: { MINOR_NO_GUARDIAN: 1, GUARDIAN_LAPSED: 1, TRANSFER_DENIED: 2, EXPIRED: 1, NO_RECORD: 393 },
    })
  })
})

describe('a register of records', () => {
  const rows = PEOPLE.map((of, i) => dated(of, i % 3 === 0 ? 'withdrawn' : 'given'))
  const records = rows.map((row) => Object.fromEntries(AT.map((name, i) => [name, row[i]!])))
  const policyOf = (path: string) =>
    CONSENT.replace('consents.csv', path).replace('processing: processing }', 'processing: processing, at: at }')

  it('says the same as CSV, as JSON Lines, as a JSON array and as Parquet', () => {
    const p = clinic(policyOf('consents.csv'))
    p.write('consents.csv', csv(AT, rows))
    p.write('consents.jsonl', jsonl(records.map((r) => ({ ...r, purpose: [r['purpose']] }))))
    p.write('consents.json', JSON.stringify(records))
    p.write('consents.parquet', parquetFile(Object.fromEntries(AT.map((name) => [name, TEXT])), records, 100))
    const released = ['csv', 'jsonl', 'json', 'parquet'].map((ending) => {
      p.write('policy.yaml', peoplePolicy(policyOf(`consents.${ending}`)))
      expect(p.perde(['run', 'policy.yaml', '--out', ending, '--quiet'])).toMatchObject({ status: 0, stderr: '' })
      return p.text(`${ending}/data/people.csv`)
    })
    expect(released[0]!.split('\n')).toHaveLength(400 - 134 + 2)
    expect(new Set(released).size).toBe(1)
  })

  it.each<[string, string, string]>([
    ['a column that no record has', jsonl(records.map(({ at: _, ...r }) => r)), 'no column'],
    ['a refusal of nobody', jsonl([...records, { ...records[0], iin: null }]), 'record 401'],
    ['a record that is none', `${jsonl(records)}{"iin":\n`, 'INPUT_JSON'],
  ])('ends the run with %s', (_, content, told) => {
    const p = clinic(policyOf('consents.jsonl'))
    p.write('consents.jsonl', content)
    const done = p.perde(['run', 'policy.yaml', '--out', 'out'])
    expect(done.status).toBe(65)
    expect(done.stderr).toContain(told)
    expect(done.stderr).not.toMatch(/\d{12}/)
    expect(p.has('out')).toBe(false)
  })
})

describe.skipIf(POSTGRES === undefined)('a register in a PostgreSQL server', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(POSTGRES!)
    await server.createDatabase('consents')
  })
  afterAll(() => server?.stop())

  const address = () => `${server.address('consents')}&table=consents`
  const policyOf = (more = ', at: at') =>
    CONSENT.replace('consents.csv', JSON.stringify(address())).replace(
      'processing: processing }',
      `processing: processing${more} }`,
    )
  const fill = async (rows: readonly string[][] = PEOPLE.map((of) => dated(of, 'given'))) => {
    await server.sql(
      'consents',
      `DROP TABLE IF EXISTS consents; CREATE TABLE consents (${AT.map((name) => `${name} text`).join()});
       INSERT INTO consents VALUES ${rows.map((row) => `(${row.map((cell) => `'${cell}'`).join()})`).join()}`,
    )
  }
  /** In a process that is waited for: the run that it comes into goes on only then. */
  const sqlNow = (text: string) => {
    const program = `import pg from 'pg'
      const client = new pg.Client(${JSON.stringify({ host: server.host, port: server.port, database: 'consents', user: 'owner' })})
      await client.connect(); await client.query(process.argv[1]); await client.end()`
    execFileSync(process.execPath, ['--input-type=module', '-e', program, text], { cwd: before })
  }

  it('is read at the start and again at the last look, and asked at every use', async () => {
    const p = clinic(policyOf())
    await fill()
    const { manifest } = await runWhile(p, () =>
      sqlNow(`INSERT INTO consents VALUES ('${PEOPLE[3]!.iin}', 'withdrawn', '', '', '2026-02-01')`),
    )
    expect(manifest.records).toMatchObject({ in: 400, out: 399, excluded: 1 })
    expect(looksOf(p)).toEqual([
      [true, 1],
      [false, undefined],
    ])
    expect(use(p).status).toBe(0)
    await server.sql('consents', `INSERT INTO consents VALUES ('${PEOPLE[4]!.iin}', 'withdrawn', '', '', '2026-02-01')`)
    expect(use(p)).toMatchObject({ status: 77, stderr: expect.stringContaining('WITHDRAWN 1') as string })
  })

  it('lets a run end while consents of others keep coming in', async () => {
    const p = clinic(policyOf())
    await fill()
    await runWhile(p, () => sqlNow("INSERT INTO consents VALUES ('900101500006', 'given', '', '', '2026-02-01')"))
    expect(looksOf(p)).toEqual([[false, 0]])
  })

  it('is refused without a column of times where a subject has several rows, since tables have no order', async () => {
    const p = clinic(policyOf(''))
    await fill([...PEOPLE.map((of) => dated(of, 'given')), dated(PEOPLE[0]!, 'withdrawn')])
    const done = p.perde(['run', 'policy.yaml', '--out', 'out'])
    expect(done).toMatchObject({ status: 65, stderr: expect.stringContaining('consent.register.at') as string })
    expect(p.has('out')).toBe(false)
  })

  it('that is gone when a release is to be used ends it with the code of a database', async () => {
    const p = clinic(policyOf())
    await fill()
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--quiet'])).toMatchObject({ status: 0 })
    await server.sql('consents', 'DROP TABLE consents')
    expect(use(p).status).not.toBe(0)
  })

  it('is imported into a ledger, and again without a second event', async () => {
    const p = clinic(LEDGER)
    await fill()
    const args = ['consent', 'import', address(), '--policy', 'policy.yaml', '--column', 'subject=iin', '--json']
    expect(JSON.parse(p.perde(args).stdout)).toMatchObject({ rows: 400, added: 400, repeated: 0 })
    await server.sql('consents', `INSERT INTO consents VALUES ('${PEOPLE[4]!.iin}', 'withdrawn', '', '', '2026-02-01')`)
    expect(JSON.parse(p.perde(args).stdout)).toMatchObject({ rows: 401, added: 1, repeated: 400, events: 401 })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--quiet']).status).toBe(0)
    expect(p.json('out/manifest.json')).toMatchObject({ records: { out: 399 } })
  })
})

describe('a ledger that the log has seen longer', () => {
  const withdrawn = PEOPLE[3]!
  const FILES = ['head.json', 'events.jsonl']
  /** Somebody withdrew; the ledger as it was before lies beside it. */
  const withdrew = keptProject((after) => {
    const p = clinic(LEDGER, after)
    importAll(p)
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--quiet'])).toMatchObject({ status: 0 })
    for (const name of FILES) p.write(`before/${name}`, p.bytes(`consents/${name}`))
    expect(withdraw(p, withdrawn).status).toBe(0)
    return p
  })
  /** The ledger is as it was before somebody withdrew. */
  function putBack(how: (p: Project, old: Map<string, Buffer>) => void): Project {
    const p = withdrew()
    how(p, new Map(FILES.map((name) => [name, p.bytes(`before/${name}`)])))
    return p
  }

  it.each<[string, (p: Project, old: Map<string, Buffer>) => void]>([
    ['head and events put back', (p, old) => old.forEach((bytes, name) => p.write(`consents/${name}`, bytes))],
    ['the head alone put back', (p, old) => p.write('consents/head.json', old.get('head.json')!)],
    [
      'the ledger made anew without the withdrawal',
      (p) => {
        rmSync(p.path('consents'), { recursive: true })
        const args = ['consent', 'import', 'consents.csv', '--policy', 'policy.yaml', '--column', 'subject=iin']
        // Before the first run there is no log to ask; a ledger of another place is what an attacker would make.
        expect(p.perde([...args.slice(0, 3), '--ledger', 'consents', ...args.slice(5), '--type', 'iin']).status).toBe(0)
      },
    ],
  ])('releases nobody and takes nothing in: %s', (_, how) => {
    const p = putBack(how)
    const events = p.bytes('consents/events.jsonl')
    const ran = p.perde(['run', 'policy.yaml', '--out', 'again', '--quiet', '--json'])
    expect(ran).toMatchObject({ status: 77 })
    expect(JSON.parse(ran.stdout)).toMatchObject({ code: 'DENIED_LEDGER', facts: { seen: { events: 401 } } })
    expect(p.has('again')).toBe(false)
    const used = use(p)
    expect(used).toMatchObject({ status: 77, stdout: '' })
    expect(used.stderr).toContain('[DENIED_LEDGER]')
    expect(withdraw(p, PEOPLE[9]!)).toMatchObject({ status: 77 })
    expect(p.bytes('consents/events.jsonl').equals(events)).toBe(true)
    expect(entriesOf(p).at(-1)).toMatchObject({ type: 'use.check', decision: 'deny', reasons: ['DENIED_LEDGER'] })
  })

  it('is used again once somebody answers for it in the log', () => {
    const p = putBack((q, old) => old.forEach((bytes, name) => q.write(`consents/${name}`, bytes)))
    const accept = ['consent', 'accept', '--policy', 'policy.yaml', '--reason', 'restored', '--by', 'data-office']
    expect(p.perde(accept)).toMatchObject({ status: 0 })
    expect(entriesOf(p).at(-1)).toMatchObject({
      ...{ type: 'consent.accept', actor: 'officer', reason: 'restored', by: 'data-office', events: 400 },
      instead: [{ events: 401 }],
    })
    expect(withdraw(p, withdrawn).status).toBe(0)
    expect(use(p)).toMatchObject({ status: 77 })
    expect(p.perde(['run', 'policy.yaml', '--out', 'again', '--quiet'])).toMatchObject({ status: 0 })
    expect(p.json<{ records: object }>('again/manifest.json').records).toMatchObject({ out: 399 })
    expect(p.perde(['log', 'verify'])).toMatchObject({ status: 3 })
    // Whoever gets the release is told that withdrawals may be gone, and by whose word.
    const verified = p.perde(['verify', 'again'])
    expect(verified.status).toBe(0)
    expect(verified.stderr).toMatch(
      /accepted {2}by data-office on [\d-]{10} \(restored\): a consent ledger of 400 events where the log had seen 401, so/,
    )
    expect(p.text('again/report.html')).toContain('data-office (restored, ')
  })

  it.each([
    ['a table of consents', CONSENT, 'register'],
    ['no consents at all', undefined, 'none'],
  ] as const)('is not left for %s without a word, and every release says by whose word', (_, policy, now) => {
    const p = putBack(() => undefined)
    p.write('policy.yaml', peoplePolicy(policy))
    const run = () => p.perde(['run', 'policy.yaml', '--out', 'again'])
    expect(run()).toMatchObject({ status: 77, stderr: expect.stringContaining('[DENIED_LEDGER]') as string })
    expect(p.has('again')).toBe(false)
    const accept = ['consent', 'accept', '--policy', 'policy.yaml', '--reason', 'replaced', '--by', 'data-office']
    expect(p.perde(accept)).toMatchObject({ status: 0 })
    expect(entriesOf(p).at(-1)).toMatchObject({
      type: 'consent.leave',
      actor: 'officer',
      now,
      instead: { events: 401 },
    })
    const ran = run()
    expect(ran.stderr).toContain('in the place of a ledger of 401 events, so withdrawals may be gone')
    expect(ran.status).toBe(0)
    expect(p.json('again/manifest.json')).toMatchObject({
      accepted: [{ of: now, by: 'data-office', reason: 'replaced', seen: 401, found: 0 }],
    })
    expect(p.perde(['verify', 'again'])).toMatchObject({ status: 0 })
    expect(p.perde(accept).stderr).toContain('there is nothing to accept')
  })

  it('is not left by a data set that was given another name', () => {
    const p = putBack(() => undefined)
    p.write('policy.yaml', peoplePolicy(CONSENT).replace('id: clinic', 'id: renamed'))
    const run = () => p.perde(['run', 'policy.yaml', '--out', 'again'])
    const ran = run()
    expect(ran.stderr).toContain('of a data set that may be this one under another name (401 events)')
    expect(ran.status).toBe(77)
    expect(p.has('again')).toBe(false)
    const accept = ['consent', 'accept', '--policy', 'policy.yaml', '--reason', 'replaced', '--by', 'data-office']
    expect(p.perde(accept)).toMatchObject({ status: 0 })
    expect(run()).toMatchObject({ status: 0 })
    expect(p.json('again/manifest.json')).toMatchObject({ accepted: [{ of: 'register', seen: 401 }] })
  })

  it('was accepted for the other data sets on it too, and their releases say so', () => {
    const p = putBack((q, old) => old.forEach((bytes, name) => q.write(`consents/${name}`, bytes)))
    const accept = ['consent', 'accept', '--policy', 'policy.yaml', '--reason', 'restored', '--by', 'data-office']
    expect(p.perde(accept)).toMatchObject({ status: 0 })
    p.write('other.yaml', peoplePolicy(LEDGER).replace('id: clinic', 'id: other'))
    expect(p.perde(['run', 'other.yaml', '--out', 'other', '--quiet'])).toMatchObject({ status: 0 })
    expect(p.json('other/manifest.json')).toMatchObject({ accepted: [{ of: 'ledger', seen: 401, found: 400 }] })
    expect(p.perde(['verify', 'other'])).toMatchObject({ status: 0 })
  })

  it('is asked what a withdrawal changes, and nothing else is said of perde use', () => {
    const p = putBack(() => undefined)
    const other = PEOPLE[8]!
    const said = (...more: string[]) => {
      const ran = p.perde(['consent', 'withdraw', '--policy', 'policy.yaml', ...more], { input: `${other.iin}\n` })
      expect(ran.status).toBe(0)
      return ran.stderr
    }
    // Dated before the consent, and of another purpose: the consent stands.
    for (const more of [
      ['--at', '2020-01-01'],
      ['--purpose', 'dpv:Marketing'],
    ]) {
      const told = said(...more)
      expect(told).toContain('holds 1 record of the person, and the consents say ')
      expect(told).toContain('[CONSENT_STANDS]')
      expect(told).not.toContain('perde use denies')
      expect(told).not.toContain('make it anew without them')
    }
    // The same of an event by any word that ends a consent; of one that gives it nothing is said.
    const recorded = (...more: string[]) => {
      const args = ['consent', 'record', '--policy', 'policy.yaml', '--subject', '-', ...more]
      const ran = p.perde(args, { input: `${other.iin}\n` })
      expect(ran.status).toBe(0)
      return ran.stderr
    }
    for (const status of ['withdrawn', 'expired', 'жарамсыз'])
      for (const more of [
        ['--at', '2020-01-01'],
        ['--purpose', 'dpv:Marketing'],
      ])
        expect(recorded('--status', status, ...more)).toContain('[CONSENT_STANDS]')
    const given = ['--status', 'given', '--at', '2020-01-02', '--set', 'term=purposes']
    const terms = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining']
    expect(recorded(...given, ...terms)).not.toContain('holds 1 record')
    const asked = () => p.perde(['consent', 'affected', '--policy', 'policy.yaml'], { input: `${other.iin}\n` }).stderr
    expect(asked()).toContain('the consents still permit 1 release')
    expect(use(p).stderr).toContain('1 record of the release has no consent any more')
    const told = said()
    expect(told).toContain('perde use denies them from now on')
    expect(told).not.toContain('CONSENT_STANDS')
    expect(asked()).toContain('and the consents say WITHDRAWN')
    expect(use(p).stderr).toContain('2 records of the release have no consent any more')
    // What a table takes back is told too.
    p.write(
      'more.csv',
      csv(AT, [dated(PEOPLE[9]!, 'withdrawn', '2026-02-01'), dated(other, 'withdrawn', '2026-02-01')]),
    )
    const args = ['consent', 'import', 'more.csv', '--policy', 'policy.yaml', '--column', 'subject=iin']
    expect(p.perde(args).stderr).toMatch(
      /perde: release \w{26} at \S+\/out has 3 records of people whose consents do not permit it any more\n/,
    )
  })

  it('is not asked for by another data set that has a ledger of its own', () => {
    const p = putBack(() => undefined)
    p.write(
      'other.yaml',
      peoplePolicy(LEDGER.replace('ledger: consents', 'ledger: others')).replace('id: clinic', 'id: other'),
    )
    const args = ['consent', 'import', 'consents.csv', '--policy', 'other.yaml', '--column', 'subject=iin']
    expect(p.perde(args)).toMatchObject({ status: 0 })
    expect(p.perde(['run', 'other.yaml', '--out', 'other', '--quiet'])).toMatchObject({ status: 0 })
    expect(
      entriesOf(p)
        .filter((e) => e.type === 'consent.change')
        .map((e) => [e['by'], e['added']]),
    ).toEqual([
      ['withdraw', 1],
      ['import', 400],
    ])
  })
})

describe('a release that somebody withdrew from', () => {
  it('is named where it stands to whoever uses an old copy of it', () => {
    const p = clinic(LEDGER)
    importAll(p)
    const run = (...more: string[]) =>
      expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--quiet', ...more])).toMatchObject({ status: 0 })
    run()
    cpSync(p.path('out'), p.path('copy'), { recursive: true })
    expect(withdraw(p, PEOPLE[3]!).status).toBe(0)
    expect(use(p, 'copy').stderr).toContain(`--out ${p.path('out')} --replace`)
    run('--replace')
    const hint = `another release stands in its place: use that one, ${p.path('out')}\n`
    const used = use(p, 'copy')
    expect([used.status, used.stderr]).toEqual([77, expect.stringContaining(hint)])
    expect(used.stderr).not.toContain('perde run')
    expect(use(p).status).toBe(0)
    expect(p.perde(['purge', 'copy', '--reason', 'withdrawn']).status).toBe(0)
    expect(use(p, 'copy').stderr).toContain(hint)
  })

  it('and whose records went to standard output, is made anew there', () => {
    const p = clinic(LEDGER)
    importAll(p)
    expect(p.perde(['run', 'policy.yaml', '--out', '-', '--quiet'])).toMatchObject({ status: 0 })
    const told = p.perde(['consent', 'withdraw', '--policy', 'policy.yaml', '--subject', '-'], {
      input: `${PEOPLE[3]!.iin}\n`,
    })
    const command = /make it anew without them: perde (run .*)/.exec(told.stderr)![1]!
    expect(command).toContain('--out - ')
    expect(command).not.toContain('--replace')
    const anew = p.perde(command.split(' '))
    expect([anew.status, anew.stdout.trimEnd().split('\n').length]).toEqual([0, PEOPLE.length])
  })
})

describe('a table of consents with fewer denials than the log has seen', () => {
  it('is told of where it cannot be compared, as under another key', () => {
    const p = clinic(CONSENT)
    const rows = PEOPLE.map((of) => consent(of.iin, 'given'))
    p.write('consents.csv', csv(REGISTER_HEADER, [...rows, consent(PEOPLE[3]!.iin, 'withdrawn')]))
    expect(p.perde(['run', 'policy.yaml', '--out', 'out'])).toMatchObject({ status: 0 })
    p.write('consents.csv', csv(REGISTER_HEADER, rows))
    const PERDE_KEY = createHash('sha256').update('another').digest('hex')
    const again = p.perde(['run', 'policy.yaml', '--out', 'again'], { env: { PERDE_KEY } })
    expect(again.stderr).toContain('has 0 denials, and had 1 when this log last saw it   [REGISTER_FEWER_DENIALS]')
    expect(again.status).toBe(0)
    expect(p.perde(['run', 'policy.yaml', '--out', 'more'])).toMatchObject({ status: 77 })
  })

  it('releases nobody where it stands as it stood before, until somebody answers for it', () => {
    const p = clinic(CONSENT)
    const rows = PEOPLE.map((of) => consent(of.iin, 'given'))
    p.write('consents.csv', csv(REGISTER_HEADER, rows))
    expect(p.perde(['run', 'policy.yaml', '--out', 'out'])).toMatchObject({ status: 0 })
    expect(use(p).status).toBe(0)
    // A use sees the withdrawal; from then on the log knows of it.
    p.write('consents.csv', csv(REGISTER_HEADER, [...rows, consent(PEOPLE[3]!.iin, 'withdrawn')]))
    expect(use(p).stderr).toContain('[DENIED_WITHDRAWN]')
    // The table of before with a blank line more; and with a stranger's withdrawal.
    p.write('consents.csv', `${csv(REGISTER_HEADER, rows)}\n`)
    const used = use(p)
    expect(used).toMatchObject({ status: 77, stderr: expect.stringContaining('[DENIED_LEDGER]') as string })
    expect(used.stderr).toContain('are gone from the register of consents (it has 0, and had 1)')
    expect(p.perde(['run', 'policy.yaml', '--out', 'again'])).toMatchObject({ status: 77 })
    const [stranger] = people(1, 5000) as [Person]
    p.write('consents.csv', csv(REGISTER_HEADER, [...rows, consent(stranger.iin, 'withdrawn')]))
    expect(use(p).stderr).toContain('[DENIED_LEDGER]')
    p.write('consents.csv', csv(REGISTER_HEADER, rows))
    expect(p.has('again')).toBe(false)
    const accept = ['consent', 'accept', '--policy', 'policy.yaml', '--reason', 'restored', '--by', 'data-office']
    expect(p.perde(accept)).toMatchObject({ status: 0 })
    expect(p.perde(['run', 'policy.yaml', '--out', 'again'])).toMatchObject({ status: 0 })
    expect(p.perde(['verify', 'again']).stderr).toContain('a table of consents with 0 denials where the log had seen 1')
    expect(use(p)).toMatchObject({ status: 0 })
  })

  it.each(['invalidated', 'истекло', 'отозвано по телефону'])(
    'releases nobody where a consent that had ended as %s has not any more',
    (word) => {
      const p = clinic(CONSENT)
      const rows = PEOPLE.map((of) => consent(of.iin, 'given'))
      p.write('consents.csv', csv(REGISTER_HEADER, rows))
      expect(p.perde(['run', 'policy.yaml', '--out', 'out'])).toMatchObject({ status: 0 })
      p.write('consents.csv', csv(REGISTER_HEADER, [...rows, consent(PEOPLE[3]!.iin, word)]))
      expect(use(p)).toMatchObject({ status: 77 })
      p.write('consents.csv', csv(REGISTER_HEADER, rows))
      expect(use(p)).toMatchObject({ status: 77, stderr: expect.stringContaining('[DENIED_LEDGER]') as string })
      const again = p.perde(['run', 'policy.yaml', '--out', 'again'])
      expect(again).toMatchObject({ status: 77, stderr: expect.stringContaining('[DENIED_LEDGER]') as string })
    },
  )
})
