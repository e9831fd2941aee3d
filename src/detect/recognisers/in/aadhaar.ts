// stdnum in.aadhaar: Aadhaar, Verhoeff check
import { digitsOf, number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { indianCheck } from '../../national-checks.ts'
import { provenAlone } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'in-aadhaar',
  aliases: ['IN_AADHAAR', 'INDIA_AADHAAR_INDIVIDUAL'],
  family: 'national-id',
  country: 'IN',
  role: 'identifier',
  checksum: true,
  patterns: [
    // Four groups of four are a card or a policy.
    {
      expression: number(String.raw`(?<!\d{4}[ :-])[2-9]\d{3}[ :-]\d{4}[ :-]\d{4}(?![ :-]\d{4})`),
      score: 0.5,
      name: 'in-aadhaar',
    },
    { expression: number(String.raw`[2-9]\d{11}`), score: 0.35, name: 'in-aadhaar' },
  ],
  prefilter: { digits: 12 },
  validate: (match) => indianCheck(digitsOf(match)),
  chance: 0.1,
  whole: provenAlone,
  context: ['aadhaar', 'aadhar', 'uidai', 'आधार', ...nationalIdWords],
  examples: {
    match: ['aadhaar 200015389756', 'aadhaar: 2000 1538 9756'],
    reject: ['aadhaar 200015389757', '200015389756', 'policy 2000 1538 9756 1234', 'policy 1234 2000 1538 9756'],
  },
  source: 'stdnum in.aadhaar: Aadhaar, Verhoeff check',
} satisfies Recogniser
