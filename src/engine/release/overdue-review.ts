import { readEntries } from '../../evidence/log/log-reader.ts'
import type { Manifest } from '../../evidence/release/manifest.ts'
import { reviewFault } from '../../policy/risk-review.ts'

/** The rule set that asks for the review. */
const ASKS = 'kz-ai'

/**
 * R51 as of now: what is wrong with the review of the system's risks, where the gate of the run asked for it, which the log
 * says. Undefined: nothing.
 */
export function overdueReview(log: string, { release, system }: Manifest, now: Date): string | undefined {
  const fault = system && reviewFault(system, now)
  if (fault === undefined) return undefined
  for (const entry of readEntries(log, { type: 'purpose.check', run: release }))
    if (entry.type === 'purpose.check' && entry.ruleSets.includes(ASKS)) return `R51: ${fault}`
  return undefined
}
