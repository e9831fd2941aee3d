import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  CONSENT,
  CONTRACT,
  OTHER_KEY,
  consentsOf,
  csv,
  jsonl,
  people,
  project,
  type Project,
  type Ran,
} from './perde.ts'
import { keptProject } from './kept-project.ts'
import { recordsOf } from '../io/formats/parquet/files.ts'
import { DATE, INT64, parquetFile, TEXT } from '../io/formats/parquet/make-file.ts'
import { entriesOf, expectLogHolds } from './refusal.ts'

const FEW = people(12)
const [WHO, OTHER, THIRD] = FEW as [(typeof FEW)[0], (typeof FEW)[0], (typeof FEW)[0]]
const TERMS = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'team']

function policy(purpose = CONSENT, more = ''): string {
  return `perde: 1
dataset:
  id: clinic
  sources: { people: people.csv, visits: visits.jsonl }
  subject: { people: iin, visits: iin }
  provenance: { controller: Example Clinic, method: own-records }
${purpose}keys:
  main: { env: PERDE_KEY }
fields:
  people:
    iin: { role: identifier, type: iin, do: pseudonym person }
    name: { role: identifier, type: person, do: drop }
    city: insensitive
    born: { role: quasi-identifier, do: generalise year }
  visits:
    iin: { role: identifier, type: iin, do: pseudonym person }
    weight: insensitive
    at.ward: insensitive
    smokes: insensitive
${more}`
}

const FILES = {
  'policy.yaml': policy(),
  'people.csv': csv(
    ['iin', 'name', 'city', 'born'],
    FEW.map((p) => [p.iin, p.name, 'Алматы', '1990-05-06']),
  ),
  'visits.jsonl': jsonl(
    FEW.flatMap(({ iin }, i) => [
      { iin, weight: 60 + i, at: { ward: 'A' }, smokes: false },
      { iin, weight: 80 + i, at: { ward: 'B' }, smokes: true },
    ]),
  ),
  'consents.csv': consentsOf(FEW),
}

/** The project with one release. */
const released = keptProject((after) => {
  const p = project(FILES, after)
  expect(run(p)).toMatchObject({ status: 0, stderr: '' })
  return p
})

function run(p: Project, out = 'out', ...more: string[]): Ran {
  return p.perde(['run', 'policy.yaml', '--out', out, '--workers', '1', '--quiet', ...more])
}

function ask(p: Project, kind: string, input: unknown, ...more: string[]): Ran {
  const text = typeof input === 'string' ? `${input}\n` : JSON.stringify(input)
  return p.perde(['subject', kind, '--policy', 'policy.yaml', ...more], { input: text })
}

interface Answer {
  found: { sources: { source: string; records: number }[] }
  affected: { releases: { state: string; records: number }[]; unasked: unknown[]; purged: unknown[] }
  holds: { blocked: boolean; destroyed: boolean; corrections: number }
  changed: boolean
  due?: { date: string; article: string }
}

function answerOf(ran: Ran): Answer {
  expect(ran).toMatchObject({ status: 0, stderr: '' })
  return JSON.parse(ran.stdout) as Answer
}

const correct = (field: string, value: string | null, more = {}, source = 'people', subject = WHO.iin) => ({
  subject,
  corrections: [{ source, field, value, ...more }],
})

function expectUse(p: Project, release: string, code?: string, reason?: string): void {
  const used = p.perde(['use', release, ...TERMS])
  expect(used.status).toBe(code === undefined ? 0 : 77)
  if (code !== undefined) expect(used.stderr).toContain(`[${code}]`)
  if (reason !== undefined) expect(used.stderr).toContain(reason)
}

/** Nothing that a request holds stands anywhere but in the inputs. */
function expectNowhere(p: Project, ...texts: string[]): void {
  const places = p.below().filter((name) => !name.endsWith('/') && !(name in FILES))
  for (const text of texts)
    for (const form of [
      text,
      Buffer.from(text).toString('base64').replace(/=+$/, ''),
      Buffer.from(text).toString('hex'),
    ])
      expect(places.filter((name) => p.bytes(name).includes(form))).toEqual([])
}

describe('a person who asks', () => {
  it('R45: is found in inputs and releases, and the log has that somebody asked, but not who', () => {
    const p = released()
    const answer = answerOf(ask(p, 'find', WHO.iin, '--json'))
    expect(answer.found.sources).toEqual([
      { source: 'people', records: 1 },
      { source: 'visits', records: 2 },
    ])
    expect(answer.affected.releases).toMatchObject([{ state: 'published', records: 3 }])
    expect(answer.holds).toEqual({ blocked: false, destroyed: false, corrections: 0 })
    const entry = entriesOf(p).at(-1)!
    expect(entry).toMatchObject({
      type: 'subject.request',
      request: 'find',
      dataset: 'clinic',
      records: 3,
      releases: 1,
    })
    expect(Object.keys(entry)).not.toContain('stateSha256')
    expectLogHolds(p)
    expectNowhere(p, WHO.iin)
  })

  it('R45: gets all that stands about them in the inputs, in a file for the owner alone', () => {
    const p = released()
    expect(ask(p, 'export', WHO.iin, '--out', 'own.jsonl').status).toBe(0)
    expect(statSync(p.path('own.jsonl')).mode & 0o777).toBe(0o600)
    const [head, ...records] = p
      .text('own.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    expect(head).toMatchObject({ dataset: 'clinic', records: 3 })
    expect(records).toEqual([
      {
        source: 'people',
        input: 'people.csv',
        record: 1,
        values: { iin: WHO.iin, name: WHO.name, city: 'Алматы', born: '1990-05-06' },
      },
      {
        source: 'visits',
        input: 'visits.jsonl',
        record: 1,
        values: { iin: WHO.iin, weight: '60', 'at.ward': 'A', smokes: 'false' },
      },
      {
        source: 'visits',
        input: 'visits.jsonl',
        record: 2,
        values: { iin: WHO.iin, weight: '80', 'at.ward': 'B', smokes: 'true' },
      },
    ])
    // Never over a file, never through a link, never into the log, never where the next run would read it.
    symlinkSync('own.jsonl', p.path('link.jsonl'))
    for (const out of ['own.jsonl', 'link.jsonl'])
      expect(ask(p, 'export', WHO.iin, '--out', out).stderr).toContain('[OUTPUT_EXISTS]')
    symlinkSync('perde-log', p.path('linked'))
    for (const out of ['perde-log/own.jsonl', 'linked/own.jsonl', 'nowhere/own.jsonl'])
      expect(ask(p, 'export', WHO.iin, '--out', out)).toMatchObject({ status: 2 })
    p.write('policy.yaml', policy().replace('people.csv', "'in/*.csv'"))
    cpSync(p.path('people.csv'), p.path('in/people.csv'))
    const into = ask(p, 'export', WHO.iin, '--out', 'in/own.csv')
    expect(into.status).toBe(2)
    expect(p.below('in')).toEqual(['people.csv'])
    expect(p.below('perde-log').filter((name) => name.endsWith('own.jsonl'))).toEqual([])
  })

  it('R45: has their records corrected in the next release, which the manifest tells by count', () => {
    const p = released()
    const asked = {
      subject: WHO.iin,
      corrections: [
        { source: 'people', field: 'born', value: '1977-01-02' },
        { source: 'people', field: 'city', value: 'Өскемен, "Шығыс"' },
        { source: 'visits', field: 'weight', was: '80', value: '81.5' },
        { source: 'visits', field: 'at.ward', was: 'A', value: 'Ward\u2028"C"' },
        { source: 'visits', field: 'smokes', was: 'true', value: 'false' },
      ],
    }
    const ran = ask(p, 'correct', asked, '--received', '2026-11-27T06:00:00Z', '--json')
    // One working day after a Friday is Monday.
    expect(answerOf(ran)).toMatchObject({
      changed: true,
      holds: { corrections: 5 },
      due: { date: '2026-11-30', article: '94-V art. 25(2)' },
    })
    expectNowhere(p, WHO.iin, '1977-01-02', 'Өскемен', '81.5')
    // What they get tells what stands in the inputs, and what was corrected.
    const exported = ask(p, 'export', WHO.iin, '--out', 'own.jsonl')
    expect(exported.stderr).toContain('its first line has 5 corrections of the person')
    const [head, record] = p
      .text('own.jsonl')
      .split('\n')
      .map((line) => JSON.parse(line || 'null') as unknown)
    expect(head).toMatchObject({ records: 3, corrections: expect.arrayContaining(asked.corrections) as unknown })
    expect(record).toMatchObject({ source: 'people', values: { city: 'Алматы' } })
    expect(ask(p, 'export', WHO.iin, '--out', 'again.jsonl', '--json').stdout).not.toContain('Өскемен')
    rmSync(p.path('own.jsonl'))
    rmSync(p.path('again.jsonl'))
    expect(run(p, 'next')).toMatchObject({ status: 0, stderr: '' })
    const before = p.text('out/data/people.csv').split('\n')
    const after = p.text('next/data/people.csv').split('\n')
    expect(after[1]).toBe(before[1]!.replace('Алматы,1990', '"Өскемен, ""Шығыс""",1977'))
    expect(after.slice(2)).toEqual(before.slice(2))
    const visits = p.text('next/data/visits.jsonl').split('\n')
    expect(JSON.parse(visits[0]!)).toMatchObject({ weight: 60, at: { ward: 'Ward\u2028"C"' }, smokes: false })
    expect(visits[1]).toContain('"weight":81.5')
    expect(JSON.parse(visits[1]!)).toMatchObject({ at: { ward: 'B' }, smokes: false })
    expect(visits.slice(2)).toEqual(p.text('out/data/visits.jsonl').split('\n').slice(2))
    expect(p.json('next/manifest.json')).toMatchObject({ corrected: 5 })
    expect(p.json('out/manifest.json')).not.toHaveProperty('corrected')
    expect(p.perde(['verify', 'next', '--log', 'perde-log']).status).toBe(0)
    // The same records whatever the blocks and threads.
    expect(
      p.perde(['run', 'policy.yaml', '--out', 'small', '--workers', '2', '--block', '1KiB', '--quiet']).status,
    ).toBe(0)
    expect(p.text('small/data/visits.jsonl')).toBe(p.text('next/data/visits.jsonl'))
    // The later of two corrections of a cell holds.
    expect(answerOf(ask(p, 'correct', correct('born', null), '--json'))).toMatchObject({
      changed: true,
      holds: { corrections: 5 },
    })
    expect(run(p, 'later').status).toBe(0)
    expect(p.text('later/data/people.csv').split('\n')[1]).toMatch(/"Өскемен, ""Шығыс""",$/)
  })

  it('R45: who is blocked is in no run and denied by use, until they are unblocked', () => {
    const p = released()
    expect(answerOf(ask(p, 'block', OTHER.iin, '--json'))).toMatchObject({ changed: true, holds: { blocked: true } })
    expect(answerOf(ask(p, 'block', OTHER.iin, '--json'))).toMatchObject({ changed: false, holds: { blocked: true } })
    expectUse(p, 'out', 'DENIED_WITHDRAWN', 'BLOCKED 3')
    expect(run(p, 'next').status).toBe(0)
    expect(p.json('next/manifest.json')).toMatchObject({ records: { in: 36, out: 33, excluded: 3 } })
    expect(
      entriesOf(p)
        .filter((e) => e.type === 'consent.check')
        .at(-1),
    ).toMatchObject({ excluded: { BLOCKED: 2 } })
    expectUse(p, 'next')
    // The person is in the first release only: it can be asked still.
    expect(answerOf(ask(p, 'find', OTHER.iin, '--json')).affected.releases).toMatchObject([
      { state: 'published', records: 3 },
    ])
    expect(answerOf(ask(p, 'unblock', OTHER.iin, '--json'))).toMatchObject({ changed: true, holds: { blocked: false } })
    expectUse(p, 'out')
    expect(run(p, 'again').status).toBe(0)
    expect(p.text('again/data/people.csv')).toBe(p.text('out/data/people.csv'))
    expectLogHolds(p)
  })

  it('R45: who is destroyed is left out for good, and named by no decision any more', () => {
    const p = released()
    expect(ask(p, 'correct', correct('city', 'Ақтөбе')).status).toBe(0)
    expect(ask(p, 'destroy', WHO.iin, '--act', 'act.json').status).toBe(0)
    expect(p.json('act.json')).toMatchObject({
      title: 'act of destruction',
      destroyed: { decisions: { rows: 3, releases: 1 } },
      notDestroyed: {
        inputs: [
          { source: 'people', records: 1 },
          { source: 'visits', records: 2 },
        ],
      },
      log: { index: entriesOf(p).findLast((e) => e.type === 'subject.request')!['seq'] },
    })
    const erased = entriesOf(p).filter((e) => e.type === 'subject.erase')
    expect(erased.map((e) => [e['part'], e['rows']])).toEqual([
      [0, 1],
      [1, 2],
    ])
    expectUse(p, 'out', 'DENIED_WITHDRAWN', 'DESTROYED 3')
    expect(answerOf(ask(p, 'find', WHO.iin, '--json'))).toMatchObject({
      affected: { releases: [] },
      holds: { destroyed: true, blocked: false, corrections: 0 },
    })
    expect(answerOf(ask(p, 'unblock', WHO.iin, '--json'))).toMatchObject({ changed: false, holds: { destroyed: true } })
    expect(ask(p, 'correct', correct('city', 'Ақтөбе')).status).toBe(2)
    expect(run(p, 'out', '--replace').status).toBe(0)
    expect(p.json('out/manifest.json')).toMatchObject({ records: { in: 36, out: 33 } })
    expectUse(p, 'out')
    // One state is kept, and no other.
    expect(readdirSync(p.path('perde-log/subjects/clinic')).length).toBe(2)
    expectLogHolds(p)
    expectNowhere(p, WHO.iin, 'Ақтөбе')
  })

  it('R45: who is blocked or destroyed is not brought back by another name of the data', () => {
    const p = released()
    p.write('other.yaml', FILES['policy.yaml'].replace('id: clinic', 'id: hospital'))
    const other = (out: string) => p.perde(['run', 'other.yaml', '--out', out, '--quiet'])
    expect(other('before').status).toBe(0)
    expect(ask(p, 'block', OTHER.iin).status).toBe(0)
    expect(ask(p, 'destroy', WHO.iin).status).toBe(0)
    expectUse(p, 'before', 'DENIED_WITHDRAWN', 'BLOCKED 3')
    expect(other('after').status).toBe(0)
    expect(p.json('after/manifest.json')).toMatchObject({ records: { in: 36, out: 30, excluded: 6 } })
    expectUse(p, 'after')
    expectLogHolds(p)
  })

  it('is told which releases were replaced, moved away and purged', () => {
    const p = released()
    expect(run(p, 'out', '--replace').status).toBe(0)
    expect(run(p, 'gone').status).toBe(0)
    expect(run(p, 'purged').status).toBe(0)
    rmSync(p.path('gone'), { recursive: true })
    expect(p.perde(['purge', 'purged', '--reason', 'ordered']).status).toBe(0)
    const { affected } = answerOf(ask(p, 'find', THIRD.iin, '--json'))
    expect(affected.releases.map(({ state }) => state)).toEqual(['replaced', 'published', 'missing'])
    expect(affected.purged).toHaveLength(1)
    const told = p.perde(['consent', 'affected', '--ledger', 'x', '--policy', 'policy.yaml'], {
      input: `${THIRD.iin}\n`,
    })
    expect(told.stderr).toContain('another release stands there now')
    expect(told.stderr).toContain('it does not stand there any more')
    expect(told.stderr).toContain('of 1 release that was purged')
  })
})

describe('a release that rests on no consents', () => {
  it('keeps nobody, so that a later block denies all of it', () => {
    const p = project({ ...FILES, 'policy.yaml': policy(CONTRACT) })
    expect(run(p).status).toBe(0)
    expect(ask(p, 'correct', correct('city', 'Ақтөбе')).status).toBe(0)
    expectUse(p, 'out')
    expect(answerOf(ask(p, 'block', WHO.iin, '--json')).affected.unasked).toHaveLength(1)
    expectUse(p, 'out', 'DENIED_CONSENT', '1 person had their data blocked')
    const told = p.perde(['run', 'policy.yaml', '--out', 'next'])
    expect(told.stderr).toContain('3 left out because they asked for it')
    expect(told.status).toBe(0)
    expect(p.json('next/manifest.json')).toMatchObject({ records: { in: 36, out: 33, excluded: 3 } })
    expect(p.json('next/consent-summary.json')).toMatchObject({
      records: { in: 36, used: 33, excluded: 3 },
      excluded: { OTHER: 3 },
    })
    expectUse(p, 'next')
  })
})

describe('a correction that the next run could not read', () => {
  it('is refused at once, without a word of it, whether a rule, a table or a level stands in its way', () => {
    const p = project({ ...FILES, 'cities.csv': 'from,to\nАлматы,A\nАстана,B\n', 'levels.csv': 'A;*\nB;*\n' })
    p.write(
      'policy.yaml',
      policy(
        CONSENT,
        'anonymity: { source: people, k: 2, suppress-at-most: 50%, hierarchies: { ward: { file: levels.csv } } }\n',
      )
        .replace('city: insensitive', 'city: { role: sensitive, do: { lookup: { file: cities.csv } } }')
        .replace('    born:', '    ward: { role: quasi-identifier, do: keep }\n    born:'),
    )
    p.write(
      'people.csv',
      csv(
        ['iin', 'name', 'city', 'ward', 'born'],
        FEW.map((of) => [of.iin, of.name, 'Алматы', 'A', '1990-05-06']),
      ),
    )
    const before = run(p)
    expect(before).toMatchObject({ status: 0 })
    for (const [field, value] of [
      ['born', 'in the spring'],
      ['city', 'Ақтөбе'],
      ['ward', 'in the spring'],
    ] as const) {
      const refused = ask(p, 'correct', correct(field, value))
      expect(refused.stderr, field).toContain(
        'corrections[0] cannot be made: the rule of its field cannot read the value',
      )
      expect(refused.stderr).not.toContain(value)
      expect(refused.status).toBe(65)
    }
    for (const [field, value] of [
      ['born', '1977'],
      ['born', null],
      ['city', 'Астана'],
      ['ward', 'B'],
    ] as const)
      expect(ask(p, 'correct', correct(field, value)), field).toMatchObject({ status: 0 })
    expect(run(p, 'next')).toMatchObject({ status: 0 })
    expect(p.json('next/manifest.json')).toMatchObject({ corrected: 3 })
  })

  it('is not waited for where its file is a pipe', () => {
    const p = project(FILES)
    execFileSync('mkfifo', [p.path('asked')])
    const done = p.perde(['subject', 'correct', '--policy', 'policy.yaml', '--request', 'asked'])
    expect(done.stderr).toContain('this is no file')
    expect(done.status).toBe(2)
  })
})

describe('corrections in other formats', () => {
  const flat = (source: string, fields: string) => `perde: 1
dataset:
  id: clinic
  sources: { people: ${source} }
  subject: { people: code }
  provenance: { controller: Example Clinic, method: own-records }
${CONTRACT}keys: { main: { env: PERDE_KEY } }
fields:
  people:
    code: insensitive
    city: insensitive
${fields}`
  const asked = (...values: [string, string][]) => ({
    subject: 'c1',
    corrections: values.map(([field, value]) => ({ source: 'people', field, value })),
  })

  it('keep the types of Parquet, and a value of another type stops at once', async () => {
    const rows = FEW.map((_, i) => ({ code: `c${i}`, city: 'Алматы', visits: String(i), born: '1990-05-06' }))
    const p = project({
      'policy.yaml': flat('people.parquet', '    visits: insensitive\n    born: { role: sensitive, do: keep }\n'),
      'people.parquet': parquetFile({ code: TEXT, city: TEXT, visits: INT64, born: DATE }, rows, 5),
    })
    expect(run(p)).toMatchObject({ status: 0, stderr: '' })
    expect(ask(p, 'correct', asked(['visits', 'many'])).stderr).toContain('of another kind')
    const values = asked(['city', 'Ақтау'], ['visits', '9007199254740993'], ['born', '1977-01-02'])
    expect(ask(p, 'correct', values).status).toBe(0)
    expect(run(p, 'next')).toMatchObject({ status: 0, stderr: '' })
    const records = await recordsOf(p.bytes('next/data/people.parquet'))
    const next = rows.map((row, i) =>
      i === 1 ? { ...row, city: 'Ақтау', visits: '9007199254740993', born: '1977-01-02' } : row,
    )
    expect(records).toEqual(next)
    expect(await recordsOf(p.bytes('out/data/people.parquet'))).toEqual(rows)
    // A date that is none is found where it is written; nothing is published.
    expect(ask(p, 'correct', asked(['born', 'soon'])).status).toBe(0)
    const broken = run(p, 'broken')
    expect(broken.status).toBe(65)
    expect(broken.stderr).not.toContain('soon')
    expect(p.has('broken')).toBe(false)
  })

  it('reach elements and attributes of XML', () => {
    const person = (i: number) => `<p code="c${i}"><city>Алматы</city><at ward="A"/></p>`
    const p = project({
      'policy.yaml': flat(
        '{ path: people.xml, record: /people/p }',
        "    '@code': insensitive\n    at.@ward: insensitive\n",
      )
        .replace('    code: insensitive\n', '')
        .replace('people: code', "people: '@code'"),
      'people.xml': `<people>${[0, 1, 2].map(person).join('')}</people>\n`,
    })
    expect(run(p)).toMatchObject({ status: 0, stderr: '' })
    expect(ask(p, 'correct', asked(['city', 'A & <B>'], ['at.@ward', '"B"'])).status).toBe(0)
    expect(run(p, 'next')).toMatchObject({ status: 0, stderr: '' })
    expect(p.text('next/data/people.xml')).toContain(person(0))
    expect(p.text('next/data/people.xml')).not.toContain(person(1))
    expect(p.text('next/data/people.xml')).toMatch(
      /<city>A &amp; &lt;B(>|&gt;)<\/city><at ward=("&quot;B&quot;"|'"B"')\/>/,
    )
    expect(p.text('next/data/people.xml')).toContain(person(2))
  })
})

describe('what is kept of requests', () => {
  it('stops a run and a use where somebody took it away, put an old one back, or has another key', () => {
    const p = released()
    expect(ask(p, 'block', WHO.iin).status).toBe(0)
    const folder = p.path('perde-log/subjects')
    cpSync(folder, p.path('old'), { recursive: true })
    expect(ask(p, 'block', OTHER.iin).status).toBe(0)
    cpSync(folder, p.path('good'), { recursive: true })
    const put = (from?: string) => {
      rmSync(folder, { recursive: true, force: true })
      if (from !== undefined) cpSync(p.path(from), folder, { recursive: true })
    }
    for (const from of [undefined, 'old']) {
      put(from)
      const ran = run(p, 'next')
      expect(ran.status).toBe(65)
      expect(ran.stderr).toContain('is not what the log says')
      expect(p.has('next')).toBe(false)
      expect(p.perde(['use', 'out', ...TERMS]).status).not.toBe(0)
      expect(ask(p, 'unblock', WHO.iin).status).toBe(65)
    }
    put('good')
    const state = readdirSync(p.path('good/clinic')).find((name) => name.endsWith('.state'))!
    // A byte changed, and a link in the place of the file.
    const bytes = p.bytes(`good/clinic/${state}`)
    writeFileSync(
      p.path(`perde-log/subjects/clinic/${state}`),
      bytes.map((b, i) => (i === 20 ? b ^ 1 : b)),
    )
    expect(run(p, 'next').status).toBe(65)
    rmSync(p.path(`perde-log/subjects/clinic/${state}`))
    symlinkSync(p.path(`good/clinic/${state}`), p.path(`perde-log/subjects/clinic/${state}`))
    expect(run(p, 'next').status).toBe(65)
    put('good')
    const other = p.perde(['run', 'policy.yaml', '--out', 'next', '--quiet'], { env: { PERDE_KEY: OTHER_KEY } })
    expect(other.stderr).toContain('[KEY_INVALID]')
    expect(other.status).toBe(78)
    // Nor a policy that has no key any more.
    p.write(
      'policy.yaml',
      policy(CONTRACT)
        .replace('keys:\n  main: { env: PERDE_KEY }\n', '')
        .replaceAll('do: pseudonym person', 'do: drop'),
    )
    expect(run(p, 'next').stderr).toContain('[KEY_MISSING]')
  })
})
