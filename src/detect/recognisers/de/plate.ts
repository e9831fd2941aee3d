// German number plate: district, letters, digits
import { number } from '../../boundary.ts'
import { plateWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-plate',
  aliases: ['DE_KFZ'],
  family: 'document',
  country: 'DE',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    {
      expression: number(
        String.raw`[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2} \d{1,4}[EH]?|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ -]?\d{1,4}[EH]?`,
      ),
      score: 0.4,
      name: 'de-plate',
    },
  ],
  prefilter: { digits: 1, capital: true, latin: true, minLength: 5 },
  context: ['kennzeichen*', 'kfz*', 'amtliches kennzeichen', ...plateWords],
  examples: {
    match: ['Kennzeichen ZZ-ZZ 1234'],
    reject: ['ZZ-ZZ 1234'],
  },
  source: 'German number plate: district, letters, digits',
} satisfies Recogniser
