import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isHeld, shareHeld } from '../../../src/engine/wire/held-people.ts'

describe('people who wait', () => {
  it('are known by both halves of their reference and their combination together, and nobody else is', () => {
    // Few different numbers, so that many share a half, a combination or a slot.
    const half = fc.constantFrom(0, 1, 16, 0xffffffff, 0x9e3779b1)
    const person = fc.tuple(half, half, fc.constantFrom(0, 1, 2, 4_000_000))
    fc.assert(
      fc.property(fc.array(person, { maxLength: 60 }), fc.array(person), (held, others) => {
        const slots = shareHeld(held)
        const known = new Set(held.map((own) => own.join()))
        for (const [high, low, entry] of [...held, ...others])
          expect(isHeld(slots, high, low, entry)).toBe(known.has([high, low, entry].join()))
      }),
    )
  })
})
