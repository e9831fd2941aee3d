// РНН (СТТН): taxpayer's registration number of Kazakhstan until 2013, of people and companies, still in old records
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'kz-rnn',
  aliases: ['KZ_RNN'],
  family: 'national-id',
  country: 'KZ',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`\d{12}`), score: 0.2, name: 'kz-rnn' }],
  prefilter: { digits: 12 },
  context: ['рнн', 'сттн', 'регистрационный номер налогоплательщика', 'rnn'],
  needsContext: true,
  examples: { match: ['РНН 600400000001', 'СТТН: 000000000002'], reject: ['600400000001', 'РНН 60040000000'] },
  source: 'Tax Code of Kazakhstan before 2013: twelve digits; the rule of its check digit is not public',
} satisfies Recogniser
