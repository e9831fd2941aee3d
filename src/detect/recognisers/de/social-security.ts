// stdnum de.svnr: Rentenversicherungsnummer
import { validate } from 'stdnum/lib/cjs/de/svnr.js'
import { compact, number } from '../../boundary.ts'
import { insuranceWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-social-security',
  aliases: ['DE_SOCIAL_SECURITY', 'DE_RVNR'],
  family: 'national-id',
  country: 'DE',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{2} ?\d{6} ?[A-Z] ?\d{3}`, 'giu'), score: 0.5, name: 'de-social-security' },
  ],
  prefilter: { digits: 11, latin: true },
  validate: (match) => validate(compact(match)).isValid,
  chance: 0.0076,
  context: [
    'rvnr',
    'rentenversicherung*',
    'sozialversicherung*',
    'svnr',
    'versicherungsnummer*',
    'sv nummer',
    ...insuranceWords,
  ],
  examples: {
    match: ['65010203Z678'],
    reject: ['65010203Z675'],
  },
  source: 'stdnum de.svnr: Rentenversicherungsnummer',
} satisfies Recogniser
