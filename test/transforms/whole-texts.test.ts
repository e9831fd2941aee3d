import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Kind, valuesOf, type Piece, type Values } from '../../src/record/batch.ts'
import { verb } from '../../src/transforms/verbs/scrub.ts'
import type { ScrubOptions } from '../../src/transforms/verbs/scrub.ts'
import { contextOf, plainRows, testKey } from './apply.ts'

// Invented; the number is of the range that Kazakhstan keeps free.
const EMAIL = 'aigerim.s@mail.kz'

/** Pieces of one text as the values of one column and record. */
function inPieces(...pieces: string[]): Values & { within: (Piece | undefined)[] } {
  const starts = pieces.map((_, n) => pieces.slice(0, n).join('').length)
  const of = { text: pieces.join(''), starts }
  return { ...valuesOf(pieces), within: starts.map((start) => ({ of, start })) }
}

function scrub(options: ScrubOptions, values: Values): Values {
  const rows = { ...plainRows(values.text.length), row: new Int32Array(values.text.length) }
  return verb.bind(options, contextOf({ keys: [testKey(1)] }))(values, rows)
}

describe('scrub of a text that comes in pieces', () => {
  it('finds what no piece holds by itself, and writes its label once, into the first', () => {
    expect(scrub({}, inPieces('Айгүл ', 'Сер', 'ікова келді')).text).toEqual(['[PERSON-1]', '', ' келді'])
  })

  it('finds a value wherever it is cut, and leaves the rest where it was', () => {
    const text = `write to ${EMAIL} today`
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 5 }), (at) => {
        const cuts = [0, ...at.sort((a, b) => a - b), text.length]
        const pieces = cuts.slice(1).map((cut, n) => text.slice(cuts[n], cut))
        const written = scrub({ find: ['email'] }, inPieces(...pieces)).text
        expect(written.join('')).toBe('write to [EMAIL-1] today')
        pieces.forEach((piece, n) => {
          if (!EMAIL.includes(piece) && !piece.includes('@') && !/[a.]$/.test(piece)) expect(written[n]).not.toBe('')
        })
      }),
    )
  })

  it('finds what a piece holds by itself, though the next one goes on without a space', () => {
    expect(scrub({ find: ['email'] }, inPieces(EMAIL, 'Жұмыс')).text.join('|')).toBe('[EMAIL-1]|Жұмыс')
    expect(scrub({}, inPieces('Позвонил', 'Иванов', 'Иван', ' вчера')).text.slice(1, 3)).toEqual(['[PERSON-1]', ''])
  })

  it('says of each piece how it moved', () => {
    const { moves } = scrub({ find: ['email'] }, inPieces('to aige', 'rim.s@mail.kz now'))
    expect(moves).toEqual([[{ start: 3, end: 7, length: '[EMAIL-1]'.length }], [{ start: 0, end: 13, length: 0 }]])
  })

  it('masks each piece by itself', () => {
    expect(scrub({ find: ['email'], with: 'mask' }, inPieces('to aige', 'rim.s@mail.kz now')).text.join('')).toBe(
      `to ${'*'.repeat(EMAIL.length)} now`,
    )
  })

  it('goes by the text itself where a step before has changed it', () => {
    const values = inPieces('to aige', 'rim.s@mail.kz now')
    values.text[1] = 'nurlan@mail.kz'
    expect(scrub({ find: ['email'] }, values).text[1]).toBe('[EMAIL-1]')
  })

  it('leaves texts alone that stand beside it in the column', () => {
    const values = inPieces('to aige', 'rim.s@mail.kz now')
    const both: Values = {
      text: [...values.text, EMAIL],
      kind: new Uint8Array(3).fill(Kind.string),
      within: [...values.within, undefined],
    }
    expect(scrub({ find: ['email'] }, both).text[2]).toBe('[EMAIL-1]')
  })
})
