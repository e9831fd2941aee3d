import { describe, expect, it } from 'vitest'
import {
  approvalsIn,
  approvalText,
  approved,
  isApproval,
  isSameKey,
  signerAmong,
} from '../../../src/evidence/approval/approval.ts'
import { signNote } from '../../../src/evidence/log/note.ts'
import { signerOf } from '../../../src/evidence/log/vkey.ts'

const POLICY = { policySha256: 'a1'.repeat(32) }
const OTHER = { policySha256: 'b2'.repeat(32) }
const FILES = { ...POLICY, filesSha256: 'c3'.repeat(32) }
const seed = (n: number) => new Uint8Array(32).fill(n)
const officer = signerOf('privacy-office', seed(1))
const council = signerOf('ethics-council', seed(2))
const stranger = signerOf('privacy-office', seed(3))
const KEYS = [officer.vkey, council.vkey]

describe('approvals in a note', () => {
  it('are the signatures of the keys that are asked, by as many as signed', () => {
    const one = approved(undefined, POLICY, officer)
    const two = approved(one, POLICY, council)
    expect(approvalsIn(one, POLICY, KEYS).map(({ vkey }) => vkey)).toEqual([officer.vkey])
    const both = approvalsIn(two, POLICY, KEYS)
    expect(both.map(({ vkey }) => vkey)).toEqual(KEYS)
    expect(both.every((by) => isApproval(by, POLICY))).toBe(true)
    expect(both.some((by) => isApproval(by, OTHER))).toBe(false)
  })

  it('do not grow when somebody signs twice', () => {
    const one = approved(undefined, POLICY, officer)
    expect(approved(one, POLICY, officer)).toBe(one)
  })

  it('are none where the note is about another policy, and signing begins anew there', () => {
    const note = approved(undefined, OTHER, officer)
    expect(approvalsIn(note, POLICY, KEYS)).toEqual([])
    expect(approved(note, POLICY, council)).toBe(approved(undefined, POLICY, council))
  })

  it('are none where the policy was signed alone, or beside other files', () => {
    const signed = (of: typeof FILES | typeof POLICY) => approved(undefined, of, officer)
    expect(approvalsIn(signed(FILES), FILES, KEYS)).toHaveLength(1)
    expect(approvalsIn(signed(POLICY), FILES, KEYS)).toEqual([])
    expect(approvalsIn(signed(FILES), POLICY, KEYS)).toEqual([])
    expect(approvalsIn(signed(FILES), { ...FILES, filesSha256: 'd4'.repeat(32) }, KEYS)).toEqual([])
    const [by] = approvalsIn(signed(FILES), FILES, KEYS)
    expect([isApproval(by!, FILES), isApproval(by!, POLICY)]).toEqual([true, false])
  })

  it('are none where only others signed', () => {
    expect(approvalsIn(approved(undefined, POLICY, stranger), POLICY, KEYS)).toEqual([])
    expect(approvalsIn(approved(approved(undefined, POLICY, stranger), POLICY, council), POLICY, KEYS)).toHaveLength(1)
  })

  it('that a key did not make are an error', () => {
    const note = approved(undefined, POLICY, officer)
    const elsewhere = signNote(approvalText(OTHER), [officer])
    const moved = `${approvalText(POLICY)}\n${elsewhere.slice(elsewhere.indexOf('\n\n') + 2)}`
    for (const forged of [moved, note.replace(/.{3}=*\n$/, 'AAA\n'), '', 'text', `${approvalText(POLICY)}\n`])
      expect(() => approvalsIn(forged, POLICY, KEYS), forged).toThrow(
        expect.objectContaining({ code: 'APPROVAL_INVALID' }),
      )
  })
})

it('the signer is found by its seed under the name that the policy gives it', () => {
  expect(signerAmong(KEYS, seed(2))?.vkey).toBe(council.vkey)
  expect(signerAmong(KEYS, seed(3))).toBeUndefined()
})

it('two keys are one whatever they are called', () => {
  expect(isSameKey(officer.vkey, signerOf('perde/clinic/abc', seed(1)).vkey)).toBe(true)
  expect(isSameKey(officer.vkey, stranger.vkey)).toBe(false)
})
