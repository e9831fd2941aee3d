// Australian Medicare card: weights 1 3 7 9 1 3 7 9 over eight digits
import { digitsOf, number } from '../../boundary.ts'
import { provenAlone } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'au-medicare',
  aliases: ['AU_MEDICARE', 'AUSTRALIA_MEDICARE_NUMBER'],
  family: 'health',
  country: 'AU',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`[2-6]\d{3} \d{5} \d`), score: 0.5, name: 'au-medicare' },
    { expression: number(String.raw`[2-6]\d{9}`), score: 0.25, name: 'au-medicare' },
  ],
  prefilter: { digits: 10 },
  validate: isMedicare,
  chance: 0.09,
  whole: provenAlone,
  context: ['medicare'],
  examples: {
    match: ['2000 00002 1'],
    reject: ['2000 00003 1'],
  },
  source: 'Australian Medicare card: weights 1 3 7 9 1 3 7 9 over eight digits',
} satisfies Recogniser

/** The ninth digit is the check; the tenth says which person of the card, from 1. */
function isMedicare(match: string): boolean {
  const d = digitsOf(match)
  return d[9] !== '0' && [1, 3, 7, 9, 1, 3, 7, 9].reduce((s, w, i) => s + w * Number(d[i]), 0) % 10 === Number(d[8])
}
