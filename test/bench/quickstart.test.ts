import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parse as parseCsv } from 'csv-parse/sync'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { CONSENT_COLUMNS, situationOf } from '../../bench/corpus/consents.ts'
import { iinCheckDigit } from '../../bench/corpus/identifiers.ts'
import { PATIENT_COLUMNS } from '../../bench/corpus/patients.ts'
import { QUICKSTART_SEED, quickstartFiles } from '../../bench/corpus/quickstart.ts'
import vocabulary from '../../policies/vocabulary/dpv.json'

const FOLDER = new URL('../../policies/quickstart/', import.meta.url)
const files = quickstartFiles()
const patients = parseCsv(files['patients.csv'], { columns: true }) as Record<string, string>[]
const visits = files['visits.jsonl'].trimEnd().split('\n').map((line) => JSON.parse(line) as Visit) // prettier-ignore
const consents = parseCsv(files['consents.csv'], { columns: true }) as Record<string, string>[]

interface Visit {
  visit_id: string
  patient: { iin: string; name: string; phone: string }
  diagnoses: { code: string; main: boolean }[]
  note: string | null
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const share = (rows: readonly unknown[], matching: (row: never) => boolean) =>
  rows.filter(matching as (row: unknown) => boolean).length / rows.length

describe('the data of the quickstart', () => {
  it.each(Object.keys(files) as (keyof typeof files)[])('%s is what the generator makes', (name) => {
    // Digests, so that a failure shows no page of text. Remedy: node dist/people.js quickstart
    expect(sha256(readFileSync(new URL(name, FOLDER)))).toBe(sha256(files[name]))
  })

  it('is the same when it is made again', () => {
    const again = quickstartFiles()
    for (const name of Object.keys(files) as (keyof typeof files)[])
      expect(sha256(again[name])).toBe(sha256(files[name]))
  })

  it('has no NUL and no lone surrogate, and ends its last lines', () => {
    for (const text of Object.values(files)) {
      expect(text.includes('\0')).toBe(false)
      expect(text.endsWith('\n')).toBe(true)
      expect(sha256(Buffer.from(text).toString())).toBe(sha256(text))
    }
  })

  it('stays small enough to ship', () => {
    expect(Buffer.byteLength(files['patients.csv'])).toBeLessThan(6e6)
    expect(Buffer.byteLength(files['visits.jsonl'])).toBeLessThan(5e6)
    expect(Buffer.byteLength(files['consents.csv'])).toBeLessThan(2e6)
  })
})

describe('the patients', () => {
  it('are ten thousand, with every column', () => {
    expect(patients.length).toBe(10_000)
    expect(Object.keys(patients[0]!)).toEqual([...PATIENT_COLUMNS])
    for (const column of PATIENT_COLUMNS)
      expect(
        patients.some((row) => row[column] !== ''),
        column,
      ).toBe(true)
  })

  it('have IINs that are valid, distinct, of the 2090s, and agree with sex, month and day', () => {
    expect(new Set(patients.map((row) => row['iin'])).size).toBe(patients.length)
    for (const { iin = '', sex, birth_date = '' } of patients) {
      const agrees =
        /^9\d{5}[56]\d{5}$/.test(iin) &&
        iinCheckDigit(iin.slice(0, 11)) === Number(iin[11]) &&
        iin[6] === (sex === 'M' ? '5' : '6') &&
        iin.slice(1, 6) === birth_date.replaceAll('-', '').slice(3) &&
        isDate(`20${iin.slice(0, 2)}-${iin.slice(2, 4)}-${iin.slice(4, 6)}`) &&
        isDate(birth_date)
      expect(agrees).toBe(true)
    }
  })

  it('are of all ages between eighteen and ninety', () => {
    const years = new Set(patients.map((row) => Number(row['birth_date']!.slice(0, 4))))
    expect(Math.min(...years)).toBeGreaterThanOrEqual(1936)
    expect(Math.max(...years)).toBeLessThanOrEqual(2007)
    expect(years.size).toBeGreaterThan(65)
  })

  it('have telephones that libphonenumber accepts, of the code nobody is sold', () => {
    const phones = patients.map((row) => row['phone']!).filter((phone) => phone !== '')
    expect(phones.length).toBeGreaterThan(9500)
    for (const text of phones.slice(0, 500)) {
      const phone = parsePhoneNumberFromString(text, 'KZ')
      expect(phone?.isValid() && phone.country === 'KZ' && phone.nationalNumber.startsWith('761')).toBe(true)
    }
    for (const text of phones) expect(/^(\+7|8)761\d{7}$/.test(text.replace(/[ ()-]/g, ''))).toBe(true)
  })

  it('have e-mail addresses at the domains of RFC 2606 only, in notes as well', () => {
    const domains = new Set((files['patients.csv'] + files['visits.jsonl']).match(/(?<=@)[a-z0-9.-]+[a-z]/g))
    expect([...domains].sort()).toEqual(['example.com', 'example.net', 'example.org'])
  })

  it('have notes in three languages that quote, break lines and name people, telephones and IINs', () => {
    const notes = patients.map((row) => row['note']!)
    expect(share(notes, (note: string) => note.includes('"'))).toBeGreaterThan(0.1)
    expect(share(notes, (note: string) => note.includes('\n'))).toBeGreaterThan(0.1)
    expect(share(notes, (note: string) => /[ұқғәіңһ]/u.test(note))).toBeGreaterThan(0.25)
    expect(share(notes, (note: string) => /жалоб|давлен|учёте/iu.test(note))).toBeGreaterThan(0.1)
    expect(share(notes, (note: string) => /^[\x20-\x7e\n]+$/.test(note))).toBeGreaterThan(0.01)
    expect(share(patients, (row: Record<string, string>) => row['note']!.includes(row['full_name']!))).toBeGreaterThan(
      0.03,
    )
    expect(share(patients, (row: Record<string, string>) => row['note']!.includes(row['iin']!))).toBeGreaterThan(0.03)
    expect(share(notes, (note: string) => /жұбайы|супруг|wife|husband/u.test(note))).toBeGreaterThan(0.02)
  })

  it('have images on one row in five, with the magic bytes of JPEG or PNG', () => {
    const photos = patients.map((row) => row['photo']!).filter((photo) => photo !== '')
    expect(photos.length).toBeGreaterThan(1700)
    expect(photos.length).toBeLessThan(2300)
    expect(new Set(photos).size).toBe(photos.length)
    for (const photo of photos) {
      const head = Buffer.from(photo, 'base64').subarray(0, 4).toString('hex')
      expect(head === '89504e47' || head === 'ffd8ffe0').toBe(true)
    }
  })

  it('have face embeddings on one row in eight, with the shape of dlib', () => {
    const vectors = patients
      .map((row) => row['face_embedding']!)
      .filter((text) => text !== '')
      .map((text) => JSON.parse(text) as number[])
    expect(vectors.length).toBeGreaterThan(1100)
    expect(vectors.length).toBeLessThan(1400)
    const norms = vectors.map((vector) => Math.hypot(...vector)).sort((a, b) => a - b)
    expect(norms[0]).toBeGreaterThan(1.29)
    expect(norms.at(-1)).toBeLessThan(1.62)
    expect(norms[norms.length >> 1]).toBeCloseTo(1.45, 1)
    for (const vector of vectors) {
      expect(vector.length).toBe(128)
      expect(vector.every((x) => Math.abs(x) < 0.6)).toBe(true)
      expect(Math.abs(share(vector, (x: number) => x < 0) - 0.5)).toBeLessThan(0.2)
    }
  })
})

describe('the visits', () => {
  it('are ten thousand of sixty-five hundred patients, each of them a patient of the table', () => {
    const known = new Set(patients.map((row) => row['iin']!))
    const came = new Set(visits.map((visit) => visit.patient.iin))
    expect(visits.length).toBe(10_000)
    expect(new Set(visits.map((visit) => visit.visit_id)).size).toBe(visits.length)
    expect(came.size).toBe(6500)
    expect([...came].every((iin) => known.has(iin))).toBe(true)
  })

  it('name each patient as the table does', () => {
    const names = new Map(patients.map((row) => [row['iin'], row['full_name']]))
    expect(visits.every(({ patient }) => names.get(patient.iin) === patient.name)).toBe(true)
  })

  it('hold lists of one to three diagnoses, one of them the main one, and notes that are null', () => {
    expect(visits.every(({ diagnoses }) => diagnoses.filter(({ main }) => main).length === 1)).toBe(true)
    expect(new Set(visits.map(({ diagnoses }) => diagnoses.length))).toEqual(new Set([1, 2, 3]))
    expect(share(visits, (visit: Visit) => visit.note === null)).toBeGreaterThan(0.02)
  })

  it.each([
    ['an integer beyond 2^53', /"score":9007199254740993\}/],
    ['a fraction that is a whole number', /"score":1\.0\}/],
    ['an exponent', /"score":1e-3\}/],
    ['two decimals with a zero', /"cost":\d+\.00,/],
    ['a name in escapes', /"name":"(\\u[0-9a-f]{4})+"/],
    ['a null where a number is usual', /"temp":null/],
  ])('hold %s', (_, form) => {
    expect(files['visits.jsonl'].match(new RegExp(form, 'g'))?.length ?? 0).toBeGreaterThan(20)
  })
})

describe('the register of consents', () => {
  const situations = patients.map((_, i) => situationOf(i, QUICKSTART_SEED))
  const visited = new Set(visits.map((visit) => visit.patient.iin))

  it.each([...new Set(situations)])('has more than twenty people in the situation %s, in both sources', (situation) => {
    const people = patients.filter((_, i) => situations[i] === situation)
    expect(people.length).toBeGreaterThan(20)
    expect(people.filter((row) => visited.has(row['iin']!)).length).toBeGreaterThan(20)
  })

  it('has fifteen situations, and grants for most people', () => {
    expect(new Set(situations).size).toBe(15)
    expect(share(situations, (situation: string) => situation === 'given')).toBeGreaterThan(0.6)
  })

  it('has no row for those who were never asked', () => {
    const asked = new Set(consents.map((row) => row['iin']))
    expect(patients.every((row, i) => asked.has(row['iin']!) === (situations[i] !== 'missing'))).toBe(true)
  })

  it('names biometrics in about two grants in five', () => {
    const grants = consents.filter((row) => row['status'] === 'given')
    const named = share(grants, (row: Record<string, string>) => row['categories']!.includes('dpv-pd:Biometric'))
    expect(Math.abs(named - 0.4)).toBeLessThan(0.05)
  })

  it('is in the order of time, so that rows and time columns say the same', () => {
    const times = consents.map((row) => row['given_at']!)
    expect(times.every((time, i) => i === 0 || times[i - 1]! <= time)).toBe(true)
    expect(Object.keys(consents[0]!)).toEqual([...CONSENT_COLUMNS])
  })

  it('uses terms of the vocabulary only', () => {
    const terms = vocabulary.terms as unknown as Record<string, Record<string, unknown>>
    const used = (column: string) => new Set(consents.flatMap((row) => row[column]!.split(';').filter(Boolean)))
    for (const term of used('purpose')) expect(Object.keys(terms['purpose']!)).toContain(term)
    for (const term of used('processing')) expect(Object.keys(terms['processing']!)).toContain(term)
    for (const term of used('categories')) expect(Object.keys(terms['personal-data']!)).toContain(term)
  })
})

describe('the policy of the quickstart', () => {
  const policy = parseYaml(readFileSync(new URL('policy.yaml', FOLDER), 'utf8')) as {
    dataset: { maker: { bin: string } }
    fields: Record<'patients' | 'visits', Record<string, unknown>>
    consent: { register: Record<string, string> }
  }

  it('names every column of the patients and nothing else', () => {
    expect(Object.keys(policy.fields.patients).sort()).toEqual([...PATIENT_COLUMNS].sort())
  })

  it('names every path of the visits and nothing else', () => {
    const paths = new Set(visits.flatMap((visit) => leaves(visit)))
    expect(Object.keys(policy.fields.visits).sort()).toEqual([...paths].sort())
  })

  it('names columns that the register has', () => {
    const { path, ...columns } = policy.consent.register
    expect(path).toBe('consents.csv')
    for (const column of Object.values(columns)) expect(CONSENT_COLUMNS as readonly string[]).toContain(column)
  })

  it('has a maker whose BIN has a right check digit', () => {
    const { bin } = policy.dataset.maker
    expect(iinCheckDigit(bin.slice(0, 11))).toBe(Number(bin[11]))
    expect(bin.slice(0, 4)).toBe('8912')
  })
})

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Paths of the leaves, with [] for the elements of a list: `vitals.bp[]`. */
function leaves(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((element) => leaves(element, `${path}[]`))
  if (value === null || typeof value !== 'object') return [path]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
}
