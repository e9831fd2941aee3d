import { ConsentState } from './states.ts'

/**
 * Why a record is used or left out: one code a record, counted per part.
 * The numbers are written into decision files and never change their meaning; new codes go at the end.
 */
export const Reason = {
  GIVEN: 1,
  RENEWED: 2,
  NO_RECORD: 3,
  WITHDRAWN: 4,
  REVOKED: 5,
  REFUSED: 6,
  EXPIRED: 7,
  NOT_YET_VALID: 8,
  INVALIDATED: 9,
  PENDING: 10,
  PURPOSE_MISMATCH: 11,
  PROCESSING_MISMATCH: 12,
  CATEGORY_MISMATCH: 13,
  CONTROLLER_MISMATCH: 14,
  TRANSFER_DENIED: 15,
  MINOR_NO_GUARDIAN: 16,
  GUARDIAN_LAPSED: 17,
  SPECIAL_CATEGORY_BASIS_MISSING: 18,
  SUBJECT_ID_MISSING: 19,
  SUBJECT_ID_INVALID: 20,
  // 21 was a signal against training: the gate denies the whole run for one, no record for itself.
  BASIS_OTHER_THAN_CONSENT: 22,
  /** the register's row cannot be read or trusted: an unknown status word, an unreadable date, a ragged row */
  STATE_UNKNOWN: 23,
  /** the person asked for it: blocked until it is unblocked, destroyed for good */
  BLOCKED: 24,
  DESTROYED: 25,
} as const
export type ReasonName = keyof typeof Reason
export type Reason = (typeof Reason)[ReasonName]

/** One more than the highest code: the length of a table indexed by reason. */
export const REASON_COUNT = 26

/** The code's name, or undefined for a number that is no code. */
export function reasonName(code: number): ReasonName | undefined {
  return NAMES[code]
}

/** Whether a record with this reason is used; every other code leaves it out. */
export function isUsed(code: number): boolean {
  return code === Reason.GIVEN || code === Reason.RENEWED || code === Reason.BASIS_OTHER_THAN_CONSENT
}

/** The reason a state gives when it is the one that decides. */
export function reasonOfState(state: number): Reason {
  return BY_STATE[state] ?? Reason.STATE_UNKNOWN
}

const NAMES: readonly (ReasonName | undefined)[] = Object.entries(Reason).reduce<ReasonName[]>(
  (names, [name, code]) => {
    names[code] = name as ReasonName
    return names
  },
  [],
)

const BY_STATE: Readonly<Record<number, Reason>> = {
  [ConsentState.given]: Reason.GIVEN,
  [ConsentState.renewed]: Reason.RENEWED,
  [ConsentState.refused]: Reason.REFUSED,
  [ConsentState.withdrawn]: Reason.WITHDRAWN,
  [ConsentState.revoked]: Reason.REVOKED,
  [ConsentState.expired]: Reason.EXPIRED,
  [ConsentState.invalidated]: Reason.INVALIDATED,
  [ConsentState.requested]: Reason.PENDING,
  [ConsentState.deferred]: Reason.PENDING,
  [ConsentState.unknown]: Reason.STATE_UNKNOWN,
}
