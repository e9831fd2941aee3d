import { describe, expect, test } from 'vitest'
import { parsePolicy } from '../../../src/policy/parse-policy.ts'
import { categoriesToName } from '../../../src/policy/special-categories.ts'
import { all, set, type Change } from '../changes.ts'
import { failedIn, messageOf } from './answers.ts'

const POLICY = `perde: 1
dataset:
  id: shop
  sources: { users: users.csv }
  provenance: { controller: Example Shop, jurisdiction: [NL] }
purpose:
  id: dpv:ServiceUsageAnalytics
  processing: dpv:Analyse
  basis: legitimate-interest
  justification: how people move through the shop, which they expect and can object to
  rules: [gdpr]
  recipients: []
keys: { main: { env: PERDE_KEY } }
fields:
  users:
    user_id: { role: identifier, do: pseudonym person }
    age: { role: quasi-identifier, do: bucket 10 }
    blood_group: { role: sensitive, do: drop }
output: { retain-until: 2028-01-01 }
`
const keepsBlood: Change = set('fields.users.blood_group.do', [])
const CONSENT = {
  register: { path: 'consents.csv', subject: 'user_id', categories: 'data' },
  subsume: false,
  otherwise: 'fail',
}
const byConsent = all(set('purpose.basis', 'consent'), set('consent', CONSENT))

test('a policy that says all it must is permitted', () => {
  expect(failedIn(POLICY)).toEqual([])
})

describe('is denied', () => {
  test.each<[what: string, change: Change, ids: string[]]>([
    ['R01: no controller', set('dataset.provenance.controller', ' '), ['R01']],
    ['R02: a basis of another law', set('purpose.basis', 'art9:6'), ['R02']],
    ['R02: that it was published', set('purpose.basis', 'published-with-source'), ['R02']],
    ['R06: fields that nobody named', set('unlisted', 'keep'), ['R06']],
    ['R19: health by legitimate interest', keepsBlood, ['R19']],
    ['R19: health by contract', all(keepsBlood, set('purpose.basis', 'contract')), ['R19']],
    [
      'R19: belief by its category, by contract',
      all(set('purpose.basis', 'contract'), set('fields.users.age.category', 'dpv-pd:Religion')),
      ['R19'],
    ],
    [
      'R19: health by consents that do not say what they name',
      all(keepsBlood, byConsent, set('consent.register.categories', undefined)),
      ['R19'],
    ],
    ['R26: pseudonyms as not personal', set('purpose.basis', 'not-personal'), ['R26']],
    ['R42: no retention', set('output.retain-until', undefined), ['R42']],
    ['R42: a retention that ended', set('output.retain-until', '2026-01-01'), ['R42']],
    ['R66: a legitimate interest that nobody names', set('purpose.justification', ' '), ['R66']],
    [
      'R66: a public interest that nobody names',
      all(set('purpose.basis', 'public-interest'), set('purpose.justification', undefined)),
      ['R66'],
    ],
    ['R67: recipients that are not stated', set('purpose.recipients', undefined), ['R67']],
  ])('%s', (_, change, ids) => {
    expect(failedIn(POLICY, change)).toEqual(ids)
  })
})

describe('is permitted', () => {
  test.each<[what: string, change: Change]>([
    ['health by consents that name data', all(keepsBlood, byConsent)],
    ['health by a duty that is named', all(keepsBlood, set('purpose.basis', 'legal-obligation'))],
    ['a contract without more words', all(set('purpose.basis', 'contract'), set('purpose.justification', undefined))],
    [
      'data that is not personal, kept for ever',
      all(
        set('purpose.basis', 'not-personal'),
        set('fields.users.user_id.do', [{ verb: 'drop', options: {} }]),
        set('output.retain-until', undefined),
      ),
    ],
  ])('%s', (_, change) => {
    expect(failedIn(POLICY, change)).toEqual([])
  })
})

test('a message names the regulation and no article of it', () => {
  expect(messageOf(POLICY, keepsBlood, 'R19')).toBe(
    'the field users.blood_group is of a special category and is used on the basis legitimate-interest (GDPR)',
  )
})

describe('what each consent has to name', () => {
  const named = (change: Change) => {
    const policy = parsePolicy(POLICY).policy!
    change(policy)
    return categoriesToName(policy)
  }
  test('R19: is the special categories that are used', () => {
    expect(named(all(keepsBlood, byConsent))).toEqual(['dpv-pd:MedicalHealth'])
  })
  test('is nothing where they are dropped, where another basis holds, and under other rule sets', () => {
    expect(named(byConsent)).toEqual([])
    expect(named(keepsBlood)).toEqual([])
    expect(named(all(keepsBlood, byConsent, set('purpose.rules', ['kz-ai'])))).toEqual([])
  })
})
