// stdnum ua.rntrc: РНОКПП, the Ukrainian personal tax number
import { number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import { ukrainianCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ua-rntrc',
  aliases: ['UA_RNTRC', 'UA_RNOKPP'],
  family: 'national-id',
  country: 'UA',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{10}`), score: 0.2, name: 'ua-rntrc' }],
  prefilter: { digits: 10 },
  validate: ukrainianCheck,
  chance: 0.1,
  context: ['рнокпп', 'ідентифікаційний код', 'іпн', ...taxIdWords],
  examples: {
    match: ['рнокпп 1000060282'],
    reject: ['рнокпп 1000060289', '1000060282'],
  },
  source: 'stdnum ua.rntrc: РНОКПП, the Ukrainian personal tax number',
} satisfies Recogniser
