import { PerdeError } from '../../errors.ts'
import type { Entry, EntryBody } from '../../evidence/log/entry-schemas.ts'

/** How a consent ledger stands, without a name or a reference: its identity and digests are keyed, so that they are no oracle. */
export interface LedgerState {
  /** of its first event, by which it is known again; undefined: it has none */
  ledger?: string | undefined
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
 * somebody put back an older copy, and withdrawals are gone. Held are the last state of each ledger and the ledger of each
 * data set, since another ledger in the place of one would hide as much.
 */
export class SeenLedgers {
  readonly #states = new Map<string, KnownLedger>()
  readonly #ofDatasets = new Map<string, string>()
  readonly #dataset: string | undefined

  /** `dataset`: whose ledger is read; undefined: of no data set that is known. */
  constructor(entries: Iterable<Entry>, dataset?: string) {
    this.#dataset = dataset
    for (const entry of entries) {
      if (entry.type === 'consent.leave') this.#ofDatasets.delete(entry.dataset)
      if (entry.type !== 'consent.ledger' && entry.type !== 'consent.change' && entry.type !== 'consent.accept')
        continue
      if (entry.type === 'consent.accept') this.#accept(entry)
      this.note(entry, entry.dataset)
    }
  }

  /** What was read or written is what comes next has to go on from. */
  note(state: LedgerState, dataset = this.#dataset): void {
    const { ledger } = state
    if (ledger === undefined) return
    this.#states.set(ledger, { ...state, ledger })
    if (dataset !== undefined) this.#ofDatasets.set(dataset, ledger)
  }

  /** The ledger that the consents of the data set stood in; undefined: in none that was seen. */
  ofDataset(): KnownLedger | undefined {
    const ledger = this.#dataset === undefined ? undefined : this.#ofDatasets.get(this.#dataset)
    return ledger === undefined ? undefined : this.#states.get(ledger)
  }

  /**
   * Consents that are taken from a table, or from nowhere, where they stood in a ledger: its withdrawals would be gone
   * without a word. `shown`: the table; undefined: there is none. @throws PerdeError DENIED_LEDGER
   */
  checkLeft(shown: string | undefined): void {
    const seen = this.ofDataset()
    if (!seen) return
    throw new PerdeError(
      'DENIED_LEDGER',
      `the log knows a consent ledger of the data set (${seen.events} events), and ${shown === undefined ? 'the policy asks for no consents' : 'another table is asked'}: withdrawals may be gone`,
      {
        ...(shown !== undefined && { where: { part: shown } }),
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
   * The states that a ledger has to go on from and does not: of itself, and of the one that its data set had.
   * `upTo`: the keyed digest of its first so many bytes.
   */
  broken(state: LedgerState, upTo: (bytes: number) => string | undefined): KnownLedger[] {
    return [...new Set([this.ofDataset()?.ledger, state.ledger])].flatMap((ledger) => {
      const seen = ledger === undefined ? undefined : this.#states.get(ledger)
      return seen && upTo(seen.bytes) !== seen.sha256 ? [seen] : []
    })
  }

  /** @throws PerdeError DENIED_LEDGER */
  check(state: LedgerState, upTo: (bytes: number) => string | undefined, shown: string): void {
    const [seen] = this.broken(state, upTo)
    if (seen) throw rolledBack(state, seen, shown)
  }

  #accept({ ledger, instead }: EntryBody<'consent.accept'>): void {
    for (const { ledger: old } of instead) {
      this.#states.delete(old)
      for (const [dataset, its] of this.#ofDatasets)
        if (its === old)
          if (ledger === undefined) this.#ofDatasets.delete(dataset)
          else this.#ofDatasets.set(dataset, ledger)
    }
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
