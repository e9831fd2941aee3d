// МВД России: passport series and number, no check
import { number } from '../../boundary.ts'
import { passportWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ru-passport',
  aliases: ['RU_PASSPORT'],
  family: 'document',
  country: 'RU',
  role: 'identifier',
  checksum: false,
  patterns: [
    { expression: number(String.raw`\d{2} ?\d{2} {1,2}(?:№ ?|N ?)?\d{6}`), score: 0.35, name: 'ru-passport' },
    { expression: number(String.raw`\d{10}`), score: 0.15, name: 'ru-passport' },
  ],
  prefilter: { digits: 10 },
  context: ['серия', 'серии', 'выдан', 'выдано', 'код подразделения', 'паспортные данные', ...passportWords],
  needsContext: true,
  examples: {
    match: ['паспорт 97 00 000001', 'паспорт серия 9700 № 000003', 'выдан 9700 000002'],
    reject: ['паспорт 97 00 00001', '9700 000002'],
  },
  source: 'МВД России: passport series and number, no check',
} satisfies Recogniser
