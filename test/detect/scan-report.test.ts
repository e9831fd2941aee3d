import { describe, expect, it } from 'vitest'
import { createValueCounter, emptyFacts } from '../../src/detect/column-facts.ts'
import { entities } from '../../src/detect/entities.ts'
import { reportRows, suggestPolicy } from '../../src/detect/scan-report.ts'
import type { ReportedInput } from '../../src/detect/scan-report.ts'
import { parsePolicy } from '../../src/policy/parse-policy.ts'
import { iins, pad, vectors } from './columns.ts'

const count = createValueCounter()
const times = (n: number, make: (i: number) => string): string[] => Array.from({ length: n }, (_, i) => make(i))

/** Fields of every role, with names that YAML and the path grammar have to quote. */
const COLUMNS: Record<string, string[]> = {
  iin: iins(30),
  'ФИО пациента': times(
    30,
    (i) => `${['Ахметов', 'Иванова', 'Беков'][i % 3]} ${['Асқар', 'Ольга', 'Дана', 'Виктор'][i % 4]}`,
  ),
  '"a.b: c"': times(30, (i) => String(i % 3)),
  birth_date: times(30, (i) => `1990-01-${pad(1 + (i % 28))}`),
  sex: times(30, (i) => 'mf'[i % 2]!),
  age: times(30, (i) => String(20 + i)),
  email: times(30, (i) => `user${i}@example.com`),
  photo: times(3, () => Buffer.from(`\xff\xd8\xff\xe0${'\0'.repeat(40)}`, 'latin1').toString('base64')),
  face_vec: vectors(3, 128, 1.45),
  note: times(30, (i) => `текст: позвонить на +7 700 000 00 ${pad(i)} и спросить про ИИН 010203300174`),
  diagnosis: times(30, (i) => `J${pad(i)}`),
  password: times(30, (i) => `hunter${i}`),
  'vitals.bp[]': times(30, (i) => String(110 + i)),
  no: times(30, String),
  пусто: times(30, () => ''),
}

function input(): ReportedInput {
  return {
    source: 'patients',
    path: 'data/patients.csv',
    facts: Object.entries(COLUMNS).map(([path, values]) => {
      const facts = emptyFacts()
      count(facts, values)
      return [path, facts] as const
    }),
  }
}

describe('the report of a scan', () => {
  const rows = reportRows([input()])
  const row = (path: string) => rows.find((r) => r.path === path)!

  it('has a row for every field, in their order', () => {
    expect(rows.map((r) => r.path)).toEqual(Object.keys(COLUMNS))
    expect(rows.every((r) => r.source === 'patients' && r.suggest !== '')).toBe(true)
  })

  it.each([
    ['iin', '{ role: identifier, type: iin, do: pseudonym person }'],
    ['ФИО пациента', '{ role: identifier, type: person, do: drop }'],
    ['birth_date', '{ role: quasi-identifier, do: generalise year }'],
    ['sex', 'quasi-identifier'],
    ['age', '{ role: quasi-identifier, do: bucket 10 }'],
    ['email', '{ role: identifier, type: email, do: pseudonym email }'],
    ['face_vec', '{ role: biometric, do: drop }'],
    ['note', '{ role: sensitive, do: { scrub: { with: label } } }'],
    ['diagnosis', 'sensitive'],
    ['password', '{ role: sensitive, do: drop }'],
    ['no', 'insensitive'],
  ])('suggests for the field %s what its kind asks for', (path, rule) => {
    expect(row(path).suggest).toBe(rule)
  })
})

describe('the first policy from a scan', () => {
  const inputs = [input()]
  const policy = suggestPolicy(reportRows(inputs), inputs, {
    basis: 'contract',
    justification: 'the treatment contract',
  })

  it('scrubs the elements in a text that it scrubs, but not what stands beside them', () => {
    const facts = ['note.#text', 'note.b', 'note.@lang', 'note.#comment', 'notes'].map((path) => {
      const own = emptyFacts()
      count(own, path === 'note.#text' ? COLUMNS['note']! : times(30, () => 'kk'))
      return [path, own] as const
    })
    const suggested = reportRows([{ source: 'visits', path: 'visits.xml', facts }]).map((r) => [r.path, r.suggest])
    const scrub = '{ role: sensitive, do: { scrub: { with: label } } }'
    expect(suggested).toEqual([
      ['note.#text', scrub],
      ['note.b', scrub],
      ['note.@lang', 'insensitive'],
      ['note.#comment', 'insensitive'],
      ['notes', 'insensitive'],
    ])
  })

  it('is one that the checker accepts as it is', () => {
    const { findings, policy: parsed } = parsePolicy(policy, { entities: entities() })
    expect(findings.filter((f) => f.severity === 'error')).toEqual([])
    expect(Object.keys(parsed!.fields['patients']!)).toEqual(Object.keys(COLUMNS))
  })

  it('says who controls the data where that was given, and asks for it where not', () => {
    const given = suggestPolicy(reportRows(inputs), inputs, { controller: 'City "Polyclinic": east' })
    expect(parsePolicy(given, { entities: entities() }).findings.map((f) => f.where.path)).not.toContain('dataset')
    expect(given).toContain('\n  provenance: { controller: "City \\"Polyclinic\\": east" }\n')
    expect(policy).toContain('\n  # provenance: { controller: … }\n')
  })

  it('says whom a record is about where a field says it', () => {
    expect(policy).toContain('  subject:\n    patients: iin\n')
  })

  it('gives the reason for every field above it', () => {
    const lines = policy.slice(policy.indexOf('\nfields:')).split('\n').slice(3)
    for (let i = 0; i < lines.length - 1; i += 2) {
      expect(lines[i]).toMatch(
        /^ {4}# .+ \((?:identifier|quasi-identifier|sensitive|biometric|insensitive), \d\.\d\d\): /,
      )
      expect(lines[i + 1]).toMatch(/^ {4}\S/)
    }
  })

  it('holds no value of the data', () => {
    const words = Object.values(COLUMNS)
      .flat()
      .flatMap((v) => v.split(/[\s,]+/))
      .filter((w) => w.length > 6)
    expect(words.filter((w) => policy.includes(w))).toEqual([])
  })

  it('needs no key where nothing is pseudonymised', () => {
    const plain: ReportedInput = { ...input(), facts: [...input().facts].filter(([path]) => path === 'no') }
    expect(suggestPolicy(reportRows([plain]), [plain])).not.toContain('keys:')
  })
})
