import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../src/errors.ts'
import { Reason, type ReasonName } from '../../src/consent/reasons.ts'
import type { ConsentRequest } from '../../src/consent/request.ts'
import { compile, NOON, reasonOf, reasonsOf, TRAINING } from './register-fixture.ts'

const P = 'dpv:ServiceOptimisation'
const X = 'dpv-ai:ModelTraining'
const BIOMETRIC = { categories: ['biometric'] }

/** What tests of this file expect, so that the last one can say which codes were met. */
const met = new Set<ReasonName | undefined>()
function expectReason(text: string, reason: ReasonName, request: Partial<ConsentRequest> = {}): void {
  const got = reasonOf(text, request)
  met.add(got)
  expect(got).toBe(reason)
}

describe('a subject', () => {
  it.each([
    ['GIVEN', 'given'],
    ['RENEWED', 'renewed'],
    ['WITHDRAWN', 'withdrawn'],
    ['REVOKED', 'revoked'],
    ['REFUSED', 'refused'],
    ['EXPIRED', 'expired'],
    ['INVALIDATED', 'invalidated'],
    ['PENDING', 'requested'],
    ['PENDING', 'deferred'],
    ['STATE_UNKNOWN', 'unknown'],
    ['STATE_UNKNOWN', 'perhaps'], // a word perde does not know
    ['STATE_UNKNOWN', ''], // a blank status
  ] as const)('is %s by row %#', (reason, status) => {
    expectReason(`subject,purpose,processing,status\na,${P},${X},${status}`, reason)
  })

  it('has NO_RECORD when the register does not name it', () => {
    expectReason('subject,status\nb,given', 'NO_RECORD')
  })

  it('is flagged, not looked up, without a valid identifier', () => {
    const { index } = compile('subject,status\n ,given', { entity: 'iin' })
    const reasons = reasonsOf(index, ['', '000101500002'], TRAINING, 'iin')
    expect(reasons).toEqual(['SUBJECT_ID_MISSING', 'SUBJECT_ID_INVALID'])
    for (const reason of reasons) met.add(reason)
  })
})

describe('rows of one subject', () => {
  it.each([
    // in the file's order the later row decides
    ['WITHDRAWN', 'subject,status\na,given\na,withdrawn'],
    ['GIVEN', 'subject,status\na,withdrawn\na,given'],
    ['PENDING', 'subject,status\na,given\na,requested'],
    ['GIVEN', 'subject,status\na,given\nb,withdrawn'], // another subject's row
    // a named time column orders them, whatever their order in the file
    ['WITHDRAWN', 'subject,status,at\na,withdrawn,2026-03-02\na,given,2026-03-01'],
    ['GIVEN', 'subject,status,at\na,given,2026-03-02\na,withdrawn,2026-03-01'],
    // equal times: the most restrictive, in both orders
    ['WITHDRAWN', 'subject,status,at\na,given,2026-03-01\na,withdrawn,2026-03-01'],
    ['WITHDRAWN', 'subject,status,at\na,withdrawn,2026-03-01\na,given,2026-03-01'],
    // a denial by a date alone counts to the end of that day in Almaty, whatever its word
    ['WITHDRAWN', 'subject,status,at\na,given,01.03.2026 09:00\na,withdrawn,01.03.2026'],
    ['WITHDRAWN', 'subject,status,at\na,withdrawn,2026-03-01\na,given,2026-03-01T18:59:59Z'],
    ['EXPIRED', 'subject,status,at\na,expired,2026-03-01\na,given,2026-03-01T09:00'],
    ['STATE_UNKNOWN', 'subject,status,at\na,perhaps,2026-03-01\na,given,2026-03-01T09:00'],
    ['GIVEN', 'subject,status,at\na,withdrawn,2026-03-01\na,given,2026-03-02'],
    ['GIVEN', 'subject,status,at\na,withdrawn,2026-03-01T08:00\na,given,2026-03-01T09:00'],
    // whoever was asked on a day and answered on it has answered
    ['GIVEN', 'subject,status,at\na,requested,2026-03-01\na,given,2026-03-01T09:00'],
    ['EXPIRED', 'subject,status,at,until\na,given,2026-03-01,\na,given,2026-03-01,2026-04-01'],
    // a denial later than as-of counts all the same: its year may be mistyped, and as-of may be in the past
    ['WITHDRAWN', 'subject,status,at\na,given,2026-03-01\na,withdrawn,2026-08-01'],
    ['WITHDRAWN', 'subject,status,at\na,given,2026-03-01\na,withdrawn,2062-01-01'],
    ['WITHDRAWN', 'subject,status,at\na,withdrawn,2026-08-01\na,given,2026-03-01'],
    // a grant later than as-of does not
    ['WITHDRAWN', 'subject,status,at\na,withdrawn,2026-08-01\na,given,2026-09-01'],
    ['NOT_YET_VALID', 'subject,status,at\na,given,2026-08-01'],
    // a consent that begins later does not disturb the one in force
    ['GIVEN', 'subject,status,from,until\na,given,2026-01-01,2027-01-01\na,renewed,2027-01-01,2028-01-01'],
    // a later consent that has run out is the latest word
    ['EXPIRED', 'subject,status,until\na,given,2028-01-01\na,given,2026-01-01'],
  ] as const)('give %s in row %#', (reason, text) => {
    expectReason(text, reason)
  })
})

describe('a request as of another time than the run', () => {
  it.each([
    ['EXPIRED', 'subject,until\na,2026-08-01'], // it has run out by the time of the run
    ['GIVEN', 'subject,until\na,2026-10-01'],
    ['NOT_YET_VALID', 'subject,from\na,2026-08-01'], // what is given then is not given before
    ['WITHDRAWN', 'subject,status,at\na,given,2026-03-01\na,withdrawn,2026-08-01'],
  ] as const)('gives %s in row %#: the person must be used at both', (reason, text) => {
    const { index } = compile(text)
    const runAt = NOON + 60 * 86_400
    expect(reasonsOf(index, ['a'], { ...TRAINING, runAt })).toEqual([reason])
  })

  it('in the future does not use what is not given yet', () => {
    const { index } = compile('subject,from\na,2026-07-15')
    expect(reasonsOf(index, ['a'], { ...TRAINING, asOf: NOON + 60 * 86_400, runAt: NOON })).toEqual(['NOT_YET_VALID'])
  })
})

describe('the validity of a grant', () => {
  it.each([
    ['GIVEN', 'subject,until\na,2026-07-02'], // ends at the start of tomorrow
    ['EXPIRED', 'subject,until\na,2026-07-01'], // ended at the start of today
    ['EXPIRED', 'subject,until\na,2026-07-01T07:00:00Z'], // ends at the very second
    ['GIVEN', 'subject,until\na,2026-07-01T07:00:01Z'],
    ['GIVEN', 'subject,from\na,2026-07-01T07:00:00Z'], // begins at the very second
    ['NOT_YET_VALID', 'subject,from\na,2026-07-01T07:00:01Z'],
    ['GIVEN', 'subject,from\na,2026-07-01'],
    ['GIVEN', 'subject,from,until\na,,'], // open on both sides
    ['GIVEN', 'subject,until\na,9999-12-31'],
    ['EXPIRED', 'subject,until\na,1960-01-01'],
    ['STATE_UNKNOWN', 'subject,until\na,01/02/2030'], // ambiguous: cannot be read
    ['STATE_UNKNOWN', 'subject,from\na,soon'],
  ] as const)('gives %s in row %#', (reason, text) => {
    expectReason(text, reason)
  })

  it('of a denial is not asked for: it acts whatever dates its row repeats', () => {
    expectReason('subject,status,from,until\na,withdrawn,2027-01-01,2025-01-01', 'WITHDRAWN')
    expectReason('subject,status,from\na,withdrawn,no date', 'WITHDRAWN')
  })

  it('ends what comes after an unreadable date, too: the subject is excluded', () => {
    expectReason('subject,status,until\na,given,31/12/2030\na,given,2030-12-31', 'STATE_UNKNOWN')
  })

  it('cannot be told without the time of the event', () => {
    expectReason('subject,status,at\na,given,', 'STATE_UNKNOWN')
  })
})

describe('purpose and processing', () => {
  const row = (purpose: string, processing = X, status = 'given') =>
    `subject,purpose,processing,status\na,${purpose},${processing},${status}`

  it.each([
    ['PURPOSE_MISMATCH', row('dpv:Marketing')],
    ['PROCESSING_MISMATCH', row(P, 'dpv:Analyse')],
    ['PURPOSE_MISMATCH', row('dpv:Marketing', 'dpv:Analyse')], // the first that disagrees
    ['GIVEN', row(`dpv:Marketing;${P}`)], // several in a cell
    ['GIVEN', row(`dpv:Marketing|${P}`)],
    ['GIVEN', row('https://w3id.org/dpv#ServiceOptimisation')], // an IRI
    ['PURPOSE_MISMATCH', row('')], // a blank cell grants nothing
    ['PROCESSING_MISMATCH', row(P, '')],
    ['PURPOSE_MISMATCH', row('dpv:NoSuchPurpose')], // an unknown term grants nothing
    ['PURPOSE_MISMATCH', row(`${P};dpv:NoSuchPurpose`)], // nor does the row it is in
    ['PURPOSE_MISMATCH', row('dpv:ServiceManagement')], // broader, without subsumption
    ['PURPOSE_MISMATCH', row('dpv:Marketing', X, 'withdrawn')], // a withdrawal of something else
    ['GIVEN', 'subject,processing\na,dpv-ai:ModelTraining'], // an axis without a column is not checked
    ['GIVEN', 'subject,purpose\na,dpv:ServiceOptimisation'],
  ] as const)('give %s in row %#', (reason, text) => {
    expectReason(text, reason)
  })

  it.each([
    ['WITHDRAWN', row('', '', 'withdrawn')], // blank: all
    ['WITHDRAWN', row('dpv:NoSuchPurpose', X, 'withdrawn')], // unknown: could be any
    ['WITHDRAWN', row('dpv:ServiceManagement', X, 'withdrawn')], // broader
    ['WITHDRAWN', row(P, 'dpv-ai:ModelFineTuning', 'withdrawn')], // narrower: the run may be that part
    ['GIVEN', row('dpv:Marketing', X, 'withdrawn')],
    ['GIVEN', row(P, 'dpv:Analyse', 'withdrawn')],
  ] as const)('give %s when a grant is followed by row %#', (reason, later) => {
    expectReason(`${row(P)}\n${later.split('\n')[1]}`, reason)
  })

  it('let a broader grant cover a narrower request only when subsuming, and never the reverse', () => {
    const subsume = { subsume: true }
    expectReason(row('dpv:ServiceManagement'), 'GIVEN', subsume)
    expectReason(row(P, 'dpv:Transform'), 'GIVEN', subsume)
    expectReason(row('dpv:ServiceOptimisation'), 'PURPOSE_MISMATCH', { ...subsume, purpose: 'dpv:ServiceManagement' })
  })

  it('refuse a request whose terms are unknown', () => {
    for (const request of [
      { purpose: 'dpv:Nothing' },
      { processing: 'dpv:Nothing' },
      { categories: ['dpv-pd:Nothing'] },
    ])
      expect(() => reasonOf('subject\na', request)).toThrow(PerdeError)
    expect(() => reasonOf('subject\na', { asOf: NOON + 0.5 })).toThrow(PerdeError)
  })
})

describe('categories', () => {
  const row = (categories: string, status = 'given') => `subject,categories,status\na,${categories},${status}`

  it.each([
    ['GIVEN', row('dpv-pd:Contact'), {}], // ordinary data: any that is named
    ['CATEGORY_MISMATCH', row(''), {}], // blank grants none
    ['CATEGORY_MISMATCH', row('biometric'), {}], // names only biometrics
    ['CATEGORY_MISMATCH', row('shoe size and so on'), {}], // unknown
    ['GIVEN', row('dpv-pd:Contact'), { categories: ['dpv-pd:Contact'] }],
    ['CATEGORY_MISMATCH', row('dpv-pd:Contact'), { categories: ['dpv-pd:Contact', 'dpv-pd:Financial'] }],
    ['CATEGORY_MISMATCH', row('dpv-pd:Contact'), { categories: ['email'] }],
    ['GIVEN', row('dpv-pd:Contact'), { categories: ['email'], subsume: true }],
  ] as const)('give %s in row %#', (reason, text, request) => {
    expectReason(text, reason, request)
  })

  it.each([
    ['SPECIAL_CATEGORY_BASIS_MISSING', 'subject,status\na,given', BIOMETRIC], // no column: denied, not unchecked
    ['SPECIAL_CATEGORY_BASIS_MISSING', row('dpv-pd:Contact'), BIOMETRIC],
    ['GIVEN', row('dpv-pd:Contact;biometric'), BIOMETRIC],
    ['GIVEN', row('dpv-pd:Contact|dpv-pd:Biometric'), BIOMETRIC],
    ['CATEGORY_MISMATCH', row('biometric'), BIOMETRIC], // besides the general one
    ['GIVEN', `${row('dpv-pd:Contact')}\na,biometric,given`, BIOMETRIC], // in a row of its own
    ['SPECIAL_CATEGORY_BASIS_MISSING', row('dpv-pd:Contact;dpv-pd:FacialPrint'), BIOMETRIC], // narrower
    // a broad term does not name biometrics, even when subsuming
    ['SPECIAL_CATEGORY_BASIS_MISSING', row('dpv:PersonalData'), { ...BIOMETRIC, subsume: true }],
    ['SPECIAL_CATEGORY_BASIS_MISSING', row('dpv-pd:Contact;special-category'), { ...BIOMETRIC, subsume: true }],
    ['GIVEN', row('dpv-pd:Contact;biometric'), { categories: ['dpv-pd:FacialPrint'], subsume: true }],
    ['SPECIAL_CATEGORY_BASIS_MISSING', row('dpv-pd:Contact'), { categories: ['dpv-pd:MedicalHealth'] }],
    [
      'SPECIAL_CATEGORY_BASIS_MISSING',
      row('dpv-pd:Contact;special-category'),
      { categories: ['medical'], subsume: true },
    ],
    ['GIVEN', row('dpv-pd:Contact;dpv-pd:MedicalHealth'), { categories: ['dpv-pd:MedicalHealth'] }],
    ['WITHDRAWN', `${row('dpv-pd:Contact;biometric')}\na,biometric,withdrawn`, BIOMETRIC],
    ['GIVEN', `${row('dpv-pd:Contact;biometric')}\na,biometric,withdrawn`, {}], // biometrics are not used
    ['WITHDRAWN', `${row('dpv-pd:Contact;biometric')}\na,,withdrawn`, {}], // blank: all
    ['WITHDRAWN', `${row('dpv-pd:Contact;biometric')}\na,dpv:PersonalData,withdrawn`, BIOMETRIC],
  ] as const)('of special data give %s in row %#', (reason, text, request) => {
    expectReason(text, reason, request)
  })
})

describe('the controller', () => {
  const text = 'subject,controller,status\na,"City Polyclinic  No. 4",given'

  it.each([
    ['GIVEN', text, { controller: 'city polyclinic no. 4' }], // case, spaces and quotation marks do not matter
    ['GIVEN', text, { controller: ['Clinic Four', 'City Polyclinic No. 4'] }], // known by several names
    ['CONTROLLER_MISMATCH', text, { controller: 'City Polyclinic No. 5' }],
    ['CONTROLLER_MISMATCH', text, {}], // the register names one, the request none
    ['CONTROLLER_MISMATCH', 'subject,controller\na,', { controller: 'x' }], // blank grants nothing
    ['GIVEN', 'subject\na', { controller: 'x' }], // no column: not checked
    ['GIVEN', `${text}\na,Another,withdrawn`, { controller: 'City Polyclinic No. 4' }],
    ['WITHDRAWN', `${text}\na,,withdrawn`, { controller: 'City Polyclinic No. 4' }],
  ] as const)('gives %s in row %#', (reason, register, request) => {
    expectReason(register, reason, request)
  })
})

describe('a batch', () => {
  it('has a reason for each record, whatever the alignment of its references', () => {
    const { index } = compile('subject,status\na,given\nb,withdrawn')
    expect(reasonsOf(index, ['b', '', 'a', 'a', 'c'])).toEqual([
      'WITHDRAWN',
      'SUBJECT_ID_MISSING',
      'GIVEN',
      'GIVEN',
      'NO_RECORD',
    ])
    expect(reasonsOf(index, [])).toEqual([])
  })

  it('answers the same for a subject of thousands of rows, first and again', () => {
    const rows = Array.from({ length: 5000 }, () => 'a,dpv:Marketing,given')
    const { index } = compile(['subject,purpose,status', ...rows, 'b,dpv:ServiceOptimisation,given'].join('\n'))
    expect(reasonsOf(index, ['a', 'a', 'b', 'a'])).toEqual([
      'PURPOSE_MISMATCH',
      'PURPOSE_MISMATCH',
      'GIVEN',
      'PURPOSE_MISMATCH',
    ])
  })
})

describe('reason codes', () => {
  /** Codes that no plain register can give: they need a ledger's fields, or another basis than consent. */
  const elsewhere = [
    ...['TRANSFER_DENIED', 'MINOR_NO_GUARDIAN', 'GUARDIAN_LAPSED', 'BASIS_OTHER_THAN_CONSENT'],
    // requests/marked.test.ts
    ...['BLOCKED', 'DESTROYED'],
  ]

  it('are all reached by the tests above, those of other parts excepted', () => {
    expect([...met].sort()).toEqual(
      Object.keys(Reason)
        .filter((name) => !elsewhere.includes(name))
        .sort(),
    )
  })
})
