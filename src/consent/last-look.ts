import type { ConsentIndex } from './consent-index.ts'
import { createDecider } from './decide.ts'
import { isUsed } from './reasons.ts'
import type { ConsentRequest } from './request.ts'

/** An index and what is asked of it, as of the request's instant. */
export interface Look {
  index: ConsentIndex
  request: ConsentRequest
}

export interface Changed {
  /** positions, in the references given, of those that were used and are denied now */
  positions: Uint32Array
  /** why each of them is denied now */
  reasons: Uint8Array
}

/** Who of a batch was used by an earlier decision, whose codes are given with the references, and is denied now. */
export type LookAgain = (reasonsThen: Uint8Array, refs: Uint8Array) => Changed

/** The last look of a commit, and the look of `perde use`: the earlier decisions are those of the decision files. */
export function createLook({ index, request }: Look): LookAgain {
  const decide = createDecider(index, request)
  return (reasonsThen, refs) => {
    // A code stands as its own flag, so the decider passes over those who were not used.
    const flags = reasonsThen.map((reason) => (isUsed(reason) ? 0 : reason))
    const reasons = decide(refs, flags)
    const changed: number[] = []
    for (let i = 0; i < reasons.length; i++) if (flags[i] === 0 && !isUsed(reasons[i]!)) changed.push(i)
    return { positions: Uint32Array.from(changed), reasons: Uint8Array.from(changed, (i) => reasons[i]!) }
  }
}
