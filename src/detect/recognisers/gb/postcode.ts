// Royal Mail: postcode format
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'uk-postcode',
  aliases: ['UK_POSTCODE'],
  family: 'address',
  country: 'GB',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    {
      expression: number(
        String.raw`(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d|[A-HK-Y]\d\d|\d[A-HJKPS-UW]|[A-HK-Y]\d[ABEHMNPRV-Y]) ?\d[ABD-HJLNP-UW-Z]{2})`,
      ),
      score: 0.5,
      name: 'uk-postcode',
    },
  ],
  prefilter: { digits: 1, capital: true, latin: true, minLength: 5 },
  context: ['postcode', 'post code', 'postal code', 'индекс*'],
  offByDefault: true,
  examples: {
    match: ['ZE1 0AA'],
    reject: ['QA1 1AA', 'M1 1CC'],
  },
  source: 'Royal Mail: postcode format',
} satisfies Recogniser
