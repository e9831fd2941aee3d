import { describe, expect, it } from 'vitest'
import { encodeRef } from '../../../src/consent/ledger/reference.ts'
import { Reason } from '../../../src/consent/reasons.ts'
import { marksOf, withMarks } from '../../../src/consent/requests/marked.ts'

/** References of five people: the first two begin alike, so that only the whole tells them apart. */
const REFS = new Uint8Array(5 * 16).map((_, i) => (i >= 16 && i < 20 ? i - 16 : i))
const FLAGS = new Uint8Array([0, 0, 0, Reason.SUBJECT_ID_MISSING, 0])
const given = () => new Uint8Array(5).fill(Reason.GIVEN)
const ref = (n: number) => encodeRef(REFS, n)

describe('a decider that knows who asked to be left out', () => {
  it('leaves out whoever is blocked or destroyed, and nobody else', () => {
    const marks = marksOf({
      blocked: [
        { ref: ref(1), entry: 3 },
        { ref: ref(3), entry: 4 },
      ],
      destroyed: [{ ref: ref(4), entry: 5 }],
      corrections: [],
    })
    expect([...withMarks(given, marks)(REFS, FLAGS)]).toEqual([
      ...[Reason.GIVEN, Reason.BLOCKED, Reason.GIVEN, Reason.GIVEN, Reason.DESTROYED],
    ])
    // References that begin in the middle of a buffer.
    const shifted = new Uint8Array(3 + REFS.length)
    shifted.set(REFS, 3)
    expect([...withMarks(given, marks)(shifted.subarray(3), FLAGS)][1]).toBe(Reason.BLOCKED)
  })

  it('is the decider itself where nobody asked', () => {
    expect(withMarks(given, new Map())).toBe(given)
  })
})
