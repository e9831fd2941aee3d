// ФНС: ОГРН of an organisation, 13 digits, mod 11
import { number } from '../../boundary.ts'
import { provenAlone } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ru-ogrn',
  aliases: ['RU_OGRN'],
  family: 'organisation',
  country: 'RU',
  role: 'insensitive',
  checksum: true,
  patterns: [
    { expression: number(String.raw`[15](?:0[2-9]|[1-9]\d)(?:0[1-9]|[1-9]\d)\d{8}`), score: 0.25, name: 'ru-ogrn' },
  ],
  prefilter: { digits: 13 },
  validate: (match) => (Number(match.slice(0, 12)) % 11) % 10 === Number(match[12]),
  chance: 0.1,
  // the register began in 2002
  whole: (value, validated) => provenAlone(value, validated) && /^[15](?:0[2-9]|[12]\d|3[0-5])/.test(value),
  context: ['огрн', 'ogrn'],
  offByDefault: true,
  examples: {
    match: ['ОГРН 1099700000014', 'ОГРН 5029600000030'],
    reject: ['ОГРН 1099700000015', '1099700000014', 'ОГРН 0209800000024'],
  },
  source: 'ФНС: ОГРН of an organisation, 13 digits, mod 11',
} satisfies Recogniser
