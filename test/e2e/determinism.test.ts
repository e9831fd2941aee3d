import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CONSENT,
  OTHER_KEY,
  REGISTER_HEADER,
  consent,
  csv,
  jsonl,
  people,
  person,
  project,
  type Project,
} from './perde.ts'

/** Every kind of rule in one policy: keyed and plain ones, by value, by record and by subject, in two formats. */
const POLICY = `perde: 1
dataset:
  id: clinic
  sources: { people: 'people/*.csv', visits: visits.jsonl }
  subject: { people: iin, visits: patient.iin }
  provenance: { controller: Example Clinic }
${CONSENT}keys:
  main: { env: PERDE_KEY }
transforms:
  short-code: { prefix: { length: 3, pad: x } }
fields:
  people:
    iin: { role: identifier, type: iin, do: pseudonym person }
    row: insensitive
    name: { role: identifier, type: person, do: fake person.name }
    phone: { role: identifier, type: phone, do: { mask: { last: 2 } } }
    email: { role: identifier, type: email, do: fake internet.email }
    city: { role: quasi-identifier, do: { prefix: { length: 4 } }, when: "city != 'Астана'", else: keep }
    born: { role: quasi-identifier, do: generalise year }
    seen: { role: sensitive, do: { shift-date: { days: 60, by: subject } } }
    weight: { role: sensitive, do: { noise: { scale: 3, by: value } } }
    height: { role: sensitive, do: { noise: { scale: 3, by: record } } }
    ticket: { role: identifier, do: surrogate }
    note: { role: sensitive, do: { scrub: { find: [iin, phone, email], with: pseudonym } } }
    photo: { role: biometric, do: drop }
  visits:
    patient.iin: { role: identifier, type: iin, do: pseudonym person }
    patient.name: { role: identifier, type: person, do: drop }
    row: insensitive
    at: { role: sensitive, do: { shift-date: { days: 60, by: subject, keep: weekday } } }
    'items[].code': { role: sensitive, do: short-code }
    'items[].cost': { role: insensitive, do: round 500 }
    'items[].by[].name': { role: identifier, type: person, do: fake person.name }
    'grid[][]': { role: sensitive, do: bucket 10 }
    private: { role: identifier, do: drop }
    'more.**': insensitive
    score: insensitive
    note: { role: sensitive, do: { scrub: { find: [iin, phone, email], with: label } } }
`

const EVERYBODY = people(300)
const ODD_NOTES = ['', 'says "yes", then\nno', 'кашель; 37,2', '=1+1', ' two  spaces ']

function peopleFile(from: number, to: number): string {
  return csv(
    ['iin', 'row', 'name', 'phone', 'email', 'city', 'born', 'seen', 'weight', 'height', 'ticket', 'note', 'photo'],
    EVERYBODY.slice(from, to).map((p, i) => [
      p.iin,
      `r${from + i}`,
      p.name,
      p.phone,
      p.email,
      p.city,
      p.born,
      `2025-0${1 + (i % 9)}-1${i % 10}`,
      60 + (i % 40),
      150 + (i % 40),
      `T-${i % 50}`,
      i % 7 === 0 ? `call ${p.phone} or ${p.email}, number ${p.iin}` : ODD_NOTES[i % 5]!,
      `photo ${i}`,
    ]),
  )
}

/** Whose visit it is, by number. */
const VISITORS = Array.from({ length: 500 }, (_, i) => (i * 13) % EVERYBODY.length)

const VISITS = jsonl(
  VISITORS.map((visitor, i) => {
    const p = EVERYBODY[visitor]!
    return {
      patient: { iin: p.iin, name: p.name },
      row: `v${i}`,
      at: `2025-0${1 + (i % 9)}-2${i % 8}T10:0${i % 10}:00+05:00`,
      items: Array.from({ length: i % 4 }, (_, n) => ({
        code: `J0${n}.${i % 10}`,
        cost: 1234.5 * n + i,
        by: n === 0 ? [] : [{ name: person(1000 + (i % 20)).name }],
      })),
      grid: [[i, 2], [], [3.75]],
      private: { a: { b: [p.email] }, [p.phone]: 1 },
      more: { deep: [{ very: [i, null, true] }], text: ODD_NOTES[i % 5] },
      score: i,
      note: i % 6 === 0 ? `звонить ${p.phone}, ${p.email}` : null,
    }
  }),
).replaceAll(/("score":\d*7),/g, '$1.00,') // a number whose written form matters

const CONSENTS = csv(
  REGISTER_HEADER,
  EVERYBODY.flatMap((p, i) =>
    i % 10 === 0
      ? []
      : i % 11 === 0
        ? [consent(p.iin, 'given'), consent(p.iin, 'withdrawn')]
        : [consent(p.iin, 'given')],
  ),
)

const FILES = {
  'policy.yaml': POLICY,
  'consents.csv': CONSENTS,
  'visits.jsonl': VISITS,
  'people/part-00000.csv': peopleFile(0, 90),
  'people/part-00001.csv': peopleFile(90, 91),
  'people/part-00002.csv': peopleFile(91, 300),
}

function run(p: Project, out: string, ...args: string[]) {
  const done = p.perde(['run', 'policy.yaml', '--out', out, '--as-of', '2026-01-01', '--quiet', '--json', ...args])
  expect(done).toMatchObject({ status: 0, stderr: '' })
  return JSON.parse(done.stdout) as { recordsSha256: string; records: Record<string, number> }
}

/** Every data file and the plan, by name. */
function published(p: Project, out: string): Record<string, string> {
  const data = p.below(`${out}/data`).filter((name) => !name.endsWith('/'))
  return Object.fromEntries([...data.map((name) => `data/${name}`), 'plan.json'].map((n) => [n, p.text(`${out}/${n}`)]))
}

let p: Project
let first: ReturnType<typeof run>

beforeAll(() => {
  p = project(FILES, afterAll)
  first = run(p, 'out', '--workers', '1', '--block', '1MiB')
})

describe('the same input, policy, key, register and time', () => {
  for (const workers of ['1', '2', '4'])
    for (const block of ['1KiB', '7KiB', '1MiB'])
      it.skipIf(workers === '1' && block === '1MiB')(
        `give the same bytes with --workers ${workers} --block ${block}`,
        () => {
          const out = `out-${workers}-${block}`
          expect(run(p, out, '--workers', workers, '--block', block)).toMatchObject({
            recordsSha256: first.recordsSha256,
            records: first.records,
          })
          expect(published(p, out)).toEqual(published(p, 'out'))
        },
      )

  it('give the same bytes when a release is replaced', () => {
    run(p, 'again')
    const manifest = p.text('again/manifest.json')
    run(p, 'again', '--replace')
    expect(published(p, 'again')).toEqual(published(p, 'out'))
    expect(p.text('again/manifest.json')).not.toBe(manifest)
  })

  it('give the same bytes when the files of a glob were made in another order', () => {
    const q = project(Object.fromEntries(Object.entries(FILES).reverse()))
    expect(run(q, 'out').recordsSha256).toBe(first.recordsSha256)
    expect(published(q, 'out')).toEqual(published(p, 'out'))
  })

  it('give the same bytes from standard input', () => {
    const piped = p.perde(
      ['run', 'policy.yaml', '--out', 'piped', '--as-of', '2026-01-01', '--source', 'visits=-', '--quiet'],
      { input: VISITS },
    )
    expect(piped).toMatchObject({ status: 0, stderr: '' })
    expect(published(p, 'piped')).toEqual(published(p, 'out'))
  })
})

describe('a release', () => {
  it('has the records in their order, files in the order of their names', () => {
    const excluded = [...EVERYBODY.keys(), ...VISITORS].filter((i) => i % 10 === 0 || i % 11 === 0).length
    expect(first.records).toEqual({ in: 800, out: 800 - excluded, excluded, suppressed: 0, quarantined: 0 })
    expect(p.below('out/data')).toEqual([
      'people/',
      'people/part-00000.csv',
      'people/part-00001.csv',
      'people/part-00002.csv',
      'visits.jsonl',
    ])
    const rows = peopleOf('out').map((r) => Number(r['row']!.slice(1)))
    const visits = visitsOf('out').map((r) => Number(String(r['row']).slice(1)))
    for (const order of [rows, visits]) expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it('joins two sources by the pseudonyms of one domain', () => {
    const ofRow = new Map(peopleOf('out').map((r) => [r['row']!, r['iin']!]))
    for (const visit of visitsOf('out')) {
      const visitor = VISITORS[Number(String(visit['row']).slice(1))]!
      expect((visit['patient'] as { iin: string }).iin).toBe(ofRow.get(`r${visitor}`))
    }
  })

  it('has other values in every keyed column when the key is another', () => {
    const args = ['run', 'policy.yaml', '--out', 'other', '--as-of', '2026-01-01', '--quiet']
    expect(p.perde(args, { env: { PERDE_KEY: OTHER_KEY } }).status).toBe(0)
    const column = (out: string, name: string) => peopleOf(out).map((r) => r[name]!)
    for (const keyed of ['iin', 'name', 'email', 'seen', 'weight', 'height', 'ticket', 'note'])
      expect.soft(column('out', keyed), keyed).not.toEqual(column('other', keyed))
    for (const plain of ['row', 'phone', 'city', 'born'])
      expect.soft(column('out', plain), plain).toEqual(column('other', plain))
    const pseudonyms = new Set(column('out', 'iin'))
    expect(column('other', 'iin').filter((value) => pseudonyms.has(value))).toEqual([])
    for (const keyed of ['at', 'patient', 'items'])
      expect
        .soft(
          visitsOf('out').map((r) => r[keyed]),
          keyed,
        )
        .not.toEqual(visitsOf('other').map((r) => r[keyed]))
    for (const plain of ['row', 'grid', 'more', 'score', 'note'])
      expect
        .soft(
          visitsOf('out').map((r) => r[plain]),
          plain,
        )
        .toEqual(visitsOf('other').map((r) => r[plain]))
  })
})

function peopleOf(out: string): Record<string, string>[] {
  const files = [0, 1, 2].map((n) => p.text(`${out}/data/people/part-0000${n}.csv`))
  return files.flatMap((text) => parse(text, { columns: true }) as Record<string, string>[])
}

function visitsOf(out: string): Record<string, unknown>[] {
  const text = p.text(`${out}/data/visits.jsonl`)
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}
