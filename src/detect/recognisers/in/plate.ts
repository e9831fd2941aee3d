// Indian vehicle registration: state, district, series, number
import { number } from '../../boundary.ts'
import { plateWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'in-plate',
  aliases: ['IN_VEHICLE_REGISTRATION'],
  family: 'document',
  country: 'IN',
  role: 'quasi-identifier',
  checksum: false,
  patterns: [
    {
      expression: number(
        String.raw`(?:A[NPRS]|BR|C[GH]|D[DLN]|G[AJ]|H[PR]|J[HK]|K[AL]|L[AD]|M[HLNPZ]|NL|OD|P[BY]|RJ|SK|T[NRS]|U[KP]|WB)[ -]?\d{1,2}[ -]?[A-Z]{1,3}[ -]?\d{4}`,
      ),
      score: 0.55,
      name: 'in-plate',
    },
  ],
  prefilter: { digits: 5, capital: true, latin: true },
  context: [...plateWords, 'rto', 'vehicle'],
  examples: {
    match: ['DL 00 ZZ 0001'],
    reject: ['ZZ 00 ZZ 0001'],
  },
  source: 'Indian vehicle registration: state, district, series, number',
} satisfies Recogniser
