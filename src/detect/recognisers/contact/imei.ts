// IMEI: 15 digits with a Luhn check; as many numbers pass by chance as for cards, so a word is needed
import { number, oneDigit } from '../../boundary.ts'
import { luhn } from '../../checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'imei',
  aliases: ['IMEI', 'IMEI_HARDWARE_ID'],
  family: 'contact',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{2}-\d{6}-\d{6}-\d|\d{15}`), score: 0.3, name: 'imei' }],
  prefilter: { digits: 15 },
  validate: (match) => !oneDigit(match.replaceAll('-', '')) && luhn(match.replaceAll('-', '')),
  chance: 0.1,
  context: ['imei', 'имей', 'device id', 'handset', 'құрылғы*'],
  needsContext: true,
  examples: { match: ['IMEI 490154203237518'], reject: ['IMEI 490154203237519', '490154203237518'] },
  source: '3GPP TS 23.003 section 6; the example is the one of the standard',
} satisfies Recogniser
