// stdnum cz.rc: rodné číslo of Czechia and Slovakia
import { validate } from 'stdnum/lib/cjs/cz/rc.js'
import { digitsOf, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { czechCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'cz-birth-number',
  aliases: ['CZ_RC', 'SK_RC', 'CZECH_PERSONAL_ID'],
  family: 'national-id',
  country: 'CZ',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{6}/\d{3,4}`), score: 0.6, name: 'cz-birth-number' },
    { expression: number(String.raw`\d{10}`), score: 0.2, name: 'cz-birth-number', needsContext: true },
  ],
  prefilter: { digits: 9 },
  validate: (match) => {
    const digits = digitsOf(match)
    return (digits.length !== 10 || czechCheck(digits)) && validate(digits).isValid
  },
  chance: 0.015,
  context: ['rodné číslo', 'rč', 'rodne cislo', ...nationalIdWords],
  examples: {
    match: ['rodné číslo 5401020504', '540102/0504'],
    reject: ['rodné číslo 5401020502', '5401020504'],
  },
  source: 'stdnum cz.rc: rodné číslo of Czechia and Slovakia',
} satisfies Recogniser
