import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { S3_SERVER, startS3, type S3Server } from '../io/stores/s3/s3-server.ts'
import { CONTRACT, csv, jsonl, people, project, type Project } from './perde.ts'

/** What was made up says so: in the release's sidecars, in the files that have metadata, to readers that know nothing of perde. */

const PEOPLE = people(40)
const RECORDS = PEOPLE.map((of, n) => ({
  iin: of.iin,
  name: of.name,
  email: of.email,
  // Only some of them are replaced, and only what is found in a text is.
  phone: of.phone,
  note: `call ${of.name} on ${of.phone}`,
  visits: String(n % 7),
}))
const FIELDS = `
    iin: { role: identifier, type: iin, do: fake iin }
    name: { role: identifier, type: person, do: fake person.name }
    email: { role: identifier, type: email, do: fake email }
    phone: { role: identifier, type: phone, do: fake phone, when: "visits == '3'", else: redact }
    note: { role: sensitive, do: { scrub: { find: [phone, person], with: fake } } }
    visits: insensitive
`

function policy(input: string, more = ''): string {
  return `perde: 1
dataset:
  id: clinic
  sources: { people: ${input} }
  maker: { name: First Clinic }
  provenance: { controller: Example Clinic, method: own-records }
${CONTRACT}keys:
  main: { env: PERDE_KEY }
fields:
  people:${FIELDS}${more}`
}

const xml = `<people>${RECORDS.map(
  (of) =>
    `<person>${Object.entries(of)
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join('')}</person>`,
).join('\n')}</people>\n`

const MADE_UP = ['email', 'iin', 'name', 'note', 'phone']
const MIXED = ['note', 'phone']

/** Reads the package as a program does that was written by somebody else: Python with its standard library. */
const READER = `
import json, sys
package = json.load(open(sys.argv[1] + '/datapackage.json'))
made, mixed = [], []
for resource in package['resources']:
    for field in resource['schema']['fields']:
        if field['perde'].get('synthetic'): made.append(field['name'])
        if field['perde'].get('mixed'): mixed.append(field['name'])
print(json.dumps([package['perde']['marking']['digitalSourceType'], sorted(made), sorted(mixed), resource['path']]))
`
/** The records of a release, each with the fields of which its value is made up, by the marks of cells; the standard library only. */
const CELLS = `
import base64, csv, json, sys, zlib
release = sys.argv[1]
cells = json.load(open(release + '/' + json.load(open(release + '/manifest.json'))['marking']['cells']))
found = []
for file in cells['files']:
    rows = list(csv.reader(open(release + '/' + file['path'], encoding='utf-8', newline='')))[1:]
    bits = {of['path']: zlib.decompress(base64.b64decode(of['bits'])) for of in file['fields']}
    assert len(rows) == file['records']
    for n, row in enumerate(rows):
        found.append([row, sorted(path for path, own in bits.items() if own[n // 8] >> n % 8 & 1)])
print(json.dumps(found))
`
const PYTHON = spawnSync('python3', ['--version']).status === 0
const ARROW_PYTHON = process.env['PERDE_PYTHON']

function release(input: string, content: string | Uint8Array, more = '', source = input): Project {
  const p = project({ 'policy.yaml': policy(source, more), [input]: content })
  expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--quiet'])).toMatchObject({ status: 0, stderr: '' })
  return p
}

const TYPE = 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia'
const table = csv(
  Object.keys(RECORDS[0]!),
  RECORDS.map((of) => Object.values(of)),
)
const INPUTS: [string, string | Uint8Array, string?][] = [
  ['people.csv', table],
  ['people.csv.gz', gzipSync(table)],
  ['people.jsonl', jsonl(RECORDS)],
  ['people.xml', xml, '{ path: people.xml, record: /people/person }'],
]

describe('R38: what was made up', () => {
  it.skipIf(!PYTHON).each(INPUTS)('is named beside %s for a reader without perde', (input, content, source) => {
    const p = release(input, content, '', source)
    const read = execFileSync('python3', ['-c', READER, p.path('out')]).toString()
    expect(JSON.parse(read)).toEqual([TYPE, MADE_UP, MIXED, `data/people.${input.split('.').slice(1).join('.')}`])
    const { marking } = p.json<{ marking: object }>('out/manifest.json')
    const full = (names: readonly string[]) => names.map((name) => `people/${name}`)
    expect(marking).toMatchObject({ digitalSourceType: TYPE, fields: full(MADE_UP), mixed: full(MIXED) })
  })

  it.skipIf(ARROW_PYTHON === undefined).each(['parquet', 'arrow'])('is named in the metadata of %s files', (format) => {
    const p = release('people.csv', table, `output: { format: ${format} }\n`)
    const script =
      format === 'parquet'
        ? 'import pyarrow.parquet as q; s = q.read_schema(FILE)'
        : 'import pyarrow as a; s = a.ipc.open_file(FILE).schema'
    const code = `import sys; FILE = sys.argv[1]; ${script}; print(s.metadata[b'perde.marking'].decode())`
    const read = execFileSync(ARROW_PYTHON!, ['-c', code, p.path(`out/data/people.${format}`)]).toString()
    expect(JSON.parse(read)).toEqual({ digitalSourceType: TYPE, fields: MADE_UP, mixed: MIXED })
    // The file is what it was without it, for perde too.
    expect(p.perde(['scan', `out/data/people.${format}`, '--json'])).toMatchObject({ status: 0 })
  })

  it('is not called people’s data by scan, unless it holds numbers that pass their check', () => {
    const p = release('people.csv', table)
    const scan = (file: string) =>
      Object.fromEntries(
        (
          JSON.parse(p.perde(['scan', file, '--json']).stdout) as { fields: { path: string; entity: string }[] }
        ).fields.map(({ path, entity }) => [path, entity]),
      )
    expect(scan('out/data/people.csv')).toMatchObject({ iin: 'synthetic', name: 'synthetic', email: 'synthetic' })
    // A mixed column is what its values are; and of a file of no release nobody says anything.
    expect(scan('out/data/people.csv')['note']).not.toBe('synthetic')
    cpSync(p.path('out/data/people.csv'), p.path('copy.csv'))
    expect(scan('copy.csv')).toMatchObject({ name: 'person', email: 'email' })
    // Somebody puts people where the release has inventions: of the same size, beside the same manifest.
    const { size } = { size: p.bytes('out/data/people.csv').length }
    p.write('out/data/people.csv', table.slice(0, size).padEnd(size, '\n'))
    expect(scan('out/data/people.csv')['iin']).toBe('iin')
    // A manifest that was changed marks nothing.
    p.write('out/manifest.json', p.text('out/manifest.json').replace('people/email', 'people/visits'))
    expect(scan('out/data/people.csv')).toMatchObject({ email: 'email' })
  })

  it.skipIf(!PYTHON).each([
    ['in its order', ''],
    ['shuffled', 'output: { order: shuffle }\n'],
    ['in several files', 'output: { file-size: 1KiB }\n'],
    ['in several files, shuffled', 'output: { file-size: 1KiB, order: shuffle }\n'],
  ])('is named cell by cell, %s, whatever cuts it into blocks', (_, more) => {
    const p = release('people.csv', table, more)
    const files = JSON.parse(execFileSync('python3', ['-c', CELLS, p.path('out')]).toString()) as [string[], string[]][]
    expect(files).toHaveLength(40)
    // What the rules do is seen in the records: a phone that is there was made up, as was one in a note.
    for (const [cells, marked] of files) {
      const [, , , phone, note] = cells
      const made = [
        ...(note!.includes('call') && !note!.includes('+7 761') ? ['note'] : []),
        ...(phone!.startsWith('+7') ? ['phone'] : []),
      ]
      expect(marked, String(cells[5])).toEqual(made)
    }
    expect(files.some(([, marked]) => marked.length === 1) && files.some(([, marked]) => marked.length === 2)).toBe(
      true,
    )
    const again = (name: string, ...args: string[]) => {
      expect(p.perde(['run', 'policy.yaml', '--out', name, '--quiet', ...args])).toMatchObject({ status: 0 })
      return p.text(`${name}/made-up-cells.json`)
    }
    expect(again('blocks', '--workers', '2', '--block', '1KiB')).toBe(p.text('out/made-up-cells.json'))
  })

  it.skipIf(!PYTHON).each(['jsonl', 'json', 'xml'])('is named cell by cell in %s too', (format) => {
    const p = release('people.csv', table, `output: { format: ${format} }\n`)
    const csvs = release('people.csv', table)
    const bits = (of: Project) =>
      of.json<{ files: { fields: object[] }[] }>('out/made-up-cells.json').files.map(({ fields }) => fields)
    expect(bits(p)).toEqual(bits(csvs))
  })

  it('cannot lose its marks without verify saying so', () => {
    const p = release('people.csv', table, 'output: { format: parquet }\n')
    const verify = () => p.perde(['verify', 'out'])
    expect(verify()).toMatchObject({ status: 0 })
    const strip: [string, (text: Buffer) => Buffer | undefined][] = [
      ['datapackage.json', () => undefined],
      ['made-up-cells.json', () => undefined],
      ['made-up-cells.json', (text) => Buffer.from(text.toString().replace(/"bits": "..../, '"bits": "eJwA'))],
      ['croissant.json', (text) => Buffer.from(text.toString().replaceAll('digitalSourceType', 'digitalSourceTypo'))],
      ['manifest.json', (text) => Buffer.from(text.toString().replace(/"marking":\{[^}]*\}/, '"marking":null'))],
      [
        'data/people.parquet',
        (bytes) => Buffer.from(bytes.toString('latin1').replace('perde.marking', 'xxxxx.xxxxxxx'), 'latin1'),
      ],
    ]
    for (const [file, change] of strip) {
      const was = p.bytes(`out/${file}`)
      const without = change(was)
      if (without) {
        expect(without.equals(was), file).toBe(false)
        p.write(`out/${file}`, without)
      } else rmSync(p.path(`out/${file}`))
      expect(verify(), file).toMatchObject({ status: 65 })
      p.write(`out/${file}`, was)
    }
  })
})

let server: S3Server
beforeAll(async () => {
  if (S3_SERVER === undefined) return
  server = await startS3(S3_SERVER)
  await server.createBucket('lake')
})
afterAll(() => server?.stop())

describe.skipIf(S3_SERVER === undefined)('R36: a run over a release in a store', () => {
  it('keeps the makers of it, and refuses one whose manifest was changed', async () => {
    const p = project({ 'policy.yaml': policy('people.csv'), 'people.csv': table })
    const run = (file: string, out: string) => p.perde(['run', file, '--out', out, '--quiet'], { env: server.env })
    expect(run('policy.yaml', 's3://lake/first')).toMatchObject({ status: 0 })
    p.write(
      'second.yaml',
      policy('s3://lake/first/data/people.csv')
        .replace('First Clinic', 'Second Institute')
        .replace('id: clinic', 'id: second'),
    )
    expect(run('second.yaml', 'second')).toMatchObject({ status: 0 })
    const { makers } = p.json<{ makers: { name: string }[] }>('second/manifest.json')
    expect(makers.map(({ name }) => name)).toEqual(['First Clinic', 'Second Institute'])
    const manifest = await server.get('lake', 'first/manifest.json')
    await server.put('lake', 'first/manifest.json', manifest.toString().replace('First Clinic', 'Third Clinic'))
    const refused = run('second.yaml', 'third')
    expect(refused).toMatchObject({ status: 65 })
    expect(refused.stderr).toContain('[RELEASE_TAMPERED]')
  })
})
