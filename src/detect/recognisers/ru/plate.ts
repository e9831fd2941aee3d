// ГОСТ Р 50577: number plates of the letters that look alike in Cyrillic and Latin
import { number } from '../../boundary.ts'
import { plateWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ru-plate',
  aliases: ['RU_VEHICLE_REGISTRATION', 'RU_PLATE'],
  family: 'document',
  country: 'RU',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    {
      expression: number(String.raw`[ABEKMHOPCTYX] ?(?!000)\d{3} ?[ABEKMHOPCTYX]{2} ?\d{2,3}`, 'giu'),
      score: 0.6,
      name: 'ru-plate',
    },
    {
      expression: number(String.raw`[АВЕКМНОРСТУХ] ?(?!000)\d{3} ?[АВЕКМНОРСТУХ]{2} ?\d{2,3}`, 'giu'),
      score: 0.6,
      name: 'ru-plate',
    },
  ],
  prefilter: { digits: 5, letters: true },
  context: [...plateWords],
  examples: {
    match: ['А001АА77', 'К 123 МН 199', 'x555xx750'],
    reject: ['А000АА77', 'Б001АА77', 'А001АА7', 'А001ЯА77'],
  },
  source: 'ГОСТ Р 50577: number plates of the letters that look alike in Cyrillic and Latin',
} satisfies Recogniser
