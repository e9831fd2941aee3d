// American Bankers Association routing number, weights 3 7 1
import { digitsOf, number } from '../../boundary.ts'
import { bankWords } from '../../context-words.ts'
import { provenAlone } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'us-aba-routing',
  aliases: ['ABA_ROUTING_NUMBER', 'AMERICAN_BANKERS_CUSIP_ID'],
  family: 'finance',
  country: 'US',
  role: 'insensitive',
  checksum: true,
  patterns: [
    {
      expression: number(String.raw`(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{7}`),
      score: 0.2,
      name: 'us-aba-routing',
    },
    {
      expression: number(String.raw`(?:0\d|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)\d{2}-\d{4}-\d`),
      score: 0.35,
      name: 'us-aba-routing in groups',
    },
  ],
  prefilter: { digits: 9 },
  validate: (match) => [...digitsOf(match)].reduce((sum, d, i) => sum + Number(d) * [3, 7, 1][i % 3]!, 0) % 10 === 0,
  chance: 0.1,
  whole: provenAlone,
  context: ['aba', 'routing', 'routing number', 'rtn', 'abarouting', 'bankrouting', ...bankWords],
  examples: {
    match: ['routing number 122000030'],
    reject: ['routing number 122000031'],
  },
  source: 'American Bankers Association routing number, weights 3 7 1',
} satisfies Recogniser
