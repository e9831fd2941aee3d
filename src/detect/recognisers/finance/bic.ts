// ISO 9362 business identifier code: names a bank, so it is no person's; only beside a word
import { isValidBIC } from 'ibantools'
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'bic',
  aliases: ['SWIFT_BIC', 'SWIFT_CODE', 'BIC'],
  family: 'finance',
  role: 'insensitive',
  checksum: false,
  patterns: [{ expression: number(String.raw`[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?`), score: 0.2, name: 'bic' }],
  prefilter: { capital: true, minLength: 8 },
  validate: (match) => (isValidBIC(match) ? undefined : false),
  // words of eight or eleven capitals have the form too
  whole: (value, validated) => validated !== false && /\d|XXX$/.test(value.slice(6)),
  context: ['bic', 'swift', 'бик', 'свифт', 'bank code'],
  needsContext: true,
  offByDefault: true,
  examples: { match: ['SWIFT ZZZZKZKA'], reject: ['ZZZZKZKA', 'swift delivery'] },
  source: 'ISO 9362; country codes through ibantools',
} satisfies Recogniser
