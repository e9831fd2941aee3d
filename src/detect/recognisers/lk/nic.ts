// Sri Lankan identity card of the old form: year, day of the year (women plus 500), serial number, V or X
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'
import { isbn10 } from '../../whole-value.ts'

export const recogniser = {
  entity: 'lk-nic',
  aliases: ['LK_NIC'],
  family: 'national-id',
  country: 'LK',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`\d{9}[VX]`, 'giu'), score: 0.4, name: 'lk-nic' }],
  prefilter: { digits: 9, latin: true },
  validate: (match) => (isDayOfYear(Number(match.slice(2, 5))) ? undefined : false),
  whole: (value, validated) => validated !== false && !isbn10(value.toUpperCase()),
  context: ['nic', ...nationalIdWords],
  examples: { match: ['NIC 000010001V'], reject: ['000010001V', 'NIC 004000001V', 'NIC 00001001V'] },
  source: 'Department for Registration of Persons, Sri Lanka',
} satisfies Recogniser

function isDayOfYear(day: number): boolean {
  return (day >= 1 && day <= 366) || (day >= 501 && day <= 866)
}
