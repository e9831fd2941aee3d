// The small data sets of the ready policies: node policies/make-ready-data.mjs
//
// Drawn from the invented people of quickstart/, the same bytes each time (a test compares them). What the others do not
// have can be nobody's either: telephones 555-0100 to 0199, social security numbers that begin with 9, mailboxes at
// example.com, addresses of RFC 5737, and the users' and patients' numbers of no system.
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'

const here = dirname(fileURLToPath(import.meta.url))
const PEOPLE = 400

/** file below policies/ → content */
export function readyData() {
  const quickstart = (name) => readFileSync(join(here, 'quickstart', name), 'utf8')
  const patients = parse(quickstart('patients.csv'), { columns: true, to: PEOPLE })
  const known = new Set(patients.map(({ iin }) => iin))
  const consents = parse(quickstart('consents.csv'), { columns: true }).filter(({ iin }) => known.has(iin))
  const visits = quickstart('visits.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ patient }) => known.has(patient.iin))
  return {
    'starter/customers.csv': table(patients, [
      'iin',
      'full_name',
      'phone',
      'email',
      'birth_date',
      'sex',
      'city',
      'note',
    ]),
    'kz-ai-training/patients.csv': table(patients, [
      ...['iin', 'full_name', 'phone', 'birth_date', 'sex', 'city', 'address', 'diagnosis', 'photo'],
    ]),
    'kz-ai-training/visits.xml': visitsXml(visits),
    'kz-ai-training/consents.csv': table(consents, Object.keys(consents[0])),
    ...shop(),
    ...hospital(),
  }
}

function table(rows, columns) {
  const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return [columns, ...rows.map((row) => columns.map((name) => row[name]))]
    .map((row) => `${row.map(cell).join(',')}\n`)
    .join('')
}

function visitsXml(visits) {
  const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const visit = ({ patient, at, diagnoses, doctor, note }) =>
    [
      `  <visit>`,
      `    <patient iin="${patient.iin}"/>`,
      `    <date>${at.slice(0, 10)}</date>`,
      ...diagnoses.map(({ code }) => `    <diagnosis code="${code}"/>`),
      `    <doctor><name>${escape(doctor.name)}</name></doctor>`,
      `    <note>${escape(note ?? '')}</note>`,
      `  </visit>\n`,
    ].join('\n')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<export>\n${visits.map(visit).join('')}</export>\n`
}

const FIRST = 'Alice Ben Clara David Emma Finn Greta Hugo Iris Jonas Kate Liam Mia Noah Olga Paul'.split(' ')
const LAST = 'Baker Carter Dekker Evans Fischer Green Hansen Jansen Keller Lange Meyer Novak Smith Visser'.split(' ')

function shop() {
  const draw = random(20260101)
  const users = Array.from({ length: PEOPLE }, (_, i) => {
    const name = `${pick(draw, FIRST)} ${pick(draw, LAST)}`
    return {
      user_id: `U-${String(1000 + i)}`,
      support_id: `S${String(70_000 + i * 7)}`,
      email: `${name.toLowerCase().replace(' ', '.')}${i}@example.com`,
      name,
      postcode: `${1000 + 10 * Math.floor(draw() * 30)}`,
      age: String(18 + Math.floor(draw() * 60)),
      income: String(20_000 + 500 * Math.floor(draw() * 120)),
      country: pick(draw, ['NL', 'DE']),
    }
  })
  const events = Array.from({ length: 3 * PEOPLE }, (_, i) => ({
    uid: pick(draw, users).user_id,
    ip: `${pick(draw, ['192.0.2', '198.51.100', '203.0.113'])}.${1 + Math.floor(draw() * 250)}`,
    at: new Date(Date.UTC(2026, 0, 1) + 1000 * (i * 7200 + Math.floor(draw() * 3600)))
      .toISOString()
      .replace('.000', ''),
    lat: Number((50 + 3 * draw()).toFixed(4)),
    lon: Number((4 + 6 * draw()).toFixed(4)),
    path: pick(draw, ['/', '/search', '/basket', '/product', '/help']),
    basket: Array.from({ length: Math.floor(draw() * 3) }, () => ({
      sku: pick(draw, ['lamp', 'chair', 'desk', 'shelf']),
      price: Number((5 + 200 * draw()).toFixed(2)),
    })),
    search: pick(draw, ['', 'desk lamp', 'oak shelf', 'chair for a child', 'lamp']),
  }))
  return {
    'gdpr-analytics/users.csv': table(users, Object.keys(users[0])),
    'gdpr-analytics/events.jsonl': lines(events),
  }
}

function hospital() {
  const draw = random(20260202)
  const zips = ['03601', '10025', '60614', '94110', '87901', '73301', '02139', '20301']
  const encounters = Array.from({ length: PEOPLE }, (_, i) => {
    const admitted = Date.UTC(2024, 0, 1) + 86_400_000 * Math.floor(draw() * 700)
    const hours = 2 + Math.floor(draw() * 90)
    const age = 1 + Math.floor(draw() * 98)
    const given = pick(draw, FIRST)
    const family = pick(draw, LAST)
    const day = (time) => new Date(time).toISOString().slice(0, 10)
    return {
      patient: {
        mrn: `MRN${String(500_000 + i * 13)}`,
        name: { given, family },
        telecom: [`(212) 555-01${String(i % 100).padStart(2, '0')}`],
        ssn: `9${String(10 + (i % 89))}-${String(10 + (i % 80))}-${String(1000 + i)}`,
        birth_date: day(admitted - age * 31_557_600_000),
        age,
        sex: pick(draw, ['F', 'M']),
        address: { zip: pick(draw, zips), state: pick(draw, ['NY', 'IL', 'CA', 'NM']) },
        photo: `data:image/jpeg;base64,/9j/4AAQSkZJRgABAQ${String(1000 + i)}AAD/2Q==`,
      },
      admitted: day(admitted),
      discharged: day(admitted + hours * 3_600_000),
      stay_hours: hours,
      codes: [{ icd10: pick(draw, ['I10', 'J06.9', 'S52.5', 'E11.9', 'K35.8']) }],
      charge: Number((200 + 9000 * draw()).toFixed(2)),
      note: `${given} ${family} was seen and sent home.`,
    }
  })
  return { 'hipaa-safe-harbor/encounters.jsonl': lines(encounters) }
}

function lines(records) {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

function pick(draw, list) {
  return list[Math.floor(draw() * list.length)]
}

/** Numbers from 0 to 1, the same ones for a seed (mulberry32). */
function random(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [name, text] of Object.entries(readyData())) {
    mkdirSync(dirname(join(here, name)), { recursive: true })
    writeFileSync(join(here, name), text)
  }
