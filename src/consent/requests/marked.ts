import type { Decider } from '../decide.ts'
import { encodeRef } from '../ledger/reference.ts'
import { Reason } from '../reasons.ts'
import type { RequestState } from './request-state.ts'

/** Reason code of everybody who asked to be left out, by reference (base64url). */
export type Marks = ReadonlyMap<string, number>

export function marksOf({ blocked, destroyed }: RequestState): Marks {
  return new Map([
    ...blocked.map(({ ref }) => [ref, Reason.BLOCKED] as const),
    ...destroyed.map(({ ref }) => [ref, Reason.DESTROYED] as const),
  ])
}

/** A decider that leaves out who asked for it, whatever else is known of them. */
export function withMarks(decide: Decider, marks: Marks): Decider {
  if (marks.size === 0) return decide
  // Most records are of nobody who asked: four bytes of the reference say so.
  const beginnings = new Set([...marks.keys()].map((ref) => Buffer.from(ref, 'base64url').readUInt32LE(0)))
  return (refs, flags) => {
    const reasons = decide(refs, flags)
    const view = new DataView(refs.buffer, refs.byteOffset, refs.byteLength)
    for (let i = 0; i < flags.length; i++) {
      if (flags[i] !== 0 || !beginnings.has(view.getUint32(16 * i, true))) continue
      const reason = marks.get(encodeRef(refs, i))
      if (reason !== undefined) reasons[i] = reason
    }
    return reasons
  }
}
