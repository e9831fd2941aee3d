import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PARTS, partsToTry } from '../../../src/detect/address/find-addresses.ts'
import { nameTokens } from '../../../src/detect/names/tokens.ts'
import { recognisers } from '../../../src/detect/registry.ts'

/** The weights of all matches, with no cue asked for. */
function matched(text: string): { part: (typeof PARTS)[number]; weight: number }[] {
  return PARTS.flatMap((part) =>
    [...text.matchAll(part.expression.regexp())].map(() => ({ part, weight: part.weight })),
  )
}

function expectAllTried(text: string): void {
  const matches = matched(text)
  if (matches.reduce((sum, { weight }) => sum + weight, 0) < 2) return
  const tried = partsToTry(text, nameTokens(text))
  expect(matches.filter(({ part }) => !tried.includes(part))).toEqual([])
}

describe('the parts of an address that are tried', () => {
  const { match, reject } = recognisers.find((r) => r.entity === 'address')!.examples

  it.each([
    ...match,
    ...reject,
    // words in pieces, glued to a name or a number, with a mark or a hyphen inside
    'пр-т Абая, 5, р-н Алмалы',
    'улАбая 5',
    'Самал мкр-н, 10а-үй',
    'Абайкөшесі 5',
    'мкр. Самал-2, ш/а Самал 3',
    'Самал шағын ауданы 5, 10а - үй, 7-пәтер',
    'Hauptstraße 5, Bahnhofstr. 7',
    'Kossuth Lajos utca 5',
    'P.O. Box 5, Apt.#7, PSC 1234, APO AE 09012',
    `${'ж'.repeat(61)}-ул. Абая 5, кв. 3`,
    `${'а-'.repeat(9)}кв 5, ${'а-'.repeat(8)}ул. Абая 7`,
    'А--б қаласы, А--б район',
  ])('are all that would match in row %#', (text) => {
    expectAllTried(text)
  })

  it('are all that would match in any text made of the pieces of addresses', () => {
    const cues = PARTS.flatMap((p) => p.expression.regexp().source.match(/[\p{L}/-]{1,12}/gu) ?? [])
    const piece = fc.oneof(
      fc.constantFrom(...new Set(cues)),
      fc.constantFrom('Абай', 'Main', 'А', 'Ж.', 'б', '5', '12а', '№', '#', '\u0301', '𐐀', '’'),
      fc.constantFrom(' ', ' ', ' ', '.', ',', '-', '. ', ', ', ' 5'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => expectAllTried(pieces.join(''))),
      { numRuns: 3000 },
    )
  })

  it('are none where the text has too little for an address', () => {
    expect(partsToTry('давление 120/80, кв. 5', nameTokens('давление 120/80, кв. 5'))).toEqual([])
  })
})
