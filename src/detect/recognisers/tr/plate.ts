// Turkish number plate: province 01-81, letters, digits
import { number } from '../../boundary.ts'
import { plateWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

/** Laws, money and measures have letters between numbers, too: "12 CFR 1026", "15 USC 1693", "25 KM 300". */
const NO_PLATE =
  /^\d+ (?:CFR|USC|FR|FLR|WLR|AC|QB|KB|MB|GB|TB|KG|KM|CM|MM|ML|MG|KW|HP|PM|AM|EUR|USD|GBP|KZT|TRY|TL|X)(?= )/

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
  validate: (match) => (NO_PLATE.test(match) ? false : undefined),
  context: ['plaka*', 'araç*', 'ruhsat*', ...plateWords],
  examples: {
    match: ['06 ZZ 001'],
    reject: ['00 ZZ 001', '82 ZZ 001', 'under 12 CFR 1026, rules', '15 USC 1693'],
  },
  source: 'Turkish number plate: province 01-81, letters, digits',
} satisfies Recogniser
