import { cmac } from '@noble/ciphers/aes.js'
import { describe, expect, it } from 'vitest'
import { Reason } from '../../src/consent/reasons.ts'
import { createSubjectKeyer, keyCheckValue, subjectRefs } from '../../src/consent/subject-ref.ts'
import { KEY_A, KEY_B } from './register-fixture.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('subject references', () => {
  it('are the first eight bytes of two CMACs', () => {
    const subjects = ['A', 'A LONGER IDENTIFIER, OF MORE THAN ONE BLOCK', 'Ә']
    const { refs, flags } = subjectRefs(subjects, KEY_A, KEY_B)
    expect([...flags]).toEqual([0, 0, 0])
    subjects.forEach((subject, i) => {
      const expected = [...cmac(bytes(subject), KEY_A).slice(0, 8), ...cmac(bytes(subject), KEY_B).slice(0, 8)]
      expect([...refs.subarray(16 * i, 16 * i + 16)]).toEqual(expected)
    })
  })

  it('are one for the spellings of one identifier and different for different ones', () => {
    const same = subjectRefs(['x1', ' x1 ', 'x1\u00a0'], KEY_A, KEY_B).refs
    expect(same.subarray(16, 32)).toEqual(same.subarray(0, 16))
    expect(same.subarray(32, 48)).toEqual(same.subarray(0, 16))
    const phones = subjectRefs(['+7 701 000 00 01', '8 (701) 000-00-01', '+77010000002'], KEY_A, KEY_B, 'phone').refs
    expect(phones.subarray(16, 32)).toEqual(phones.subarray(0, 16))
    expect(phones.subarray(32, 48)).not.toEqual(phones.subarray(0, 16))
    // NFC: a letter with a combining mark is the composed letter
    const marks = subjectRefs(['\u0439', '\u0438\u0306'], KEY_A, KEY_B).refs
    expect(marks.subarray(16, 32)).toEqual(marks.subarray(0, 16))
    // A Cyrillic letter that looks like a Latin one, and a small one, are the same: a withdrawal must not miss.
    const alike = subjectRefs(['A1', 'А1', 'а1', 'Б1'], KEY_A, KEY_B).refs
    expect(alike.subarray(16, 32)).toEqual(alike.subarray(0, 16))
    expect(alike.subarray(32, 48)).toEqual(alike.subarray(0, 16))
    expect(alike.subarray(48, 64)).not.toEqual(alike.subarray(0, 16))
  })

  it('are flagged, and zero, where the identifier is missing or is none of its entity', () => {
    // invented: no person is born in month 13; the second differs from a valid number in its check digit
    const { refs, flags } = subjectRefs(['', '  ', '991301300123', '000101500002', 'word'], KEY_A, KEY_B, 'iin')
    const { SUBJECT_ID_MISSING: missing, SUBJECT_ID_INVALID: invalid } = Reason
    expect([...flags]).toEqual([missing, missing, invalid, invalid, invalid])
    expect(refs.every((byte) => byte === 0)).toBe(true)
  })

  it('keep their places beside flagged ones', () => {
    const alone = subjectRefs(['b'], KEY_A, KEY_B).refs
    const mixed = subjectRefs(['', 'b', ''], KEY_A, KEY_B).refs
    expect(mixed.subarray(16, 32)).toEqual(alone)
  })

  it('do not depend on the batch', () => {
    const keyer = createSubjectKeyer(KEY_A, KEY_B)
    const first = keyer(['a', 'b']).refs.slice()
    keyer(Array.from({ length: 5000 }, (_, i) => `filler ${i}`))
    expect(keyer(['a', 'b']).refs).toEqual(first)
    expect(keyer([])).toEqual({ refs: new Uint8Array(0), flags: new Uint8Array(0) })
  })

  it('have a check value that changes with either key and is no reference', () => {
    const check = keyCheckValue(KEY_A, KEY_B)
    expect(check).toHaveLength(8)
    expect(keyCheckValue(KEY_A, KEY_A)).not.toEqual(check)
    expect(keyCheckValue(KEY_B, KEY_B)).not.toEqual(check)
  })
})
