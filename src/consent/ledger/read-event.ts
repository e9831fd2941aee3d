import { resolveTerm } from '../../policy/vocabulary.ts'
import { isValidBin, isValidIin } from '../../record/kz-id.ts'
import { saysNo } from '../denials.ts'
import { instantOf, lastInstantOf } from '../register-dates.ts'
import { ConsentState, isGrant, stateOf } from '../states.ts'
import type { EventCells, EventColumn, EventFault } from './columns.ts'
import { ACTORS, CHANNELS, MOST_TEXT, REFUSAL_GROUNDS, type Actor, type ConsentEvent } from './event.ts'
import { consentItemFaults } from './kazakh-items.ts'
import { momentOf, secondsOf } from './moment.ts'

/** What the row alone does not say. */
export interface EventFacts {
  /** keyed reference of the subject, base64url */
  ref: string
  guardianRef?: string
  /** when the ledger learns of the event, in seconds since 1970 */
  known: number
}

/** Seconds. */
const CLOCKS_DIFFER = 300

export type ReadEvent = { event: ConsentEvent } | { faults: EventFault[] }

/**
 * Reads an event from the cells of a row. Stricter than a plain register, which excludes what it cannot read: nothing
 * comes into a ledger that is not understood.
 */
export function readEvent(cells: EventCells, { ref, guardianRef, known }: EventFacts): ReadEvent {
  const read = reader(cells)
  const state = read.state()
  const grant = state !== undefined && isGrant(ConsentState[state])
  const actor =
    read.word('actor', ACTORS) ?? (state === 'revoked' || state === 'invalidated' ? 'controller' : 'subject')
  const fields = {
    purposes: read.terms('purpose', 'purpose'),
    processing: read.terms('processing', 'processing'),
    categories: read.terms('categories', 'personal-data'),
    from: read.instant('from'),
    until: read.instant('until'),
    term: read.word('term', ['purposes'] as const),
    controller: controllerOf(read),
    recipients: read.list('recipients'),
    jurisdiction: read.matching('jurisdiction', /^[A-Z]{2}$/, 'the jurisdiction is a country such as KZ'),
    notice: object({
      id: read.text('notice'),
      version: read.text('notice-version'),
      language: read.text('notice-language'),
      sha256: read.digest('notice-sha256'),
    }),
    guardian: object({ ref: guardianRef, proofSha256: read.digest('guardian-proof-sha256') }),
    adultOn: read.instant('adult-on'),
    channel: read.word('channel', CHANNELS),
    proofSha256: read.digest('proof-sha256'),
    subjectNamed: read.flag('subject-named'),
    thirdParties: read.flag('third-parties'),
    crossBorder: read.flag('cross-border'),
    publicSources: read.flag('public-sources'),
    otherSha256: read.digest('other-sha256'),
    refusal: refusalOf(read, state),
    source: read.text('source'),
  }
  const at = read.instant('at')
  if (at === undefined) read.fault('at', 'when the person acted is not said')
  else if (secondsOf(at) > known + CLOCKS_DIFFER)
    read.fault('at', 'nobody has acted in the future; from when it holds is said by "from"')
  if (state === undefined || at === undefined || read.faults.length > 0) return { faults: read.faults }
  const event = {
    ref,
    at: actedAt(at, state, cells.at!, known),
    state,
    actor,
    ...object(fields),
    known: momentOf(known),
  } as ConsentEvent
  const faults = [...(grant ? grantFaults(event) : []), ...actorFaults(event)]
  return faults.length > 0 ? { faults } : { event }
}

/**
 * When the person acted. A denial by a date alone counts to the end of its day, as in a table, or, where the day is not over,
 * to when the ledger learns of it: nobody has acted later.
 */
function actedAt(at: string, state: ConsentEvent['state'], cell: string, known: number): string {
  if (!saysNo(ConsentState[state])) return at
  return momentOf(Math.max(secondsOf(at), Math.min(lastInstantOf(cell)!, known)))
}

type Reader = ReturnType<typeof reader>

/** Reads cells one by one and gathers what is wrong with them; a blank cell is one that is not there. */
function reader(cells: EventCells) {
  const faults: EventFault[] = []
  const fault = (column: EventColumn, message: string, item?: number) =>
    void faults.push({ column, message, ...(item !== undefined && { item }) })
  const text = (column: EventColumn): string | undefined => {
    const cell = cells[column]?.trim()
    if (cell === undefined || cell === '') return undefined
    if (cell.length <= MOST_TEXT && !/\p{Cc}/u.test(cell)) return cell
    fault(column, `the text is longer than ${MOST_TEXT} characters, or holds a control character`)
    return undefined
  }
  const matching = (column: EventColumn, form: RegExp, message: string) => {
    const cell = text(column)
    if (cell === undefined || form.test(cell)) return cell
    fault(column, message)
    return undefined
  }
  const list = (column: EventColumn, separator = /;/u) => {
    const cell = cells[column] ?? ''
    const parts = [...new Set(cell.split(separator).map((part) => part.trim()))].filter((part) => part !== '')
    return parts.length > 0 ? parts : undefined
  }
  return {
    faults,
    fault,
    text,
    matching,
    list,
    digest: (column: EventColumn) => matching(column, /^[0-9a-f]{64}$/, 'a digest is 64 small hex digits (SHA-256)'),
    state(): ConsentEvent['state'] | undefined {
      const number = stateOf(cells.status ?? '')
      if (number === undefined) {
        fault('status', 'the status is no state of a consent')
        return undefined
      }
      return (Object.keys(ConsentState) as ConsentEvent['state'][]).find((name) => ConsentState[name] === number)
    },
    word<T extends string>(column: EventColumn, words: readonly T[]): T | undefined {
      const cell = text(column)
        ?.toLowerCase()
        .replaceAll(/[\s_]+/gu, '-')
      if (cell === undefined || (words as readonly string[]).includes(cell)) return cell as T | undefined
      fault(column, `it is one of ${words.join(', ')}`)
      return undefined
    },
    flag(column: EventColumn): boolean | undefined {
      const cell = text(column)?.toLowerCase()
      if (cell === undefined) return undefined
      if (YES.has(cell)) return true
      if (NO.has(cell)) return false
      fault(column, 'it is yes or no')
      return undefined
    },
    instant(column: EventColumn): string | undefined {
      const cell = text(column)
      if (cell === undefined) return undefined
      const seconds = instantOf(cell)
      if (seconds === undefined) fault(column, 'the date cannot be read')
      return seconds === undefined ? undefined : momentOf(seconds)
    },
    terms(column: 'purpose' | 'processing' | 'categories', kind: 'purpose' | 'processing' | 'personal-data') {
      const terms = list(column, /[;,|]/u)?.map((term) => resolveTerm(kind, term)?.id)
      if (terms?.includes(undefined) === true) fault(column, 'a term is not in the vocabulary')
      return terms && [...new Set(terms as string[])].sort()
    },
  }
}

const YES: ReadonlySet<string> = new Set(['yes', 'true', '1', 'иә', 'да'])
const NO: ReadonlySet<string> = new Set(['no', 'false', '0', 'жоқ', 'нет'])

function controllerOf(read: Reader): ConsentEvent['controller'] | undefined {
  const [name, bin] = [read.text('controller'), read.text('bin')]
  if (bin !== undefined && !isValidBin(bin) && !isValidIin(bin))
    read.fault('bin', 'the BIN or IIN of the operator is not valid', 1)
  if (bin !== undefined && name === undefined) read.fault('controller', 'a BIN stands without the operator’s name', 1)
  return name === undefined ? undefined : { name, ...(bin !== undefined && { bin }) }
}

function refusalOf(read: Reader, state: ConsentEvent['state'] | undefined): ConsentEvent['refusal'] | undefined {
  const [ground, citation] = [read.word('refusal-ground', REFUSAL_GROUNDS), read.text('refusal-citation')]
  if (ground === undefined && citation === undefined) return undefined
  if (state !== 'withdrawn') read.fault('status', 'only a withdrawal can be refused: its status is withdrawn')
  if (ground === undefined) read.fault('refusal-ground', 'a refusal names its ground: law or obligation')
  if (citation === undefined) read.fault('refusal-citation', 'a refusal cites the law or the obligation')
  return ground === undefined || citation === undefined ? undefined : { ground, citation }
}

/** A consent that says less than it must would be one to everything. */
function grantFaults(event: ConsentEvent): EventFault[] {
  const faults: EventFault[] = []
  if (!event.purposes) faults.push({ column: 'purpose', message: 'a consent names its purposes' })
  if (!event.processing) faults.push({ column: 'processing', message: 'a consent names what is done with the data' })
  if (event.until !== undefined && secondsOf(event.until) <= secondsOf(event.from ?? event.at))
    faults.push({ column: 'until', message: 'the consent ends before it begins' })
  if (event.recipients && event.thirdParties === false)
    faults.push({ column: 'recipients', message: 'it names third parties and denies them', item: 4 })
  return event.jurisdiction === 'KZ' ? [...faults, ...consentItemFaults(event)] : faults
}

const FOR_ANOTHER: readonly Actor[] = ['guardian', 'representative']

function actorFaults({ actor, guardian, adultOn, state }: ConsentEvent): EventFault[] {
  const faults: EventFault[] = []
  if (FOR_ANOTHER.includes(actor) && isGrant(ConsentState[state]) && !guardian)
    faults.push({ column: 'guardian', message: 'whoever consents for another is named, or their proof' })
  if (actor === 'guardian' && isGrant(ConsentState[state]) && adultOn === undefined)
    faults.push({ column: 'adult-on', message: 'when the subject comes of age is not said' })
  return faults
}

/** The object without what is undefined; undefined where nothing is left. */
function object<T extends object>(fields: T): Partial<T> | undefined {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined)
  return entries.length > 0 ? (Object.fromEntries(entries) as Partial<T>) : undefined
}
