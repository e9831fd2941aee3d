import type { ConsentIndex } from './consent-index.ts'
import { createDecider } from './decide.ts'
import { isUsed, Reason } from './reasons.ts'
import type { ConsentRequest } from './request.ts'
import { REF_BYTES } from './subject-ref.ts'
import { withMarks, type Marks } from './requests/marked.ts'

/** An index and what is asked of it, as of the request's instant. */
export interface Look {
  index: ConsentIndex
  request: ConsentRequest
  /** who asked to be left out since; absent: nobody */
  marks?: Marks
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
export function createLook({ index, request, marks }: Look): LookAgain {
  const decide = withMarks(createDecider(index, request), marks ?? new Map())
  return (reasonsThen, refs) => {
    // A code stands as its own flag, so the decider passes over those who were not used.
    const flags = reasonsThen.map((reason) => (isUsed(reason) ? 0 : reason))
    const reasons = decide(refs, flags)
    // A reference of zeros is nobody's: somebody was used, and is destroyed since.
    for (let i = 0; i < reasons.length; i++)
      if (reasons[i] === Reason.NO_RECORD && isNobody(refs, i)) reasons[i] = Reason.DESTROYED
    const changed: number[] = []
    for (let i = 0; i < reasons.length; i++) if (flags[i] === 0 && !isUsed(reasons[i]!)) changed.push(i)
    return { positions: Uint32Array.from(changed), reasons: Uint8Array.from(changed, (i) => reasons[i]!) }
  }
}

function isNobody(refs: Uint8Array, i: number): boolean {
  return refs.subarray(i * REF_BYTES, (i + 1) * REF_BYTES).every((byte) => byte === 0)
}
