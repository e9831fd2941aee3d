import { expect } from 'vitest'
import { consent, csv, people, peoplePolicy, project, REGISTER_HEADER, type Project } from './perde.ts'

const STATES = ['given', 'given', 'given', 'withdrawn', 'given', 'expired']

const LEDGER = `purpose:
  id: dpv:ServiceOptimisation
  processing: dpv-ai:ModelTraining
  basis: consent
  rules: [kz-ai, kz-personal-data]
consent: { ledger: consents }
`

/** Sixty invented people; the first gave a consent, the fourth withdrew. */
export const VIEWED = people(60)

/** A log with two releases by one consent ledger, of which the second coarsens more, and a use that was denied. */
export function viewedLog(after: (remove: () => void) => void): Project {
  const fields = (born: string) =>
    `    email: { role: identifier, type: email, do: fake email }\n    born: { role: quasi-identifier, do: generalise ${born} }\n`
  const policy = (born: string) =>
    peoplePolicy(LEDGER, {
      dataset: '  maker: { name: Example Clinic, bin: "891240000012" }\n',
      fields: fields(born),
    }).replace('city: insensitive', 'city: quasi-identifier')
  const p = project(
    {
      'people.csv': csv(
        ['iin', 'name', 'city', 'email', 'born'],
        VIEWED.map((of) => [of.iin, of.name, of.city, of.email, of.born]),
      ),
      'consents.csv': csv(
        [...REGISTER_HEADER, 'at'],
        VIEWED.map((of, i) => [...consent(of.iin, STATES[i % STATES.length]!), '2026-01-10']),
      ),
      'policy.yaml': policy('month'),
      'coarser.yaml': policy('year'),
    },
    after,
  )
  const done = (...args: string[]) => {
    const { status, stderr } = p.perde(args)
    expect([status, stderr]).toEqual([0, expect.any(String)])
  }
  done('consent', 'import', 'consents.csv', '--policy', 'policy.yaml', '--column', 'subject=iin')
  done('run', 'policy.yaml', '--out', 'first', '--quiet')
  done('run', 'coarser.yaml', '--out', 'second', '--quiet')
  return p
}
