// Nigerian national identification number, eleven digits, context only
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ng-nin',
  aliases: ['NG_NIN'],
  family: 'national-id',
  country: 'NG',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`\d{11}`), score: 0.15, name: 'ng-nin' }],
  prefilter: { digits: 11 },
  context: ['nin', 'national identification number'],
  needsContext: true,
  examples: {
    match: ['NIN 00000000001'],
    reject: ['00000000001'],
  },
  source: 'Nigerian national identification number, eleven digits, context only',
} satisfies Recogniser
