import type { ConsentEvent } from '../../../src/consent/ledger/event.ts'
import type { ReasonName } from '../../../src/consent/reasons.ts'
import type { ConsentRequest } from '../../../src/consent/request.ts'
import { BROADER } from '../interpreter.ts'

/**
 * The oracle: reads the events of one subject again for every question, in the words of the rules, without an index, a
 * vocabulary or bits. It knows only the terms that the tests use.
 */
export function interpretLedger(events: readonly ConsentEvent[], request: ConsentRequest, knownAt: number): ReasonName {
  // What the system had not learnt by then does not exist.
  const learnt = events.filter((event) => seconds(event.known) <= knownAt)
  const special = request.categories.filter((category) => SPECIAL.includes(category))
  const ordinary: (string | undefined)[] = request.categories.filter((category) => !SPECIAL.includes(category))
  const axes = [...(ordinary.length > 0 ? ordinary : [undefined]), ...special]
  const reasons = axes.map((category) => onAxis(learnt, category, request))
  // Every axis has to be granted; the first that is not gives the reason.
  return reasons.find((reason) => !USED.includes(reason)) ?? reasons[0]!
}

export const SPECIAL = [
  'dpv:SpecialCategoryPersonalData',
  'dpv-pd:MedicalHealth',
  'dpv-pd:Biometric',
  'dpv-pd:FacialPrint',
]
const USED: ReasonName[] = ['GIVEN', 'RENEWED']

const BY_STATE: Record<ConsentEvent['state'], ReasonName> = {
  given: 'GIVEN',
  renewed: 'RENEWED',
  refused: 'REFUSED',
  withdrawn: 'WITHDRAWN',
  revoked: 'REVOKED',
  expired: 'EXPIRED',
  invalidated: 'INVALIDATED',
  requested: 'PENDING',
  deferred: 'PENDING',
  unknown: 'STATE_UNKNOWN',
}

/** The strictest first. */
const STRICTEST: ReasonName[] = [
  'WITHDRAWN',
  'REVOKED',
  'INVALIDATED',
  'REFUSED',
  'STATE_UNKNOWN',
  'MINOR_NO_GUARDIAN',
  'GUARDIAN_LAPSED',
  'EXPIRED',
  'PENDING',
  'GIVEN',
  'RENEWED',
]

function onAxis(events: readonly ConsentEvent[], category: string | undefined, request: ConsentRequest): ReasonName {
  // A grant counts from when it was given; a denial always.
  const visible = events.filter((event) => !isGrant(event) || seconds(event.at) <= request.asOf)
  const covering = events.filter((event) => isGrant(event) && agreement(event, category, request) === 5)
  const begun = covering.filter((event) => visible.includes(event) && seconds(event.from ?? event.at) <= request.asOf)
  const denials = visible.filter((event) => !isGrant(event) && denies(event, category, request))
  const acting = [...begun, ...denials]
  if (acting.length > 0) {
    const latest = Math.max(...acting.map((event) => seconds(event.at)))
    const reasons = acting
      .filter((event) => seconds(event.at) === latest)
      .map((event) => (isGrant(event) ? grantNow(event, request.asOf) : BY_STATE[event.state]))
    return STRICTEST.find((reason) => reasons.includes(reason))!
  }
  if (covering.length > 0) return 'NOT_YET_VALID'
  if (visible.length === 0) return 'NO_RECORD'
  const best = Math.max(...visible.map((event) => agreement(event, category, request)))
  const mismatches: ReasonName[] = [
    'PURPOSE_MISMATCH',
    'PROCESSING_MISMATCH',
    'CONTROLLER_MISMATCH',
    category !== undefined && SPECIAL.includes(category) ? 'SPECIAL_CATEGORY_BASIS_MISSING' : 'CATEGORY_MISMATCH',
    'TRANSFER_DENIED',
  ]
  return mismatches[best]!
}

function isGrant(event: ConsentEvent): boolean {
  return event.state === 'given' || event.state === 'renewed'
}

/** What a grant that has begun is worth at an instant. */
function grantNow(event: ConsentEvent, asOf: number): ReasonName {
  const adult = event.adultOn === undefined ? undefined : seconds(event.adultOn)
  const until = event.until === undefined ? Infinity : seconds(event.until)
  if (adult !== undefined && event.actor !== 'guardian' && seconds(event.at) < adult) return 'MINOR_NO_GUARDIAN'
  if (adult !== undefined && event.actor === 'guardian' && adult <= asOf && adult <= until) return 'GUARDIAN_LAPSED'
  if (until <= asOf) return 'EXPIRED'
  return BY_STATE[event.state]
}

/** How many of purpose, processing, controller, category and transfers an event agrees on, up to the first it does not. */
function agreement(event: ConsentEvent, category: string | undefined, request: ConsentRequest): number {
  const nothing = isGrant(event) ? [] : undefined
  const covers = (terms: string[] | undefined, wanted: string) =>
    terms === undefined || terms.some((term) => term === wanted || (request.subsume && BROADER[wanted]!.includes(term)))
  if (!covers(event.purposes ?? nothing, request.purpose)) return 0
  if (!covers(event.processing ?? nothing, request.processing)) return 1
  if (event.controller && event.controller.name !== request.controller) return 2
  if (!coversCategory(event.categories, category, request.subsume)) return 3
  return isGrant(event) && !transfersAllowed(event, request) ? 4 : 5
}

function transfersAllowed(event: ConsentEvent, { recipients = [], transfers = [] }: ConsentRequest): boolean {
  return (
    recipients.every((name) => event.thirdParties === true && (event.recipients?.includes(name) ?? true)) &&
    (!transfers.includes('cross-border') || event.crossBorder === true) &&
    (!transfers.includes('public-sources') || event.publicSources === true)
  )
}

function coversCategory(terms: string[] | undefined, category: string | undefined, subsume: boolean): boolean {
  if (category === undefined) return terms === undefined || terms.some((term) => !SPECIAL.includes(term))
  const broader = (term: string) => term === category || (subsume && BROADER[category]!.includes(term))
  if (!SPECIAL.includes(category)) return terms === undefined || terms.some(broader)
  // A special category has to be named, by itself or by one that is special and names something.
  const names = (term: string) => SPECIAL.includes(term) && term !== 'dpv:SpecialCategoryPersonalData'
  return terms?.some((term) => term === category || (names(term) && broader(term))) ?? false
}

/** A denial acts where anything it names and anything the run may do have something in common. */
function denies(event: ConsentEvent, category: string | undefined, request: ConsentRequest): boolean {
  const overlaps = (terms: string[] | undefined, wanted: string) =>
    terms === undefined ||
    terms.some((term) => term === wanted || BROADER[wanted]!.includes(term) || BROADER[term]!.includes(wanted))
  return (
    overlaps(event.purposes, request.purpose) &&
    overlaps(event.processing, request.processing) &&
    (event.controller === undefined || event.controller.name === request.controller) &&
    (category === undefined
      ? event.categories === undefined || event.categories.some((term) => !SPECIAL.includes(term))
      : overlaps(event.categories, category))
  )
}

function seconds(moment: string): number {
  return Date.parse(moment) / 1000
}
