import { beforeAll, describe, expect, it } from 'vitest'
import { recordsOf } from '../io/formats/parquet/files.ts'
import { DATE, INT64, parquetFile, TEXT } from '../io/formats/parquet/make-file.ts'
import {
  CONSENT,
  CONTRACT,
  REGISTER_HEADER,
  consent,
  csv,
  jsonl,
  people,
  peoplePolicy,
  project,
  type Project,
} from './perde.ts'
import { expectRefusal, MARK } from './refusal.ts'

/** Parquet through every command that reads an input. */

const EVERYBODY = people(900)
const REGISTER = csv(
  REGISTER_HEADER,
  EVERYBODY.map(({ iin }, i) => consent(iin, i % 3 === 0 ? 'withdrawn' : 'given')),
)
const TYPES = { iin: TEXT, name: TEXT, city: TEXT, visits: INT64, born: DATE }
const ROWS = EVERYBODY.map(({ iin, name, city }, i) => ({
  ...{ iin, name, city },
  visits: i % 10 === 0 ? null : String(9_007_199_254_740_993n + BigInt(i)),
  born: `19${50 + (i % 50)}-0${1 + (i % 9)}-11`,
}))
const INPUT = parquetFile(TYPES, ROWS, 250)
const FIELDS = '    visits: sensitive\n    born: { role: sensitive, do: generalise year }\n'
const OPTIONS = { input: 'people.parquet', fields: FIELDS }

describe('a run over a Parquet file', () => {
  let p: Project
  beforeAll(() => {
    const policy = peoplePolicy(CONSENT, OPTIONS)
    p = project({ 'policy.yaml': policy, 'people.parquet': INPUT, 'consents.csv': REGISTER }, () => undefined)
    expect(p.perde(['run', 'policy.yaml', '--out', 'out'])).toMatchObject({ status: 0 })
  })

  it('writes the records that may be used, typed, with what the rules make of them', async () => {
    const records = await recordsOf(p.bytes('out/data/people.parquet'))
    const used = ROWS.filter((_, i) => i % 3 !== 0)
    expect(records.map(({ city, visits, born }) => ({ city, visits, born }))).toEqual(
      used.map(({ city, visits, born }) => ({ city, visits, born: born.slice(0, 4) })),
    )
    expect(records.every(({ iin }) => /^[a-z2-7]{16}$/.test(iin!))).toBe(true)
    expect(records.some((record) => 'name' in record)).toBe(false)
  })

  it('is verified, and one changed byte in the footer is found', () => {
    expect(p.perde(['verify', 'out', '--log', 'perde-log'])).toMatchObject({ status: 0 })
    const whole = p.bytes('out/data/people.parquet')
    const changed = Buffer.from(whole)
    changed[whole.length - 40]! ^= 1
    p.write('out/data/people.parquet', changed)
    expect(p.perde(['verify', 'out', '--log', 'perde-log'])).toMatchObject({ status: 65 })
    p.write('out/data/people.parquet', whole)
  })

  it('gives the same bytes for any number of workers and size of blocks, and from standard input', () => {
    const first = p.bytes('out/data/people.parquet')
    for (const options of [
      ['--workers', '1'],
      ['--workers', '3', '--block', '1KiB'],
    ]) {
      expect(p.perde(['run', 'policy.yaml', '--out', 'again', '--replace', ...options])).toMatchObject({ status: 0 })
      expect(p.bytes('again/data/people.parquet').equals(first)).toBe(true)
    }
    const piped = p.perde(['run', 'policy.yaml', '--source', 'people=-', '--out', 'piped'], { input: INPUT })
    expect(piped).toMatchObject({ status: 0 })
    expect(p.bytes('piped/data/people.parquet').equals(first)).toBe(true)
  })

  it('holds no identifier in any byte, packed or not', () => {
    p.write('plain.yaml', `${peoplePolicy(CONSENT, OPTIONS)}output: { compression: none }\n`)
    expect(p.perde(['run', 'plain.yaml', '--out', 'plain'])).toMatchObject({ status: 0 })
    const written = p.bytes('plain/data/people.parquet')
    expect(ROWS.filter(({ iin, name }) => written.includes(iin) || written.includes(name))).toEqual([])
    expect(written.includes(ROWS[1]!.city)).toBe(true)
  })

  it('is shuffled by the key, with the records that it has without', async () => {
    p.write('shuffled.yaml', `${peoplePolicy(CONSENT, OPTIONS)}output: { order: shuffle }\n`)
    expect(p.perde(['run', 'shuffled.yaml', '--out', 'shuffled'])).toMatchObject({ status: 0 })
    const order = async (name: string) => (await recordsOf(p.bytes(name))).map((record) => JSON.stringify(record))
    const [kept, shuffled] = [await order('out/data/people.parquet'), await order('shuffled/data/people.parquet')]
    expect(shuffled).not.toEqual(kept)
    expect(shuffled.sort()).toEqual(kept.sort())
    expect(p.perde(['verify', 'shuffled', '--log', 'perde-log'])).toMatchObject({ status: 0 })
  })

  it('is made k-anonymous', async () => {
    const fields = '    visits: { role: sensitive, do: drop }\n    born: quasi-identifier\n'
    const more = 'anonymity: { k: 5, suppress-at-most: 10% }\noutput: { order: shuffle }\n'
    p.write(
      'k.yaml',
      peoplePolicy(CONTRACT, { ...OPTIONS, fields, more }).replace('city: insensitive', 'city: quasi-identifier'),
    )
    const ran = p.perde(['run', 'k.yaml', '--out', 'k'])
    expect(ran).toMatchObject({ status: 0 })
    const sizes = new Map<string, number>()
    for (const { born, city } of await recordsOf(p.bytes('k/data/people.parquet')))
      sizes.set(`${born} ${city}`, (sizes.get(`${born} ${city}`) ?? 0) + 1)
    expect(Math.min(...sizes.values())).toBeGreaterThanOrEqual(5)
  })

  it('is scanned into a policy that runs, and its risk is measured', () => {
    const scan = ['scan', 'people.parquet', '--policy-out', 'scanned.yaml', '--controller', 'C']
    expect(p.perde([...scan, '--basis', 'contract', '--justification', 'J'])).toMatchObject({ status: 0 })
    expect(p.text('scanned.yaml')).toMatch(/iin: \{ role: identifier, type: iin/)
    expect(p.perde(['check', 'scanned.yaml'])).toMatchObject({ status: 0 })
    expect(p.perde(['run', 'scanned.yaml', '--out', 'scanned'])).toMatchObject({ status: 0 })
    expect(p.perde(['risk', 'people.parquet', '--qi', 'city,born'])).toMatchObject({ status: 0 })
  })

  it('is scanned into a policy that runs where texts in it are documents, which nothing opens there', async () => {
    const texts = Array.from({ length: 50 }, (_, n) => ({
      iin: 'x',
      name: `{"phone":"+7 700 000 00 ${10 + n}"}`,
      city: `{"a":${n}}`,
    }))
    p.write('texts.parquet', parquetFile({ iin: TEXT, name: TEXT, city: TEXT }, texts, 50))
    const scan = ['scan', 'texts.parquet', '--policy-out', 'texts.yaml', '--controller', 'C']
    expect(p.perde([...scan, '--basis', 'contract', '--justification', 'J'])).toMatchObject({ status: 0 })
    expect(p.perde(['run', 'texts.yaml', '--out', 'texts'])).toMatchObject({ status: 0 })
    expect(JSON.stringify(await recordsOf(p.bytes('texts/data/texts.parquet')))).not.toContain('+7 700')
  })

  it('stops at a field without a rule before it reads a record', () => {
    p.write('less.yaml', peoplePolicy(CONTRACT, { input: 'people.parquet' }))
    const ran = p.perde(['run', 'less.yaml', '--out', 'less'])
    expectRefusal(p, ran, { status: 78, code: 'POLICY_UNCOVERED_FIELD', out: 'less' })
  })
})

describe('a Parquet file that cannot be read', () => {
  const damaged = () => parquetFile({ iin: TEXT, name: TEXT, city: TEXT }, [{ iin: MARK, name: MARK, city: MARK }], 10)
  const cases: [title: string, bytes: () => Uint8Array, code: string][] = [
    ['one that was cut off', () => INPUT.subarray(0, INPUT.length - 100), 'INPUT_TORN_TAIL'],
    ['a text with its ending', () => Buffer.from(`iin,name,city\n${MARK},${MARK},${MARK}\n`), 'INPUT_FORMAT'],
    ['pages that are overwritten', () => Buffer.from(damaged()).fill(0xee, 30, 60), 'INPUT_PARQUET'],
    ['nothing', () => new Uint8Array(), 'INPUT_EMPTY'],
  ]
  for (const [title, bytes, code] of cases)
    it(`stops the run with one error, and nothing is published: ${title}`, () => {
      const p = project({
        'policy.yaml': peoplePolicy(CONTRACT, { input: 'people.parquet' }),
        'people.parquet': bytes(),
      })
      expectRefusal(p, p.perde(['run', 'policy.yaml', '--out', 'out']), { status: 65, code })
      expectRefusal(p, p.perde(['scan', 'people.parquet']), { status: 65, code })
    })

  it('names the record and the field of a text that is not UTF-8', () => {
    const bytes = Buffer.from(parquetFile({ iin: TEXT, name: TEXT, city: TEXT }, ROWS.slice(0, 3), 10))
    const at = bytes.indexOf(ROWS[1]!.city.slice(0, 3))
    bytes[at] = 0xff
    const p = project({ 'policy.yaml': peoplePolicy(CONTRACT, { input: 'people.parquet' }), 'people.parquet': bytes })
    const ran = p.perde(['run', 'policy.yaml', '--out', 'out'])
    expectRefusal(p, ran, { status: 65, code: 'INPUT_ENCODING', where: /city/ })
  })
})

describe('a field that is redacted', () => {
  it('shows neither who had no value nor of what kind it was, in columns with types and in JSON', async () => {
    const input = parquetFile(
      { n: INT64, t: TEXT },
      [
        { n: '1', t: null },
        { n: null, t: 'x' },
      ],
      10,
    )
    const p = project({
      'typed.parquet': input,
      'lines.jsonl': jsonl([{ n: 1 }, { n: null }, { n: true }, { n: 't' }, { n: [1] }, { n: '' }]),
      'policy.yaml': `perde: 1
dataset:
  id: redacted
  sources: { typed: typed.parquet, lines: lines.jsonl }
  provenance: { controller: Example Clinic, method: own-records }
${CONTRACT}keys: { main: { env: PERDE_KEY } }
fields:
  typed: { n: { role: sensitive, do: redact }, t: { role: sensitive, do: redact } }
  lines: { n: { role: sensitive, do: redact } }
`,
    })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--log', 'log'])).toMatchObject({ status: 0 })
    const mark = '[REDACTED]'
    expect(await recordsOf(p.bytes('out/data/typed.parquet'))).toEqual([1, 2].map(() => ({ n: null, t: mark })))
    expect(p.text('out/data/lines.jsonl')).toBe(`{"n":"${mark}"}\n`.repeat(6))
    const { resources } = p.json<{ resources: { path: string; schema: { fields: { type: string }[] } }[] }>(
      'out/datapackage.json',
    )
    expect(resources.map(({ schema }) => schema.fields.map(({ type }) => type))).toEqual([
      ['number', 'string'],
      ['string'],
    ])
  })
})
