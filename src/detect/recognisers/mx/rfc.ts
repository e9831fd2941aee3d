// RFC: tax number of a person in Mexico, four letters of the name, birth date, three characters
import { number } from '../../boundary.ts'
import { isDayMonth } from '../../checks.ts'
import { taxIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'mx-rfc',
  aliases: ['MX_RFC'],
  family: 'national-id',
  country: 'MX',
  role: 'identifier',
  checksum: false,
  patterns: [
    { expression: number(String.raw`[A-ZÑ&]{4}[ -]?\d{6}[ -]?[0-9A-Z]{2}[0-9A]`, 'giu'), score: 0.6, name: 'mx-rfc' },
  ],
  prefilter: { digits: 6, latin: true, minLength: 13 },
  validate: (match) => (hasDate(match.replace(/\D/g, '')) ? undefined : false),
  context: ['rfc', 'registro federal', ...taxIdWords],
  examples: { match: ['ZZZZ010203AA1', 'ZZZZ-010203-AA1'], reject: ['ZZZZ013203AA1', 'ZZZ010203AA1'] },
  source: 'Servicio de Administración Tributaria; the date without its century',
} satisfies Recogniser

function hasDate(digits: string): boolean {
  return isDayMonth(Number(digits.slice(4, 6)), Number(digits.slice(2, 4)), 2000 + Number(digits.slice(0, 2)))
}
