// Nigerian national identification number, eleven digits with Verhoeff's check
import { number, oneDigit } from '../../boundary.ts'
import { verhoeff } from '../../checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ng-nin',
  aliases: ['NG_NIN'],
  family: 'national-id',
  country: 'NG',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{11}`), score: 0.15, name: 'ng-nin' }],
  prefilter: { digits: 11 },
  validate: (match) => !oneDigit(match) && verhoeff(match),
  chance: 0.1,
  context: ['nin', 'nimc', 'national identification', 'national identity', 'national id', 'nigeria*'],
  needsContext: true,
  examples: {
    match: ['NIN 00000000014'],
    reject: ['00000000014', 'NIN 00000000012'],
  },
  source: 'National Identity Management Commission: eleven digits, the last by Verhoeff',
} satisfies Recogniser
