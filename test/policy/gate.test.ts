import { describe, expect, test } from 'vitest'
import { checkPurpose } from '../../src/policy/gate.ts'
import type { GateInput } from '../../src/policy/gate.ts'
import { parsePolicy } from '../../src/policy/parse-policy.ts'
import { gdpr } from '../../src/policy/rule-sets/gdpr.ts'
import { general } from '../../src/policy/rule-sets/general.ts'
import { hipaaSafeHarbor } from '../../src/policy/rule-sets/hipaa-safe-harbor.ts'
import { kzAi } from '../../src/policy/rule-sets/kz-ai.ts'
import { kzAiPlatform } from '../../src/policy/rule-sets/kz-ai-platform.ts'
import { kzPersonalData } from '../../src/policy/rule-sets/kz-personal-data.ts'
import { all, set, type Change } from './changes.ts'
import { AS_OF, GOOD } from './good-policy.ts'

/** The good policy after a change of its data; the parser would refuse some of these, the gate must not need it. */
function check(change: Change = () => undefined, input: Partial<GateInput> = {}) {
  const policy = structuredClone(parsePolicy(GOOD).policy!)
  change(policy)
  return checkPurpose({ policy, asOf: AS_OF, ...input })
}

function failed(change: Change, input?: Partial<GateInput>): string[] {
  return check(change, input)
    .requirements.filter(({ result }) => result === 'fail')
    .map(({ id }) => id)
}

function message(change: Change, id: string): string | undefined {
  return check(change).requirements.find((requirement) => requirement.id === id)?.message
}

const noRules = set('purpose.rules', [])
const usesPhoto = set('fields.patients.photo.do', [{ verb: 'mask', options: {} }])

const published = all(
  set('purpose.basis', 'published-with-source'),
  set('dataset.provenance.source-uris', ['https://example.com/open']),
)
const addsField = (path: string, role: string, more: object = {}): Change =>
  set(`fields.patients.${path}`, { role, do: [], nulls: 'keep', empty: 'keep', 'on-error': 'fail', ...more })
const maskAfter = (first: number) => [{ verb: 'mask', options: { first } }]
const highRisk = set('system', { risk: 'high', autonomy: 'low', reviewed: '2026-03-01' })
const CLASSES = { k: 10, 'if-not-met': 'suppress', 'risk-at-most': { average: 0.1 } }

describe('a policy that says all it must', () => {
  test('is permitted', () => {
    expect(check().decision).toBe('permit')
    expect(failed(() => undefined)).toEqual([])
  })
  test('gives a request with its terms', () => {
    expect(check(set('purpose.recipients', ['Lab'])).request).toEqual({
      purpose: 'dpv:ServiceOptimisation',
      processing: 'dpv-ai:ModelTraining',
      categories: [],
      controller: 'City Polyclinic',
      recipients: ['Lab'],
      jurisdiction: ['KZ'],
    })
  })
  test('gives each requirement once, in the order of the ids', () => {
    const ids = check().requirements.map(({ id }) => id)
    expect(ids).toEqual([...new Set([...general, ...kzAi, ...kzPersonalData].map(({ id }) => id))].sort())
  })
  test('leaves R04 to the records', () => {
    expect(check().requirements.find(({ id }) => id === 'R04')).toMatchObject({
      result: 'not-applicable',
      message: 'decided record by record against the register of consents',
    })
  })
})

/** What is changed in a policy that is permitted, and which requirements then fail. */
const DENIED: [what: string, change: Change, ids: string[]][] = [
  // purpose, basis, controller
  ['R01: an unknown purpose', set('purpose.id', 'dpv:Profit'), ['R01']],
  ['R01: no purpose', set('purpose.id', ''), ['R01']],
  ['R01: every purpose', set('purpose.id', 'dpv:Purpose'), ['R01']],
  ['R01: a processing as the purpose', set('purpose.id', 'dpv-ai:ModelTraining'), ['R01']],
  ['R01: an unknown processing', set('purpose.processing', 'dpv:Nonsense'), ['R01']],
  ['R01: every processing', set('purpose.processing', 'dpv:Processing'), ['R01']],
  ['R01: no basis', all(set('purpose.basis', ''), noRules), ['R01']],
  ['R01: an unknown basis', all(set('purpose.basis', 'because'), noRules), ['R01']],
  ['R01: no controller', set('dataset.provenance.controller', undefined), ['R01']],
  ['R01: a blank controller', set('dataset.provenance.controller', '  '), ['R01']],
  ['R01: no provenance without any rule set', all(set('dataset.provenance', undefined), noRules), ['R01']],
  ['R61: a purpose that ended', set('purpose.until', '2026-06-01'), ['R61']],
  // bases of the law on personal data
  ['R02: legitimate interest', set('purpose.basis', 'legitimate-interest'), ['R02']],
  ['R02: contract', set('purpose.basis', 'contract'), ['R02']],
  ['R02: legal obligation', set('purpose.basis', 'legal-obligation'), ['R02']],
  ['R02: public interest', set('purpose.basis', 'public-interest'), ['R02']],
  ['R02: vital interest', set('purpose.basis', 'vital-interest'), ['R02']],
  [
    'R03: an exception that is not listed',
    all(set('purpose.basis', 'art9:42'), set('purpose.justification', 'research')),
    ['R03'],
  ],
  ['R03: an exception without justification', set('purpose.basis', 'art9:6'), ['R03']],
  [
    'R03: an exception with a blank justification',
    all(set('purpose.basis', 'art9:6'), set('purpose.justification', ' ')),
    ['R03'],
  ],
  // origin
  ['R05: published data without its source', set('purpose.basis', 'published-with-source'), ['R05']],
  [
    'R05: published data with a blank source',
    all(set('purpose.basis', 'published-with-source'), set('dataset.provenance.source-uris', [' '])),
    ['R05'],
  ],
  ['R05: untargeted extraction', set('dataset.provenance.method', 'untargeted'), ['R05']],
  [
    'R05: untargeted extraction with sources',
    all(
      set('dataset.provenance.method', 'untargeted'),
      set('purpose.basis', 'published-with-source'),
      set('dataset.provenance.source-uris', ['https://example.com']),
    ),
    ['R05'],
  ],
  ['R07: leaked data', set('dataset.provenance.method', 'leaked'), ['R07']],
  ['R07: leaked data without any rule set', all(set('dataset.provenance.method', 'leaked'), noRules), ['R07']],
  ['R07: unknown origin', set('dataset.provenance.method', 'unknown'), ['R07']],
  // biometrics
  ['R02: a biometric field used by contract', all(usesPhoto, set('purpose.basis', 'contract')), ['R02', 'R19']],
  [
    'R19: a biometric field used by contract without any rule set',
    all(usesPhoto, set('purpose.basis', 'contract'), noRules),
    ['R19'],
  ],
  [
    'R19: a biometric field kept',
    all(
      set('fields.patients.photo.do', []),
      set('purpose.basis', 'published-with-source'),
      set('dataset.provenance.source-uris', ['https://example.com']),
    ),
    ['R19'],
  ],
  [
    'R19: a biometric field that a condition lets through',
    all(set('fields.patients.photo.when', "sex == 'F'"), set('purpose.basis', 'not-personal')),
    ['R19', 'R62'],
  ],
  [
    'R19: consents that do not say which data they name',
    all(usesPhoto, set('consent.register.categories', undefined)),
    ['R19'],
  ],
  // not personal
  [
    'R62: an identifier kept as not personal',
    all(set('purpose.basis', 'not-personal'), set('fields.patients.full_name.do', []), noRules),
    ['R62'],
  ],
  // the maker and the system
  ['R35: no maker', set('dataset.maker', undefined), ['R35']],
  ['R35: a maker without a name', set('dataset.maker.name', ' '), ['R35']],
  ['R35: a maker without a BIN', set('dataset.maker.bin', undefined), ['R35']],
  ['R35: a maker with a BIN that cannot be', set('dataset.maker.bin', '040740000002'), ['R35']],
  [
    'R51: a high risk that was never reviewed',
    all(set('system.risk', 'high'), set('system.reviewed', undefined), set('anonymity', CLASSES)),
    ['R51'],
  ],
  [
    'R51: a high risk reviewed more than a year ago',
    all(set('system.risk', 'high'), set('system.reviewed', '2025-05-31'), set('anonymity', CLASSES)),
    ['R51'],
  ],
  ['R63: social scoring', set('system.capabilities', ['triage', 'social-scoring']), ['R63']],
  ['R63: manipulation', set('system.capabilities', ['subliminal techniques']), ['R63']],
  ['R63: exploiting vulnerability', set('system.capabilities', ['exploiting-vulnerability']), ['R63']],
  ['R63: unlawful personal data', set('system.capabilities', ['unlawful-personal-data']), ['R63']],
  [
    'R63: biometric categorisation by its DPV term',
    set('system.capabilities', ['dpv-ai:BiometricCategorisation']),
    ['R63'],
  ],
  ['R63: biometric categorisation in -ize', set('system.capabilities', ['Biometric categorization']), ['R63']],
  [
    'R63: emotion recognition without consent',
    all(
      set('system.capabilities', ['emotion-recognition']),
      set('purpose.basis', 'art9:6'),
      set('purpose.justification', 'research'),
    ),
    ['R63'],
  ],
  ['R63: prohibited outputs', set('system.capabilities', ['prohibited outputs']), ['R63']],
  // signals
  [
    'R37: a signal against training',
    set('dataset.provenance.signals', ['train-ai=y', 'Content-Usage: train-ai=n']),
    ['R37'],
  ],
  [
    'R37: a signal against training without any rule set',
    all(set('dataset.provenance.signals', ['tdm-reservation: 1']), noRules),
    ['R37'],
  ],
  ['R37: a signal that nobody can read', set('dataset.provenance.signals', ['robots.txt']), ['R37']],
  [
    'R37: a file that is not what it is called',
    set('dataset.provenance.signals', [{ file: 'rights.json', kind: 'tdmrep' }]),
    ['R37'],
  ],
  // people in what was concluded and in what is left of a number
  ['R20: emotions by another basis than consent', all(published, addsField('mood', 'sensitive')), ['R20']],
  ['R20: belief concluded from a face', addsField('religion', 'sensitive', { 'inferred-from': 'biometrics' }), ['R20']],
  [
    'R20: descent concluded from a voice, by its category',
    addsField('group', 'quasi-identifier', { 'inferred-from': 'biometrics', category: 'dpv-pd:EthnicOrigin' }),
    ['R20'],
  ],
  [
    'R24: an identifier that research would get as it is',
    all(set('purpose.id', 'dpv:ScientificResearch'), set('fields.patients.full_name.do', [])),
    ['R24'],
  ],
  [
    'R24: an identifier that some records of marketing would keep',
    all(set('purpose.id', 'dpv:Advertising'), set('fields.patients.full_name.when', "sex == 'F'")),
    ['R24'],
  ],
  ['R25: pseudonyms that are called masked', set('output.label', 'masked'), ['R25']],
  [
    'R25: ciphers that are called k-anonymous, under a key that dies',
    all(
      set('output.label', 'k-anonymous'),
      set('keys.main', { ephemeral: true }),
      set('fields.patients.phone.do', [{ verb: 'encrypt', options: {} }]),
    ),
    ['R25'],
  ],
  [
    'R25: ciphers that are called masked without any rule set',
    all(noRules, set('output.label', 'masked'), set('fields.patients.phone.do', [{ verb: 'fpe', options: {} }])),
    ['R25'],
  ],
  ['R30: an IIN whose date of birth stays readable', set('fields.patients.iin.do', maskAfter(6)), ['R30']],
  [
    'R30: the beginning of an IIN that is called harmless',
    all(
      set('fields.patients.iin.role', 'insensitive'),
      set('fields.patients.iin.do', [{ verb: 'prefix', options: { length: 6 } }]),
    ),
    ['R30'],
  ],
  // what a system of high risk may be trained on
  ['R64: quasi-identifiers without classes for a high risk', highRisk, ['R64']],
  [
    'R64: classes of five for a high risk',
    all(highRisk, set('anonymity', { k: 5, 'if-not-met': 'fail', 'risk-at-most': { average: 0.1 } })),
    ['R64'],
  ],
  [
    'R64: classes that may be missed',
    all(highRisk, set('anonymity', { k: 10, 'if-not-met': 'report', 'risk-at-most': { average: 0.1 } })),
    ['R64'],
  ],
  ['R64: a risk without a bound', all(highRisk, set('anonymity', { k: 10, 'if-not-met': 'fail' })), ['R64']],
  [
    'R64: a bound that is no bound for a system that nobody can correct',
    all(
      set('system', { risk: 'minimal', autonomy: 'high' }),
      set('anonymity', { k: 10, 'if-not-met': 'fail', 'risk-at-most': { average: 0.2 } }),
    ),
    ['R64'],
  ],
  // where and how long
  ['R41: storage in another country', set('output.storage-country', 'DE'), ['R41']],
  [
    'R41: storage in another country, jurisdiction not stated',
    all(set('output.storage-country', 'DE'), set('dataset.provenance.jurisdiction', undefined)),
    ['R41'],
  ],
  ['R42: a retention that ended', set('output.retain-until', '2026-06-01'), ['R42']],
  ['R42: a retention that ended without any rule set', all(set('output.retain-until', '2020-01-01'), noRules), ['R42']],
]

describe('is denied', () => {
  test.each(DENIED)('%s', (_, change, ids) => {
    expect(failed(change)).toEqual(ids)
    expect(check(change).decision).toBe('deny')
  })
})

const PERMITTED: [what: string, change: Change][] = [
  ['contract without any rule set', all(set('purpose.basis', 'contract'), noRules)],
  [
    'an exception with its justification',
    all(set('purpose.basis', 'art9:6'), set('purpose.justification', 'research of a university')),
  ],
  [
    'published data with its source',
    all(
      set('purpose.basis', 'published-with-source'),
      set('dataset.provenance.source-uris', ['https://example.com/open']),
    ),
  ],
  [
    'data that is not personal, kept anywhere',
    all(set('purpose.basis', 'not-personal'), set('output.storage-country', 'DE')),
  ],
  ['a biometric field by consent that names data', usesPhoto],
  ['a biometric field that is dropped, on any basis', all(set('purpose.basis', 'contract'), noRules)],
  ['a purpose that ends tomorrow', set('purpose.until', '2026-06-02')],
  ['an origin that is not stated', set('dataset.provenance.method', undefined)],
  ['a retention that is not stated', set('output.retain-until', undefined)],
  ['a country that is not stated', set('output.storage-country', undefined)],
  [
    'storage anywhere for data of another jurisdiction',
    all(set('output.storage-country', 'DE'), set('dataset.provenance.jurisdiction', ['DE'])),
  ],
  ['a system that is not stated', set('system', undefined)],
  [
    'a high risk reviewed within a year, with classes of ten and a bound',
    all(set('system.risk', 'high'), set('system.reviewed', '2025-06-01'), set('anonymity', CLASSES)),
  ],
  [
    'a high risk without any quasi-identifier',
    all(highRisk, (policy) => {
      for (const rules of Object.values(policy.fields))
        for (const rule of Object.values(rules)) if (rule.role === 'quasi-identifier') rule.role = 'insensitive'
    }),
  ],
  ['emotions by consent', addsField('mood', 'sensitive')],
  ['belief that people stated', addsField('religion', 'sensitive')],
  [
    'belief concluded from a face and dropped',
    addsField('religion', 'sensitive', { 'inferred-from': 'biometrics', do: [{ verb: 'drop', options: {} }] }),
  ],
  [
    'pseudonyms under a key that dies, called masked',
    all(set('output.label', 'masked'), set('keys.main', { ephemeral: true })),
  ],
  [
    'an IIN whose first digits are a quasi-identifier',
    all(set('fields.patients.iin.role', 'quasi-identifier'), set('fields.patients.iin.do', maskAfter(6))),
  ],
  ['an IIN of which the last digits stay', set('fields.patients.iin.do', [{ verb: 'mask', options: { last: 4 } }])],
  [
    'storage in another country that a treaty allows',
    all(
      set('output.storage-country', 'DE'),
      set('output.cross-border', { ground: 'treaty', reference: 'the agreement of 2020' }),
    ),
  ],
  [
    'a signal that is silent, where the policy takes that for a yes',
    all(set('dataset.provenance.signals', ['search=y']), set('dataset.provenance.unknown-signals', 'allow')),
  ],
  ['a medium risk never reviewed', set('system.reviewed', undefined)],
  ['emotion recognition by consent', set('system.capabilities', ['emotion-recognition'])],
  ['a harmless capability', set('system.capabilities', ['triage'])],
  ['a maker that is a person', set('dataset.maker.bin', '010203300174')],
  ['a signal that allows training', set('dataset.provenance.signals', ['train-ai=y'])],
  [
    'a signal against training where nothing is trained',
    all(set('dataset.provenance.signals', ['train-ai=n']), set('purpose.processing', 'dpv:Analyse')),
  ],
]

describe('is permitted', () => {
  test.each(PERMITTED)('%s', (_, change) => {
    expect(failed(change)).toEqual([])
  })
})

describe('a biometric field that is used', () => {
  test('is in the request as a category that consents have to name', () => {
    expect(check(usesPhoto).request.categories).toEqual(['dpv-pd:Biometric'])
  })
  test('may be known from elsewhere than the policy', () => {
    const found = { biometricUsed: ['patients.scan'] }
    expect(failed(all(noRules, set('purpose.basis', 'contract')), { found })).toEqual(['R19'])
    expect(check(() => undefined, { found }).request.categories).toEqual(['dpv-pd:Biometric'])
  })
})

test('a file of signals is read where its text is given', () => {
  const names = set('dataset.provenance.signals', ['robots.txt'])
  expect(failed(names, { signalTexts: { 'robots.txt': 'User-agent: GPTBot\nDisallow: /\n' } })).toEqual(['R37'])
  expect(failed(names, { signalTexts: { 'robots.txt': 'User-agent: *\nContent-Usage: train-ai=y\n' } })).toEqual([])
})

describe('a denial says why', () => {
  test.each<[string, Change, string, string]>([
    [
      'with the article',
      set('purpose.basis', 'legitimate-interest'),
      'R02',
      'legitimate-interest is not a legal basis in Kazakhstan (law 94-V, art. 7(1), 7(5) and 9)',
    ],
    [
      'with the articles of all rule sets that say so',
      set('purpose.id', 'dpv:Purpose'),
      'R01',
      'the purpose is not concrete (law 230-VIII, art. 27(3); law 94-V, art. 7(8) and 14)',
    ],
    [
      'without an article where no rule set is in force',
      all(noRules, set('purpose.id', 'dpv:Purpose')),
      'R01',
      'the purpose is not concrete',
    ],
    ['of its own accord', set('purpose.until', '2020-01-01'), 'R61', 'the purpose is over'],
    [
      'with the place of a signal, not its text',
      set('dataset.provenance.signals', ['train-ai=n']),
      'R37',
      'a source carries a signal against training: dataset.provenance.signals[0] (law 230-VIII, art. 23(5))',
    ],
    [
      'with the sub-point of a prohibition',
      set('system.capabilities', ['social scoring']),
      'R63',
      'system.capabilities[0] is prohibited by sub-point 3 of the list (law 230-VIII, art. 17(3))',
    ],
  ])('%s', (_, change, id, expected) => {
    expect(message(change, id)).toBe(expected)
  })
})

test('only articles are cited whose text was read', () => {
  const read = new Set(['law 94-V', 'law 230-VIII', 'Digital Code', 'decree 925'])
  for (const { article, id } of [...kzAi, ...kzPersonalData, ...kzAiPlatform])
    for (const law of article?.split('; ') ?? []) expect(read, id).toContain(law.split(',')[0])
  // What was not read is named as a whole.
  for (const { article } of gdpr) expect(article).toBe('GDPR')
  for (const { article } of hipaaSafeHarbor) expect(article).toBe('HIPAA Safe Harbor')
  for (const { article } of general) expect(article).toBeUndefined()
})

test('taking something away from a policy that is denied for one reason never adds a permission', () => {
  for (const [, change, ids] of DENIED) expect(failed(all(change, set('purpose.text', undefined)))).toEqual(ids)
})
