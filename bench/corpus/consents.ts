import { csvLine } from './csv.ts'
import { pad } from './identifiers.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import { randomStream, weighted } from './random.ts'

export const CONSENT_COLUMNS = [
  'iin',
  'status',
  'purpose',
  'processing',
  'categories',
  'given_at',
  'valid_from',
  'valid_until',
  'channel',
  'third_party',
  'cross_border',
  'public',
] as const

/** What a person has said so far; each happens to more than twenty of ten thousand people. */
export type Situation = (typeof SITUATIONS)[number][0]

/**
 * The register of consents as CSV, in the order of time: one line an answer, so none, one or several a person.
 * Beside the axes that perde checks it has the items of article 8(4) of Kazakhstan's law 94-V that fit a table.
 */
export function consentsCsv(people: readonly Person[], seed: string): string {
  const rows = people.flatMap((_, i) => consentRows(people, i, seed))
  rows.sort((one, other) => compare(one[TIME]!, other[TIME]!) || compare(one[0]!, other[0]!))
  return csvLine(CONSENT_COLUMNS) + rows.map(csvLine).join('')
}

/** The situation of the person at this place in the list: what a test compares decisions with. */
export function situationOf(index: number, seed: string): Situation {
  return drawSituation(randomStream(`${seed}/consent/${index}`))
}

function consentRows(people: readonly Person[], index: number, seed: string): string[][] {
  const random = randomStream(`${seed}/consent/${index}`)
  const answers = ANSWERS[drawSituation(random)](random)
  const channel = random.pick(CHANNELS)
  const [thirdParty, crossBorder] = [random.chance(20) ? 'yes' : 'no', random.chance(6) ? 'yes' : 'no']
  return answers.map(({ status, at, scope, from = '', until = '' }) => [
    people[index]!.iin,
    status,
    scope.purpose,
    scope.processing,
    scope.categories,
    at,
    from,
    until,
    channel,
    thirdParty,
    crossBorder,
    'no',
  ])
}

const TIME = CONSENT_COLUMNS.indexOf('given_at')
const CHANNELS = ['written', 'state_service', 'non_state_service', 'other_provable']

interface Scope {
  purpose: string
  processing: string
  categories: string
}

interface Answer {
  status: string
  at: string
  scope: Scope
  from?: string
  until?: string
}

const SITUATIONS = [
  ['given', 660],
  ['renewed', 35],
  ['given-again', 15],
  ['without-biometrics-later', 10],
  ['missing', 70],
  ['withdrawn', 60],
  ['revoked', 8],
  ['refused', 40],
  ['expired', 45],
  ['marked-expired', 6],
  ['invalidated', 6],
  ['requested', 15],
  ['not-yet-valid', 8],
  ['other-purpose', 25],
  ['other-processing', 15],
] as const

const drawSituation = weighted<Situation>(SITUATIONS)

const GENERAL = 'dpv-pd:Contact;dpv-pd:Demographic;dpv-pd:Health'
const BIOMETRIC = 'dpv-pd:Biometric'

/** The whole grant that the policy asks for; two in five name biometrics besides the general categories. */
function wanted(random: Random): Scope {
  const categories = random.chance(40) ? `${GENERAL};${BIOMETRIC}` : GENERAL
  return { purpose: 'dpv:ServiceOptimisation', processing: 'dpv-ai:ModelTraining', categories }
}

/** A withdrawal mostly names nothing, and then means everything. */
const ALL: Scope = { purpose: '', processing: '', categories: '' }
const taken = (random: Random, scope: Scope) => (random.chance(70) ? ALL : scope)

/** A moment of the working hours of a year; years of one person's answers never overlap. */
function moment(random: Random, year: number): string {
  const day = `${year}-${pad(random.between(1, 12), 2)}-${pad(random.between(1, 28), 2)}`
  return `${day}T${pad(random.between(8, 19), 2)}:${pad(random.below(60), 2)}:00+05:00`
}

const yearEnd = (year: number) => `${year}-12-31`
const later = (random: Random) => (random.chance(85) ? yearEnd(random.between(2035, 2045)) : '')

function given(random: Random, scope: Scope = wanted(random)): Answer {
  return { status: 'given', at: moment(random, random.between(2022, 2023)), scope, until: later(random) }
}

/** A grant, then an answer of the next years that ends it. */
function ended(random: Random, status: string): Answer[] {
  const grant = given(random)
  return [grant, { status, at: moment(random, random.between(2024, 2025)), scope: taken(random, grant.scope) }]
}

const ANSWERS: Record<Situation, (random: Random) => Answer[]> = {
  given: (r) => [given(r)],
  renewed: (r) => {
    const scope = wanted(r)
    const first = { status: 'given', at: moment(r, 2019), scope, until: yearEnd(2021) }
    return [first, { status: 'renewed', at: moment(r, 2022), scope, until: yearEnd(2040) }]
  },
  'given-again': (r) => {
    const [grant, end] = ended(r, 'withdrawn') as [Answer, Answer]
    return [grant, { ...end, at: moment(r, 2024) }, { ...grant, at: moment(r, 2025) }]
  },
  'without-biometrics-later': (r) => {
    const grant = given(r, { ...wanted(r), categories: `${GENERAL};${BIOMETRIC}` })
    return [grant, { status: 'withdrawn', at: moment(r, 2024), scope: { ...grant.scope, categories: BIOMETRIC } }]
  },
  missing: () => [],
  withdrawn: (r) => ended(r, 'withdrawn'),
  revoked: (r) => ended(r, 'revoked'),
  refused: (r) => [{ status: 'refused', at: moment(r, r.between(2022, 2025)), scope: taken(r, wanted(r)) }],
  expired: (r) => [{ ...given(r), until: yearEnd(r.between(2024, 2025)) }],
  'marked-expired': (r) => ended(r, 'expired'),
  invalidated: (r) => ended(r, 'invalidated'),
  requested: (r) => [{ status: 'requested', at: moment(r, 2025), scope: wanted(r) }],
  'not-yet-valid': (r) => [{ ...given(r), from: '2060-01-01', until: yearEnd(2070) }],
  'other-purpose': (r) => [given(r, { ...wanted(r), purpose: r.pick(['dpv:ScientificResearch', 'dpv:Marketing']) })],
  'other-processing': (r) => [given(r, { ...wanted(r), processing: r.pick(['dpv:Store', 'dpv:Analyse']) })],
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
