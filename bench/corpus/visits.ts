import { pad, phoneForm } from './identifiers.ts'
import { CLINICS, drawDiagnosis } from './medicine.ts'
import type { Name } from './names.ts'
import { drawName, fullName, shortName } from './names.ts'
import { drawNote } from './notes.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import { randomStream, shuffled, weighted } from './random.ts'

/**
 * Visits as JSON lines, ordered by time: nested objects and arrays, several visits of one patient.
 * @param patients how many of the people came at all; each at least once
 */
export function visitsJsonl(people: readonly Person[], visits: number, patients: number, seed: string): string {
  const random = randomStream(`${seed}/visits`)
  const notes = randomStream(`${seed}/visit-notes`)
  const came = shuffled(people, random).slice(0, patients)
  const doctors = Array.from({ length: 60 }, () => drawName(random, random.chance(65) ? 'F' : 'M'))
  return Array.from({ length: visits }, (_, i) => ({ person: came[i] ?? random.pick(came), at: drawTime(random) }))
    .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
    .map(({ person, at }, i) => visitLine(i, person, at, random.pick(doctors), random, notes))
    .join('')
}

/** Written by hand where the form of a number matters: `12500.00`, `1.0` and integers over 2^53 must survive. */
function visitLine(i: number, person: Person, at: string, doctor: Name, random: Random, notes: Random): string {
  const name = quoted(fullName(person.name), random)
  const patient = `{"iin":"${person.iin}","name":${name},"phone":"${phoneForm(person.phone, random.below(5))}"}`
  const vitals = `{"bp":[${random.between(100, 170)},${random.between(60, 100)}],"temp":${temperature(random)}}`
  const doctorName = JSON.stringify(random.chance(60) ? fullName(doctor) : shortName(doctor))
  const note = random.chance(4) ? 'null' : JSON.stringify(random.chance(50) ? '' : drawNote(notes, person))
  return (
    `{"visit_id":"V-${pad(i + 1, 6)}","patient":${patient},"at":"${at}","clinic":${JSON.stringify(random.pick(CLINICS))},` +
    `"vitals":${vitals},"diagnoses":[${diagnoses(random)}],"doctor":{"name":${doctorName}},"note":${note},` +
    `"cost":${random.between(4, 120) * 250}.${random.chance(90) ? '00' : '50'},"score":${drawScore(random)(random)}}\n`
  )
}

/** A JSON string; one in a hundred has its letters as \\u escapes, as some exporters write them. */
function quoted(text: string, random: Random): string {
  if (!random.chance(1)) return JSON.stringify(text)
  return `"${Array.from(text, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`
}

/** A working hour of 2023–2025 in the zone of Kazakhstan. */
export function drawTime(random: Random): string {
  const date = `${random.between(2023, 2025)}-${pad(random.between(1, 12), 2)}-${pad(random.between(1, 28), 2)}`
  return `${date}T${pad(random.between(8, 18), 2)}:${pad(random.below(12) * 5, 2)}:00+05:00`
}

const temperature = (random: Random) => (random.chance(2) ? 'null' : `3${random.between(6, 8)}.${random.below(10)}`)

function diagnoses(random: Random): string {
  const codes = new Set(Array.from({ length: random.between(1, 3) }, () => drawDiagnosis(random)))
  return Array.from(codes, (code, i) => `{"code":"${code}","main":${i === 0}}`).join(',')
}

const drawScore = weighted<(random: Random) => string>([
  [(random) => `0.${pad(random.below(1000), 3)}`, 80],
  [() => '1.0', 8],
  [() => '0', 5],
  [() => '1e-3', 2],
  [(random) => `900719925474${pad(random.between(994, 9999), 4)}`, 3],
  [() => '9007199254740993', 2],
])
