import { PerdeError } from '../../errors.ts'
import type { Entry, EntryBody } from '../../evidence/log/entry-schemas.ts'

/** How a consent ledger stands, without a name or a reference: its identity and digests are keyed, so that they are no oracle. */
export interface LedgerState {
  /** of its first event, by which it is known again; undefined: it has none */
  ledger?: string | undefined
  /** where it stands; absent: a log of an older perde has not kept it */
  place?: string | undefined
  /** shows with which keys its references and these digests were made */
  keyCheck: string
  events: number
  bytes: number
  /** of the events that count */
  sha256: string
}

/** A state that has an event to be known by. */
export type KnownLedger = LedgerState & { ledger: string }

/**
 * The ledgers that a log has seen. A ledger only grows, so whatever is read has to begin with what was there: else
 * somebody put back an older copy, and withdrawals are gone. Held are the last state of each ledger, and the ledger of each
 * data set and of each place, since another ledger in the place of one would hide as much, whatever the data set is called.
 */
export class SeenLedgers {
  readonly #states = new Map<string, KnownLedger>()
  readonly #ofDatasets = new Map<string, string>()
  readonly #ofPlaces = new Map<string, string>()
  /** data sets that the log knows by a table, or by a word that they have no ledger */
  readonly #without = new Set<string>()
  readonly #dataset: string | undefined

  /** `dataset`: whose ledger is read; undefined: of no data set that is known. */
  constructor(entries: Iterable<Entry>, dataset?: string) {
    this.#dataset = dataset
    for (const entry of entries) {
      if (entry.type === 'consent.register' && entry.dataset !== undefined) this.#without.add(entry.dataset)
      if (entry.type === 'consent.leave') this.#leave(entry)
      if (entry.type !== 'consent.ledger' && entry.type !== 'consent.change' && entry.type !== 'consent.accept')
        continue
      if (entry.type === 'consent.accept') this.#accept(entry)
      this.note(entry, entry.dataset)
    }
  }

  /** What was read or written is what comes next has to go on from. */
  note(state: LedgerState, dataset = this.#dataset): void {
    const { ledger, place } = state
    if (ledger === undefined) return
    this.#states.set(ledger, { ...state, ledger })
    if (place !== undefined) this.#ofPlaces.set(place, ledger)
    if (dataset !== undefined) this.#ofDatasets.set(dataset, ledger)
  }

  /** The ledger that the consents of the data set stood in; undefined: in none that was seen. */
  ofDataset(): KnownLedger | undefined {
    const ledger = this.#dataset === undefined ? undefined : this.#ofDatasets.get(this.#dataset)
    return ledger === undefined ? undefined : this.#states.get(ledger)
  }

  /**
   * The ledger that the consents of the data set may have stood in: its own, or, for a table of a data set that the log does
   * not know, one under the same key, since a data set can be renamed. `keyCheck`: of the table; undefined: there is none.
   */
  leftBehind(keyCheck: string | undefined): KnownLedger | undefined {
    const own = this.ofDataset()
    if (own || keyCheck === undefined || this.#dataset === undefined || this.#without.has(this.#dataset)) return own
    return [...this.#ofDatasets.values()]
      .flatMap((ledger) => this.#states.get(ledger) ?? [])
      .findLast((state) => state.keyCheck === keyCheck)
  }

  /**
   * Consents that are taken from a table, or from nowhere, where they stood in a ledger: its withdrawals would be gone
   * without a word. `table`: how the user called it, and the key that it is read by; undefined: there is none.
   * @throws PerdeError DENIED_LEDGER
   */
  checkLeft(table: { shown: string; keyCheck: string } | undefined): void {
    const seen = this.leftBehind(table?.keyCheck)
    if (!seen) return
    const whose =
      seen === this.ofDataset()
        ? 'of the data set'
        : 'under the same key, of a data set that may be this one under another name'
    throw new PerdeError(
      'DENIED_LEDGER',
      `the log knows a consent ledger ${whose} (${seen.events} events), and ${table ? 'another table is asked' : 'the policy asks for no consents'}: withdrawals may be gone`,
      {
        ...(table && { where: { part: table.shown } }),
        hints: [
          'name it in the policy: consent: { ledger: DIR }; perde consent import takes what a table has',
          'if it is right as it is, say so in the log: perde consent accept --policy POLICY --reason replaced --by WHO',
        ],
        facts: { seen: shape(seen) },
      },
    )
  }

  /** Sizes in bytes of the beginnings that `check` asks for. */
  sizes(): number[] {
    return [...new Set([...this.#states.values()].map(({ bytes }) => bytes))]
  }

  /**
   * The states that a ledger has to go on from and does not: of itself, and of those that its data set and its place had.
   * `upTo`: the keyed digest of its first so many bytes.
   */
  broken(state: LedgerState, upTo: (bytes: number) => string | undefined): KnownLedger[] {
    const ofPlace = state.place === undefined ? undefined : this.#ofPlaces.get(state.place)
    return [...new Set([this.ofDataset()?.ledger, ofPlace, state.ledger])].flatMap((ledger) => {
      const seen = ledger === undefined ? undefined : this.#states.get(ledger)
      return seen && upTo(seen.bytes) !== seen.sha256 ? [seen] : []
    })
  }

  /** Whether the log has seen nothing else of a ledger, of its data set and of its place than this state. */
  isLast(state: LedgerState): boolean {
    return this.broken(state, (bytes) => (bytes === state.bytes ? state.sha256 : undefined)).length === 0
  }

  /** @throws PerdeError DENIED_LEDGER */
  check(state: LedgerState, upTo: (bytes: number) => string | undefined, shown: string): void {
    const [seen] = this.broken(state, upTo)
    if (seen) throw rolledBack(state, seen, shown)
  }

  #accept({ ledger, instead }: EntryBody<'consent.accept'>): void {
    for (const { ledger: old } of instead) {
      this.#states.delete(old)
      for (const known of [this.#ofDatasets, this.#ofPlaces])
        for (const [of, its] of known)
          if (its === old)
            if (ledger === undefined) known.delete(of)
            else known.set(of, ledger)
    }
  }

  #leave({ dataset, instead }: EntryBody<'consent.leave'>): void {
    this.#ofDatasets.delete(dataset)
    this.#without.add(dataset)
    if ([...this.#ofDatasets.values()].includes(instead.ledger)) return
    for (const [place, its] of this.#ofPlaces) if (its === instead.ledger) this.#ofPlaces.delete(place)
  }
}

function rolledBack(state: LedgerState, seen: KnownLedger, shown: string): PerdeError {
  const [message, hint] =
    state.keyCheck !== seen.keyCheck
      ? [
          'the consent ledger is under another key than the one that the log has seen',
          'give the key that it was made with',
        ]
      : state.bytes < seen.bytes
        ? [
            `the consent ledger is shorter than the one that the log has seen (${state.events} of ${seen.events} events): withdrawals may be gone`,
            'an older copy was put back: take the newest one from where it is kept safe',
          ]
        : [
            'the consent ledger does not go on from the one that the log has seen: withdrawals may be gone',
            'is it the ledger of this data set, and the newest copy?',
          ]
  return new PerdeError('DENIED_LEDGER', message!, {
    where: { part: shown },
    hints: [
      hint!,
      'if it is right as it is, and what the other had is in it again, say so in the log: perde consent accept --reason restored --by WHO',
    ],
    facts: { seen: shape(seen), found: shape(state) },
  })
}

function shape({ events, bytes, sha256 }: LedgerState) {
  return { events, bytes, sha256 }
}
