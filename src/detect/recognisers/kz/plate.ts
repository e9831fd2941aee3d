// Number plates of Kazakhstan, forms of 2012 and 1993; regions 01-20
import { number } from '../../boundary.ts'
import { plateWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

// Cyrillic letters that look like Latin ones, where a space keeps them from being folded
const LETTER = '[A-ZАВЕКМНОРСТУХ]'
const REGION = '(?:0[1-9]|1[0-9]|20)'

export const recogniser = {
  entity: 'kz-plate',
  aliases: ['KZ_PLATE', 'KZ_VEHICLE_REGISTRATION'],
  family: 'document',
  country: 'KZ',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    { expression: number(String.raw`\d{3} ?${LETTER}{3} ?${REGION}`, 'giu'), score: 0.5, name: 'kz-plate of a person' },
    {
      expression: number(
        String.raw`\d{3}[ -]?${LETTER}{2,3}[ -]?${REGION}|\d{2}[ -]?${LETTER}{2,3}[ -]?${REGION}|${LETTER}[ -]?\d{4}[ -]?${REGION}`,
        'giu',
      ),
      score: 0.3,
      name: 'kz-plate',
    },
    {
      expression: number(String.raw`${LETTER}[ -]?\d{3}[ -]?${LETTER}{2,3}`, 'giu'),
      score: 0.2,
      name: 'kz-plate of 1993',
    },
  ],
  prefilter: { digits: 3, letters: true, minLength: 6 },
  context: [...plateWords, 'г/н', 'гн', 'грнз'],
  examples: {
    match: [
      '000AAA01',
      '123 XYZ 02',
      'госномер 123-XYZ-02',
      'госномер 123 АВ 02',
      'госномер 007 QZ 20',
      'МНӨ A000BCD',
      'госномер 123АВС02',
    ],
    reject: ['000AAA00', '123ABC21', '1234ABC02', '123ABCD02', '007 QZ 20', 'A000BCD', '123-ABC-02'],
  },
  source: 'СТ РК 986: 2012 form with region code, 1993 form; only the form for persons is reported without a word',
} satisfies Recogniser
