import { describe, expect, it } from 'vitest'
import { createTextDetector } from '../../src/detect/detect-text.ts'
import { recognisers } from '../../src/detect/registry.ts'

const detect = createTextDetector({ find: recognisers.map((r) => r.entity), locales: [], confidence: 0.5 })
const found = (text: string, header?: string) => detect(text, header).map((d) => [d.entity, text.slice(d.start, d.end)])

/** How papers, forms and messages of Kazakhstan write its numbers; the numbers are invented. */
const WRITTEN: [text: string, entity: string, part: string, why: string][] = [
  ['ИИН010203300174', 'iin', '010203300174', 'glued to its name'],
  ['ЖСН:010203300174,', 'iin', '010203300174', 'between marks'],
  ['жсн №010203300174', 'iin', '010203300174', 'behind the sign of a number'],
  ['ЖСН: 010203300174.0', 'iin', '010203300174', 'as a table of numbers with a gap writes it'],
  ['010203300174.0, 010203300174.00.', 'iin', '010203300174', 'so in a list, and at the end of a sentence'],
  ['010203 300174', 'iin', '010203 300174', 'date apart'],
  ['0102 0330 0174', 'iin', '0102 0330 0174', 'in fours'],
  ['010 203 300 174', 'iin', '010 203 300 174', 'in threes'],
  ['ИИН 991231100030', 'iin', '991231100030', 'born before 1900, beside the word'],
  ['ИИН 10203300174 Иванов', 'iin', '10203300174', 'the leading zero lost'],
  ['БИН 880740 000125', 'bin', '880740 000125', 'date apart'],
  ['БСН880740000125', 'bin', '880740000125', 'glued to its name'],
  ['РНН 600400000001', 'kz-rnn', '600400000001', 'the number before 2013'],
  ['уд.л. 012345670', 'kz-id-card', '012345670', 'shortened'],
  ['УДЛ № 012345670', 'kz-id-card', '012345670', 'shortened'],
  ['012345670 выдано МВД РК', 'kz-id-card', '012345670', 'the issuer behind it'],
  ['куәлік № 012345670, берген ҚР ІІМ', 'kz-id-card', '012345670', 'Kazakh'],
  ['төлқұжаты N12345670', 'kz-passport', 'N12345670', 'Kazakh, with an ending'],
  ['Паспорт РК №N12345670', 'kz-passport', 'N12345670', 'behind the sign of a number'],
  ['в/у АВ 000001', 'kz-driving-licence', 'АВ 000001', 'letters that look like Latin ones'],
  ['жүргізуші куәлігінің нөмірі ab 000001', 'kz-driving-licence', 'ab 000001', 'small letters'],
  ['+7(701)0000003', 'phone', '+7(701)0000003', 'no spaces'],
  ['звоните (87010000003)', 'phone', '87010000003', 'in brackets, which are no part of it'],
  ['8-701-000-0003', 'phone', '8-701-000-0003', 'hyphens'],
  ['8701 000 00 03', 'phone', '8701 000 00 03', 'the code glued to the 8'],
  ['87010000003', 'phone', '87010000003', 'digits only: a German tax number by its check, but more likely this'],
  ['701 000 00 03', 'phone', '701 000 00 03', 'without the 8'],
  ['+7 7172 000004', 'phone', '+7 7172 000004', 'Astana'],
  ['тел: 8 7172 00-00-04 вн. 12', 'phone', '8 7172 00-00-04 вн. 12', 'an extension'],
  ['+997 700 000 0001', 'phone', '+997 700 000 0001', 'the zone given to Kazakhstan'],
  ['123АВС02', 'kz-plate', '123АВС02', 'letters that look like Latin ones'],
  ['госномер 123 АВ 02', 'kz-plate', '123 АВ 02', 'a company, with spaces'],
  ['123 ABC 02 KZ', 'kz-plate', '123 ABC 02', 'with the sign of the country'],
  ['г/н A123BC', 'kz-plate', 'A123BC', 'form of 1993'],
  ['КZ09000KZT0000000001', 'iban', 'КZ09000KZT0000000001', 'a letter that looks like a Latin one'],
  ['ЖСК: kz09000kzt0000000001', 'iban', 'kz09000kzt0000000001', 'small letters'],
  ['KZ09-000K-ZT00-0000-0001', 'iban', 'KZ09-000K-ZT00-0000-0001', 'hyphens'],
  ['индекс: Z05T1X0', 'kz-postcode', 'Z05T1X0', 'the new form'],
  ['пошта индексі: 050000', 'kz-postcode', '050000', 'the old form'],
]

describe('numbers of Kazakhstan', () => {
  it.each(WRITTEN)('are seen as they are written, in case %#', (text, entity, part) => {
    expect(found(text)).toContainEqual([entity, part])
  })

  it('that lost their leading zeros are believed under the name of the field', () => {
    expect(found('40229400257', 'ИИН')).toEqual([['iin', '40229400257']])
    expect(found('40229400258', 'ИИН').map(([entity]) => entity)).not.toContain('iin')
    expect(found('40229400257').map(([entity]) => entity)).not.toContain('iin')
  })

  it.each([
    ['000000000000', 'zeros pass the bare check'],
    ['010203300175', 'the check digit'],
    ['011332300179', 'the thirteenth month'],
    ['030229400255', 'no leap year'],
    ['010203700178', 'a century that nobody is born in'],
    ['030415300240', 'both passes give ten, so it is never issued'],
    ['240501123059', 'a time stamp'],
    ['10203300174', 'eleven digits and no word'],
    ['ИИН 10203300175', 'eleven digits with the wrong check digit'],
  ])('are no ИИН in case %#', (text) => {
    expect(found(text).map(([entity]) => entity)).not.toContain('iin')
  })

  it.each([
    ['012345670', 'an identity card without a word'],
    ['N01234567', 'a passport without a word'],
    ['AB000001', 'a driving licence without a word'],
    ['A000BCD', 'the form of 1993 is one of parts too'],
    ['123-ABC-02', 'hyphens make it a part number'],
    ['000AAA21', 'a region that is not'],
    ['050000', 'six digits'],
    ['20-311-012-345', 'a plot of land'],
  ])('are not claimed without a word in case %#', (text) => {
    expect(found(text)).toEqual([])
  })
})

describe('a machine-readable zone', () => {
  it('is found line by line, by its check digits', () => {
    const text = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10'
    expect(found(text)).toEqual(text.split('\n').map((line) => ['mrz', line]))
    expect(found('L898902C37UTO7408122F1204159ZE184226B<<<<<10')).toEqual([])
  })
})
