import { csvCell } from './csv.ts'
import type { Sex } from './identifiers.ts'
import { futureIin, lastDay, MAIL_DOMAINS, mailName, pad } from './identifiers.ts'
import { drawDiagnosis, drawEducation } from './medicine.ts'
import { fullName } from './names.ts'
import { drawNote } from './notes.ts'
import { drawPeople } from './person.ts'
import type { Random } from './random.ts'
import { randomStream } from './random.ts'
import { drawTime } from './visits.ts'

export type CorpusKind = 'csv' | 'tsv' | 'jsonl' | 'json' | 'xml'

export interface CorpusOptions {
  kind: CorpusKind
  /** the table ends with the first whole record that reaches this size */
  bytes: number
  seed: string
}

export const CORPUS_COLUMNS = [
  'id',
  'iin',
  'full_name',
  'sex',
  'birth_date',
  'phone',
  'email',
  'city',
  'address',
  'education',
  'diagnosis',
  'height_cm',
  'weight_kg',
  'visited_at',
  'note',
] as const

/**
 * The table that benches read: fifteen columns, about 360 bytes a CSV row, Cyrillic, quotes, commas and line
 * breaks inside cells; no IIN comes twice in the first sixty million rows. Blocks of whole records of 256 KiB and a
 * bit, in constant memory. The same options give the same bytes, and a smaller table is the beginning of a larger
 * one of the same seed.
 */
export function* corpus(options: CorpusOptions): Generator<Buffer, { records: number; bytes: number }> {
  const { kind, bytes, seed } = options
  const { encode, row: write, head, tail } = WRITERS[kind]
  const row = rows(seed, write, (text) => byteString(encode(text)))
  let text = head
  let size = text.length
  let written = 0
  let records = 0
  while (written + size < bytes) {
    while (size < BLOCK && written + size < bytes) {
      // Records of a JSON array are joined, not ended.
      const line = `${kind === 'json' && records > 0 ? ',\n' : ''}${row(++records)}`
      text += line
      size += line.length
    }
    yield Buffer.from(text, 'latin1')
    written += size
    text = ''
    size = 0
  }
  text += tail
  size += tail.length
  if (text !== '') yield Buffer.from(text, 'latin1')
  return { records, bytes: written + size }
}

const BLOCK = 256 * 1024

/**
 * The UTF-8 bytes of a text as characters 0–255. Rows put together from such strings are copied to the block, not
 * encoded, which makes the generator three times as fast.
 */
const byteString = (text: string) => Buffer.from(text).toString('latin1')

/** Cells of a row, encoded for the kind where they are text. */
interface Cells {
  id: number
  iin: string
  name: string
  sex: Sex
  birth: string
  phone: string
  email: string
  city: string
  address: string
  education: string
  diagnosis: string
  height: number
  weight: string
  at: string
  note: string
}

/** A function that makes the next row out of tables drawn once: a row costs a dozen draws and one string. */
function rows(seed: string, write: (cells: Cells) => string, encode: (text: string) => string): (id: number) => string {
  const draws = randomStream(`${seed}/table-cells`)
  const people = drawPeople(TABLE, `${seed}/table`)
  const person = (sex: Sex) =>
    people
      .filter((one) => one.sex === sex)
      .map(({ name }) => ({ name: encode(fullName(name)), mail: mailName(name.given, name.surname) }))
  const named = { F: person('F'), M: person('M') }
  const cities = people.map(({ place }) => encode(place.city))
  const addresses = people.map(({ address }) => encode(address))
  const notes = people.map((one) => encode(drawNote(draws, one)))
  const educations = people.map(() => encode(drawEducation(draws)))
  const diagnoses = people.map(() => drawDiagnosis(draws))
  const times = people.map(() => drawTime(draws))
  const random = randomStream(`${seed}/table-rows`)
  const nextIin = distinctIins(random)

  return (id) => {
    const { iin, sex } = nextIin()
    const { name, mail } = random.pick(named[sex])
    const height = random.between(152, 191)
    return write({
      id,
      iin,
      name,
      sex,
      birth: `19${random.between(4, 9)}${iin[1]!}-${iin.slice(2, 4)}-${iin.slice(4, 6)}`,
      phone: `+7761${random.pick(THREE_DIGITS)}${random.pick(THREE_DIGITS)}${random.below(10)}`,
      email: `${mail}${random.below(1000)}@${random.pick(MAIL_DOMAINS)}`,
      city: random.pick(cities),
      address: random.pick(addresses),
      education: random.pick(educations),
      diagnosis: random.pick(diagnoses),
      height,
      weight: `${height - 100 + random.between(-16, 28)}.${random.below(10)}`,
      at: random.pick(times),
      note: random.pick(notes),
    })
  }
}

const TABLE = 8192
const THREE_DIGITS = Array.from({ length: 1000 }, (_, i) => pad(i, 3))

/**
 * Walks all (day, sex, serial) of the 2090s in steps that share no factor with their number, so every IIN comes
 * once before any comes again.
 */
function distinctIins(random: Random): () => { iin: string; sex: Sex } {
  let at = random.below(2_000_000) * 36
  return () => {
    for (;;) {
      at = (at + STEP) % BODIES
      const sex: Sex = at % 2 === 0 ? 'F' : 'M'
      const rest = Math.floor(at / 2)
      const iin = futureIin(DAYS[rest % DAYS.length]!, sex, Math.floor(rest / DAYS.length))
      if (iin !== undefined) return { iin, sex }
    }
  }
}

const DAYS = Array.from({ length: 10 * 12 }, (_, i) => ({
  year: 2090 + Math.floor(i / 12),
  month: (i % 12) + 1,
})).flatMap(({ year, month }) => Array.from({ length: lastDay(month) }, (_, day) => ({ year, month, day: day + 1 })))
const BODIES = DAYS.length * 2 * 10_000
/** A prime that does not divide 73,000,000 = 3650 days × 2 × 10,000. */
const STEP = 27_644_437

const csvRow = (c: Cells) =>
  `${c.id},${c.iin},${c.name},${c.sex},${c.birth},${c.phone},${c.email},${c.city},${c.address},${c.education},` +
  `${c.diagnosis},${c.height},${c.weight},${c.at},${c.note}\n`
/** With the quotes of CSV, which a reader of TSV takes too. */
const tsvRow = (c: Cells) =>
  `${c.id}\t${c.iin}\t${c.name}\t${c.sex}\t${c.birth}\t${c.phone}\t${c.email}\t${c.city}\t${c.address}\t${c.education}\t` +
  `${c.diagnosis}\t${c.height}\t${c.weight}\t${c.at}\t${c.note}\n`

const jsonObject = (c: Cells) =>
  `{"id":${c.id},"iin":"${c.iin}","full_name":${c.name},"sex":"${c.sex}","birth_date":"${c.birth}","phone":"${c.phone}",` +
  `"email":"${c.email}","city":${c.city},"address":${c.address},"education":${c.education},"diagnosis":"${c.diagnosis}",` +
  `"height_cm":${c.height},"weight_kg":${c.weight},"visited_at":"${c.at}","note":${c.note}}`
const jsonRow = (c: Cells) => `${jsonObject(c)}\n`

/** One attribute and fourteen elements, on a line each. */
const xmlRow = (c: Cells) =>
  `  <person id="${c.id}">\n` +
  Object.entries({
    iin: c.iin,
    full_name: c.name,
    sex: c.sex,
    birth_date: c.birth,
    phone: c.phone,
    email: c.email,
    city: c.city,
    address: c.address,
    education: c.education,
    diagnosis: c.diagnosis,
    height_cm: c.height,
    weight_kg: c.weight,
    visited_at: c.at,
    note: c.note,
  })
    .map(([name, text]) => `    <${name}>${text}</${name}>\n`)
    .join('') +
  '  </person>\n'

const xmlText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** How each kind writes texts, rows, and what stands before and behind them. */
const WRITERS: Record<
  CorpusKind,
  { encode(text: string): string; row(cells: Cells): string; head: string; tail: string }
> = {
  csv: { encode: csvCell, row: csvRow, head: `${CORPUS_COLUMNS.join(',')}\n`, tail: '' },
  tsv: { encode: csvCell, row: tsvRow, head: `${CORPUS_COLUMNS.join('\t')}\n`, tail: '' },
  jsonl: { encode: JSON.stringify, row: jsonRow, head: '', tail: '' },
  json: { encode: JSON.stringify, row: jsonObject, head: '{"people":[\n', tail: '\n]}\n' },
  xml: {
    encode: xmlText,
    row: xmlRow,
    head: '<?xml version="1.0" encoding="UTF-8"?>\n<people>\n',
    tail: '</people>\n',
  },
}

export function isCorpusKind(kind: string): kind is CorpusKind {
  return kind in WRITERS
}
