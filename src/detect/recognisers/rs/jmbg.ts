// stdnum rs.jmbg: JMBG/EMŠO of the states of former Yugoslavia
import { validate } from 'stdnum/lib/cjs/rs/jmbg.js'
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'rs-jmbg',
  aliases: ['RS_JMBG', 'BA_JMBG', 'ME_JMBG', 'MK_JMBG', 'SI_EMSO'],
  family: 'national-id',
  country: 'RS',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`\d{13}`), score: 0.3, name: 'rs-jmbg' }],
  prefilter: { digits: 13 },
  validate: (match) => validate(match).isValid,
  chance: 0.00068,
  context: ['jmbg', 'јмбг', 'emso', 'emšo', ...nationalIdWords],
  examples: {
    match: ['0102903466550'],
    reject: ['0102903466557'],
  },
  source: 'stdnum rs.jmbg: JMBG/EMŠO of the states of former Yugoslavia',
} satisfies Recogniser
