// Singapore NRIC/FIN, check letter
import { number } from '../../boundary.ts'
import { nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'sg-nric',
  aliases: ['SG_NRIC_FIN', 'SINGAPORE_NATIONAL_REGISTRATION_ID_NUMBER'],
  family: 'national-id',
  country: 'SG',
  role: 'identifier',
  checksum: true,
  patterns: [{ expression: number(String.raw`[STFGM]\d{7}[A-Z]`, 'giu'), score: 0.45, name: 'sg-nric' }],
  prefilter: { digits: 7, latin: true },
  validate: isNric,
  chance: 0.04,
  context: ['nric', 'fin', 'fin#', 'nric#', ...nationalIdWords],
  examples: {
    match: ['S0000001I'],
    reject: ['S0000001J'],
  },
  source: 'Singapore NRIC/FIN, check letter',
} satisfies Recogniser

/** Weights 2 7 6 5 4 3 2, offset 4 for T and G, 3 for M; one letter row for S and T, one for F and G, one for M. */
function isNric(match: string): boolean {
  const id = match.toUpperCase()
  const first = id[0]!
  let sum = [2, 7, 6, 5, 4, 3, 2].reduce((s, w, i) => s + w * Number(id[i + 1]), 0)
  sum += first === 'T' || first === 'G' ? 4 : first === 'M' ? 3 : 0
  const row = first === 'S' || first === 'T' ? 'JZIHGFEDCBA' : first === 'M' ? 'XWUTRQPNJLK' : 'XWUTRQPNMLK'
  return row[first === 'M' ? 10 - (sum % 11) : sum % 11] === id[8]
}
