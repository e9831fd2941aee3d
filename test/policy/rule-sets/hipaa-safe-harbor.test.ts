import { describe, expect, test } from 'vitest'
import { all, set, type Change } from '../changes.ts'
import { failedIn, messageOf } from './answers.ts'

const POLICY = `perde: 1
dataset:
  id: encounters
  sources: { e: e.csv }
  provenance: { controller: Lakeside Hospital, jurisdiction: [US] }
purpose:
  id: dpv:ScientificResearch
  processing: dpv:Analyse
  basis: legal-obligation
  justification: de-identification before research
  rules: [hipaa-safe-harbor]
  statements: [no-actual-knowledge]
keys: { main: { ephemeral: true } }
unlisted: drop
transforms:
  zip-3: { prefix: { length: 3, deny: ["036", "059", "063", "102", "203", "205", "369", "556", "692", "753", "772", "790", "821", "823", "830", "831", "878", "879", "884", "890", "893"], deny-as: "000" } }
fields:
  e:
    mrn: { role: identifier, do: surrogate }
    name: { role: identifier, type: person, do: drop }
    email: { role: identifier, type: email, do: null }
    phone: { role: identifier, do: redact }
    zip: { role: quasi-identifier, do: zip-3 }
    state: quasi-identifier
    city: { role: quasi-identifier, do: drop }
    age: { role: quasi-identifier, do: { clip: { max: 89, above: "90+" } } }
    birth_date: { role: quasi-identifier, do: drop }
    admission_date: { role: quasi-identifier, do: generalise year }
    sex: quasi-identifier
    diagnosis: sensitive
    charge: insensitive
    note: { role: sensitive, do: drop }
    photo: { role: biometric, do: drop }
`
const FORM = { nulls: 'keep', empty: 'keep', 'on-error': 'fail' }
const adds = (path: string, role: string, more: object = {}): Change =>
  set(`fields.e.${path}`, { role, do: [], ...FORM, ...more })
const does = (path: string, verb: string, options: object = {}): Change =>
  set(`fields.e.${path}.do`, [{ verb, options }])
const keeps = (path: string): Change => set(`fields.e.${path}.do`, [])

test('a policy that says all it must is permitted', () => {
  expect(failedIn(POLICY)).toEqual([])
})

describe('is denied', () => {
  test.each<[what: string, change: Change, ids: string[]]>([
    // the eighteen, one after the other
    ['R70: a name', keeps('name'), ['R70']],
    ['R70: a made-up name, which the key makes from the name', does('name', 'fake', { kind: 'person.name' }), ['R70']],
    ['R70: a masked telephone', does('phone', 'mask', { last: 4 }), ['R70']],
    ['R70: a fax by its name alone', adds('fax', 'insensitive'), ['R70']],
    ['R70: an e-mail', keeps('email'), ['R70']],
    ['R70: a social security number', adds('ssn', 'sensitive'), ['R70']],
    ['R70: the number of a medical record as a pseudonym', does('mrn', 'pseudonym', {}), ['R70']],
    ['R70: the number of a health plan', adds('plan', 'sensitive', { type: 'us-mbi' }), ['R70']],
    ['R70: an account', adds('account_number', 'sensitive'), ['R70']],
    ['R70: a licence', adds('dl', 'sensitive', { type: 'us-driving-licence' }), ['R70']],
    ['R70: a vehicle', adds('license_plate', 'quasi-identifier'), ['R70']],
    ['R70: a device', adds('device', 'insensitive', { type: 'imei' }), ['R70']],
    ['R70: an address of the web', adds('page', 'insensitive', { type: 'url' }), ['R70']],
    ['R70: an IP address', adds('client_ip', 'insensitive'), ['R70']],
    [
      'R70: any other code that says whom',
      adds('badge', 'identifier', { do: [{ verb: 'mask', options: {} }] }),
      ['R70'],
    ],
    [
      'R70: a name that a condition lets through',
      all(set('fields.e.name.when', "sex == 'F'"), set('fields.e.name.else', [])),
      ['R70'],
    ],
    ['R71: a whole ZIP code', keeps('zip'), ['R71']],
    ['R71: four digits of a ZIP code', does('zip', 'prefix', { length: 4 }), ['R71']],
    ['R71: three digits without the small areas', does('zip', 'prefix', { length: 3 }), ['R71']],
    [
      'R71: three digits with some of the small areas',
      does('zip', 'prefix', { length: 3, deny: ['036'], 'deny-as': '000' }),
      ['R71'],
    ],
    ['R71: a city', keeps('city'), ['R71']],
    ['R71: a county', adds('county', 'quasi-identifier'), ['R71']],
    ['R71: a street', adds('street', 'quasi-identifier'), ['R71']],
    ['R71: coordinates', adds('lat', 'quasi-identifier', { do: [{ verb: 'geo', options: { decimals: 1 } }] }), ['R71']],
    ['R72: a date of birth', keeps('birth_date'), ['R72']],
    ['R72: a year of birth, which tells who is over 89', does('birth_date', 'generalise', { to: 'year' }), ['R72']],
    ['R72: a month of admission', does('admission_date', 'generalise', { to: 'month' }), ['R72']],
    [
      'R72: a shifted date of whatever name',
      adds('seen', 'sensitive', { do: [{ verb: 'shift-date', options: {} }] }),
      ['R72'],
    ],
    ['R72: all ages', keeps('age'), ['R72']],
    ['R72: ages up to 95', does('age', 'clip', { max: 95, above: '96+' }), ['R72']],
    ['R72: ages that are cut off at 89 without a class of their own', does('age', 'clip', { max: 89 }), ['R72']],
    ['R73: a text as it is', keeps('note'), ['R73']],
    ['R73: a text with pseudonyms', does('note', 'scrub', { with: 'pseudonym' }), ['R73']],
    [
      'R74: a photograph',
      all(
        does('photo', 'mask', {}),
        set('purpose.basis', 'consent'),
        set('consent', { register: { path: 'c', subject: 's', categories: 'd' } }),
      ),
      ['R74'],
    ],
    ['R74: a voice that is called sensitive', adds('call', 'sensitive', { type: 'voice' }), ['R74']],
    ['R74: a picture by its name', adds('image_url', 'insensitive'), ['R74']],
    ['R75: a code under a key that stays', set('keys.main', { env: 'PERDE_KEY' }), ['R75']],
    ['R76: fields that nobody named', set('unlisted', 'detect'), ['R76']],
    ['R76: surprises that are only told', set('detect.surprise', 'warn'), ['R76']],
    ['R77: no statement about what is known', set('purpose.statements', undefined), ['R77']],
  ])('%s', (_, change, ids) => {
    expect(failedIn(POLICY, change)).toEqual(ids)
  })
})

describe('is permitted', () => {
  test.each<[what: string, change: Change]>([
    ['a scrubbed text', does('note', 'scrub', { with: 'label' })],
    ['a date by decade', does('admission_date', 'generalise', { to: 'decade' })],
    ['a place made a state by a hierarchy', does('city', 'generalise', { hierarchy: 'states.csv', level: 1 })],
    ['the number of a medical record dropped', does('mrn', 'drop')],
    [
      'two digits of a ZIP code',
      does('zip', 'prefix', {
        length: 2,
        deny: [
          ...new Set(
            '036 059 063 102 203 205 369 556 692 753 772 790 821 823 830 831 878 879 884 890 893'
              .split(' ')
              .map((zip) => zip.slice(0, 2)),
          ),
        ],
        'deny-as': '000',
      }),
    ],
  ])('%s', (_, change) => {
    expect(failedIn(POLICY, change)).toEqual([])
  })
})

test('a message names the method and no section of it', () => {
  expect(messageOf(POLICY, keeps('birth_date'), 'R72')).toBe(
    'e.birth_date would tell who is over 89 (HIPAA Safe Harbor)',
  )
})
