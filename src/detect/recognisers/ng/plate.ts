// Nigerian vehicle registration: LGA code, number, letters
import { number } from '../../boundary.ts'
import { plateWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ng-plate',
  aliases: ['NG_VEHICLE_REGISTRATION'],
  family: 'document',
  country: 'NG',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`[A-Z]{3}-\d{3}[A-Z]{2}`), score: 0.5, name: 'ng-plate' }],
  prefilter: { digits: 3, capital: true, latin: true },
  context: [...plateWords],
  examples: {
    match: ['ZZZ-001ZZ'],
    reject: ['ZZZZ-001ZZ'],
  },
  source: 'Nigerian vehicle registration: LGA code, number, letters',
} satisfies Recogniser
