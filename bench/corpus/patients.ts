import { drawFaceEmbedding, drawPhoto } from './biometrics.ts'
import { csvLine } from './csv.ts'
import { isoDate, pad, phoneForm } from './identifiers.ts'
import { drawBloodGroup, drawDiagnosis, drawEducation, drawOccupation } from './medicine.ts'
import { fullName } from './names.ts'
import { drawNote } from './notes.ts'
import type { Person } from './person.ts'
import { randomStream } from './random.ts'

export const PATIENT_COLUMNS = [
  'iin',
  'full_name',
  'sex',
  'birth_date',
  'phone',
  'email',
  'city',
  'district',
  'address',
  'education',
  'occupation',
  'blood_group',
  'height_cm',
  'weight_kg',
  'diagnosis',
  'registered_on',
  'note',
  'photo',
  'face_embedding',
] as const

/** The register of a polyclinic as CSV: a header and one line a person, some cells empty. */
export function patientsCsv(people: readonly Person[], seed: string): string {
  const facts = randomStream(`${seed}/patients`)
  const notes = randomStream(`${seed}/patient-notes`)
  const pictures = randomStream(`${seed}/pictures`)
  const lines = people.map((person) => {
    const height = facts.between(person.sex === 'M' ? 163 : 152, person.sex === 'M' ? 191 : 178)
    const weight = (height - 100) * 10 + facts.between(-160, 280)
    return csvLine([
      person.iin,
      fullName(person.name),
      person.sex,
      isoDate(person.birth),
      facts.chance(97) ? phoneForm(person.phone, facts.below(5)) : '',
      facts.chance(82) ? person.email : '',
      person.place.city,
      person.place.district,
      person.address,
      drawEducation(facts),
      drawOccupation(facts),
      drawBloodGroup(facts),
      String(height),
      (weight / 10).toFixed(1),
      drawDiagnosis(facts),
      `${facts.between(2015, 2024)}-${pad(facts.between(1, 12), 2)}-${pad(facts.between(1, 28), 2)}`,
      drawNote(notes, person),
      pictures.chance(20) ? drawPhoto(pictures) : '',
      pictures.chance(12.5) ? drawFaceEmbedding(pictures) : '',
    ])
  })
  return csvLine(PATIENT_COLUMNS) + lines.join('')
}
