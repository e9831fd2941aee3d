/** A policy with one of everything, without a single finding. Tests change one thing in it. */
export const GOOD = `# A training set
perde: 1
dataset:
  id: clinic-2026
  title: Visits
  sources:
    patients: data/patients-*.csv
    visits: { path: data/visits.jsonl, format: jsonl }
  subject: { patients: iin, visits: patient.iin }
  maker: { name: City Polyclinic, bin: "040740000001" }
  provenance:
    controller: City Polyclinic
    method: own-records
    collected: 2023-01/2025-06
    jurisdiction: [KZ]
purpose:
  id: dpv:ServiceOptimisation
  processing: dpv-ai:ModelTraining
  text: Order the waiting queue
  basis: consent
  rules: [kz-ai, kz-personal-data]
  until: 2027-12-31
system: { risk: medium, autonomy: low, reviewed: 2026-03-01 }
consent:
  register: { path: consents.csv, subject: iin, purpose: purpose, processing: processing, status: status, categories: data, until: until }
  otherwise: drop-record
keys:
  main: { env: PERDE_KEY }
detect:
  find: [iin, phone, person]
  locales: [kk, ru, en]
  surprise: fail
transforms:
  age-90: { clip: { max: 89, above: "90+" } }
unlisted: fail
fields:
  patients:
    iin: { role: identifier, type: iin, do: pseudonym person }
    full_name: { role: identifier, do: drop }
    phone: { role: identifier, type: phone, do: pseudonym phone }
    birth_date: { role: quasi-identifier, do: generalise year }
    age: { role: quasi-identifier, do: age-90 }
    sex: quasi-identifier
    income: { role: sensitive, do: [ { clip: { max: 200000 } }, round 1000 ], nulls: keep, empty: "null" }
    photo: { role: biometric, do: drop }
  visits:
    patient.iin: { role: identifier, type: iin, do: pseudonym person }
    date: { role: quasi-identifier, do: { shift-date: { days: 180, by: subject, keep: weekday } } }
    diagnosis[].code: sensitive
    note: { role: sensitive, do: redact, when: "kind != 'open'", else: keep }
  "*":
    "**.email": { role: identifier, do: drop }
output: { path: out/, label: auto, storage-country: KZ, retain-until: 2028-01-01 }
audit: { log: perde-log/ }
`

/** GOOD with some text replaced; the text must be there once. */
export function goodBut(...changes: [from: string, to: string][]): string {
  return changes.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`not exactly once in the policy: ${from}`)
    return text.replace(from, () => to)
  }, GOOD)
}

/** Stands in for the registry of recognisers. */
export const ENTITIES = [
  { entity: 'iin', aliases: ['KZ_IIN'] },
  { entity: 'phone', aliases: ['PHONE_NUMBER'] },
  { entity: 'email', aliases: ['EMAIL_ADDRESS'] },
  { entity: 'person', aliases: ['PERSON'] },
  { entity: 'face', aliases: [] },
]

export const AS_OF = new Date('2026-06-01T00:00:00Z')
