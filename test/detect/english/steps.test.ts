import { expect, it } from 'vitest'
import { findLatinAddresses } from '../../../src/detect/address/latin-address.ts'
import { findPlaces } from '../../../src/detect/address/find-places.ts'
import { findPostcodes } from '../../../src/detect/address/find-postcodes.ts'
import { findDates } from '../../../src/detect/english/find-dates.ts'
import { findNationalities } from '../../../src/detect/english/find-nationalities.ts'
import { findTitles } from '../../../src/detect/english/find-titles.ts'
import type { NameToken } from '../../../src/detect/names/tokens.ts'
import { nameTokens } from '../../../src/detect/names/tokens.ts'
import { findOrganisations } from '../../../src/detect/organisation/find-organisations.ts'

type Find = (text: string, tokens: readonly NameToken[]) => unknown

/** How often a finder looks at a token. */
function looks(find: Find, text: string): number {
  let n = 0
  const counted = new Proxy(nameTokens(text), {
    get: (tokens, key) => {
      n++
      return Reflect.get(tokens, key) as unknown
    },
  })
  find(text, counted)
  return n
}

// Pieces that keep a finder going: names, numbers, phrases, lines, in capitals and without
const NASTY = [
  'Zanvirt ',
  'Zanvirt and ',
  'Zanvirt, ',
  '5 Zanvirt ',
  'Zanvirt 5, ',
  'address is ',
  'Apt 5 ',
  'in Zanvirt ',
  'as a chief ',
  'clerk, clerk, ',
  'work at ',
  'the Zanvirt of Zanvirt ',
  'Zanvirt\n',
  'zanvirt\n',
  'zanvirt ',
  'Clerk at Zanvirt\n',
  'New ',
  'i work for zanvirt ',
  'May 5 ',
  'the Act of 1998 ',
  'Where: ',
]

it.each([
  ['addresses', findLatinAddresses],
  ['places', findPlaces],
  ['postcodes', findPostcodes],
  ['organisations', findOrganisations],
  ['titles', findTitles],
  ['dates', findDates],
  ['nationalities', findNationalities],
] satisfies [string, Find][])('the finder of %s looks twice as often at a text of twice the length', (_, find) => {
  const growth = NASTY.map((piece) => looks(find, piece.repeat(200)) / Math.max(400, looks(find, piece.repeat(100))))
  expect(Math.max(...growth)).toBeLessThan(2.3)
})
