import { describe, expect, test } from 'vitest'
import { all, set, type Change } from '../changes.ts'
import { failedIn, messageOf } from './answers.ts'

const POLICY = `perde: 1
dataset:
  id: triage
  title: Visits to polyclinics
  sources: { visits: visits.csv }
  maker: { name: City Polyclinic, bin: "040740000001" }
  passport: { system: Register of visits, level: city, access-level: restricted, update-period: month }
  provenance: { controller: City Polyclinic, origin: the register of visits, method: own-records }
purpose:
  id: dpv:ScientificResearch
  processing: dpv-ai:ModelTraining
  text: Train a model that orders the waiting queue
  basis: art9:6
  justification: research of the university
  rules: [kz-ai-platform]
keys: { main: { ephemeral: true } }
fields:
  visits:
    iin: { role: identifier, type: iin, do: drop }
    age: { role: quasi-identifier, do: bucket 10 }
    diagnosis: sensitive
anonymity: { k: 5, risk-at-most: { average: 20% }, if-not-met: suppress }
output: { licence: CC-BY-4.0, access: on request }
`

test('a policy that says all it must is permitted', () => {
  expect(failedIn(POLICY)).toEqual([])
})

describe('is denied', () => {
  test.each<[what: string, change: Change, ids: string[]]>([
    ['R25: a value that can be turned back', set('fields.visits.iin.do', [{ verb: 'encrypt', options: {} }]), ['R25']],
    [
      'R25: a pseudonym under a key that stays',
      all(set('fields.visits.iin.do', [{ verb: 'pseudonym', options: {} }]), set('keys.main', { env: 'PERDE_KEY' })),
      ['R25'],
    ],
    ['R24: an identifier as it is', set('fields.visits.iin.do', []), ['R24']],
    ['R29: no classes', set('anonymity', undefined), ['R29']],
    ['R29: classes of four', set('anonymity.k', 4), ['R29']],
    ['R29: classes that may be missed', set('anonymity.if-not-met', 'report'), ['R29']],
    ['R29: a risk without a bound', set('anonymity.risk-at-most', { unique: 0 }), ['R29']],
    ['R35: no maker', set('dataset.maker', undefined), ['R35']],
    ['R35: a maker without a BIN', set('dataset.maker.bin', undefined), ['R35']],
    ['R68: no passport', set('dataset.passport', undefined), ['R68']],
    ['R68: a passport without a level', set('dataset.passport.level', ' '), ['R68']],
    ['R68: no origin', set('dataset.provenance.origin', undefined), ['R68']],
    ['R69: no title', set('dataset.title', undefined), ['R69']],
    ['R69: no purpose in words', set('purpose.text', undefined), ['R69']],
    ['R69: no conditions of access', set('output.access', undefined), ['R69']],
    ['R69: no licence', set('output.licence', undefined), ['R69']],
  ])('%s', (_, change, ids) => {
    expect(failedIn(POLICY, change)).toEqual(ids)
  })
})

test('a message names all that is missing at once, as the policy has it', () => {
  const change = all(set('dataset.passport.level', undefined), set('dataset.passport.update-period', undefined))
  expect(messageOf(POLICY, change, 'R68')).toBe(
    'the passport of the data set lacks dataset.passport.level, dataset.passport.update-period (decree 925, annex 1)',
  )
})
