import { describe, expect, it } from 'vitest'
import { createValueCounter, emptyFacts } from '../../src/detect/column-facts.ts'
import { reportRows } from '../../src/detect/scan-report.ts'

const count = createValueCounter()

function suggested(path: string, values: string[]): string {
  const facts = emptyFacts()
  count(facts, values)
  return reportRows([{ source: 's', path: 's.csv', facts: [[path, facts]] }])[0]!.suggest
}

const codes = Array.from({ length: 60 }, (_, i) => `C${String(i).padStart(6, '0')}`)

it.each([
  // [path, what it shows]
  ['customer_id', 'customer-id'],
  ['customerId', 'customer-id'],
  ['customer.id', 'customer-id'],
  ['id', 'id'],
])('the id %s has one pseudonym, called by its name', (path, name) => {
  expect(suggested(path, codes)).toBe(`{ role: identifier, do: pseudonym ${name} }`)
})

it.each([
  ...['diagnosis_code', 'hiv_status', 'religion', 'sexualOrientation', 'political_party', 'criminal_record'],
  ...['Диагноз МКБ', 'религия', 'судимость', 'қан тобы'],
])('a field called %s is sensitive, whatever words stand in it', (path) => {
  expect(
    suggested(
      path,
      codes.map((_, i) => ['yes', 'no', 'unknown'][i % 3]!),
    ),
  ).toBe('sensitive')
})

it.each(['status', 'party_size', 'grace', 'union_id'])('a field called %s is none of these', (path) => {
  expect(
    suggested(
      path,
      codes.map((_, i) => ['yes', 'no', 'unknown'][i % 3]!),
    ),
  ).toBe('insensitive')
})

it('a code that a few values repeat is no id, whatever its name', () => {
  expect(
    suggested(
      'status_id',
      codes.map((_, i) => 'abc'[i % 3]!),
    ),
  ).not.toContain('pseudonym')
})

it('a birth date becomes a year, also where some are written in a way that is not read', () => {
  const dates = codes.map((_, i) => (i % 5 === 0 ? '12 ноября 1997 г.' : `19${60 + (i % 40)}-02-01`))
  expect(suggested('birth_date', dates)).toBe('{ role: quasi-identifier, do: generalise year, on-error: null }')
})

it('dates with slashes are read with the month first where some can be read in no other way', () => {
  const american = codes.map((_, i) => `${1 + (i % 12)}/${1 + (i % 28)}/19${60 + (i % 40)}`)
  expect(suggested('birth_date', american)).toBe(
    '{ role: quasi-identifier, do: { generalise: { to: year, slash: mdy } } }',
  )
  const daysFirst = codes.map((_, i) => `${1 + (i % 28)}/${1 + (i % 12)}/19${60 + (i % 40)}`)
  expect(suggested('birth_date', daysFirst)).toBe('{ role: quasi-identifier, do: generalise year }')
  const both = codes.map((_, i) => (i % 2 === 0 ? american[i]! : daysFirst[i]!))
  expect(suggested('visited', both)).not.toContain('generalise')
})

function rules(columns: Record<string, string[]>): string[] {
  const facts = Object.entries(columns).map(([path, values]) => {
    const f = emptyFacts()
    count(f, values)
    return [path, f] as const
  })
  return reportRows([{ source: 's', path: 's.jsonl', facts }]).map(({ suggest }) => suggest)
}

const note = codes.map((_, i) => `просит перезвонить на +7 700 000 00 ${String(i % 100).padStart(2, '0')} до вечера`)
const places = codes.map((_, i) => String(21 + i))

it('starts and ends of labels move with the text that is scrubbed', () => {
  const [, start, end, label] = rules({
    text: note,
    'spans[].start': places,
    'spans[].end': places,
    'spans[].label': codes.map(() => 'PHONE'),
  })
  expect([start, end]).toEqual(Array(2).fill('{ role: insensitive, offset-in: "text" }'))
  expect(label).toBe('insensitive')
})

it.each([
  ['one of the two alone', { text: note, 'spans[].start': places }],
  ['no text is scrubbed', { text: codes, 'spans[].start': places, 'spans[].end': places }],
  ['they are no numbers', { text: note, from: codes.map(() => 'USD'), to: codes.map(() => 'KZT') }],
  ['two texts are equally near', { title: note, text: note, 'spans[].start': places, 'spans[].end': places }],
])('starts and ends are no offsets where %s', (_, columns) => {
  expect(rules(columns).join()).not.toContain('offset-in')
})

it('what stands under keys that may be people goes', () => {
  expect(suggested('scores.*', places)).toBe('{ role: identifier, type: person, do: drop }')
})

it('the number plate of every country is a pseudonym, as texts do not keep one', () => {
  const plates = codes.map((_, i) => `8${10 + i}ABC0${1 + (i % 9)}`)
  for (const path of ['госномер', 'car', 'plate'])
    expect(suggested(path, plates)).toBe('{ role: quasi-identifier, do: pseudonym vehicle }')
})

it.each([
  ['profile', (i: number) => `https://example.com/u/some.person.${1800 + i}`],
  ['insta', (i: number) => `https://instagram.com/some.person${i}`],
  ['tg', (i: number) => `t.me/some_person${i}`],
  ['landing', (i: number) => `/thanks?utm_source=x&email=some.person${i}%40example.com`],
  ['query', (i: number) => `?a=b&phone=%2B77000000${100 + i}`],
])('links of a field called %s that name people are scrubbed', (path, link) => {
  expect(
    suggested(
      path,
      codes.map((_, i) => link(i)),
    ),
  ).toBe('{ role: sensitive, do: { scrub: { with: label } } }')
})

describe('cells that hold a name and a little more', () => {
  const surnames = ['Черных', 'Цой', 'Дерюгина', 'Құлмағамбет']
  const cells = codes.map((_, i) => `${surnames[i % 4]!} Агния Эдуардовна, сестра, +7 777 000 00 ${10 + i}`)

  it('go with all that is in them', () => {
    for (const path of ['Конт. лицо', 'c7', 'emergency_contact'])
      expect(suggested(path, cells)).toBe('{ role: identifier, type: person, do: drop }')
  })

  it('are no texts, which are scrubbed', () => {
    const texts = cells.map((cell) => `Пациентка жалуется на боли в спине и просит позвонить: ${cell}`)
    expect(suggested('note', texts)).toBe('{ role: sensitive, do: { scrub: { with: label } } }')
    const places = codes.map((_, i) => `Встреча в офисе на третьем этаже, зал ${i}`)
    expect(suggested('Конт. лицо', places)).toBe('insensitive')
  })
})
