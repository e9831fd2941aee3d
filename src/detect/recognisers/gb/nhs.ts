// NHS Data Dictionary: NHS number, mod 11
import { digitsOf, number, oneDigit } from '../../boundary.ts'
import { provenAlone } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'uk-nhs',
  aliases: ['UK_NHS', 'UK_NATIONAL_HEALTH_SERVICE_NUMBER'],
  family: 'health',
  country: 'GB',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{3}[ -]\d{3}[ -]\d{4}`), score: 0.45, name: 'uk-nhs' },
    { expression: number(String.raw`\d{10}`), score: 0.2, name: 'uk-nhs' },
  ],
  prefilter: { digits: 10 },
  // ISBN-10 has the same check, and English books begin with 0 and 1
  validate: (match) => !/^[01]\d{9}$/.test(match) && isNhs(match),
  validateInContext: isNhs,
  chance: 0.09,
  // ranges of England and Wales
  whole: (value, validated) => provenAlone(value, validated) && /^[467]/.test(value),
  context: ['nhs', 'nhs number', 'national health', 'health service', 'health authority', 'health services authority'],
  examples: {
    match: ['999 123 4578', 'NHS 9991234578', 'NHS 0306406152'],
    reject: ['999 123 4579', '9991234578', '0306406152'],
  },
  source: 'NHS Data Dictionary: NHS number, mod 11',
} satisfies Recogniser

function isNhs(match: string): boolean {
  const d = digitsOf(match)
  const sum = [10, 9, 8, 7, 6, 5, 4, 3, 2].reduce((s, w, i) => s + w * Number(d[i]), 0)
  const check = (11 - (sum % 11)) % 11
  return !oneDigit(d) && check !== 10 && check === Number(d[9])
}
