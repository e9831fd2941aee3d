// stdnum pl.pesel: PESEL, the Polish personal number
import { validate } from 'stdnum/lib/cjs/pl/pesel.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { polishCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'pl-pesel',
  aliases: ['PL_PESEL', 'POLAND_PESEL_NUMBER'],
  family: 'national-id',
  country: 'PL',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{11}`), score: 0.35, name: 'pl-pesel' }],
  prefilter: { digits: 11 },
  validate: (match) => polishCheck(match) && validate(match).isValid,
  chance: 0.0086,
  priority: 1,
  context: ['pesel', ...nationalIdWords],
  examples: {
    match: ['02070595374'],
    reject: ['02070595375'],
  },
  source: 'stdnum pl.pesel: PESEL, the Polish personal number',
} satisfies Recogniser
