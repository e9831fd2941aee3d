// stdnum md.idno: IDNO/IDNP of Moldova
import { validate } from 'stdnum/lib/cjs/md/idno.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'md-idno',
  aliases: ['MD_IDNO', 'MD_IDNP'],
  family: 'national-id',
  country: 'MD',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[012]\d{12}`), score: 0.3, name: 'md-idno' }],
  prefilter: { digits: 13 },
  validate: (match) => validate(match).isValid,
  chance: 0.1,
  context: ['idnp', 'idno', ...nationalIdWords],
  examples: {
    match: ['idnp 2000000252593'],
    reject: ['idnp 2000000252594', '2000000252593'],
  },
  source: 'stdnum md.idno: IDNO/IDNP of Moldova',
} satisfies Recogniser
