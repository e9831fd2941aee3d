import type { ConsentIndex } from './consent-index.ts'
import { isUsed, REASON_COUNT, reasonName } from './reasons.ts'

/** Counts smaller than this are not published on their own: they may point at a person. */
export const SMALL_COUNT = 5

/** Records by reason code, exact: for receipts and for the log, never for publication. */
export type ReasonCounts = Float64Array

/** Content of `consent-summary.json`. */
export interface ConsentSummary {
  asOf: string
  purpose: string
  processing: string
  /** digest of the register or ledger, under the name that the size of it calls for */
  register: { sha256: string } | { keyedSha256: string }
  /** axes that the register has no column for, so that nothing was checked on them */
  notChecked: string[]
  records: { in: number; used: number; excluded: number }
  used: Record<string, number>
  excluded: Record<string, number>
}

export function countReasons(reasons: Uint8Array, into: ReasonCounts = new Float64Array(REASON_COUNT)): ReasonCounts {
  for (const reason of reasons) into[reason]!++
  return into
}

/** Counts of parts added up; the order does not matter. */
export function mergeCounts(counts: Iterable<ReasonCounts>): ReasonCounts {
  const sum = new Float64Array(REASON_COUNT)
  for (const part of counts) for (let code = 0; code < REASON_COUNT; code++) sum[code]! += part[code] ?? 0
  return sum
}

/** Counts by name, zero left out; exact. */
export function namedCounts(counts: ReasonCounts): Record<string, number> {
  const named: Record<string, number> = {}
  counts.forEach((count, code) => {
    if (count > 0) named[reasonName(code) ?? 'OTHER'] = count
  })
  return named
}

/** The summary to publish: exact totals, reasons with small counts folded on each side of the line. */
export function consentSummary(
  counts: ReasonCounts,
  index: Pick<ConsentIndex, 'unchecked'>,
  facts: Pick<ConsentSummary, 'purpose' | 'processing' | 'register'> & { asOf: number },
): ConsentSummary {
  const side = (used: boolean) => namedCounts(counts.map((count, code) => (isUsed(code) === used ? count : 0)))
  const [used, excluded] = [side(true), side(false)]
  return {
    asOf: new Date(facts.asOf * 1000).toISOString().replace('.000Z', 'Z'),
    purpose: facts.purpose,
    processing: facts.processing,
    register: facts.register,
    notChecked: [...index.unchecked],
    records: { in: total(used) + total(excluded), used: total(used), excluded: total(excluded) },
    used: foldSmall(used),
    excluded: foldSmall(excluded),
  }
}

/**
 * Folds counts under five into OTHER together with the next smallest, so that a small count cannot be had back by
 * subtracting the others from the total. The sum stays; the order is by name, OTHER last.
 */
export function foldSmall(counts: Readonly<Record<string, number>>): Record<string, number> {
  const bySize = Object.entries(counts).sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1))
  const small = bySize.findIndex(([, count]) => count >= SMALL_COUNT)
  const folded = small < 0 ? bySize.length : small === 0 ? 0 : small + 1
  const kept = bySize.slice(folded).sort(([a], [b]) => (a < b ? -1 : 1))
  const other = bySize.slice(0, folded).reduce((sum, [, count]) => sum + count, 0)
  return Object.fromEntries(folded > 0 ? [...kept, ['OTHER', other] as const] : kept)
}

function total(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}
