import { describe, expect, it } from 'vitest'
import { marked } from '../english/marked.ts'

const addresses = marked('address')

describe('addresses in Latin letters', () => {
  it.each([
    // a number, a street in English, a town
    ['I still live at 14 Birchwood Crescent, Leeds.', '14 Birchwood Crescent, Leeds'],
    // direction, dwelling, state, postcode, country
    [
      'Ship it to 500 W Example Ave, Suite 20, Springfield, IL 62704, USA. Thanks!',
      '500 W Example Ave, Suite 20, Springfield, IL 62704, USA',
    ],
    // the number behind a German street
    ['Deliver it to Lindenallee 7, 50667 Köln before noon', 'Lindenallee 7, 50667 Köln'],
    // the word of the street in front
    ['Her flat is at Rue des Lilas 12, 75011 Paris, France.', 'Rue des Lilas 12, 75011 Paris, France'],
    // the word of the street in small letters behind
    ['We moved to Szép utca 5, Budapest last year', 'Szép utca 5, Budapest'],
    // nothing but names and numbers, behind a phrase
    ['The restaurant is located at 704 Examplia 36, and it is full.', '704 Examplia 36'],
    // a number before and behind a name that no dictionary has
    ['You get off at 0771 Příkladova 14 and walk', '0771 Příkladova 14'],
    // two streets
    ['Stop at the corner of Elm Street and Exampleweg 5 please', 'Elm Street and Exampleweg 5'],
    // post of the forces
    ['Please return to PSC 5420, Box 2708\nAPO AA 33879 soon', 'PSC 5420, Box 2708\nAPO AA 33879'],
    // a postcode of Britain
    ['send it to 3 Mill Lane, Exampleton LS1 4AB today', '3 Mill Lane, Exampleton LS1 4AB'],
    // everything in small letters
    ['my address is 12 rue exemple, lyon', '12 rue exemple, lyon'],
    // words between the address and its phrase
    ['The address of Zanvirt has changed and is now 6 Beispielgasse 25 Apt. 8', '6 Beispielgasse 25 Apt. 8'],
    // where goods lie
    [
      'unload at Kostanay, Karbyshev street 90, warehouse 2, ramp 5',
      'Kostanay, Karbyshev street 90, warehouse 2, ramp 5',
    ],
    // a sentence goes on behind an abbreviation
    ['The bus stops at 5 Example St. Please call me', '5 Example St'],
  ])('are read as far as they go in row %#', (text, address) => {
    expect(addresses(text)).toEqual([address])
  })

  it('are read over the lines of a letterhead, up to the next label', () => {
    expect(addresses('Anna Example\n\n20789 Beispielu 46\n Suite 501\n Exampla\n\n Estonia 62488\nMobile: 5')).toEqual([
      '20789 Beispielu 46\n Suite 501\n Exampla\n\n Estonia 62488',
    ])
    expect(addresses('Anna Example\nRua das Flores 45\n4050-262 Porto\nPortugal\nTel: 5')).toEqual([
      'Rua das Flores 45\n4050-262 Porto\nPortugal',
    ])
  })

  it.each([
    // weights, times and temperatures
    'Bake at 180 for 25 minutes. Add 2 Eggs and 3 cups of Flour at 5 PM on 12 May 2020.',
    // versions
    'Chapter 3 describes Windows 10 and Python 3.12 at 64 Bit 2 cores',
    // cars and phones
    'In 2010 they sold 5 Galaxy 3 phones and the 2019 Example Corolla 2 doors',
    // rooms alone
    'The class is in Room 12 on Floor 3 today',
    // plates
    'The cars 34 ABC 1234 and 06 JK 567 are blue',
    // figures
    'Figure 3 and Table 4 show 95 Percent 3 times',
    // a phrase and a year
    'The house is located in Example 2019 and later',
  ])('are not what else has numbers in row %#', (text) => {
    expect(addresses(text)).toEqual([])
  })

  it('need the word of a street or a dwelling in a bare cell', () => {
    expect(addresses('20789 Beispielu 46')).toEqual([])
    expect(addresses('742 Example Terrace Apt. 3')).toEqual(['742 Example Terrace Apt. 3'])
  })
})
