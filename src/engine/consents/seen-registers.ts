import { denialsIn, saidNo } from '../../consent/denials.ts'
import { PerdeError } from '../../errors.ts'
import type { Entry } from '../../evidence/log/entry-schemas.ts'
import type { Denied, ReadRegister } from './read-register.ts'

/** A table of consents as it stood: its keyed digest, how many of its rows say no, and what they say in sum. */
export interface RegisterState {
  sha256: string
  denials: number
  /** absent: a log of an older perde has not kept it */
  denied?: Denied | undefined
  /** the same by the words that an older perde took for a no: of a table that was read, not of one that a log has seen */
  before?: { denials: number; denied: Denied | undefined }
}

export function registerState({ index, keyedSha256, denied, deniedBefore }: ReadRegister): RegisterState {
  const before = { denials: denialsIn(index, saidNo), denied: deniedBefore }
  return { sha256: keyedSha256, denials: denialsIn(index), denied, before }
}

/** A table as it was read, told by the words for no that another state of it was told by. */
export function toldAs(seen: RegisterState, { before, ...now }: RegisterState): RegisterState {
  return seen.denied?.states === 'all' || !before ? now : { ...now, ...before }
}

/**
 * The states in which a log has seen a table of consents. Denials do not go: a table without one that was there is an older
 * copy that somebody put back, or lost it otherwise, whatever its bytes are. Held are the last state of the data set, as
 * far as the table is read by the same columns, and that of the same table, whatever the data set is called by now.
 */
export class SeenRegisters {
  #last: RegisterState | undefined
  readonly #earlier = new Map<string, RegisterState>()
  readonly #ofColumns = new Map<string, RegisterState>()
  readonly #ofTables = new Map<string, RegisterState>()

  constructor(entries: Iterable<Entry>, dataset: string) {
    for (const entry of entries) {
      if (entry.type !== 'consent.register') continue
      const { sha256, denials, denied, by } = entry
      const state = { sha256, denials, denied }
      if (denied) this.#ofTables.set(denied.table, state)
      if (entry.dataset !== dataset) continue
      if (denied) this.#ofColumns.set(denied.columns, state)
      // Somebody answered for it: what was before is held against it no more.
      if (by !== undefined) this.#earlier.clear()
      else if (this.#last) this.#earlier.set(this.#last.sha256, this.#last)
      this.#last = state
    }
  }

  /** As it was seen last; undefined: it was not. */
  get last(): RegisterState | undefined {
    return this.#last
  }

  /** The state that it is not to be without denials of, and is; undefined: it goes on from all that was seen. */
  gone(state: RegisterState): RegisterState | undefined {
    const { sha256, denied } = state
    const comparable = denied && [this.#ofColumns.get(denied.columns), this.#ofTables.get(denied.table)]
    const lost = comparable?.find((seen) => seen !== undefined && lacks(toldAs(seen, state), seen))
    if (lost) return lost
    if (!this.#last || sha256 === this.#last.sha256) return undefined
    if (toldAs(this.#last, state).denials >= this.#last.denials) return undefined
    // What cannot be compared by what it says is by its bytes, or, in a log of an older perde, by its number alone.
    return this.#earlier.has(sha256) || !this.#last.denied ? this.#last : undefined
  }

  /** @throws PerdeError DENIED_LEDGER */
  check(state: RegisterState, shown: string): void {
    const seen = this.gone(state)
    if (!seen) return
    const found = toldAs(seen, state).denials
    throw new PerdeError(
      'DENIED_LEDGER',
      `denials that the log has seen are gone from the register of consents (it has ${found}, and had ${seen.denials}): withdrawals may be gone`,
      {
        where: { part: shown },
        hints: [
          'was an older copy put back, or were rows taken out or overwritten? take the newest one from where it is kept safe',
          'if it is right as it is, say so in the log: perde consent accept --policy POLICY --reason restored --by WHO',
        ],
        facts: { seen: seen.denials, found },
      },
    )
  }
}

/** A larger table may lack some too: then fewer are left of the subjects that begin with one byte. */
function lacks(now: RegisterState, seen: RegisterState): boolean {
  if (now.denials < seen.denials) return true
  if (now.denials === seen.denials) return now.denied!.sha256 !== seen.denied!.sha256
  return seen.denied!.counts.some((count, byte) => (now.denied!.counts[byte] ?? 0) < count)
}
