import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parquetFile, TEXT } from '../io/formats/parquet/make-file.ts'
import { POSTGRES, startPostgres, type PostgresServer } from '../io/databases/postgres/postgres-server.ts'
import { CONTRACT, csv, jsonl, people, project, type Project } from './perde.ts'
import { found, spellings } from './planted.ts'
import { canTrace, CHANGING, inject, trace } from './strace.ts'

/**
 * Texts that stand nowhere else, in every position of an input, and numbers and names of invented people where perde has
 * to tell a person by the look. After a run none of them is in the log, the sidecars, the report, on a stream, in a temporary
 * file or in a name, in whatever spelling.
 */
const PEOPLE = people(60)
const planted = (what: string, n: number) => `Zq${what}Әж${(n * 7919 + 31) % 100_003}яx`

/** 200 and more of them, by where they stand. */
const words = (what: string, count = 12) => Array.from({ length: count }, (_, n) => planted(what, n))
const CELLS = ['csvcell', 'csvquoted', 'jsonvalue', 'jsonnested', 'xmltext', 'xmlattr', 'parquetcell', 'gzcell']
const [CSV_CELL, CSV_QUOTED, JSON_VALUE, JSON_NESTED, XML_TEXT, XML_ATTR, PARQUET_CELL, GZ_CELL] = CELLS.map((what) =>
  words(what, 24),
) as [string[], string[], string[], string[], string[], string[], string[], string[]]
const COMMENTS = words('comment')
const INSTRUCTIONS = words('instr')
const ALL_WORDS = [CSV_CELL, CSV_QUOTED, JSON_VALUE, JSON_NESTED, XML_TEXT, XML_ATTR, PARQUET_CELL, GZ_CELL].flat()
const METADATA = planted('metadata', 1)

const POLICY = `perde: 1
dataset:
  id: clinic
  sources:
    people: people/*.csv
    packed: packed.csv.gz
    visits: visits.jsonl
    chart: { path: chart.xml, record: /chart/entry }
    typed: typed.parquet
  provenance: { controller: Example Clinic, method: own-records }
${CONTRACT}keys:
  main: { env: PERDE_KEY }
unlisted: drop
fields:
  people:
    iin: { role: identifier, type: iin, do: pseudonym person }
    name: { role: identifier, do: fake person.name }
    note: { role: sensitive, do: { scrub: { find: [iin, phone, email] } } }
    city: insensitive
  packed:
    word: { role: identifier, do: redact }
    city: insensitive
  visits:
    iin: { role: identifier, type: iin, do: pseudonym person }
    word: { role: identifier, do: encrypt }
    nested.**: { role: identifier, do: drop }
    city: insensitive
  chart:
    '@who': { role: identifier, do: drop }
    word: { role: identifier, do: { mask: { } } }
    '**.#comment': { role: sensitive, do: drop }
    city: insensitive
  typed:
    word: { role: identifier, do: pseudonym word }
    city: insensitive
output: { order: shuffle }
`

const PERSON_FILE = `people/${PEOPLE[40]!.name} ${PEOPLE[40]!.iin}.csv`

function inputs(): Record<string, string | Uint8Array> {
  const city = (n: number) => PEOPLE[n]!.city
  return {
    'policy.yaml': POLICY,
    'people/a.csv': csv(
      ['iin', 'name', 'note', 'city', 'more'],
      CSV_CELL.map((word, n) => [
        PEOPLE[n]!.iin,
        word,
        `${PEOPLE[n]!.phone} ${PEOPLE[n]!.email}`,
        city(n),
        CSV_QUOTED[n]!,
      ]),
    ),
    [PERSON_FILE]: csv(['iin', 'name', 'note', 'city', 'more'], [[PEOPLE[42]!.iin, 'x', 'y', 'z', 'u']]),
    'packed.csv.gz': gzipSync(
      csv(
        ['word', 'city'],
        GZ_CELL.map((word, n) => [word, city(n)]),
      ),
    ),
    'visits.jsonl': jsonl(
      JSON_VALUE.map((word, n) => ({
        iin: PEOPLE[n]!.iin,
        word,
        nested: { [PEOPLE[n]!.email]: JSON_NESTED[n], [planted('key', n)]: [{ [PEOPLE[n]!.phone]: 1 }] },
        city: city(n),
      })),
    ),
    'chart.xml': `<?xml version="1.0"?><chart>${XML_TEXT.map(
      (word, n) => `<entry who="${XML_ATTR[n]!}"><word>${word}</word><city>${city(n)}</city></entry>`,
    ).join('\n')}</chart>`,
    'typed.parquet': parquetFile(
      { word: TEXT, city: TEXT },
      PARQUET_CELL.map((word, n) => ({ word, city: city(n) })),
      10,
      { marking: METADATA },
    ),
  }
}

const PERSONAL = PEOPLE.slice(0, 24).flatMap(({ iin, phone, email }) => [iin, phone, email])
const NAMES = [PEOPLE[40]!.iin, PEOPLE[40]!.name]
const EVERYTHING = [...ALL_WORDS, ...PERSONAL, ...NAMES, METADATA]
/** Names of fields, which a scan has to say and a run has not. */
const KEYS = Array.from({ length: 24 }, (_, n) => planted('key', n))

describe('a text in an input', () => {
  it('is looked for in every spelling that it is planted in', () => {
    const p = project()
    const text = planted('self', 5)
    for (const [n, form] of spellings(text).entries()) {
      p.write('place', Buffer.concat([Buffer.from('xy'), form, Buffer.from('z')]))
      expect(found(p, new Set(), [text]).length, String(n)).toBeGreaterThan(0)
    }
    for (const before of ['', 'a', 'ab', 'abc']) {
      p.write('place', Buffer.from(`${before}${text}tail`).toString('base64'))
      expect(found(p, new Set(), [text]), before).toEqual(['0 in place'])
    }
    p.write('place', gzipSync(text))
    expect(found(p, new Set(), [text])).toEqual(['0 in place'])
  })

  it('stands after a run in nothing that was written, logged or said', () => {
    expect(EVERYTHING.length).toBeGreaterThan(200)
    const files = inputs()
    const p = project(files)
    const ran = [
      p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '2', '--progress', 'always']),
      p.perde(['verify', 'out']),
      p.perde(['report', 'out', '--lang', 'kk']),
      p.perde(['log', 'show', '--json']),
    ]
    expect(
      ran.map(({ status }) => status),
      ran[0]!.stderr,
    ).toEqual([0, 0, 0, 0])
    expect(p.text('out/report.html').length).toBeGreaterThan(10_000)
    expect(found(p, new Set(Object.keys(files)), [...EVERYTHING, ...KEYS], ...ran)).toEqual([])
  })

  it.skipIf(!canTrace)('stands in nothing that a killed run leaves behind, staged and temporary files too', () => {
    const files = inputs()
    const p = project(files)
    const args = ['run', 'policy.yaml', '--out', 'out', '--workers', '1']
    const calls = trace(project(files), args, CHANGING).calls
    // The record of the release comes when all of it is staged, and nothing is published.
    const call = calls.find(({ name, role }) => name === 'rename' && role.includes('releases/ULID.json'))!
    const { ran } = trace(p, args, CHANGING, ...inject(call, 'KILL'))
    expect(ran.status === null || ran.status === 137).toBe(true)
    expect(p.has('out')).toBe(false)
    expect(p.below().some((name) => /perde-[0-9A-Z]{26}\/data\/./.test(name))).toBe(true)
    expect(found(p, new Set(Object.keys(files)), [...EVERYTHING, ...KEYS], ran)).toEqual([])
  })
})

/** Runs and scans that fail at something planted: the change to the inputs, and what was planted by it. */
const BROKEN: [what: string, change: (p: Project) => string[]][] = [
  [
    'a header with people in it',
    (p) => {
      const { iin, name } = PEOPLE[45]!
      p.write('people/a.csv', csv(['iin', name, iin], [['1', '2', '3']]))
      return [iin, name]
    },
  ],
  [
    'a row of a file that has a person’s name',
    (p) => {
      p.write(PERSON_FILE, `iin,name,note,city\n1,"${planted('open', 1)}`)
      return [planted('open', 1)]
    },
  ],
  [
    'a comment and an instruction in a document',
    (p) => {
      const xml = p
        .text('chart.xml')
        .replace(
          '<chart>',
          `<chart><!-- ${COMMENTS[0]!} ${PEOPLE[50]!.iin} --><?go ${INSTRUCTIONS[0]!} ${PEOPLE[51]!.email}?>`,
        )
      p.write('chart.xml', xml)
      return [COMMENTS[0]!, INSTRUCTIONS[0]!, PEOPLE[50]!.iin, PEOPLE[51]!.email]
    },
  ],
  [
    'an element that is not closed',
    (p) => {
      p.write('chart.xml', `<chart><entry><${planted('elem', 1)}>x</chart>`)
      return [planted('elem', 1)]
    },
  ],
  [
    'the name of an attribute that stands twice',
    (p) => {
      const name = planted('attr', 2)
      p.write('chart.xml', `<chart><entry ${name}="1" ${name}="2"/></chart>`)
      return [name]
    },
  ],
  [
    'a line that is no JSON',
    (p) => {
      p.write('visits.jsonl', `{"iin": ${planted('json', 3)}}\n`)
      return [planted('json', 3)]
    },
  ],
  [
    'a file that is no Parquet',
    (p) => {
      p.write('typed.parquet', `PAR1${planted('par', 4)}PAR1`)
      return [planted('par', 4)]
    },
  ],
  [
    'packed bytes that are none',
    (p) => {
      p.write(
        'packed.csv.gz',
        Buffer.concat([Buffer.of(0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3), Buffer.from(`${planted('gz', 5)}\0xx`)]),
      )
      return [planted('gz', 5)]
    },
  ],
]

describe('a failure', () => {
  it.each(BROKEN)('says nothing of what is planted: %s', (_, change) => {
    const files = inputs()
    const p = project(files)
    const more = change(p)
    const ran = [
      p.perde(['run', 'policy.yaml', '--out', 'out', '--json']),
      p.perde(['scan', 'people/*.csv', 'packed.csv.gz', 'visits.jsonl', 'typed.parquet', '--json']),
      p.perde(['scan', 'chart.xml', '--record', '/chart/entry']),
    ]
    expect(ran[0]!.status).toBeGreaterThanOrEqual(65)
    expect(found(p, new Set(Object.keys(files)), [...EVERYTHING, ...more], ...ran)).toEqual([])
  })
})

describe.skipIf(POSTGRES === undefined)('the name of a column of a database', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(POSTGRES!)
    await server.createDatabase('clinic')
  })
  afterAll(() => server?.stop())

  it('that is somebody’s is said nowhere', async () => {
    const { iin, email, name } = PEOPLE[30]!
    await server.sql('clinic', `create table patients (iin text, city text, "${iin}" text, "${email}" text)`)
    await server.sql(
      'clinic',
      `insert into patients values ('${PEOPLE[31]!.iin}', 'x', '${planted('db', 1)}', '${name}')`,
    )
    const address = `${server.address('clinic')}&table=patients`
    const policy = (unlisted: string) => `perde: 1
dataset: { id: clinic, sources: { people: '${address}' }, provenance: { controller: Example Clinic, method: own-records } }
${CONTRACT}keys: { main: { env: PERDE_KEY } }
unlisted: ${unlisted}
fields:
  people:
    iin: { role: identifier, type: iin, do: pseudonym person }
    city: insensitive
`
    const p = project({ 'drop.yaml': policy('drop'), 'fail.yaml': policy('fail') })
    const ran = [
      p.perde(['run', 'drop.yaml', '--out', 'out']),
      p.perde(['run', 'fail.yaml', '--out', 'none', '--json']),
      p.perde(['scan', address]),
    ]
    expect(ran[1]!.status).toBeGreaterThanOrEqual(65)
    const all = [iin, email, PEOPLE[31]!.iin, planted('db', 1), name]
    expect(found(p, new Set(['drop.yaml', 'fail.yaml']), all, ...ran)).toEqual([])
  })
})
