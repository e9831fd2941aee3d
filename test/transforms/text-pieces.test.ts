import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeForm, codeOpening, createFold, foldPiece, openingOf, pieces } from '../../src/transforms/text-pieces.ts'

const letters = fc.string({
  unit: fc.constantFrom(...'аеклйьъёЁЬЙқғіүһӘўabceiopxyzßéı0123456789 -.,\n', 'и\u0306', '\u0301', 'ﬁ', '𝐀'),
  maxLength: 24,
})

describe('pieces of a text', () => {
  it('begin as their folded words do, which most are never made into', () => {
    fc.assert(
      fc.property(letters, (text) => {
        for (const piece of pieces(text, foldPiece)) {
          expect(piece.opening).toEqual(openingOf(foldPiece(piece.raw)))
          if (!Number.isNaN(piece.opening)) expect(codeOpening(piece.opening)).toBe(openingOf(codeForm(piece.folded)))
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('are the same where what is folded is remembered', () => {
    fc.assert(
      fc.property(letters, (text) => {
        const plain = pieces(text, foldPiece)
        expect(pieces(text, createFold()).map(({ folded }) => folded)).toEqual(plain.map(({ folded }) => folded))
        expect(plain.map(({ start, end }) => text.slice(start, end))).toEqual(plain.map(({ raw }) => raw))
      }),
    )
  })

  it('say how far they stand apart, and whether a word goes on', () => {
    const apart = pieces('ab  cd-\n ef<b>g</b>h', foldPiece)
    expect(apart.map(({ folded, gap, broken }) => [folded, gap, broken])).toEqual([
      ['ab', 0, true],
      ['cd', 1, false],
      ['ef', 3, true],
      ['g', 0, true],
      ['h', 0, true],
    ])
  })

  it('are as many of the first as are wanted', () => {
    expect(pieces('one two three', foldPiece, 2).map(({ raw }) => raw)).toEqual(['one', 'two'])
  })
})
