// German identity card, ICAO 9303 check digit 7 3 1
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import { icaoCheck } from '../../checks.ts'
import { isBatchOfADay } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-id-card',
  aliases: ['DE_ID_CARD', 'GERMANY_IDENTITY_CARD_NUMBER'],
  family: 'document',
  country: 'DE',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}\d`), score: 0.35, name: 'de-id-card' },
    { expression: number(String.raw`T\d{8}`, 'giu'), score: 0.3, name: 'de-id-card' },
  ],
  prefilter: { digits: 1, latin: true, minLength: 9 },
  validate: (match) => (match.length === 10 ? icaoCheck(match.slice(0, 9)) === Number(match[9]) : undefined),
  chance: 0.1,
  whole: (value, validated) => !isBatchOfADay(value) && (validated === true || /^T\d{8}$/i.test(value)),
  context: ['personalausweis*', 'ausweis*', ...nationalIdWords],
  examples: {
    match: ['Personalausweis T00000000'],
    reject: ['Personalausweis T0000000'],
  },
  source: 'German identity card, ICAO 9303 check digit 7 3 1',
} satisfies Recogniser
