// ФНС: ОГРНИП of a sole proprietor, 15 digits, mod 13
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ru-ogrnip',
  aliases: ['RU_OGRNIP'],
  family: 'national-id',
  country: 'RU',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[34]\d{14}`), score: 0.45, name: 'ru-ogrnip' }],
  prefilter: { digits: 15 },
  validate: (match) => (Number(match.slice(0, 14)) % 13) % 10 === Number(match[14]),
  chance: 0.1,
  context: ['огрнип', 'ogrnip', 'индивидуальный предприниматель', 'ип'],
  examples: {
    match: ['309970000000019', '312980000000028'],
    reject: ['309970000000010', '112980000000028', '415970000000007'],
  },
  source: 'ФНС: ОГРНИП of a sole proprietor, 15 digits, mod 13',
} satisfies Recogniser
