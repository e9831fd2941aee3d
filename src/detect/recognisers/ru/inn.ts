// ФНС: ИНН, 12 digits of a person, weights of two check digits
import { number, oneDigit } from '../../boundary.ts'
import { isInn12 } from '../../checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ru-inn',
  aliases: ['RU_INN', 'RU_INN_PERSON'],
  family: 'national-id',
  country: 'RU',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{12}`), score: 0.45, name: 'ru-inn' }],
  prefilter: { digits: 12 },
  validate: (match) => !oneDigit(match) && isInn12(match),
  chance: 0.0099,
  context: ['инн', 'inn', 'идентификационный номер налогоплательщика'],
  examples: {
    match: ['970000000183', '971234567886'],
    reject: ['970000000184', '000000000000', '97000000018'],
  },
  source: 'ФНС: ИНН, 12 digits of a person, weights of two check digits',
} satisfies Recogniser
