import { describe, expect, it } from 'vitest'
import { detectColumn } from '../../src/detect/detect-column.ts'
import { iins, numbers, pad, vectors } from './columns.ts'

const times = (n: number, make: (i: number) => string): string[] => Array.from({ length: n }, (_, i) => make(i))
const SURNAMES = ['Ахметов', 'Серікова', 'Иванова', 'Петров', 'Нұрланов', 'Ким', 'Оспанова', 'Беков']
const GIVEN = ['Асқар', 'Айгүл', 'Ольга', 'Сергей', 'Дана', 'Виктор', 'Гүлнар', 'Нұрлан']
const people = times(60, (i) => `${SURNAMES[i % 8]} ${GIVEN[(i * 5 + (i >> 3)) % 8]}`)
const phones = numbers(3, 60, 9_000_000).map((n) => `8701${pad(n % 100)}${String(n).padStart(7, '0').slice(0, 5)}`)
const sequence = times(200, (i) => String(87_010_000_000 + i))
const FMR = `464d52002032300000000018${'00'.repeat(12)}`

const ICD = ['J06.9', 'I10', 'E11.9', 'K29.5', 'M54.4', 'N39.0', 'Е11.65', 'O80', 'F32.1', 'G43.0', 'L20.8', 'J45.0', 'H10.1', 'Z00.0'] // prettier-ignore
const GIVEN_NAMES = ['Айгүл', 'Ерлан', 'Иван', 'Дана', 'John', 'Асан', 'Сәуле', 'Мария', 'Нұрлан', 'Виктор', 'Анна', 'Марат'] // prettier-ignore

describe('the verdict on a column', () => {
  it.each([
    ['iin', iins(50), 'iin', 'identifier', 'name and check digits'],
    ['col_7', iins(50), 'iin', 'identifier', 'check digits alone'],
    ['ИИН', iins(50).map((v) => String(Number(v))), 'iin', 'identifier', 'leading zeros lost in a numeric column'],
    ['value', iins(50).map((v) => String(Number(v))), 'iin', 'identifier', 'zeros lost and no name: far above chance'],
    ['phone', phones, 'phone', 'identifier', 'name and numbering plan'],
    ['contact.e-mail', times(30, (i) => `user${i}@example.com`), 'email', 'identifier', 'a path'],
    ['fio', people, 'person', 'identifier', 'names of people'],
    ['customerName', people, 'person', 'identifier', 'camel case'],
    ['x1', people, 'person', 'identifier', 'names under a name that says nothing'],
    [
      'Card_Number',
      times(40, (i) => `1000-2000-3000-${String(9100 + i)}`),
      'card',
      'identifier',
      'a name and a form that agree, no check',
    ],
    [
      'birth_date',
      times(40, (i) => `19${60 + (i % 40)}-0${1 + (i % 9)}-1${i % 10}`),
      'birth-date',
      'quasi-identifier',
      'dates',
    ],
    ['пол', times(40, (i) => (i % 2 ? 'м' : 'ж')), 'sex', 'quasi-identifier', 'two values'],
    ['zip', times(40, (i) => String(10_001 + 37 * i)), 'postcode', 'quasi-identifier', 'five digits'],
    ['lat', times(40, (i) => (43 + i / 97).toFixed(6)), 'coordinates', 'quasi-identifier', 'decimals'],
    ['Occupation', times(40, (i) => ['Lawyer', 'Nurse', 'Driver'][i % 3]!), 'occupation', 'quasi-identifier', 'jobs'],
    ['diagnosis', times(40, (i) => `J${pad(i)}.${i % 10}`), 'health', 'sensitive', 'health by name'],
    [
      'note',
      times(40, (i) => `пациент ${people[i]} просил перезвонить на +7 700 000 00 ${pad(i)} завтра`),
      'text',
      'sensitive',
      'running text',
    ],
    ['c4', times(400, (i) => ICD[i % ICD.length]!), 'icd-10', 'sensitive', 'codes of diagnoses under a name that says nothing'], // prettier-ignore
    ['c5', times(400, (i) => GIVEN_NAMES[i % GIVEN_NAMES.length]!), 'person', 'identifier', 'a few given names, again and again'], // prettier-ignore
    ['payload', times(5, () => FMR), 'finger', 'biometric', 'a minutiae record in hex'],
    ['face_vec', vectors(25, 128, 1.45), 'face', 'biometric', 'dlib vectors and a name'],
    ['encoding', vectors(25, 128, 1.45), 'face', 'biometric', 'dlib vectors by their norms alone'],
  ])('of case %#, a field %s, is what it is', (name, values, entity, role) => {
    const v = detectColumn(name, values)
    expect({ entity: v.entity, role: v.role, found: v.confidence >= 0.5 }).toEqual({ entity, role, found: true })
    expect(v.evidence.length).toBeGreaterThan(0)
  })

  it.each([
    ['c1', times(300, (i) => `${'ABCDEFGHMNPTX'[i % 13]}${pad((i * 37) % 100)}.${(i * 7) % 10}`), 'numbers of parts that look like codes'], // prettier-ignore
    ['c2', times(300, (i) => `${'ABCDEF'[i % 6]}${pad(1 + ((i * 7) % 30))}`), 'seats'],
    ['c3', times(300, (i) => ['M12.5', 'M16.5', 'M20.0', 'T20.1'][i % 4]!), 'a few sizes of screws'],
    ['c4', times(400, (i) => ['Алматы', 'Астана', 'Шымкент', 'Тараз', 'Семей', 'Орал', 'Абай', 'Атырау', 'Ақтөбе', 'Рудный', 'Павлодар', 'Сәтпаев'][i % 12]!), 'a few towns'], // prettier-ignore
    ['id', numbers(5, 200, 1e12).map((n) => String(n).padStart(12, '1')), 'random numbers of twelve digits'],
    ['order_no', sequence, 'running numbers that look like telephones'],
    ['code', numbers(9, 200, 1e9).map((n) => String(1_000_000_000 + n)), 'ten digits pass mod 11 by chance'],
    ['serial', numbers(11, 200, 1e13).map((n) => String(n).padStart(16, '4')), 'sixteen digits pass Luhn by chance'],
    ['academic_year_code', times(60, (i) => String(1999 + (i % 20))), 'years'],
    ['created', times(60, (i) => String(1_700_000_000_000 + 7919 * i)), 'milliseconds'],
    ['ts', times(60, (i) => `2501${pad(1 + (i % 28))}12${pad(i % 60)}${pad((7 * i) % 60)}`), 'YYMMDDhhmmss'],
    ['email_verified', times(60, (i) => String(i % 2)), 'a flag'],
    ['phone_count', times(60, (i) => String(i % 4)), 'a count'],
    ['Type', times(60, () => 'IBAN'), 'a word of the vocabulary as value'],
    ['uuid', times(60, (i) => `0f8fad5b-d9cb-469f-a165-${String(288_000_000_000 + 97 * i)}`), 'UUIDs'],
    ['price', times(60, (i) => (12 + i / 7).toFixed(2)), 'decimals'],
    ['БИН', times(20, () => '880740000125'), 'a company'],
    ['Restaurant Name', times(60, (i) => `Golden ${['Dragon', 'Lion', 'Bowl'][i % 3]}`), 'names of things'],
    ['model', times(60, (i) => ['camry', 'corolla', 'estate'][i % 3]!), 'models'],
    ['image_url', times(60, (i) => `https://images.example.com/00${i}.jpg`), 'links'],
    ['iris_species', times(60, (i) => ['bicolor', 'tricolor'][i % 2]!), 'the flower'],
    ['fingerprint', times(20, (i) => `${pad(i)}${'0123456789abcd'.repeat(5)}`.slice(0, 64)), 'digests'],
    ['юр_лицо', times(20, (i) => `ТОО Альфа ${i}`), 'a legal person'],
    ['product_embedding', vectors(25, 128, 1), 'vectors of products'],
    ['голосов', times(20, (i) => String(100 + i)), 'votes'],
    ['interface', times(20, (i) => `wlan${i}`), 'no face'],
  ])('of case %#, a field %s, is no direct identifier and not biometric', (name, values) => {
    const v = detectColumn(name, values as string[])
    expect(['identifier', 'biometric'].includes(v.role) && v.confidence >= 0.5 ? v : 'clean').toBe('clean')
  })

  it.each<[string, string[], string]>([
    ['ean', numbers(7, 100, 1e10).map((n) => String(4_870_000_000_000 + n)), 'goods'],
    ...[8, 9, 10, 11, 12, 13, 14].map((digits): [string, string[], string] => [
      'batch',
      numbers(digits, 100, 9 * 10 ** (digits - 1)).map((n) => String(n + 10 ** (digits - 1))),
      `${digits} digits`,
    ]),
    ['sku', numbers(13, 100, 1e5).map((n) => `48-${pad(n % 90)}1-${String(1000 + (n % 9000))}`), 'goods in groups'],
    ['кадастр', numbers(17, 100, 1e6).map((n) => `20-${pad(n % 90)}1-0${pad(n % 97)}-${String(100 + (n % 900))}`), 'plots of land'], // prettier-ignore
    ['lat_ms', numbers(19, 100, 90_000).map((n) => (n / 100).toFixed(2)), 'a latency'],
  ])('of case %#, of a field %s, nobody is asked', (name, values) => {
    expect(detectColumn(name, values)).toMatchObject({ entity: 'none', role: 'insensitive' })
  })

  it('takes the number of a telephone for one, and how many there are for a count', () => {
    const local = numbers(23, 60, 1e7).map((n) => `701${String(n).padStart(7, '0')}`)
    for (const name of ['tel_num', 'telnum', 'phoneNum'])
      expect(detectColumn(name, local)).toMatchObject({ entity: 'phone', confidence: 0.9 })
    expect(detectColumn('num_phones', ['1', '2', '0', '3'])).toMatchObject({ entity: 'none' })
  })

  it('is a question, never a finding, when only the name speaks', () => {
    for (const name of ['iin', 'phone', 'email', 'full_name', 'face_template', 'birth_date']) {
      const v = detectColumn(name, ['', '', ''])
      expect(v.confidence).toBeLessThan(0.5)
      expect(v.role).not.toBe('insensitive')
    }
  })

  it('is insensitive when nothing speaks', () => {
    expect(detectColumn('x', ['a', 'b'])).toMatchObject({ entity: 'none', role: 'insensitive' })
    expect(detectColumn('', [])).toMatchObject({ entity: 'none', role: 'insensitive' })
  })

  it('does not depend on the order of the values', () => {
    const values = [...iins(30), 'x', '', '12']
    expect(detectColumn('a', values)).toEqual(detectColumn('a', [...values].reverse()))
  })

  it('tells nothing of the values in its evidence', () => {
    const v = detectColumn('fio', people)
    for (const name of [...SURNAMES, ...GIVEN]) expect(v.evidence.join(' ')).not.toContain(name)
  })
})
