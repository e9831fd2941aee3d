import { consentsCsv } from './consents.ts'
import { patientsCsv } from './patients.ts'
import { drawPeople } from './person.ts'
import { visitsJsonl } from './visits.ts'

export const QUICKSTART_SEED = 'perde quickstart 1'

/** The data that ships in policies/quickstart: file name → text, the same on every machine and every day. */
export function quickstartFiles(): Record<'patients.csv' | 'visits.jsonl' | 'consents.csv', string> {
  const people = drawPeople(10_000, QUICKSTART_SEED)
  return {
    'patients.csv': patientsCsv(people, QUICKSTART_SEED),
    'visits.jsonl': visitsJsonl(people, 10_000, 6_500, QUICKSTART_SEED),
    'consents.csv': consentsCsv(people, QUICKSTART_SEED),
  }
}
