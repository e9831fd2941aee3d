import { describe, expect, it } from 'vitest'
import { reasonName } from '../../src/consent/reasons.ts'
import { createDecider } from '../../src/consent/decide.ts'
import { createLook, type Look } from '../../src/consent/last-look.ts'
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

const changedTo = (now: Look) => createLook(now)(createDecider(before.index, before.request)(refs, flags), refs)

describe('the last look', () => {
  it('names those that were used and are denied now, and why', () => {
    const now = { index: compile(AFTER).index, request: { ...TRAINING, asOf: NOON + 86_400 } }
    const { positions, reasons } = changedTo(now)
    expect([...positions]).toEqual([1, 2, 7])
    expect(Array.from(reasons, reasonName)).toEqual(['EXPIRED', 'WITHDRAWN', 'WITHDRAWN'])
  })

  it('finds nothing when nothing has changed', () => {
    expect(changedTo(before).positions).toHaveLength(0)
  })

  it('sees a subject that is gone from the register', () => {
    const now = { index: compile('subject,status,until\na,given,').index, request: TRAINING }
    expect(changedTo(now).positions).toEqual(Uint32Array.of(1, 2, 4, 7))
  })
})
