import type { Entry } from '../../evidence/log/entry-schemas.ts'
import type { AcceptedConsents } from '../../evidence/release/manifest.ts'

/**
 * Where somebody answered by a word for consents that are not what the log had seen, so that withdrawals may be gone: each
 * time, in the entries of a log, for the consents of a data set.
 */
export function acceptedConsents(entries: Iterable<Entry>, dataset: string): AcceptedConsents[] {
  const found: AcceptedConsents[] = []
  // What was accepted by the name of a ledger alone is of the data sets that it serves.
  const ledgers = new Set<string>()
  let denials = 0
  for (const entry of entries) {
    if (entry.type === 'consent.ledger' || entry.type === 'consent.change') {
      if (entry.dataset === dataset && entry.ledger !== undefined) ledgers.add(entry.ledger)
    } else if (entry.type === 'consent.accept') {
      const { instead, reason, by, events, ledger } = entry
      if (entry.dataset !== dataset && !instead.some((old) => ledgers.has(old.ledger))) continue
      if (ledger !== undefined) ledgers.add(ledger)
      const seen = Math.max(...instead.map((old) => old.events))
      found.push({ of: 'ledger', by, reason, on: entry.time.slice(0, 10), seen, found: events })
    } else if (entry.type === 'consent.leave' && entry.dataset === dataset) {
      const { now, reason, by, instead } = entry
      found.push({ of: now, by, reason, on: entry.time.slice(0, 10), seen: instead.events, found: 0 })
    } else if (entry.type === 'consent.register' && entry.dataset === dataset) {
      const { by, reason } = entry
      if (by !== undefined && reason !== undefined)
        found.push({
          ...{ of: 'denials', by, reason, on: entry.time.slice(0, 10), seen: denials, found: entry.denials },
        })
      denials = entry.denials
    }
  }
  return found
}
