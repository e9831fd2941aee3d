import { describe, expect, it } from 'vitest'
import { marked } from '../english/marked.ts'

const places = marked('place')
const postcodes = marked('postcode')

describe('places in English text', () => {
  it.each([
    // a country without any phrase
    ['They sent troops to fight for Kazakhstan again', ['Kazakhstan']],
    // two words of a country
    ['She went to see New Zealand at last', ['New Zealand']],
    // a phrase of place, and words that are English
    ['We returned to Apple Valley by train', ['Apple Valley']],
    // a word that no dictionary has behind "in"
    ['It rained in Beispielheim yesterday', ['Beispielheim']],
    // capitals all through
    ['Our office in EXAMPLIA, which is small, closed', ['EXAMPLIA']],
    // from here to there
    ['The train from Exampleby to Mustervik is late, my friend', ['Exampleby', 'Mustervik']],
    // a list
    ['The band played in Exampleby, Mustervik and Beispielheim', ['Exampleby', 'Mustervik', 'Beispielheim']],
    // what towns have
    ['Exampleby police arrested two men', ['Exampleby']],
    // a label, and ordinary words behind the name
    ['When: tomorrow\nWhere: Exampleby Country Club.', ['Exampleby']],
    // small letters throughout
    ['we moved here from tunisia', ['tunisia']],
    // a district with a number
    ['the year at our office in Exampleby 2, which was long', ['Exampleby 2']],
    // a possessive
    ["it is one of Latvia's lakes", ['Latvia']],
  ])('are found in row %#', (text, expected) => {
    expect(places(text)).toEqual(expected)
  })

  it.each([
    'It is written in TypeScript and runs in Docker, on a server',
    'We met in January and in May, in English',
    'We moved from Exampler to Widgeter when we changed the database of the server',
    'The dish was served in Pythagorean order',
    'a china cup and turkey in the oven',
    'in the Bible it is said so',
  ])('are not what else stands behind such words in row %#', (text) => {
    expect(places(text)).toEqual([])
  })
})

describe('postcodes in English text', () => {
  it.each([
    ['Looking for work in Exampleby 6091 in the north', ['6091']],
    ['Looking for work in Exampleby 840 24 in the north', ['840 24']],
    ['and my zip code is 12345, thanks', ['12345']],
    ['the postcode: LS1 4AB is right', ['LS1 4AB']],
  ])('are found in row %#', (text, expected) => {
    expect(postcodes(text)).toEqual(expected)
  })

  it.each(['We met in Exampleby 2019 and parted', 'the code of error 12345 is known', 'Exampleby sold 6091 of them'])(
    'are not other numbers in row %#',
    (text) => {
      expect(postcodes(text)).toEqual([])
    },
  )
})
