import { describe, expect, it } from 'vitest'
import { revocation, revocationsIn, takenBack } from '../../../src/evidence/approval/revocation.ts'
import { termState } from '../../../src/policy/approval-term.ts'
import type { Entry } from '../../../src/evidence/log/entry-schemas.ts'
import { signerOf } from '../../../src/evidence/log/vkey.ts'

const POLICY = 'a1'.repeat(32)
const officer = signerOf('privacy-office', new Uint8Array(32).fill(1))
const council = signerOf('ethics-council', new Uint8Array(32).fill(2))
const NOON = '2026-03-01T12:00:00.000Z'
const entry = (fields: object) => ({ type: 'officer.revocation', ...fields }) as unknown as Entry
const taken = (policySha256 = POLICY, signer = officer) => entry(revocation(policySha256, new Date(NOON), signer))

describe('an approval that was taken back', () => {
  it('is every one of the key until then, whatever the key is called, and none after it', () => {
    const found = revocationsIn([taken()], POLICY)
    const named = signerOf('office', new Uint8Array(32).fill(1))
    expect(takenBack(found, { vkey: officer.vkey, from: '2026-03-01T11:59:59.999Z' })).toBe(NOON)
    expect(takenBack(found, { vkey: named.vkey, from: NOON })).toBe(NOON)
    // Of a form that does not say since when: it may be the old file that was put back.
    expect(takenBack(found, { vkey: officer.vkey, from: undefined })).toBe(NOON)
    expect(takenBack(found, { vkey: officer.vkey, from: '2026-03-01T12:00:00.001Z' })).toBeUndefined()
    expect(takenBack(found, { vkey: council.vkey, from: undefined })).toBeUndefined()
  })

  it('is every one that stands before it in the log, whatever its clock said, and the one beside the policy', () => {
    const LATER = '2026-03-09T12:00:00.000Z'
    const approval = (signer = officer, policySha256 = POLICY) =>
      entry({ type: 'officer.approval', policySha256, from: LATER, vkey: signer.vkey })
    const isTaken = (...entries: Entry[]) =>
      takenBack(revocationsIn(entries, POLICY), { vkey: officer.vkey, from: LATER }) !== undefined
    expect(isTaken(approval(), taken())).toBe(true)
    expect(isTaken(taken(), approval())).toBe(false)
    expect(isTaken(approval(council), approval(officer, 'b2'.repeat(32)), taken())).toBe(false)
    const named = revocation(POLICY, new Date(NOON), officer, LATER)
    expect(named.from).toBe(LATER)
    expect(isTaken(entry(named))).toBe(true)
    // It is signed too.
    expect(isTaken(entry({ ...named, from: '2026-03-08T12:00:00.000Z' }))).toBe(false)
    expect(revocation(POLICY, new Date(NOON), officer, NOON)).not.toHaveProperty('from')
  })

  it('is of its policy, and by the signature of its key', () => {
    expect(revocationsIn([taken('b2'.repeat(32))], POLICY)).toEqual([])
    const { signature } = revocation(POLICY, new Date(NOON), council)
    expect(revocationsIn([entry({ ...taken(), signature })], POLICY)).toEqual([])
    expect(revocationsIn([entry({ ...taken(), at: '2026-03-02T12:00:00.000Z' })], POLICY)).toEqual([])
  })
})

it.each([
  [{}, undefined, 'holds'],
  [{}, 'P90D', 'unbounded'],
  [{ from: NOON }, 'P90D', 'unbounded'],
  [{ from: NOON, until: '2026-05-30' }, 'P90D', 'holds'],
  [{ from: NOON, until: '2026-05-31' }, 'P90D', 'unbounded'],
  [{ until: '2026-05-30' }, 'P90D', 'unbounded'], // nobody knows since when
  [{ from: NOON, until: '2026-03-10' }, undefined, 'ended'],
  [{ from: '2026-03-10T00:00:00.000Z' }, undefined, 'holds'],
  [{ from: '2026-03-10T00:00:00.001Z' }, undefined, 'ahead'],
  [{ from: '2026-03-11T00:00:00.000Z', until: '2026-03-20' }, 'P90D', 'ahead'],
  [{ from: NOON, until: '2026-03-11' }, undefined, 'holds'],
] as const)('an approval given %o, of at most %s, %s', (term, validFor, state) => {
  expect(termState(term, validFor, new Date('2026-03-10T00:00:00Z'))).toBe(state)
})
