import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movedOffset } from '../../src/transforms/moves.ts'

// "call Anna or Bo now" → "call [P-1] or [PERSON-2] now"
const MOVES = [
  { start: 5, end: 9, length: 5 },
  { start: 13, end: 15, length: 10 },
]

describe('an offset into a scrubbed text', () => {
  it.each([
    // Before, at the start of, inside, at the end of and behind a replaced stretch.
    [0, 0, 0],
    [5, 5, 5],
    [7, 5, 10],
    [9, 10, 10],
    [13, 14, 14],
    [14, 14, 24],
    [15, 24, 24],
    [19, 28, 28],
  ])('%i goes to %i as a start and to %i as an end', (offset, start, end) => {
    expect(movedOffset(MOVES, offset, 'start')).toBe(start)
    expect(movedOffset(MOVES, offset, 'end')).toBe(end)
  })

  it('keeps what stands at it, outside of the replacements', () => {
    const piece = fc.record({
      clear: fc.string({ minLength: 1 }),
      was: fc.string({ minLength: 1 }),
      is: fc.string(),
    })
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        let before = ''
        let after = ''
        const moves: { start: number; end: number; length: number }[] = []
        const places: [number, number][] = []
        for (const { clear, was, is } of pieces) {
          places.push([before.length, after.length], [before.length + clear.length, after.length + clear.length])
          before += clear
          after += clear
          moves.push({ start: before.length, end: before.length + was.length, length: is.length })
          before += was
          after += is
          places.push([before.length, after.length])
        }
        for (const [was, is] of places) {
          expect(movedOffset(moves, was, 'start')).toBe(is)
          expect(movedOffset(moves, was, 'end')).toBe(is)
        }
      }),
    )
  })
})
