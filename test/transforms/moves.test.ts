import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Kind, valuesOf } from '../../src/record/batch.ts'
import type { Move } from '../../src/record/batch.ts'
import { movedOffset, movedSpan } from '../../src/transforms/moves.ts'
import { bindSteps } from '../../src/transforms/pipeline.ts'
import { verb } from '../../src/transforms/verbs/scrub.ts'
import { contextOf, plainRows, testKey } from './apply.ts'

/** Stretches in order with gaps between them, of a text of some length. */
const moved = fc
  .array(fc.record({ gap: fc.nat(5), was: fc.integer({ min: 1, max: 6 }), is: fc.nat(9) }), { maxLength: 6 })
  .map((parts) => {
    let at = 0
    const moves = parts.map(({ gap, was, is }): Move => {
      const start = at + gap
      at = start + was
      return { start, end: at, length: is }
    })
    return { moves, length: at + 5 }
  })

/** `0123…` with every stretch replaced by as many `*`. */
function replaced({ moves, length }: { moves: readonly Move[]; length: number }): { text: string; out: string } {
  const text = String.fromCodePoint(...Array.from({ length }, (_, i) => 0x4e00 + i))
  let out = ''
  let from = 0
  for (const { start, end, length: is } of moves) {
    out += text.slice(from, start) + '*'.repeat(is)
    from = end
  }
  return { text, out: out + text.slice(from) }
}

describe('a moved offset', () => {
  it('points at the same character where that is not replaced', () => {
    fc.assert(
      fc.property(moved, (given) => {
        const { text, out } = replaced(given)
        for (let i = 0; i < text.length; i++)
          if (!given.moves.some(({ start, end }) => i >= start && i < end))
            expect(out[movedOffset(given.moves, i, 'start')]).toBe(text[i])
      }),
    )
  })

  it('goes to the border of the replacement that it stands for where it is inside', () => {
    const moves = [{ start: 4, end: 9, length: 2 }]
    expect([4, 5, 8].map((i) => movedOffset(moves, i, 'start'))).toEqual([4, 4, 4])
    expect([5, 8, 9].map((i) => movedOffset(moves, i, 'end'))).toEqual([6, 6, 6])
    expect([3, 9, 12].map((i) => movedOffset(moves, i, 'start'))).toEqual([3, 6, 9])
  })

  it('keeps spans in order and inside the text', () => {
    fc.assert(
      fc.property(moved, fc.nat(40), fc.nat(40), (given, a, b) => {
        const { text, out } = replaced(given)
        const [start, end] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)]
        const span = movedSpan(given.moves, { start, end })
        expect(span.start).toBeLessThanOrEqual(span.end)
        expect(span.end).toBeLessThanOrEqual(out.length)
        for (let i = start; i < end; i++)
          if (out.includes(text[i]!)) expect(out.slice(span.start, span.end)).toContain(text[i])
      }),
    )
  })

  it('gives a span of a replaced name the whole replacement', () => {
    const moves = [{ start: 3, end: 8, length: 11 }]
    expect(movedSpan(moves, { start: 3, end: 8 })).toEqual({ start: 3, end: 14 })
    expect(movedSpan(moves, { start: 5, end: 6 })).toEqual({ start: 3, end: 14 })
    expect(movedSpan(moves, { start: 8, end: 9 })).toEqual({ start: 14, end: 15 })
    expect(movedSpan(moves, { start: 8, end: 8 })).toEqual({ start: 14, end: 14 })
  })
})

describe('scrub tells how its texts moved', () => {
  const piece = fc.constantFrom('aigerim.s@mail.kz', '+7 701 234 56 78', 'Айгүлге', 'айтты', ' ', ', ', '(', 'код 15')
  const anyText = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(' '))
  const context = contextOf({ keys: [testKey(1)] })
  const ways = (['label', 'mask', 'pseudonym', 'fake'] as const).map((how) => verb.bind({ with: how }, context))

  it('so that what stands between the stretches is found again', () => {
    fc.assert(
      fc.property(anyText, fc.nat(3), (text, way) => {
        const out = ways[way]!(valuesOf([text]), plainRows(1))
        const moves = out.moves![0]!
        let from = 0
        for (const { start, end } of [...moves, { start: text.length, end: text.length }]) {
          const clear = text.slice(from, start)
          const at = movedOffset(moves, from, 'start')
          // The second look may have masked some of it, in place.
          const now = out.text[0]!.slice(at, at + clear.length)
          expect([...clear].every((c, i) => now[i] === c || now[i] === '*')).toBe(true)
          from = end
        }
        expect(movedOffset(moves, text.length, 'end')).toBe(out.text[0]!.length)
      }),
      { numRuns: 60 },
    )
  })

  it('through steps that leave the text alone, and not through others', () => {
    const run = (...names: string[]) => {
      const steps = names.map((name) => ({ verb: name, options: {} }))
      return bindSteps(
        steps,
        names.map(() => context),
      )(valuesOf(['to aigerim.s@mail.kz', 'to you']), plainRows(2)).moves
    }
    const moved = [[{ start: 3, end: 20, length: 9 }], []]
    expect(run('scrub')).toEqual(moved)
    expect(run('scrub', 'keep')).toEqual(moved)
    expect(run('keep', 'scrub')).toEqual(moved)
    expect(run('scrub', 'redact')).toEqual([undefined, undefined])
    expect(run('redact', 'scrub')?.[0]).toBeUndefined()
  })

  it('past cells that a step before it made null', () => {
    const run = bindSteps(
      [
        { verb: 'keep', options: {} },
        { verb: 'scrub', options: {} },
      ],
      [context, context],
    )
    const out = run({ text: ['', 'to a.s@mail.kz'], kind: Uint8Array.of(Kind.null, Kind.string) }, plainRows(2))
    expect(out.moves).toEqual([[], [{ start: 3, end: 14, length: 9 }]])
  })
})
