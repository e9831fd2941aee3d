// German driving licence number: Behörde, eight digits, check character
import { number } from '../../boundary.ts'
import { drivingLicenceWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-driving-licence',
  aliases: ['DE_FUEHRERSCHEIN', 'GERMANY_DRIVERS_LICENSE_NUMBER'],
  family: 'document',
  country: 'DE',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`[A-Z]{2}\d{8}[0-9A-Z]`, 'giu'), score: 0.4, name: 'de-driving-licence' }],
  prefilter: { digits: 8, capital: true, latin: true, minLength: 11 },
  whole: (value) => !/0{5}/.test(value),
  context: ['führerschein*', 'fuehrerschein*', 'fahrerlaubnis*', 'führerscheinnummer*', ...drivingLicenceWords],
  examples: {
    match: ['Führerschein ZZ000000019'],
    reject: ['ZZ00000001'],
  },
  source: 'German driving licence number: Behörde, eight digits, check character',
} satisfies Recogniser
