import type { ReasonName } from '../../src/consent/reasons.ts'
import type { ConsentRequest } from '../../src/consent/request.ts'

/**
 * The oracle: reads the rows of a register for one subject, again for every question, in the words of the rules and
 * without an index, a vocabulary or a batch. It knows only the terms and words that the tests use.
 */
export type Row = Partial<Record<Column, string>>
export type Column =
  'subject' | 'purpose' | 'processing' | 'status' | 'categories' | 'from' | 'until' | 'at' | 'controller'

/** Broader terms of each term, by DPV 2.3. */
export const BROADER: Record<string, string[]> = {
  'dpv:ResearchAndDevelopment': [],
  'dpv:ScientificResearch': ['dpv:ResearchAndDevelopment'],
  'dpv:AcademicResearch': ['dpv:ResearchAndDevelopment'],
  'dpv:ServiceOptimisation': ['dpv:ServiceManagement'],
  'dpv:ServiceManagement': [],
  'dpv:Analyse': [],
  'dpv:Transform': [],
  'dpv-ai:ModelTraining': ['dpv:Transform'],
  'dpv-ai:ModelFineTuning': ['dpv-ai:ModelTraining', 'dpv:Transform'],
  'dpv:PersonalData': [],
  'dpv-pd:Contact': ['dpv:PersonalData'],
  'dpv-pd:EmailAddress': ['dpv-pd:Contact', 'dpv:PersonalData'],
  'dpv:SpecialCategoryPersonalData': ['dpv:PersonalData'],
  'dpv-pd:Biometric': ['dpv:SpecialCategoryPersonalData', 'dpv:PersonalData'],
  'dpv-pd:FacialPrint': ['dpv-pd:Biometric', 'dpv:SpecialCategoryPersonalData', 'dpv:PersonalData'],
  'dpv-pd:MedicalHealth': ['dpv:SpecialCategoryPersonalData', 'dpv:PersonalData'],
}

const SPECIAL = ['dpv:SpecialCategoryPersonalData', 'dpv-pd:MedicalHealth', 'dpv-pd:Biometric', 'dpv-pd:FacialPrint']

/** Status words of the tests and what they mean. */
export const STATUS: Record<string, ReasonName> = {
  given: 'GIVEN',
  renewed: 'RENEWED',
  withdrawn: 'WITHDRAWN',
  revoked: 'REVOKED',
  refused: 'REFUSED',
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
  'EXPIRED',
  'PENDING',
  'GIVEN',
  'RENEWED',
]

/** Why `subject` is used or left out. `rows` in the order of the file; a column is present if the first row has it. */
export function interpret(
  rows: readonly Row[],
  columns: readonly Column[],
  subject: string,
  request: ConsentRequest,
): ReasonName {
  const has = (column: Column) => columns.includes(column)
  const events = rows
    .map((row, number) => readEvent(row, number, has))
    .filter((_, number) => rows[number]!.subject === subject)
  if (events.some((event) => event.unreadable)) return 'STATE_UNKNOWN'

  const special = request.categories.filter((category) => SPECIAL.includes(category))
  const ordinary: (string | undefined)[] = request.categories.filter((category) => !SPECIAL.includes(category))
  const axes = [...(ordinary.length > 0 ? ordinary : [undefined]), ...special]
  const reasons = axes.map((axis) => onAxis(events, axis, request, has('at')))
  return reasons.find((reason) => reason !== 'GIVEN' && reason !== 'RENEWED') ?? reasons[0]!
}

interface Event {
  unreadable: boolean
  reason: ReasonName
  grant: boolean
  order: number
  from: number
  until: number
  purposes: string[] | 'all'
  processing: string[] | 'all'
  categories: string[] | 'all'
  controllers: string[] | 'all'
}

function readEvent(row: Row, number: number, has: (column: Column) => boolean): Event {
  const reason = has('status') ? (STATUS[row.status ?? ''] ?? 'STATE_UNKNOWN') : 'GIVEN'
  const grant = reason === 'GIVEN' || reason === 'RENEWED'
  const from = grant && has('from') && row.from ? instant(row.from) : 0
  const until = grant && has('until') && row.until ? instant(row.until) : Infinity
  // A denial by a date alone counts to the end of that day; who has not answered has not said no.
  const lasts = !grant && reason !== 'PENDING'
  const order = has('at') ? (row.at ? instant(row.at, lasts ? '23:59:59' : undefined) : NaN) : number
  const terms = (column: Column): string[] | 'all' => {
    if (!has(column)) return 'all'
    const list = (row[column] ?? '').split(';').filter((term) => term !== '')
    const readable = list.length > 0 && list.every((term) => term in BROADER)
    return readable ? list : grant ? [] : 'all'
  }
  const controllers = !has('controller') ? 'all' : row.controller ? [row.controller] : grant ? [] : 'all'
  return {
    unreadable: [from, until, order].some(Number.isNaN),
    reason,
    grant,
    order,
    from,
    until,
    purposes: terms('purpose'),
    processing: terms('processing'),
    categories: terms('categories'),
    controllers,
  }
}

/** Full instants end in Z; a date alone is a time of its day in Almaty; all dates of the tests are after March 2024. */
function instant(cell: string, ofDay = '00:00:00'): number {
  return Date.parse(cell.endsWith('Z') ? cell : `${cell}T${ofDay}+05:00`) / 1000
}

function onAxis(events: Event[], category: string | undefined, request: ConsentRequest, timed: boolean): ReasonName {
  // Denials count whenever they are dated.
  const visible = events.filter((event) => !timed || !event.grant || event.order <= request.asOf)
  const covering = (event: Event) => event.grant && agreement(event, category, request) === 4
  const begun = visible.filter((event) => covering(event) && event.from <= request.asOf)
  const denials = visible.filter((event) => !event.grant && denies(event, category, request))
  const acting = [...begun, ...denials]
  if (acting.length > 0) {
    const latest = Math.max(...acting.map((event) => event.order))
    const reasons = acting
      .filter((event) => event.order === latest)
      .map((event) => (event.grant && event.until <= request.asOf ? 'EXPIRED' : event.reason))
    return STRICTEST.find((reason) => reasons.includes(reason))!
  }
  if (events.some(covering)) return 'NOT_YET_VALID'
  if (visible.length === 0) return 'NO_RECORD'
  const best = Math.max(...visible.map((event) => agreement(event, category, request)))
  if (best === 0) return 'PURPOSE_MISMATCH'
  if (best === 1) return 'PROCESSING_MISMATCH'
  if (best === 2) return 'CONTROLLER_MISMATCH'
  return category !== undefined && SPECIAL.includes(category) ? 'SPECIAL_CATEGORY_BASIS_MISSING' : 'CATEGORY_MISMATCH'
}

/** How many of purpose, processing, controller and category a row names for the request, up to the first it does not. */
function agreement(event: Event, category: string | undefined, request: ConsentRequest): number {
  const covers = (terms: string[] | 'all', wanted: string) =>
    terms === 'all' || terms.some((term) => term === wanted || (request.subsume && BROADER[wanted]!.includes(term)))
  if (!covers(event.purposes, request.purpose)) return 0
  if (!covers(event.processing, request.processing)) return 1
  if (event.controllers !== 'all' && !event.controllers.includes(String(request.controller))) return 2
  return coversCategory(event.categories, category, request.subsume) ? 4 : 3
}

function coversCategory(terms: string[] | 'all', category: string | undefined, subsume: boolean): boolean {
  if (category === undefined) return terms === 'all' || terms.some((term) => !SPECIAL.includes(term))
  if (!SPECIAL.includes(category))
    return terms === 'all' || terms.some((term) => term === category || (subsume && BROADER[category]!.includes(term)))
  if (terms === 'all') return false
  const family = SPECIAL.filter((term) => term !== 'dpv:SpecialCategoryPersonalData')
  return terms.some(
    (term) => term === category || (subsume && BROADER[category]!.includes(term) && family.includes(term)),
  )
}

/** A denial acts where anything it names and anything the run may do have something in common. */
function denies(event: Event, category: string | undefined, request: ConsentRequest): boolean {
  const overlap = (terms: string[] | 'all', wanted: string) =>
    terms === 'all' ||
    terms.some((term) => term === wanted || BROADER[wanted]!.includes(term) || BROADER[term]!.includes(wanted))
  return (
    overlap(event.purposes, request.purpose) &&
    overlap(event.processing, request.processing) &&
    (event.controllers === 'all' || event.controllers.includes(String(request.controller))) &&
    (category === undefined
      ? event.categories === 'all' || event.categories.some((term) => !SPECIAL.includes(term))
      : overlap(event.categories, category))
  )
}
