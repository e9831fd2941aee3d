// stdnum fi.hetu: henkilötunnus
import { validate } from 'stdnum/lib/cjs/fi/hetu.js'
import { number, nearDigits } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'fi-personal-identity-code',
  aliases: ['FI_PERSONAL_IDENTITY_CODE', 'FINLAND_NATIONAL_ID_NUMBER'],
  family: 'national-id',
  country: 'FI',
  role: 'identifier',
  checksum: true,
  patterns: [
    {
      expression: number(String.raw`\d{6}[-+ABCDEFUVWXY]\d{3}[0-9A-Y]`, 'giu'),
      score: 0.6,
      name: 'fi-personal-identity-code',
    },
    {
      // its sign and its check letter tell it even where a word is glued to it
      expression: nearDigits(() => /(?<=\p{Ll})\d{6}[-+ABCDEFUVWXY]\d{3}[0-9A-Y](?![\p{Lu}\p{Ll}\p{N}]|-\p{N})/gu, 6),
      score: 0.5,
      name: 'fi-personal-identity-code behind a word',
    },
  ],
  prefilter: { digits: 9 },
  validate: (match) => validate(match.toUpperCase()).isValid,
  chance: 0.01,
  context: ['hetu', 'henkilötunnus*', 'personbeteckning*', 'identity code', ...nationalIdWords],
  examples: {
    match: ['010203-922S'],
    reject: ['010203-926S'],
  },
  source: 'stdnum fi.hetu: henkilötunnus',
} satisfies Recogniser
