// ФНС: ИНН, 10 digits of an organisation
import { number, oneDigit } from '../../boundary.ts'
import { isInn10 } from '../../checks.ts'
import { provenAlone } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ru-inn-organisation',
  aliases: ['RU_INN_LEGAL'],
  family: 'organisation',
  country: 'RU',
  role: 'insensitive',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{10}`), score: 0.3, name: 'ru-inn-organisation' }],
  prefilter: { digits: 10 },
  validate: (match) => !oneDigit(match) && isInn10(match),
  chance: 0.1,
  // regions of Russia in the first two digits
  whole: (value, validated) => provenAlone(value, validated) && /^(?:0[1-9]|[1-9]\d)/.test(value),
  context: ['инн', 'inn', 'инн/кпп'],
  offByDefault: true,
  examples: {
    match: ['ИНН 9700000010', 'ИНН 9712345675'],
    reject: ['ИНН 9700000011', '9700000010', 'ИНН 0000000000'],
  },
  source: 'ФНС: ИНН, 10 digits of an organisation',
} satisfies Recogniser
