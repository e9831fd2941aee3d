// stdnum il.idnr: mispar zehut
import { digitsOf, number } from '../../boundary.ts'
import { luhn } from '../../checks.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'il-identity-number',
  aliases: ['IL_IDNR', 'ISRAEL_IDENTITY_CARD_NUMBER'],
  family: 'national-id',
  country: 'IL',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{8}-?\d`), score: 0.2, name: 'il-identity-number' }],
  prefilter: { digits: 9 },
  validate: (match) => luhn(digitsOf(match)),
  chance: 0.1,
  context: ['teudat zehut', 'מספר זהות', 'ת ז', ...nationalIdWords],
  examples: {
    match: ['identity number 000053819'],
    reject: ['identity number 000053813', '000053819'],
  },
  source: 'stdnum il.idnr: mispar zehut',
} satisfies Recogniser
