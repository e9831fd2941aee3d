import { Field, Int32, Struct, Table, tableFromIPC, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow'
import { parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { CONSENT, CONTRACT, consent, csv, people, peopleCsv, peoplePolicy, project, REGISTER_HEADER } from './perde.ts'
import { expectRefusal } from './refusal.ts'

/** Arrow through every command that reads an input, and to and from other formats. */

const ALL = people(300)
const INPUT = Buffer.from(
  tableToIPC(
    new Table({
      iin: vectorFromArray(
        ALL.map(({ iin }) => iin),
        new Utf8(),
      ),
      name: vectorFromArray(
        ALL.map(({ name }) => name),
        new Utf8(),
      ),
      city: vectorFromArray(
        ALL.map(({ city }) => city),
        new Utf8(),
      ),
      visits: vectorFromArray(
        ALL.map((_, i) => (i % 5 === 0 ? null : i)),
        new Int32(),
      ),
    }),
    'file',
  ),
)
const REGISTER = csv(
  REGISTER_HEADER,
  ALL.map(({ iin }, i) => consent(iin, i % 3 === 0 ? 'withdrawn' : 'given')),
)
const OPTIONS = { input: 'people.arrow', fields: '    visits: sensitive\n' }
const visitsOf = (bytes: Uint8Array) => tableFromIPC(bytes).getChild('visits')!.toJSON()
const USED = ALL.flatMap((_, i) => (i % 3 === 0 ? [] : [i % 5 === 0 ? null : i]))

describe('a run over an Arrow file', () => {
  it('writes the records that may be used, typed, the same bytes for any workers and blocks, and is verified', () => {
    const p = project({
      'policy.yaml': peoplePolicy(CONSENT, OPTIONS),
      'people.arrow': INPUT,
      'consents.csv': REGISTER,
    })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '1'])).toMatchObject({ status: 0 })
    const first = p.bytes('out/data/people.arrow')
    expect(visitsOf(first)).toEqual(USED)
    expect(tableFromIPC(first).schema.fields.map(({ name }) => name)).toEqual(['iin', 'city', 'visits'])
    expect(ALL.filter(({ iin, name }) => first.includes(iin) || first.includes(name))).toEqual([])
    const again = ['run', 'policy.yaml', '--out', 'again', '--workers', '3', '--block', '1KiB']
    expect(p.perde(again)).toMatchObject({ status: 0 })
    expect(p.bytes('again/data/people.arrow').equals(first)).toBe(true)
    expect(p.perde(['verify', 'out', '--log', 'perde-log'])).toMatchObject({ status: 0 })
    const { distribution } = p.json<{ distribution: { encodingFormat: string }[] }>('out/croissant.json')
    expect(distribution[0]!.encodingFormat).toBe('application/vnd.apache.arrow.file')
  })

  it('is scanned, and its risk is measured', () => {
    const p = project({ 'people.arrow': INPUT })
    const scanned = p.perde(['scan', 'people.arrow', '--json'])
    expect(scanned.status).toBe(0)
    expect(JSON.parse(scanned.stdout)).toMatchObject({ records: 300 })
    expect(scanned.stdout).toContain('"iin"')
    const risk = p.perde(['risk', 'people.arrow', '--qi', 'city', '--json'])
    expect(risk.status).toBe(0)
    expect((JSON.parse(risk.stdout) as { k: number }).k).toBeGreaterThan(0)
  })

  it('writes what a rule makes of a field inside of a struct, and leaves out those beside it that have none', () => {
    const at = ALL.map(({ city, name }, i) => ({ city, name, floor: i % 3 }))
    const type = new Struct([new Field('city', new Utf8(), true), new Field('name', new Utf8(), true), new Field('floor', new Int32(), true)]) // prettier-ignore
    const fields = '    at.city: { role: quasi-identifier, do: mask }\n    at.floor: insensitive\n'
    const policy = peoplePolicy(CONTRACT, { input: 'people.arrow', fields, more: 'unlisted: drop\n' })
    for (const form of ['stream', 'file'] as const) {
      const iin = vectorFromArray(ALL.map((person) => person.iin), new Utf8()) // prettier-ignore
      const bytes = tableToIPC(new Table({ iin, at: vectorFromArray(at, type) } as never), form)
      const p = project({ 'policy.yaml': policy, 'people.arrow': bytes })
      expect(p.perde(['run', 'policy.yaml', '--out', 'out'])).toMatchObject({ status: 0 })
      const written = tableFromIPC(p.bytes('out/data/people.arrow')).getChild('at')!.toJSON() as unknown[]
      expect(written.map((record) => JSON.stringify(record))).toEqual(
        at.map(({ city, floor }) => JSON.stringify({ city: '*'.repeat(city.length), floor })),
      )
    }
  }, 60_000)

  it('stops with one error where it was cut off', () => {
    const p = project({ 'policy.yaml': peoplePolicy(CONTRACT, OPTIONS), 'people.arrow': INPUT.subarray(0, 2000) })
    expectRefusal(p, p.perde(['run', 'policy.yaml', '--out', 'out']), { status: 65, code: 'INPUT_TORN_TAIL' })
  })
})

describe('Arrow and other formats', () => {
  const convert = (format: string, input: string, bytes: Uint8Array, fields = OPTIONS.fields) => {
    const more = `output: { format: ${format} }\n`
    const p = project({ 'policy.yaml': peoplePolicy(CONTRACT, { input, fields, more }), [input]: bytes })
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--workers', '2'])).toMatchObject({ status: 0 })
    expect(p.perde(['verify', 'out', '--log', 'perde-log'])).toMatchObject({ status: 0 })
    return p.bytes(`out/data/people.${format}`)
  }

  it('keep types between Arrow and Parquet', async () => {
    const all = ALL.map((_, i) => (i % 5 === 0 ? null : i))
    const parquet = convert('parquet', 'people.arrow', INPUT)
    const read = await parquetReadObjects({ file: Uint8Array.from(parquet).buffer })
    expect(read.map(({ visits }) => (visits as number | null) ?? null)).toEqual(all)
    const back = project({
      'policy.yaml': peoplePolicy(CONTRACT, {
        input: 'in.parquet',
        fields: OPTIONS.fields,
        more: 'output: { format: arrow }\n',
      })
        .replace('name: { role: identifier, type: person, do: drop }', 'other: insensitive')
        .replace('type: iin, do: pseudonym person', 'do: keep')
        .replace('subject: { people: iin }', 'title: back'),
      'in.parquet': parquet,
    })
    expect(back.perde(['run', 'policy.yaml', '--out', 'out'])).toMatchObject({ status: 0 })
    expect(visitsOf(back.bytes('out/data/people.arrow'))).toEqual(all)
  })

  it('become one another: a table and JSON Lines', () => {
    const found = tableFromIPC(convert('arrow', 'people.csv', Buffer.from(peopleCsv(ALL)), ''))
    expect(found.getChild('city')!.toJSON()).toEqual(ALL.map(({ city }) => city))
    const lines = convert('jsonl', 'people.arrow', INPUT).toString().trimEnd().split('\n')
    expect((JSON.parse(lines[1]!) as { visits: number }).visits).toBe(1)
    expect((JSON.parse(lines[0]!) as { visits: null }).visits).toBe(null)
  })
})
