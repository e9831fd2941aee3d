import type { Entry } from '../../evidence/log/entry-schemas.ts'
import type { AcceptedConsents } from '../../evidence/release/manifest.ts'

/**
 * Where somebody answered by a word for consents that are not what the log had seen, so that withdrawals may be gone: each
 * time, in the entries of a log, for the consents that a data set goes by, whichever data set it was said for.
 */
export function acceptedConsents(entries: Iterable<Entry>, dataset: string): AcceptedConsents[] {
  const about: Entry[] = []
  for (const entry of entries) if (OF_CONSENTS.has(entry.type)) about.push(entry)
  const { ledgers, tables } = consentsOf(about, dataset)
  const found: AcceptedConsents[] = []
  /** as the log had seen them last, by table and by data set */
  const denials = new Map<string | undefined, number>()
  for (const entry of about) {
    const { time } = entry
    const on = time.slice(0, 10)
    if (entry.type === 'consent.accept') {
      const { instead, reason, by, events, ledger } = entry
      const known = [ledger, ...instead.map((old) => old.ledger)].some((id) => id !== undefined && ledgers.has(id))
      if (entry.dataset !== dataset && !known) continue
      const seen = Math.max(...instead.map((old) => old.events))
      found.push({ of: 'ledger', by, reason, on, seen, found: events })
    } else if (entry.type === 'consent.leave' && entry.dataset === dataset) {
      const { now, reason, by, instead } = entry
      found.push({ of: now, by, reason, on, seen: instead.events, found: 0 })
    } else if (entry.type === 'consent.register') {
      const { by, reason, denied } = entry
      const table = denied && tables.has(denied.table) ? denied.table : undefined
      if (entry.dataset !== dataset && table === undefined) continue
      const seen = Math.max(denials.get(table) ?? 0, entry.dataset === dataset ? (denials.get(undefined) ?? 0) : 0)
      if (by !== undefined && reason !== undefined)
        found.push({ of: 'denials', by, reason, on, seen, found: entry.denials })
      if (table !== undefined) denials.set(table, entry.denials)
      if (entry.dataset === dataset) denials.set(undefined, entry.denials)
    }
  }
  return found
}

const OF_CONSENTS: ReadonlySet<string> = new Set([
  'consent.ledger',
  'consent.change',
  'consent.accept',
  'consent.leave',
  'consent.register',
])

/** The ledgers and tables that a data set has gone by, and the ledgers in whose place those stand. */
function consentsOf(entries: readonly Entry[], dataset: string): { ledgers: Set<string>; tables: Set<string> } {
  const ledgers = new Set<string>()
  const tables = new Set<string>()
  for (const entry of entries)
    if (entry.type === 'consent.ledger' || entry.type === 'consent.change') {
      if (entry.dataset === dataset && entry.ledger !== undefined) ledgers.add(entry.ledger)
    } else if (entry.type === 'consent.register') {
      if (entry.dataset === dataset && entry.denied) tables.add(entry.denied.table)
    } else if (entry.type === 'consent.accept' && entry.ledger !== undefined) {
      // What was accepted by the name of a ledger alone is of the data sets that it serves.
      if (entry.instead.some((old) => ledgers.has(old.ledger))) ledgers.add(entry.ledger)
    }
  for (const entry of entries.toReversed())
    if (entry.type === 'consent.accept' && entry.ledger !== undefined && ledgers.has(entry.ledger))
      for (const old of entry.instead) ledgers.add(old.ledger)
  return { ledgers, tables }
}
