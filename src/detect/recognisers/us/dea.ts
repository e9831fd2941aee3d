// DEA registration number: two letters, seven digits, check digit from their sum
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'us-medical-licence',
  aliases: ['MEDICAL_LICENSE', 'US_DEA_NUMBER'],
  family: 'health',
  country: 'US',
  role: 'identifier',
  checksum: true,
  patterns: [
    { expression: number(String.raw`[A-HJ-NPR-UX][A-Z9]\d{7}`, 'giu'), score: 0.45, name: 'us-medical-licence' },
  ],
  prefilter: { digits: 7, latin: true },
  validate: isDea,
  chance: 0.1,
  context: ['dea', 'medical licen*', 'certificate number', 'dea number', 'prescriber*'],
  examples: {
    match: ['DEA AX1000001'],
    reject: ['DEA AX1000002'],
  },
  source: 'DEA registration number: two letters, seven digits, check digit from their sum',
} satisfies Recogniser

function isDea(match: string): boolean {
  const d = [...match.slice(2)].map(Number)
  return (d[0]! + d[2]! + d[4]! + 2 * (d[1]! + d[3]! + d[5]!)) % 10 === d[6]
}
