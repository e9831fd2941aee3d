// US Social Security Administration: area not 000, 666 or 9xx; group not 00; serial not 0000
import { digitsOf, number, oneDigit } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

/** printed on specimen cards and in every example */
const SPECIMENS = new Set(['078051120', '123456789'])

export const recogniser = {
  entity: 'us-ssn',
  aliases: ['US_SSN', 'US_SOCIAL_SECURITY_NUMBER'],
  family: 'national-id',
  country: 'US',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: number(String.raw`\d{3}-\d{2}-\d{4}|\d{3} \d{2} \d{4}|\d{3}\.\d{2}\.\d{4}`),
      score: 0.6,
      name: 'us-ssn',
    },
    { expression: number(String.raw`\d{9}|\d{3}-\d{6}|\d{5}-\d{4}`), score: 0.15, name: 'us-ssn of digits' },
  ],
  prefilter: { digits: 9 },
  validate: isPossible,
  // beside the word somebody gave it for theirs
  validateInContext: (match) => (SPECIMENS.has(digitsOf(match)) ? undefined : false),
  priority: 2,
  context: [
    'ssn',
    'ssns',
    'ssn#',
    'ss#',
    'ss number',
    'ssid',
    'social security',
    'social security number',
    'соцстрах*',
  ],
  examples: {
    match: ['219-09-9999', 'SSN 219099999', 'SSN: 219-099999', 'SSN 078-05-1120'],
    reject: [
      '000-12-3456',
      '666-12-3456',
      '912-12-3456',
      '219-00-3456',
      '219-09-0000',
      '219099999',
      '219-099999',
      '078-05-1120',
      '21909-9999',
    ],
  },
  source: 'US Social Security Administration: area not 000, 666 or 9xx; group not 00; serial not 0000',
} satisfies Recogniser

function isPossible(match: string): boolean | undefined {
  const d = digitsOf(match)
  const area = d.slice(0, 3)
  if (area === '000' || area === '666' || area.startsWith('9') || d.slice(3, 5) === '00' || d.slice(5) === '0000')
    return false
  return SPECIMENS.has(d) || oneDigit(d) ? false : undefined
}
