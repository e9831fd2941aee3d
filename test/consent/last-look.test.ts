import { describe, expect, it } from 'vitest'
import { reasonName } from '../../src/consent/reasons.ts'
import { createDecider } from '../../src/consent/decide.ts'
import { changedSince, deniedNow } from '../../src/consent/last-look.ts'
import { RegisterBuilder } from '../../src/consent/register.ts'
import { subjectRefs } from '../../src/consent/subject-ref.ts'
import { compile, KEY_A, KEY_B, NOON, TRAINING } from './register-fixture.ts'

const BEFORE = `subject,status,until
a,given,
b,given,2026-07-02
c,given,
d,withdrawn,
e,given,`
const AFTER = `${BEFORE}
c,withdrawn,
d,given,
f,given,`

const SUBJECTS = ['a', 'b', 'c', 'd', 'e', 'f', '', 'c']
const { refs, flags } = subjectRefs(SUBJECTS, KEY_A, KEY_B)
const before = { index: compile(BEFORE).index, request: TRAINING }

describe('the last look', () => {
  it('names those that were used and are denied now, and why', () => {
    const now = { index: compile(AFTER).index, request: { ...TRAINING, asOf: NOON + 86_400 } }
    const { positions, reasons } = changedSince(before, now, refs, flags)
    expect([...positions]).toEqual([1, 2, 7])
    expect(Array.from(reasons, reasonName)).toEqual(['EXPIRED', 'WITHDRAWN', 'WITHDRAWN'])
  })

  it('finds nothing when nothing has changed', () => {
    expect(changedSince(before, before, refs, flags).positions).toHaveLength(0)
  })

  it('sees a subject that is gone from the register', () => {
    const now = { index: compile('subject,status,until\na,given,').index, request: TRAINING }
    expect(changedSince(before, now, refs, flags).positions).toEqual(Uint32Array.of(1, 2, 4, 7))
  })

  it('gives the same from the reasons of a decision file', () => {
    const now = { index: compile(AFTER).index, request: TRAINING }
    const then = createDecider(before.index, before.request)(refs, flags)
    expect(deniedNow(then, now, refs)).toEqual(changedSince(before, now, refs, flags))
  })

  it('refuses indexes of different keys', () => {
    const spec = { path: 'c.csv', subject: 'subject' }
    const other = new RegisterBuilder({ spec, header: ['subject'], keyA: KEY_B, keyB: KEY_B }).finish(NOON)
    expect(() => changedSince(before, { index: other.index, request: TRAINING }, refs, flags)).toThrow(
      expect.objectContaining({ code: 'KEY_INVALID' }),
    )
  })
})
