import { PerdeError } from '../errors.ts'
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

/**
 * The last look of a commit: who was used by the earlier decision and is denied by the later one.
 * @throws PerdeError KEY_INVALID when the two indexes were made with different subject keys
 */
export function changedSince(before: Look, now: Look, refs: Uint8Array, flags: Uint8Array): Changed {
  if (Buffer.compare(before.index.keyCheck, now.index.keyCheck) !== 0)
    throw new PerdeError('KEY_INVALID', 'the two consent indexes were made with different subject keys')
  return deniedNow(createDecider(before.index, before.request)(refs, flags), now, refs)
}

/**
 * The look of `perde use`: the earlier decisions are those of the release's decision file.
 * `reasonsThen` holds a code for each reference; those that were not used then are not looked up.
 */
export function deniedNow(reasonsThen: Uint8Array, now: Look, refs: Uint8Array): Changed {
  // A code stands as its own flag, so the decider passes over those who were not used.
  const flags = reasonsThen.map((reason) => (isUsed(reason) ? 0 : reason))
  const reasons = createDecider(now.index, now.request)(refs, flags)
  const changed: number[] = []
  for (let i = 0; i < reasons.length; i++) if (flags[i] === 0 && !isUsed(reasons[i]!)) changed.push(i)
  return { positions: Uint32Array.from(changed), reasons: Uint8Array.from(changed, (i) => reasons[i]!) }
}
