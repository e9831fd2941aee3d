import { parse } from 'csv-parse/sync'
import { createHash } from 'node:crypto'
import { parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { corpus, recordsOf } from '../io/formats/parquet/files.ts'
import { INT64, parquetFile, TEXT } from '../io/formats/parquet/make-file.ts'
import {
  CONSENT,
  CONTRACT,
  consent,
  csv,
  jsonl,
  people,
  peopleCsv,
  peoplePolicy,
  project,
  REGISTER_HEADER,
} from './perde.ts'
import { expectRefusal, MARK } from './refusal.ts'

/** Records that are released in another format than they came in. */

const ALL = people(400)
const REGISTER = csv(
  REGISTER_HEADER,
  ALL.map(({ iin }, i) => consent(iin, i % 4 === 0 ? 'withdrawn' : 'given')),
)
const FILES = { 'people.csv': peopleCsv(ALL), 'consents.csv': REGISTER }
const policy = (output: string, more: Parameters<typeof peoplePolicy>[1] = {}, purpose = CONSENT) =>
  peoplePolicy(purpose, { ...more, more: `${more?.more ?? ''}output: { ${output} }\n` })

describe.each(['parquet', 'jsonl', 'json', 'xml', 'tsv'])('a release of CSV as %s', (format) => {
  it('has the records that may be used, the same bytes for any workers and blocks, and is verified', () => {
    const p = project({ ...FILES, 'policy.yaml': policy(`format: ${format}`) })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1'])).toMatchObject({ status: 0 })
    expect(p.below('out/data')).toEqual([`people.${format}`])
    const first = p.bytes(`out/data/people.${format}`)
    expect(ALL.filter(({ iin, name }) => first.includes(iin) || first.includes(name))).toEqual([])
    const again = ['run', 'policy.yaml', '--out', 'again', '--workers', '3', '--block', '1KiB']
    expect(p.perde(again)).toMatchObject({ status: 0 })
    expect(p.bytes(`again/data/people.${format}`).equals(first)).toBe(true)
    expect(p.perde(['verify', 'out', '--log', 'perde-log'])).toMatchObject({ status: 0 })
    const { outputs, records } = p.json<{ outputs: { records: number }[]; records: { out: number } }>(
      'out/manifest.json',
    )
    expect([outputs[0]!.records, records.out]).toEqual([300, 300])
    const types: Record<string, string> = {
      parquet: 'application/vnd.apache.parquet',
      jsonl: 'application/jsonl',
      json: 'application/json',
      xml: 'application/xml',
      tsv: 'text/tab-separated-values',
    }
    const { distribution } = p.json<{ distribution: { encodingFormat: string }[] }>('out/croissant.json')
    const { resources } = p.json<{ resources: { format: string; mediatype: string }[] }>('out/datapackage.json')
    expect(distribution[0]!.encodingFormat).toBe(types[format])
    expect(resources[0]).toMatchObject({ format, mediatype: types[format] })
    // What was released is an input like any other.
    const scanned = p.perde(['scan', `out/data/people.${format}`, '--json'])
    expect(scanned.status).toBe(0)
    expect((JSON.parse(scanned.stdout) as { records: number }).records).toBe(300)
  })
})

describe('records that are written as another format', () => {
  it('are the same whatever the way: to Parquet and back to CSV', async () => {
    const p = project({ ...FILES, 'policy.yaml': policy('format: parquet'), 'plain.yaml': policy('format: same') })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out'])).toMatchObject({ status: 0 })
    expect(p.perde(['run', 'plain.yaml', '--out', 'plain'])).toMatchObject({ status: 0 })
    const bytes = p.bytes('out/data/people.parquet')
    const read = await parquetReadObjects({ file: Uint8Array.from(bytes).buffer })
    expect(read.length).toBe(300)
    expect(Object.keys(read[0]!)).toEqual(['iin', 'city'])
    // The digest of the records is of all that stands before the footer, which says its own length.
    const { recordsSha256, outputs } = p.json<{ recordsSha256: string; outputs: { trailer: number }[] }>('out/manifest.json') // prettier-ignore
    const trailer = bytes.readUInt32LE(bytes.length - 8) + 8
    const records = bytes.subarray(0, bytes.length - trailer)
    expect([outputs[0]!.trailer, recordsSha256]).toEqual([trailer, createHash('sha256').update(records).digest('hex')])
    p.write('back.yaml', BACK)
    expect(p.perde(['run', 'back.yaml', '--out', 'back'])).toMatchObject({ status: 0 })
    expect(p.text('back/data/people.csv')).toBe(p.text('plain/data/people.csv'))
  })

  it('have the types that the policy gives their columns, and so says the data package', async () => {
    const rows = ALL.map(({ iin, name, city }, i) => ({ iin, name, city, visits: i % 3 === 0 ? '' : String(i) }))
    const text = csv(['iin', 'name', 'city', 'visits'], rows.map(Object.values))
    const types = 'format: parquet, types: { people: { visits: int32 } }'
    const fields = '    visits: { role: sensitive, do: round 10 }\n'
    const p = project({ 'policy.yaml': policy(types, { fields }, CONTRACT), 'people.csv': text })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out'])).toMatchObject({ status: 0 })
    const read = await parquetReadObjects({ file: Uint8Array.from(p.bytes('out/data/people.parquet')).buffer })
    expect(read.map(({ visits }) => visits as number | null)).toEqual(
      rows.map(({ visits }) => (visits === '' ? null : Math.round(Number(visits) / 10) * 10)),
    )
    const { resources } = p.json<{ resources: { schema: { fields: { name: string; type: string }[] } }[] }>(
      'out/datapackage.json',
    )
    expect(resources[0]!.schema.fields.find(({ name }) => name === 'visits')).toMatchObject({ type: 'integer' })
    expect(p.perde(['verify', 'out', '--log', 'perde-log'])).toMatchObject({ status: 0 })
    p.write('people.csv', text.replace(',1\n', `,${MARK}\n`))
    const refused = { out: 'again', where: /visits/ }
    const ran = p.perde(['run', 'policy.yaml', '--out', 'again'])
    expectRefusal(p, ran, { ...refused, status: 65, code: 'INPUT_VALUE' })
  })

  it('have no type but text where a rule writes texts', () => {
    const types = 'format: parquet, types: { people: { iin: int64 } }'
    const p = project({ ...FILES, 'policy.yaml': policy(types, {}, CONTRACT) })
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out'])
    expectRefusal(p, ran, { status: 78, code: 'PLAN_MISMATCH', where: /iin/ })
  })

  it('are JSON Lines with numbers out of Parquet, and are packed as the policy says', async () => {
    const rows = ALL.map(({ iin, name, city }, i) => ({ iin, name, city, visits: i % 3 === 0 ? null : String(i) }))
    const input = parquetFile({ iin: TEXT, name: TEXT, city: TEXT, visits: INT64 }, rows, 100)
    const fields = '    visits: sensitive\n'
    const p = project({
      'policy.yaml': policy('format: jsonl, compression: gzip', { input: 'people.parquet', fields }, CONTRACT),
      'people.parquet': input,
    })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '2'])).toMatchObject({ status: 0 })
    expect(p.below('out/data')).toEqual(['people.jsonl.gz'])
    const { gunzipSync } = await import('node:zlib')
    const lines = gunzipSync(p.bytes('out/data/people.jsonl.gz')).toString().trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { visits: number | null }).visits)).toEqual(
      rows.map(({ visits }) => (visits === null ? null : Number(visits))),
    )
    expect(p.perde(['verify', 'out', '--log', 'perde-log'])).toMatchObject({ status: 0 })
  })

  it('are shuffled by the key, and divided into files, with the records that they have without', async () => {
    const p = project(FILES)
    const lines = (names: string[]) => names.flatMap((name) => p.text(name).trimEnd().split('\n'))
    p.write('kept.yaml', policy('format: jsonl'))
    expect(p.perde(['run', 'kept.yaml', '--out', 'kept'])).toMatchObject({ status: 0 })
    const kept = lines(['kept/data/people.jsonl'])
    p.write('files.yaml', policy('format: jsonl, file-size: 4KiB'))
    expect(p.perde(['run', 'files.yaml', '--out', 'files'])).toMatchObject({ status: 0 })
    const parts = p.below('files/data/people')
    expect(parts.length).toBeGreaterThan(2)
    expect(lines(parts.map((name) => `files/data/people/${name}`))).toEqual(kept)
    for (const format of ['jsonl', 'csv', 'json', 'parquet']) {
      p.write('shuffled.yaml', policy(`format: ${format}, order: shuffle`))
      expect(p.perde(['run', 'shuffled.yaml', '--out', `s-${format}`])).toMatchObject({ status: 0 })
      expect(p.perde(['verify', `s-${format}`, '--log', 'perde-log'])).toMatchObject({ status: 0 })
    }
    const shuffled = lines(['s-jsonl/data/people.jsonl'])
    expect(shuffled).not.toEqual(kept)
    expect(shuffled.sort()).toEqual(kept.sort())
    const objects = JSON.parse(p.text('s-json/data/people.json')) as unknown[]
    expect(objects.map((record) => JSON.stringify(record)).sort()).toEqual(kept)
    const ofParquet = (await recordsOf(p.bytes('s-parquet/data/people.parquet'))).map((record) =>
      JSON.stringify(record),
    )
    expect(ofParquet.sort()).toEqual(kept)
  })

  it('go to standard output', () => {
    const p = project({ ...FILES, 'policy.yaml': policy('format: jsonl') })
    const { status, stdout } = p.perde(['run', 'policy.yaml', '--out', '-'])
    expect([status, stdout.trimEnd().split('\n').length]).toEqual([0, 300])
  })
})

const BACK = `perde: 1
dataset: { id: back, sources: { people: out/data/people.parquet }, provenance: { controller: Example Clinic } }
purpose: { id: "dpv:ServiceOptimisation", processing: "dpv-ai:ModelTraining", basis: contract }
keys: { main: { ephemeral: true } }
unlisted: keep
fields: { people: { iin: { role: sensitive }, city: insensitive } }
output: { format: csv }
`

describe('what cannot be written as another format', () => {
  const records = (value: unknown) => jsonl(ALL.slice(0, 9).map(({ iin, name }) => ({ iin, name, city: value })))

  it('stops the run where a value shows it, with its place and without a word of it', () => {
    const p = project({
      'policy.yaml': policy('format: csv', { input: 'people.jsonl' }, CONTRACT),
      'people.jsonl': records({ [MARK]: MARK }),
    })
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out'])
    expectRefusal(p, ran, { status: 65, code: 'INPUT_VALUE', where: /city/ })
  })

  it('stops the run before its first record where the schema shows it', () => {
    const rules = '{ "**": { role: sensitive } }'
    const p = project({
      'policy.yaml': BACK.replace('out/data/people.parquet', 'in.parquet').replace(
        /fields: .*/,
        `fields: { people: ${rules} }`,
      ),
      'in.parquet': corpus('nested'),
    })
    expectRefusal(p, p.perde(['run', 'policy.yaml', '--out', 'out']), {
      status: 78,
      code: 'PLAN_MISMATCH',
      where: /person/,
    })
  })

  it.each([
    ['people.jsonl', 'format: csv', 'unlisted: keep\n'],
    ['people.csv', 'format: parquet, compression: zstd', ''],
    ['people.csv', 'format: parquet, file-size: 1MiB', ''],
    ['people.csv', 'nested: json', ''],
    ['{ path: people.json, record: /data }', 'format: csv', ''],
  ])('is a finding of check: %s with %s', (input, output, more) => {
    const p = project({ 'policy.yaml': policy(output, { input, more }, CONTRACT) })
    const ran = p.perde(['check', 'policy.yaml'])
    expect([ran.status, ran.stderr]).toEqual([78, expect.stringContaining('[POLICY_VALUE]')])
  })
})

describe('a release of CSV with one column', () => {
  const ROWS = 'a,b\n,2\n3,4\n  ,5\n'
  const sources = ['kept', 'changed', 'nulled', 'redacted', 'chosen'].map((id) => `${id}: ${id}.csv`)
  const POLICY = `perde: 1
dataset:
  id: alone
  sources: { ${sources.join(', ')}, lines: lines.jsonl }
  provenance: { controller: Example Clinic, method: own-records }
${CONTRACT}keys: { main: { env: PERDE_KEY } }
output: { format: csv }
fields:
  "*": { b: { role: sensitive, do: drop } }
  kept: { a: insensitive }
  changed: { a: { role: sensitive, do: mask } }
  nulled: { a: { role: sensitive, do: "null" } }
  redacted: { a: { role: sensitive, do: { redact: { with: "" } } } }
  chosen: { a: { role: sensitive, when: "a == '3'", do: drop } }
  lines: { a: insensitive }
`
  it('has a record for others wherever it has one, also for nothing and null', () => {
    const files = Object.fromEntries(sources.map((source) => [source.split(': ')[1]!, ROWS]))
    const lines = jsonl([{ a: null, b: 2 }, { a: '3', b: 4 }, { b: 5 }])
    const p = project({ ...files, 'lines.jsonl': lines, 'policy.yaml': POLICY })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--log', 'log'])).toMatchObject({ status: 0 })
    const { outputs } = p.json<{ outputs: { path: string; records: number }[] }>('out/manifest.json')
    const read = (path: string) => parse(p.bytes(`out/${path}`), { columns: true, skip_empty_lines: true })
    expect(outputs.map(({ path, records }) => [path, records])).toEqual(
      ['kept', 'changed', 'nulled', 'redacted', 'chosen', 'lines'].map((id) => [`data/${id}.csv`, 3]),
    )
    for (const { path } of outputs) {
      expect(read(path)).toHaveLength(3)
      expect(p.text(`out/${path}`)).not.toMatch(/\n[ \t]*\n/)
    }
    expect(p.perde(['verify', 'out', '--log', 'log'])).toMatchObject({ status: 0 })
  })
})
