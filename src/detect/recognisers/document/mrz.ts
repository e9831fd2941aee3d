// ICAO 9303: machine-readable zones of passports and identity cards, proven by their check digits
import { number } from '../../boundary.ts'
import { icaoCheck, isDayMonth } from '../../checks.ts'
import type { Recogniser, Validation } from '../../recogniser.ts'

export const recogniser = {
  entity: 'mrz',
  aliases: ['MRZ', 'MACHINE_READABLE_ZONE'],
  family: 'document',
  role: 'identifier',
  checksum: true,
  patterns: [
    {
      expression: number(String.raw`[A-Z0-9<]{9}\d[A-Z]{1,3}<{0,2}\d{7}[MFX<]\d{7}[A-Z0-9<]{14,16}`),
      score: 0.6,
      name: 'second line of a passport',
    },
    {
      expression: number(String.raw`\d{7}[MFX<]\d{7}[A-Z]{1,3}<{0,2}[A-Z0-9<]{11}\d`),
      score: 0.6,
      name: 'second line of a card',
    },
    {
      expression: number(String.raw`[ACI][A-Z<][A-Z]{3}[A-Z0-9<]{9}[\d<][A-Z0-9<]{15}`),
      score: 0.5,
      name: 'first line of a card',
    },
    { expression: number(String.raw`P[A-Z<][A-Z]{3}[A-Z<]{31,39}`), score: 0.7, name: 'first line of a passport' },
  ],
  prefilter: { capital: true, minLength: 28 },
  validate: checkDigits,
  chance: 0.0005,
  context: ['mrz', 'passport*', 'паспорт*', 'төлқұжат*', 'id card'],
  examples: {
    match: [
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
      '7408122F1204159UTO<<<<<<<<<<<6',
    ],
    reject: ['L898902C37UTO7408122F1204159ZE184226B<<<<<10', 'P<UTOERIKSSON', '7408132F1204159UTO<<<<<<<<<<<6'],
  },
  source: 'ICAO Doc 9303 parts 4 and 5; the specimen of the standard in the examples',
} satisfies Recogniser

/** Birth and expiry carry check digits in every second line; the number of the document stands in the first nine places. */
function checkDigits(line: string): Validation {
  if (/^P/.test(line) && !/\d/.test(line)) return line.includes('<<') ? undefined : false
  if (/^[ACI][A-Z<][A-Z]{3}/.test(line) && line.length === 30) return holds(line, 5, 9)
  const at = line.length === 30 ? 0 : 13
  if (!isDayMonth(Number(line.slice(at + 4, at + 6)), Number(line.slice(at + 2, at + 4)), 2000)) return false
  return holds(line, at, 6) && holds(line, at + 8, 6) && (at === 0 || holds(line, 0, 9))
}

function holds(line: string, from: number, length: number): boolean {
  return icaoCheck(line.slice(from, from + length)) === Number(line[from + length]!.replace('<', '0'))
}
