import { describe, expect, it } from 'vitest'
import { CONSENT, consentsOf, people, peopleCsv, peoplePolicy, project, type Person, type Project } from './perde.ts'

// One log, a release on a table of consents and one on a ledger: what is said in the ledger changes nothing for the first.

const [BOTH, ALONE] = people(2) as [Person, Person]
const LEDGER = CONSENT.replace(/register: .*/, 'ledger: consents')
const TERMS = ['--purpose', 'dpv:ServiceOptimisation', '--processing', 'dpv-ai:ModelTraining']

function consent(p: Project, verb: string, of: { iin: string }, ...more: string[]): string {
  const args = ['consent', verb, '--policy', 'ledger.yaml', '--subject', '-', '--log', 'perde-log', ...more]
  const { status, stdout, stderr } = p.perde(args, { input: `${of.iin}\n` })
  expect({ status, stderr }).toEqual({ status: 0, stderr })
  return stdout + stderr
}

function use(p: Project, release: string): number | null {
  return p.perde(['use', release, ...TERMS, '--by', 'ml']).status
}

describe('a withdrawal in a ledger, where releases of the log rest on other consents', () => {
  it('is told as what it is for each of them, and perde use does as it was told', () => {
    const p = project({
      'policy.yaml': peoplePolicy(CONSENT),
      'ledger.yaml': peoplePolicy(LEDGER).replace('id: clinic', 'id: other'),
      'people.csv': peopleCsv(people(2)),
      'consents.csv': consentsOf(people(2)),
    })
    expect(p.perde(['run', 'policy.yaml', '--out', 'table', '--quiet'])).toMatchObject({ status: 0 })
    consent(p, 'record', BOTH, '--status', 'given', ...TERMS, '--set', 'term=purposes')
    expect(p.perde(['run', 'ledger.yaml', '--out', 'ledger', '--quiet'])).toMatchObject({ status: 0 })
    const place = `its consents stand in ${p.path('consents.csv')}`

    const alone = consent(p, 'withdraw', ALONE)
    expect(alone).toContain(place)
    expect(alone).toContain('[CONSENT_ELSEWHERE]')
    expect(alone).not.toContain('perde use denies')
    expect(alone).not.toContain('make it anew without them')
    expect([use(p, 'table'), use(p, 'ledger')]).toEqual([0, 0])

    const both = consent(p, 'withdraw', BOTH)
    expect(both).toContain(place)
    expect(both).toContain('perde use denies the others from now on')
    expect(both).toContain('the consents of 1 release stand elsewhere, so this withdrawal changes nothing for it')
    expect(both.match(/make it anew without them: .*/g)).toEqual([expect.stringContaining(p.path('ledger'))])
    expect([use(p, 'table'), use(p, 'ledger')]).toEqual([0, 77])

    const asked = consent(p, 'affected', ALONE)
    expect(asked).toContain('the consents of 1 release stand elsewhere; after a withdrawal there perde use denies it')
    expect(JSON.parse(consent(p, 'affected', ALONE, '--json'))).toMatchObject({
      releases: [{ place: p.path('table'), elsewhere: p.path('consents.csv') }],
    })
  }, 60_000)
})
