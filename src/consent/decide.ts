import { ownBytes } from '../record/own-bytes.ts'
import { ALWAYS, LAPSES, MINOR, STATE_BITS, type ConsentIndex } from './consent-index.ts'
import { Reason, isUsed, reasonOfState } from './reasons.ts'
import { RECORD_WORDS } from './record-sort.ts'
import { resolveRequest, type ConsentRequest } from './request.ts'
import { COVERS, DENIES, matchScopes, Stage, STAGE_SHIFT } from './scope-match.ts'
import { isGrant } from './states.ts'
import { REF_BYTES } from './subject-ref.ts'
import { findSubjects, sameKey } from './subject-table.ts'

/** Reason codes of a batch: one a record, from the references and flags that `subjectRefs` gives. */
export type Decider = (refs: Uint8Array, flags: Uint8Array) => Uint8Array

/** Decides about one batch; for many batches of the same run make a decider once. */
export function decide(index: ConsentIndex, refs: Uint8Array, flags: Uint8Array, request: ConsentRequest): Uint8Array {
  return createDecider(index, request)(refs, flags)
}

/**
 * Decides as of `request.asOf`, and as of `request.runAt` where it is given. On every axis (ordinary data, and each
 * category that must be named) the latest event in force decides: a grant that covers the axis and has begun, or a
 * denial that overlaps it, at whatever time it began. Of events at the same time the most restrictive decides. Grants
 * later than as-of do not count; denials do, since a date in the future is more likely mistyped than meant, and whoever
 * has said no by now is not used as of a time before. A record is used only if every axis is.
 *
 * @throws PerdeError DENIED_PURPOSE when the request names a term that is not in the vocabulary
 */
export function createDecider(index: ConsentIndex, request: ConsentRequest): Decider {
  const then = deciderAt(index, request)
  if (request.runAt === undefined || request.runAt === request.asOf) return then
  const now = deciderAt(index, { ...request, asOf: request.runAt })
  // A code stands as its own flag, so only those who were used then are asked about again.
  return (refs, flags) =>
    now(
      refs,
      then(refs, flags).map((reason) => (isUsed(reason) ? 0 : reason)),
    )
}

function deciderAt(index: ConsentIndex, request: ConsentRequest): Decider {
  const { words, starts, count, timed, scopes } = index
  const resolved = resolveRequest(request)
  const { asOf } = resolved
  const { cells, axes } = matchScopes(scopes, resolved)
  const width = axes.length

  /** The reason on one axis from the subject's records, `start` to `end`. */
  function onAxis(start: number, end: number, axis: number): number {
    let top = -1
    let decided = 0
    let coming = false
    let stage: number = Stage.purpose
    let seen = false
    for (let record = end - 1; record >= start; record--) {
      const at = record * RECORD_WORDS
      const meta = words[at + 4]!
      const order = words[at + 5]!
      if (top >= 0 && order < top) break
      if (meta & ALWAYS) return Reason.STATE_UNKNOWN
      const grant = isGrant(meta & STATE_BITS)
      const cell = cells[(meta >>> 8) * width + axis]!
      const visible = !grant || !timed || order <= asOf
      let reason = 0
      if (grant && cell & COVERS) {
        if (!visible || words[at + 6]! > asOf) coming = true
        else reason = reasonOfGrant(meta, words[at + 7]! <= asOf)
      } else if (!grant && cell & DENIES) reason = reasonOfState(meta & STATE_BITS)
      if (visible) {
        seen = true
        stage = Math.max(stage, cell >> STAGE_SHIFT)
      }
      if (reason !== 0) {
        top = order
        decided = decided === 0 ? reason : moreRestrictive(decided, reason)
      }
    }
    if (decided !== 0) return decided
    if (coming) return Reason.NOT_YET_VALID
    return seen ? mismatch(stage, axes[axis]!.special) : Reason.NO_RECORD
  }

  function onAllAxes(start: number, end: number): number {
    const first = onAxis(start, end, 0)
    if (!isUsed(first)) return first
    for (let axis = 1; axis < width; axis++) {
      const reason = onAxis(start, end, axis)
      if (!isUsed(reason)) return reason
    }
    return first
  }

  /** Answers for subjects of many rows (a placeholder used as an identifier), so that they are read once. */
  const long = new Map<number, number>()

  function ofSubject(start: number): number {
    const known = long.size > 0 ? long.get(start) : undefined
    if (known !== undefined) return known
    let end = start + 1
    while (end < count && sameKey(words, end * RECORD_WORDS, words, start * RECORD_WORDS)) end++
    const reason = onAllAxes(start, end)
    if (end - start > LONG) long.set(start, reason)
    return reason
  }

  return (refs, flags) => {
    const keys = asWords(refs)
    const found = findSubjects(words, starts, keys)
    const reasons = new Uint8Array(flags.length)
    for (let i = 0; i < flags.length; i++) {
      if (flags[i] !== 0) reasons[i] = flags[i]!
      else {
        const start = found[i]!
        reasons[i] = start < 0 ? Reason.NO_RECORD : ofSubject(start)
      }
    }
    return reasons
  }
}

/** What a grant that covers and has begun gives. */
function reasonOfGrant(meta: number, ended: boolean): number {
  if (meta & MINOR) return Reason.MINOR_NO_GUARDIAN
  if (ended) return meta & LAPSES ? Reason.GUARDIAN_LAPSED : Reason.EXPIRED
  return reasonOfState(meta & STATE_BITS)
}

/** Rows from which on a subject's answer is kept. */
const LONG = 64

/** Nothing in force: what the row that agreed most disagreed about. */
function mismatch(stage: number, special: boolean): number {
  switch (stage) {
    case Stage.purpose:
      return Reason.PURPOSE_MISMATCH
    case Stage.processing:
      return Reason.PROCESSING_MISMATCH
    case Stage.controller:
      return Reason.CONTROLLER_MISMATCH
    case Stage.transfer:
      return Reason.TRANSFER_DENIED
    default:
      return special ? Reason.SPECIAL_CATEGORY_BASIS_MISSING : Reason.CATEGORY_MISMATCH
  }
}

/** Of two reasons at the same time, the one that keeps the record out; among equals a fixed order. */
export function moreRestrictive(a: number, b: number): number {
  return RESTRICTION.indexOf(a) <= RESTRICTION.indexOf(b) ? a : b
}

const RESTRICTION: readonly number[] = [
  Reason.WITHDRAWN,
  Reason.REVOKED,
  Reason.INVALIDATED,
  Reason.REFUSED,
  Reason.STATE_UNKNOWN,
  Reason.MINOR_NO_GUARDIAN,
  Reason.GUARDIAN_LAPSED,
  Reason.EXPIRED,
  Reason.PENDING,
  Reason.GIVEN,
  Reason.RENEWED,
]

/** The references as words; copied only when they do not start on a word. */
function asWords(refs: Uint8Array): Uint32Array {
  const aligned = refs.byteOffset % 4 === 0 ? refs : ownBytes(refs)
  return new Uint32Array(aligned.buffer, aligned.byteOffset, Math.floor(aligned.length / REF_BYTES) * 4)
}
