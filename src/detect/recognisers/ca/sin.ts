// stdnum ca.sin: social insurance number, Luhn
import { digitsOf, number } from '../../boundary.ts'
import { luhn } from '../../checks.ts'
import { insuranceWords, nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ca-sin',
  aliases: ['CA_SIN', 'CANADA_SOCIAL_INSURANCE_NUMBER'],
  family: 'national-id',
  country: 'CA',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{3}-\d{3}-\d{3}`), score: 0.5, name: 'ca-sin' },
    // amounts are written so too
    { expression: number(String.raw`\d{3} \d{3} \d{3}`), score: 0.5, name: 'ca-sin in groups', needsContext: true },
    { expression: number(String.raw`\d{9}`), score: 0.2, name: 'ca-sin' },
  ],
  prefilter: { digits: 9 },
  validate: (match) => luhn(digitsOf(match)),
  chance: 0.1,
  whole: (value, validated) => validated === true && value.includes(' ') && !value.endsWith('00'),
  context: ['sin', 'nas', 'social insurance', 'assurance sociale', ...nationalIdWords, ...insuranceWords],
  examples: {
    match: ['SIN 100 000 728', '100-000-728'],
    reject: ['SIN 100 000 720', '100 000 728'],
  },
  source: 'stdnum ca.sin: social insurance number, Luhn',
} satisfies Recogniser
