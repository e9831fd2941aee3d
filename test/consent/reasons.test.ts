import { describe, expect, it } from 'vitest'
import { isUsed, Reason, REASON_COUNT, reasonName, reasonOfState } from '../../src/consent/reasons.ts'
import { ConsentState, isGrant } from '../../src/consent/states.ts'

describe('reason codes', () => {
  it('keep their numbers, which stand in files', () => {
    expect(Reason).toEqual({
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
      BASIS_OTHER_THAN_CONSENT: 22,
      STATE_UNKNOWN: 23,
      BLOCKED: 24,
      DESTROYED: 25,
    })
    expect(Math.max(...Object.values(Reason))).toBe(REASON_COUNT - 1)
  })

  it('have a name each, and numbers that are no code have none', () => {
    for (const [name, code] of Object.entries(Reason)) expect(reasonName(code)).toBe(name)
    expect([reasonName(0), reasonName(REASON_COUNT)]).toEqual([undefined, undefined])
  })

  it('mean "used" for three of them only', () => {
    const used = Object.entries(Reason).filter(([, code]) => isUsed(code))
    expect(used.map(([name]) => name)).toEqual(['GIVEN', 'RENEWED', 'BASIS_OTHER_THAN_CONSENT'])
  })

  it('follow from every state, used exactly where DPV calls the state valid', () => {
    for (const state of Object.values(ConsentState)) expect(isUsed(reasonOfState(state))).toBe(isGrant(state))
  })
})
