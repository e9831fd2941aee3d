// Italian identity cards: electronic ones and those of paper
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'it-identity-card',
  aliases: ['IT_IDENTITY_CARD'],
  family: 'document',
  country: 'IT',
  role: 'identifier',
  checksum: false,
  patterns: [
    { expression: number(String.raw`C[A-Z]\d{5}[A-Z]{2}`, 'giu'), score: 0.4, name: 'it-identity-card, third form' },
    { expression: number(String.raw`[A-Z]{2} ?\d{7}|\d{7}[A-Z]{2}`, 'giu'), score: 0.2, name: 'it-identity-card' },
  ],
  needsContext: true,
  prefilter: { digits: 5, latin: true, minLength: 9 },
  whole: (value) => /^C[A-Z]\d{5}[A-Z]{2}$/i.test(value),
  context: ["carta d'identità", 'carta di identità', 'carta identità', "carta d'identita", 'cie', ...nationalIdWords],
  examples: {
    match: ["carta d'identità CA00000AA", 'cie AA0000001', 'carta di identità 0000001AA'],
    reject: ['CA00000AA', 'AA0000001', 'cie CA0000AA'],
  },
  source: "Ministero dell'Interno: carta d'identità elettronica 3.0, 2.0 and the card of paper",
} satisfies Recogniser
