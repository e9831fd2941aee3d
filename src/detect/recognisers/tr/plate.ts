// Turkish number plate: province 01-81, letters, digits
import { number } from '../../boundary.ts'
import { plateWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'tr-plate',
  aliases: ['TR_LICENSE_PLATE'],
  family: 'document',
  country: 'TR',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    { expression: number(String.raw`(?:0[1-9]|[1-7]\d|8[01]) [A-Z]{1,3} \d{2,5}`), score: 0.5, name: 'tr-plate' },
  ],
  prefilter: { digits: 4, capital: true, latin: true },
  context: ['plaka*', 'araç*', 'ruhsat*', ...plateWords],
  examples: {
    match: ['06 ZZ 001'],
    reject: ['00 ZZ 001', '82 ZZ 001'],
  },
  source: 'Turkish number plate: province 01-81, letters, digits',
} satisfies Recogniser
