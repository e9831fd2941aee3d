import { denialsIn } from '../../consent/consent-index.ts'
import { PerdeError } from '../../errors.ts'
import type { Entry } from '../../evidence/log/entry-schemas.ts'
import type { ReadRegister } from './read-register.ts'

/** A table of consents as it stood: its keyed digest, and how many of its rows say no. */
export interface RegisterState {
  sha256: string
  denials: number
}

export function registerState({ index, keyedSha256 }: ReadRegister): RegisterState {
  return { sha256: keyedSha256, denials: denialsIn(index) }
}

/**
 * The states in which a log has seen the table of consents of a data set. From a table rows may go for good reasons, so one
 * with fewer denials is told of and stops nothing; but one that stands as it stood before denials came is an older copy
 * that somebody put back, and they are gone.
 */
export class SeenRegisters {
  #last: RegisterState | undefined
  readonly #earlier = new Map<string, RegisterState>()

  constructor(entries: Iterable<Entry>, dataset: string) {
    for (const entry of entries) {
      if (entry.type !== 'consent.register' || entry.dataset !== dataset) continue
      // Somebody answered for it: what was before is held against it no more.
      if (entry.by !== undefined) this.#earlier.clear()
      else if (this.#last) this.#earlier.set(this.#last.sha256, this.#last)
      this.#last = { sha256: entry.sha256, denials: entry.denials }
    }
  }

  /** As it was seen last; undefined: it was not. */
  get last(): RegisterState | undefined {
    return this.#last
  }

  isPutBack({ sha256, denials }: RegisterState): boolean {
    return (
      this.#last !== undefined &&
      sha256 !== this.#last.sha256 &&
      this.#earlier.has(sha256) &&
      denials < this.#last.denials
    )
  }

  /** @throws PerdeError DENIED_LEDGER */
  check(state: RegisterState, shown: string): void {
    if (!this.isPutBack(state)) return
    throw new PerdeError(
      'DENIED_LEDGER',
      `the register of consents is as it was before ${this.#last!.denials - state.denials} of its ${this.#last!.denials} denials came: an older copy was put back`,
      {
        where: { part: shown },
        hints: [
          'take the newest one from where it is kept safe',
          'if it is right as it is, say so in the log: perde consent accept --policy POLICY --reason restored --by WHO',
        ],
        facts: { seen: this.#last!.denials, found: state.denials },
      },
    )
  }
}
