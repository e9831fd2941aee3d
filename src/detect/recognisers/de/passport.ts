// German passport, nine characters of the ICAO set
import { number } from '../../boundary.ts'
import { icaoCheck } from '../../checks.ts'
import { passportWords } from '../../context-words.ts'
import { isBatchOfADay } from '../../whole-value.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-passport',
  aliases: ['DE_PASSPORT', 'GERMANY_PASSPORT'],
  family: 'document',
  country: 'DE',
  role: 'identifier',
  checksum: false,
  patterns: [
    { expression: number(String.raw`[CFGHJK][0-9CFGHJKLMNPRTVWXYZ]{7}\d{1,2}`), score: 0.3, name: 'de-passport' },
  ],
  prefilter: { digits: 1, latin: true, minLength: 9, maxLength: 100000 },
  whole: (value) =>
    /^.{8,9}\d$/.test(value) &&
    icaoCheck(value.slice(0, -1).toUpperCase()) === Number(value.at(-1)) &&
    !isBatchOfADay(value),
  context: ['reisepass*', 'pass nr', 'passnummer*', 'pass', ...passportWords],
  needsContext: true,
  examples: {
    match: ['Reisepass C00X00T00'],
    reject: ['C00X00T00', 'Reisepass B0100X00'],
  },
  source: 'German passport, nine characters of the ICAO set',
} satisfies Recogniser
