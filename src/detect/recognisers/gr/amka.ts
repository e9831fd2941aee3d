// stdnum gr.amka: AMKA, the Greek social security number
import { validate } from 'stdnum/lib/cjs/gr/amka.js'
import { number } from '../../boundary.ts'
import { insuranceWords } from '../../context-words.ts'
import { greekCheck } from '../../national-checks.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'gr-amka',
  aliases: ['GR_AMKA'],
  family: 'national-id',
  country: 'GR',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{11}`), score: 0.3, name: 'gr-amka' }],
  prefilter: { digits: 11 },
  validate: (match) => greekCheck(match) && validate(match).isValid,
  chance: 0.0037,
  context: ['amka', 'αμκα', ...insuranceWords],
  examples: {
    match: ['01020355358'],
    reject: ['01020355356'],
  },
  source: 'stdnum gr.amka: AMKA, the Greek social security number',
} satisfies Recogniser
