import { spawnSync } from 'node:child_process'
import { symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parquetFile, TEXT } from '../io/formats/parquet/make-file.ts'
import { hold } from './hold.ts'
import {
  CONSENT,
  consentsOf,
  csv,
  jsonl,
  people,
  peopleCsv,
  peoplePolicy,
  person,
  project,
  type Person,
} from './perde.ts'

/** Folders of a lake: what is in their names is data, and what is not data is not read. */

const cities = (of: readonly Person[]) =>
  csv(
    ['iin', 'name'],
    of.map((p) => [p.iin, p.name]),
  )

/** A policy of a folder `lake` with the columns `dt` and `city` in the names of its folders. */
const partitioned = (rules: string, more = '', input = 'lake') =>
  peoplePolicy(undefined, { input, fields: rules, more }).replace('    city: insensitive\n', '')

const RULES = '    dt: insensitive\n    city: { role: quasi-identifier, do: mask }\n'

const LAKE = {
  'lake/_SUCCESS': '',
  'lake/dt=2026-01-01/city=Almaty/part-0.csv': cities(people(3)),
  'lake/dt=2026-01-01/city=Nur-Sultan%2FAstana/part-0.csv': cities(people(2, 10)),
  'lake/dt=2026-01-02/city=__HIVE_DEFAULT_PARTITION__/x.csv': cities(people(1, 20)),
  'lake/_temporary/0/part.csv': 'not,data\n',
  'lake/dt=2026-01-02/.part.crc': 'crc',
}

/** Names that a file may have, and few have. */
const ODD = [
  'a\nb.csv',
  'line\r.csv',
  'bell\u0007\u001b[2J.csv',
  '-rf.csv',
  'back\\slash.csv',
  'a%2Fb.csv',
  'é.csv',
  'e\u0301.csv',
  'q"\'`$(x) *?[!].csv',
  '\u202etxt.csv',
  `${'ұ'.repeat(125)}.csv`,
  'with\nbreak/in\nfolder/a.csv',
]

describe('files with odd names', () => {
  const odd = (input: string) =>
    project({
      'policy.yaml': peoplePolicy(undefined, { input }),
      ...Object.fromEntries(ODD.map((name, i) => [`lake/${name}`, peopleCsv(people(2, 1 + 2 * i))])),
    })

  it.each(['lake', 'lake/**/*.csv'])('are all read, of %s, and the release holds', (input) => {
    const p = odd(input)
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1', '--quiet'])).toMatchObject({ status: 0 })
    const { records, inputs } = p.json<{ records: { in: number; out: number }; inputs: unknown[] }>('out/manifest.json')
    expect(records).toMatchObject({ in: 2 * ODD.length, out: 2 * ODD.length })
    expect(inputs).toHaveLength(ODD.length)
    expect(p.perde(['verify', 'out']).status).toBe(0)
    const script = spawnSync('sh', [p.path('out/proof/verify.sh'), p.path('perde-log/keys/1.vkey')])
    expect(script.status).toBe(0)
    const texts = p
      .below('out')
      .filter((name) => !name.endsWith('/'))
      .map((name) => p.text(`out/${name}`))
    for (const name of ODD) expect(texts.filter((text) => text.includes(name))).toEqual([])
  })

  it('are read in tasks too, and none that is not UTF-8 is passed over', () => {
    const p = odd('lake')
    for (const args of [
      ['shard', 'policy.yaml', '--run', 'run', '--out', 'out', '--target', '1GB'],
      ['plan', '--run', 'run'],
      ['apply', '--run', 'run', '--shard', '0'],
      ['publish', '--run', 'run'],
    ])
      expect(p.perde(args)).toMatchObject({ status: 0 })
    expect(p.json<{ records: { out: number } }>('out/manifest.json').records.out).toBe(2 * ODD.length)
    const bytes = Buffer.concat([Buffer.from(p.path('lake/')), Buffer.of(0xff, 0x2e, 0x63, 0x73, 0x76)])
    writeFileSync(bytes, peopleCsv(people(2)))
    for (const args of [
      ['run', 'policy.yaml', '--out', 'second'],
      ['scan', 'lake'],
      ['risk', 'lake', '--qi', 'city'],
    ]) {
      const { status, stderr } = p.perde(args)
      expect(stderr).toContain('the name of a file among the inputs is not UTF-8')
      expect(stderr).toContain('[INPUT_UNREADABLE]')
      expect(status).toBe(65)
    }
    expect(p.has('second')).toBe(false)
  })

  it('are shown without what would steer a terminal, in errors and by verify', () => {
    const p = project({
      'policy.yaml': peoplePolicy(undefined, { input: '"lake\\e[2J\\n"' }),
      'lake\u001b[2J\n/_none': '',
    })
    const { stderr, status } = p.perde(['run', 'policy.yaml', '--out', 'out'])
    expect(stderr).toContain('a folder holds no data')
    expect(stderr).toContain('perde: where: lake␛[2J␊')
    expect(status).toBe(65)
    p.write('policy.yaml', peoplePolicy())
    p.write('people.csv', peopleCsv(people(2)))
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--quiet']).status).toBe(0)
    p.write('out/\u001b[2J\nperde: out is as it was released', '')
    expect(p.perde(['verify', 'out']).stderr).toMatch(
      /^perde: ␛\[2J␊perde: out is as it was released: a file is in the release that/,
    )
  })

  it('may be those of releases, but for a line break where paths are handed over one a line', () => {
    const p = project({ 'policy.yaml': peoplePolicy(), 'people.csv': peopleCsv(people(2)) })
    for (const out of ['a\nb', '-x', 'q "\'\\%2F', 'e\u0301', 'é']) {
      expect(p.perde(['run', 'policy.yaml', `--out=${out}`, '--workers', '1', '--quiet'])).toMatchObject({ status: 0 })
      expect(p.perde(['verify', '--log', 'perde-log', '--', out]).status).toBe(0)
      expect(p.perde(['run', 'policy.yaml', `--out=${out}`, '--workers', '1', '--quiet', '--replace']).status).toBe(0)
    }
    const use = ['use', '--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining', '--by', 'ml']
    const { status, stdout, stderr } = p.perde([...use, 'a\nb'])
    expect(stderr).toContain('[USAGE]')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(p.perde([...use, 'é']).stdout).toBe(`${p.path('é/data/people.csv')}\n`)
  })
})

describe('a folder', () => {
  it('is one table, and the values in the names of its folders are transformed like any field', () => {
    const p = project({ 'policy.yaml': partitioned(RULES), ...LAKE })
    const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'out'])
    expect(stderr).toContain('6 read, 6 released')
    expect(status).toBe(0)
    expect(p.below('out/data').filter((name) => name.endsWith('.csv'))).toEqual([
      'people/dt=2026-01-01/city=%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A%2A/part-00001.csv',
      'people/dt=2026-01-01/city=%2A%2A%2A%2A%2A%2A/part-00000.csv',
      'people/dt=2026-01-02/city=__HIVE_DEFAULT_PARTITION__/part-00002.csv',
    ])
    expect(p.text('out/data/people/dt=2026-01-02/city=__HIVE_DEFAULT_PARTITION__/part-00002.csv')).toMatch(
      /^iin\n[a-z2-7]{16}\n$/,
    )
    const manifest = p.json<{ inputs: { version: string }[]; fields: { path: string }[] }>('out/manifest.json')
    expect(manifest.inputs.map(({ version }) => /^[0-9a-f]{32}$/.test(version))).toEqual([true, true, true])
    expect(manifest.fields.map(({ path }) => path)).toEqual(['city', 'dt', 'iin', 'name'])
    expect(JSON.stringify(manifest)).not.toMatch(/Almaty|Sultan/)
    expect(p.json<{ sources: unknown }>('out/risk.json').sources).toMatchObject({ people: { k: 1 } })
    expect(p.perde(['verify', 'out', '--log', 'perde-log']).status).toBe(0)
  })

  const others: [string, (of: readonly Person[]) => string | Uint8Array][] = [
    ['x.parquet', (of) => parquetFile({ iin: TEXT, name: TEXT }, of.map(({ iin, name }) => ({ iin, name })), 2)], // prettier-ignore
    ['x.xml', (of) => `<all>${of.map((x) => `<p><iin>${x.iin}</iin><name>${x.name}</name></p>`).join('')}</all>`],
    ['x.json', (of) => JSON.stringify(of.map(({ iin, name }) => ({ iin, name })))],
    ['x.jsonl', (of) => jsonl(of.map(({ iin, name }) => ({ iin, name })))],
  ]
  it.each(others)('of files like %s has the columns of its folders too, also shuffled and scanned', (name, make) => {
    const [shuffled, k] = ['output: { order: shuffle }\n', 'anonymity: { k: 2 }\n']
    const p = project({
      'policy.yaml': partitioned(RULES),
      'shuffled.yaml': partitioned(RULES, shuffled),
      'unnamed.yaml': partitioned('    dt: insensitive\n'),
      'k.yaml': partitioned(RULES, k),
      [`lake/dt=2026-01-01/city=Almaty/${name}`]: make(people(5)),
      [`lake/dt=2026-01-02/city=Aqtau/${name}`]: make(people(4, 10)),
    })
    for (const policy of ['policy.yaml', 'shuffled.yaml']) {
      const { status, stderr } = p.perde(['run', policy, '--out', 'out', '--replace'])
      expect(stderr).toContain('9 read, 9 released')
      expect(status).toBe(0)
      expect(p.below('out/data').filter((file) => file.includes('part-'))).toEqual([
        `people/dt=2026-01-01/city=%2A%2A%2A%2A%2A%2A/part-00000.${name.slice(2)}`,
        `people/dt=2026-01-02/city=%2A%2A%2A%2A%2A/part-00001.${name.slice(2)}`,
      ])
      const { fields } = p.json<{ fields: { path: string; folder?: true }[] }>('out/manifest.json')
      expect(fields.map(({ path, folder }) => [path, folder])).toEqual([
        ['city', true],
        ['dt', true],
        ['iin', undefined],
        ['name', undefined],
      ])
      expect(p.perde(['verify', 'out', '--log', 'perde-log']).status).toBe(0)
    }
    const unnamed = p.perde(['run', 'unnamed.yaml', '--out', 'none'])
    expect([unnamed.status, unnamed.stderr]).toEqual([78, expect.stringContaining('field "city" of "people" has no rule')]) // prettier-ignore
    const coarser = p.perde(['run', 'k.yaml', '--out', 'none'])
    expect(coarser.stderr).toContain('stands in the names of folders')
    expect(coarser.status).toBe(78)
    const scanned = JSON.parse(p.perde(['scan', 'lake', '--json']).stdout) as { fields: { path: string }[] }
    expect(scanned.fields.map(({ path }) => path).sort()).toEqual(['city', 'dt', 'iin', 'name'])
    expect(p.perde(['risk', 'lake', '--qi', 'city,dt', '--json'])).toMatchObject({ status: 0 })
  })

  it('loses the folders of a column that is dropped', () => {
    const p = project({ 'policy.yaml': partitioned('    dt: insensitive\n    city: { role: quasi-identifier, do: drop }\n'), ...LAKE }) // prettier-ignore
    expect(p.perde(['run', 'policy.yaml', '--out', 'out']).status).toBe(0)
    expect(p.below('out/data').filter((name) => name.endsWith('.csv'))).toEqual([
      'people/dt=2026-01-01/part-00000.csv',
      'people/dt=2026-01-01/part-00001.csv',
      'people/dt=2026-01-02/part-00002.csv',
    ])
  })

  it.each(['lake/', 'lake/**/*.csv', '{lake}'])('is the same table when it is called %s', (input) => {
    const p = project({ 'policy.yaml': partitioned(RULES, '', `"${input}"`), ...LAKE })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out']).status).toBe(input === '{lake}' ? 65 : 0)
  })

  it('of one day, named alone, still has the day', () => {
    const p = project({ 'policy.yaml': partitioned(RULES), ...LAKE })
    const run = p.perde(['run', 'policy.yaml', '--out', 'out', '--source', 'people=lake/dt=2026-01-02'])
    expect(run.status).toBe(0)
    expect(p.below('out/data').at(-1)).toBe('people/dt=2026-01-02/city=__HIVE_DEFAULT_PARTITION__/part-00000.csv')
  })

  it('stops the run where a column in the names of folders has no rule', () => {
    const p = project({ 'policy.yaml': partitioned('    dt: insensitive\n'), ...LAKE })
    const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'out'])
    expect([status, p.has('out')]).toEqual([78, false])
    expect(stderr).toContain('field "city" of "people" has no rule in the policy')
  })

  it('stops the run where the names of folders are personal and the policy says that they are not', () => {
    const files = Object.fromEntries(people(60).map((x) => [`lake/mail=${x.email}/p.csv`, cities([x])]))
    const p = project({ 'policy.yaml': partitioned('    mail: insensitive\n'), ...files })
    const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'out'])
    expect([status, p.has('out')]).toEqual([65, false])
    expect(stderr).toContain('[INPUT_SURPRISE]')
    expect(stderr).not.toContain('@')
  })

  it('is scanned as one table with the columns of its folders', () => {
    const files = Object.fromEntries(people(60).map((x) => [`lake/iin=${x.iin}/p.csv`, csv(['city'], [[x.city]])]))
    const p = project(files)
    const { status, stdout, stderr } = p.perde(['scan', 'lake', '--json', '--policy-out', 'first.yaml'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      records: 60,
      fields: [
        { source: 'lake', path: 'city' },
        { source: 'lake', path: 'iin', entity: 'iin', role: 'identifier' },
      ],
    })
    expect(stderr).toContain('a first policy is in first.yaml')
    expect(p.text('first.yaml')).toMatch(/path: lake|lake: lake/)
  })

  const bad: [string, Record<string, string>, string, number][] = [
    ['files with a column more', { 'lake/a.csv': 'iin,name\n', 'lake/b.csv': 'iin,name,x\n' }, 'a file has the column "x"', 65], // prettier-ignore
    ['files with a column less', { 'lake/a.csv': 'iin,name\n', 'lake/b.csv': 'iin\n' }, 'a file lacks the column "name"', 65], // prettier-ignore
    ['files with the columns in another order', { 'lake/a.csv': 'iin,name\n', 'lake/b.csv': 'name,iin\n' }, 'in another order', 65], // prettier-ignore
    ['an empty file', { 'lake/a.csv': 'iin,name\n', 'lake/b.csv': '' }, 'the file is empty', 65],
    ['a file without a header', { 'lake/a.csv': 'iin,name\n', 'lake/b.csv': `${person(1).iin},X\n` }, 'the header looks like a record', 65], // prettier-ignore
    ['a file of no known format', { 'lake/a.csv': 'iin,name\n', 'lake/notes.doc': 'x' }, 'not known from its name', 65],
    ['nothing', { 'lake/_a.csv': 'iin,name\n' }, 'a folder holds no data', 65],
    ['a column in folders and in records', { 'lake/iin=1/a.csv': 'iin,name\n' }, 'a folder and the records have a column of the same name', 65], // prettier-ignore
    ['a folder with half an escape', { 'lake/x=%E0/a.csv': 'iin,name\n' }, 'an escape that is none', 65],
    ['two folders of one name', { 'lake/x=1/x=2/a.csv': 'iin,name\n' }, 'two folders of a path name the same column', 65], // prettier-ignore
  ]
  it.each(bad)('that holds %s gives one error and no release', (_, files, message, status) => {
    const p = project({ 'policy.yaml': partitioned('    x: insensitive\n'), ...files })
    const run = p.perde(['run', 'policy.yaml', '--out', 'out'])
    expect(run.stderr).toContain(message)
    expect([run.status, p.has('out')]).toEqual([status, false])
  })

  it('may have files with other columns where the policy says so', () => {
    const policy = partitioned('    x: insensitive\n', '', '{ path: lake, columns: differ }')
    const p = project({ 'policy.yaml': policy, 'lake/a.csv': cities(people(2)), 'lake/b.csv': 'iin,x\n' })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out']).status).toBe(0)
    expect(p.text('out/data/people/part-00001.csv')).toBe('iin,x\n')
    expect(p.perde(['verify', 'out', '--log', 'perde-log']).status).toBe(0)
  })

  it('with a link back to itself or to a file of its own is refused, as records would count twice', () => {
    for (const [from, to] of [
      ['..', 'lake/a/up'],
      ['f.csv', 'lake/a/g.csv'],
    ] as const) {
      // prettier-ignore
      const p = project({ 'policy.yaml': partitioned(''), 'lake/a/f.csv': cities(people(2)) })
      symlinkSync(from, p.path(to))
      const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'out'])
      expect([status, p.has('out')]).toEqual([65, false])
      expect(stderr).toContain('found under two names')
    }
  })

  it('whose rule needs more than the value of a folder is refused', () => {
    for (const rule of [
      '{ role: quasi-identifier, do: mask, when: "name == \'x\'" }',
      '{ role: quasi-identifier, do: { noise: { scale: 1, by: record } } }',
    ]) {
      // prettier-ignore
      const p = project({ 'policy.yaml': partitioned(`    n: ${rule}\n`), 'lake/n=1/f.csv': cities(people(2)) })
      const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'out'])
      expect(stderr).toContain('needs more than its value')
      expect([status, p.has('out')]).toEqual([78, false])
    }
  })
})

describe('an input manifest', () => {
  it.each([
    ['came', 'an input came', (p: ReturnType<typeof project>) => p.write('lake/c.csv', cities(people(1, 9)))],
    ['changed', 'an input changed', (p: ReturnType<typeof project>) => utimesSync(p.path('lake/a.csv'), 1, 1)],
  ])('that is not what it was at the end stops the run: a file %s', async (_, message, change) => {
    const policy = peoplePolicy(CONSENT, { input: 'lake' }).replace('    city: insensitive\n', '')
    const few = people(3)
    const p = project({ 'policy.yaml': policy, 'lake/a.csv': cities(few), 'lake/b.csv': cities(people(3, 5)) })
    const held = hold(p.path('consents.csv'))
    const { ended } = p.start(['run', 'policy.yaml', '--out', 'out'])
    // The files were listed, and none of them was read to its end.
    await held.reached()
    change(p)
    held.go(consentsOf(few)) // prettier-ignore
    const { status, stderr } = await ended
    expect(stderr).toContain(message)
    expect([status, p.has('out')]).toEqual([65, false])
  })
})

it('many small packed files are read one after another, without a handle for each', () => {
  const files = Object.fromEntries(
    Array.from({ length: 260 }, (_, i) => [`lake/dt=2026-01-${String(1 + (i % 28)).padStart(2, '0')}/${i}.csv.gz`, gzipSync(peopleCsv([...people(1, i)]))]), // prettier-ignore
  )
  const policy = peoplePolicy(undefined, { input: 'lake', fields: '    dt: insensitive\n' })
  const p = project({ 'policy.yaml': policy, ...files })
  const { status } = p.perde(['run', 'policy.yaml', '--out', 'out'], { under: ['sh', '-c', 'ulimit -n 200; exec "$@"', 'sh'] }) // prettier-ignore
  expect(status).toBe(0)
  expect(p.below('out/data').filter((name) => name.endsWith('.csv.gz')).length).toBe(260)
}, 60_000)
