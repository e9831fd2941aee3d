import { beforeAll, describe, expect, it } from 'vitest'
import { CONSENT, REGISTER_HEADER, consent, csv, people, peoplePolicy, person, project, type Project } from './perde.ts'

/** JSON documents: records in an array somewhere inside, through every command that reads an input. */

const EVERYBODY = people(400)
/** Every third has withdrawn, so records leave from the beginning, the middle and the end. */
const REGISTER = csv(
  REGISTER_HEADER,
  EVERYBODY.map(({ iin }, i) => consent(iin, i % 3 === 0 ? 'withdrawn' : 'given')),
)
const RECORDS = EVERYBODY.map(({ iin, name, city }) => ({ iin, name, city }))
const ENVELOPE = {
  version: 3,
  'exported by': 'the nightly job',
  page: { of: 1, items: RECORDS as unknown, more: false },
}
const DOCUMENT = `${JSON.stringify({ ...ENVELOPE, checksum: '9f' }, undefined, 2)}\n`
const INPUT = '{ path: people.json, record: /page/items }'
const POLICY = peoplePolicy(CONSENT, { input: INPUT })

describe('a run over a JSON document', () => {
  let p: Project
  beforeAll(() => {
    p = project({ 'policy.yaml': POLICY, 'people.json': DOCUMENT, 'consents.csv': REGISTER }, () => undefined)
  })

  it('writes the document with the records that may be used, and everything around them as it was', () => {
    expect(p.perde(['run', 'policy.yaml', '--out', 'out', '--block', '4KiB'])).toMatchObject({ status: 0 })
    const written = p.text('out/data/people.json')
    const start = DOCUMENT.indexOf('[')
    expect(written.slice(0, start + 1)).toBe(DOCUMENT.slice(0, start + 1))
    const end = DOCUMENT.lastIndexOf(']')
    expect(written.endsWith(DOCUMENT.slice(end))).toBe(true)
    const { page, ...rest } = JSON.parse(written) as typeof ENVELOPE
    expect(rest).toEqual({ version: 3, 'exported by': 'the nightly job', checksum: '9f' })
    const records = page.items as { iin: string; city: string }[]
    const used = RECORDS.filter((_, i) => i % 3 !== 0)
    expect(records.map(({ city }) => city)).toEqual(used.map(({ city }) => city))
    expect(records.every(({ iin }) => /^[a-z2-7]{16}$/.test(iin))).toBe(true)
    expect(records.some((r) => 'name' in r)).toBe(false)
    expect(p.json<{ outputs: unknown[] }>('out/manifest.json').outputs).toMatchObject([
      { records: used.length, record: '/page/items', header: start + 1 + '\n      '.length },
    ])
  })

  it('is verified, and one changed byte behind the records is found', () => {
    expect(p.perde(['verify', 'out', '--log', 'perde-log'])).toMatchObject({ status: 0 })
    const whole = p.text('out/data/people.json')
    p.write('out/data/people.json', whole.replace('"9f"', '"9e"'))
    expect(p.perde(['verify', 'out', '--log', 'perde-log'])).toMatchObject({ status: 65 })
    p.write('out/data/people.json', whole)
  })

  it('gives the same bytes for any number of workers and any size of block', () => {
    for (const [workers, block] of [
      ['1', '1KiB'],
      ['2', '7KiB'],
      ['2', '1MiB'],
    ] as const) {
      const out = `out-${workers}-${block}`
      expect(p.perde(['run', 'policy.yaml', '--out', out, '--workers', workers, '--block', block]).status).toBe(0)
      expect(p.text(`${out}/data/people.json`)).toBe(p.text('out/data/people.json'))
    }
  })

  it('is read again by the commands that take a file', () => {
    const risk = p.perde(['risk', 'people.json', '--record', '/page/items', '--qi', 'city', '--json'])
    expect(JSON.parse(risk.stdout)).toMatchObject({ sources: { 'people.json': { records: 400 } } })
    const scan = p.perde(['scan', 'people.json', '--json', '--policy-out', 'first.yaml'])
    expect((JSON.parse(scan.stdout) as { fields: { path: string; entity: string }[] }).fields).toMatchObject([
      { path: 'iin', entity: 'iin' },
      { path: 'name', entity: 'person' },
      { path: 'city' },
    ])
    expect(p.text('first.yaml')).toContain('record: "/page/items"')
  })

  it('stays a document when its records are shuffled, with every record once', () => {
    p.write('shuffled.yaml', `${POLICY}output: { order: shuffle }\n`)
    expect(p.perde(['run', 'shuffled.yaml', '--out', 'shuffled', '--block', '3KiB'])).toMatchObject({ status: 0 })
    const records = (name: string) =>
      (JSON.parse(p.text(`${name}/data/people.json`)) as typeof ENVELOPE).page.items as { iin: string }[]
    const ids = (name: string) => records(name).map(({ iin }) => iin)
    expect(ids('shuffled')).not.toEqual(ids('out'))
    expect(ids('shuffled').sort()).toEqual(ids('out').sort())
    expect(p.perde(['verify', 'shuffled', '--log', 'perde-log'])).toMatchObject({ status: 0 })
  })

  it('writes only the records where the policy drops what is around them', () => {
    p.write('bare.yaml', POLICY.replace('record: /page/items', 'record: /page/items, around: drop'))
    expect(p.perde(['run', 'bare.yaml', '--out', 'bare']).status).toBe(0)
    const { page } = JSON.parse(p.text('out/data/people.json')) as typeof ENVELOPE
    expect(JSON.parse(p.text('bare/data/people.json'))).toEqual(page.items)
    expect(p.perde(['verify', 'bare', '--log', 'perde-log'])).toMatchObject({ status: 0 })
  })
})

describe('a JSON document that is not fit', () => {
  const { iin, name } = person(900)
  const rows = JSON.stringify(RECORDS.slice(0, 30))

  /** What a run over a document says; nothing is published, and nothing of the document is in what is said. */
  function refused(document: string, input = INPUT) {
    const p = project({ 'policy.yaml': peoplePolicy(undefined, { input }), 'people.json': document })
    const { status, stderr } = p.perde(['run', 'policy.yaml', '--out', 'out', '--block', '1KiB'])
    expect(p.has('out')).toBe(false)
    for (const secret of [iin, name, RECORDS[0]!.iin, RECORDS[0]!.name]) expect(stderr).not.toContain(secret)
    return { status, stderr }
  }

  it.each([
    ['an identifier before the records', `{"by":"${iin}","page":{"items":${rows}}}`],
    ['an identifier behind the records', `{"page":{"items":${rows}},"by":"${iin}"}`],
    ['a name behind the records', `{"page":{"items":${rows}},"by":{"who":["Approved by ${name}"]}}`],
    ['another list of records', `{"page":{"items":${rows}},"old":[{"born":1990,"zip":"050000"}]}`],
    ['values that go along with the records', `{"page":{"items":${rows}},"born":[1990,1991]}`],
    ['a text that may be anything', `{"page":{"items":${rows}},"x":"${'QUJD'.repeat(60)}"}`],
    ['a date of birth', `{"page":{"items":${rows}},"x":"born 12.03.1990"}`],
    ['a surname by its key', `{"for":{"surname":"Zhakupov"},"page":{"items":${rows}}}`],
    ['a date of birth by its key', `{"page":{"items":${rows}},"birth_date":"1990-01-01"}`],
    ['a key that is an identifier', `{"${iin}":1,"page":{"items":${rows}}}`],
  ])('is refused for %s', (_, document) => {
    const { status, stderr } = refused(document)
    expect(status).toBe(65)
    expect(stderr).toContain('[INPUT_SURPRISE]')
    expect(stderr).toContain('around: drop')
  })

  it.each([
    ['it is cut off in a record', `{"page":{"items":${rows.slice(0, -30)}`, 'INPUT_TORN_TAIL'],
    ['it is cut off behind a record', `{"page":{"items":${rows.slice(0, -1)}`, 'INPUT_TORN_TAIL'],
    ['it is cut off behind its records', `{"page":{"items":${rows}`, 'INPUT_JSON'],
    ['it is cut off before its records', '{"page":{"items":', 'INPUT_TORN_TAIL'],
    ['it has no array there', `{"page":{"items":{"a":1}}}`, 'INPUT_FORMAT'],
    ['a comma is missing', `{"page":{"items":[{"iin":"1","name":"a","city":"b"}{"iin":"2"}]}}`, 'INPUT_JSON'],
    ['it is empty', ' \n', 'INPUT_EMPTY'],
  ])('is refused where %s', (_, document, code) => {
    const { status, stderr } = refused(document)
    expect(status).toBe(65)
    expect(stderr).toContain(`[${code}]`)
  })

  it('is refused with a hint where it is JSON lines or its records are somewhere', () => {
    const { stderr } = refused(`{"page":{"items":${rows}}}`, 'people.json')
    expect(stderr).toContain('say where the records are with "record"')
  })

  it('of many megabytes around few records is refused before it fills the memory', () => {
    const { stderr } = refused(`{"other":"${'x'.repeat(17 * 1024 * 1024)}","page":{"items":${rows}}}`)
    expect(stderr).toContain('[INPUT_RECORD_TOO_LARGE]')
  })
})
