import { PerdeError } from '../../errors.ts'
import { buildIndex, LAPSES, MINOR, type ConsentIndex } from '../consent-index.ts'
import { RecordTable } from '../record-sort.ts'
import { NEVER } from '../register-dates.ts'
import { controllerName, type Terms } from '../scope.ts'
import { ConsentState, isGrant } from '../states.ts'
import type { ConsentEvent } from './event.ts'
import { eventOfBody, partsOf } from './line.ts'
import { secondsOf } from './moment.ts'
import { decodeRef } from './reference.ts'

/**
 * Compiles the lines of a ledger into the index that decisions are made from. Of an event only what it says of states,
 * scope and time comes into it. `knownAt` (seconds since 1970): events that the ledger learnt of later are left out,
 * which answers what was known then; a run knows all.
 */
export class LedgerCompiler {
  events = 0
  readonly #knownAt: number
  readonly #records = new RecordTable()
  readonly #scopes = new Map<string, number>()
  readonly #bodies = new Map<string, CompiledBody>()
  readonly #key = new Uint32Array(4)
  readonly #keyBytes = new Uint8Array(this.#key.buffer)
  #known = 0

  constructor(knownAt = NEVER) {
    this.#knownAt = knownAt
  }

  /**
   * The next line, in `bytes` from `start` to `end` (its newline).
   * @throws PerdeError CONSENT_LEDGER_INVALID with the line's number for one that is no event, or is out of order
   */
  add(bytes: Buffer, start: number, end: number): void {
    this.events++
    const parts = partsOf(bytes, start, end)
    if (!parts || !decodeRef(bytes, parts.ref, this.#keyBytes))
      throw this.#invalid('it is no event of a consent ledger')
    if (parts.known < this.#known) throw this.#invalid('it was learnt of before the line above it')
    this.#known = parts.known
    const body = bytes.toString('latin1', parts.body, parts.bodyEnd)
    let compiled = this.#bodies.get(body)
    if (!compiled) {
      compiled = this.#compile(bytes.toString('utf8', parts.body, parts.bodyEnd))
      // Bodies with dates of their own may all be different.
      if (this.#bodies.size >= MOST_BODIES) this.#bodies.clear()
      this.#bodies.set(body, compiled)
    }
    if (parts.known > this.#knownAt) return
    const { state, grant, from, until, adultOn, guardian, scope } = compiled
    let meta: number = state
    let last = until
    if (grant && adultOn !== undefined) {
      if (!guardian && parts.at < adultOn) meta |= MINOR
      if (guardian && adultOn <= until) {
        meta |= LAPSES
        last = adultOn
      }
    }
    this.#records.push(this.#key, 0, (meta | (scope << 8)) >>> 0, parts.at, grant ? from : 0, last)
  }

  /** The index; `keyCheck` shows which keys the references were made with. */
  finish(asOf: number, keyCheck: Uint8Array): ConsentIndex {
    return buildIndex(this.#records, { asOf, timed: true, keyCheck, unchecked: [], scopes: [...this.#scopes.keys()] })
  }

  #compile(text: string): CompiledBody {
    const event = eventOfBody(text)
    if (!event) throw this.#invalid('it is no event of a consent ledger')
    const state = ConsentState[event.state]
    const grant = isGrant(state)
    const scope = scopeText(event, grant)
    let number = this.#scopes.get(scope)
    if (number === undefined) this.#scopes.set(scope, (number = this.#scopes.size))
    if (number > 0xffffff) throw this.#invalid('the ledger has too many different combinations of terms')
    const seconds = (moment: string | undefined) => (moment === undefined ? undefined : secondsOf(moment))
    return {
      state,
      grant,
      from: seconds(event.from) ?? 0,
      until: grant ? (seconds(event.until) ?? NEVER) : NEVER,
      adultOn: seconds(event.adultOn),
      guardian: event.actor === 'guardian',
      scope: number,
    }
  }

  #invalid(why: string): PerdeError {
    return new PerdeError('CONSENT_LEDGER_INVALID', `a line of the consent ledger cannot be read: ${why}`, {
      where: { line: this.events },
      hints: ['lines are written by perde consent alone; take the ledger from where it is kept safe'],
    })
  }
}

interface CompiledBody {
  state: ConsentState
  grant: boolean
  from: number
  until: number
  adultOn: number | undefined
  guardian: boolean
  scope: number
}

const MOST_BODIES = 1 << 16

/** What an event acts on, as canonical text: a denial says no to what it names, and to everything where it names nothing. */
function scopeText(event: ConsentEvent, grant: boolean): string {
  const { purposes, processing, categories, controller } = event
  const terms = (list: string[] | undefined): Terms => list ?? (grant ? [] : '*')
  const scope: Terms[] = [
    terms(purposes),
    terms(processing),
    categories ?? '*',
    controller ? [controllerName(controller.name)] : '*',
  ]
  return JSON.stringify(grant ? [...scope, transfersOf(event)] : scope)
}

/** Where the data may go by this consent: nowhere that it does not say. */
function transfersOf({ thirdParties, recipients, crossBorder, publicSources }: ConsentEvent): string[] {
  return [
    ...(crossBorder === true ? ['cross-border'] : []),
    ...(publicSources === true ? ['public-sources'] : []),
    ...(thirdParties === true
      ? (recipients?.map((name) => `to:${controllerName(name)}`).sort() ?? ['third-parties'])
      : []),
  ]
}
