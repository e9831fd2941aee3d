// stdnum gb.nino: National Insurance number
import { number } from '../../boundary.ts'
import { insuranceWords, nationalIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'uk-nino',
  aliases: ['UK_NINO', 'UK_NATIONAL_INSURANCE_NUMBER'],
  family: 'national-id',
  country: 'GB',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: number(
        String.raw`(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]`,
        'giu',
      ),
      score: 0.6,
      name: 'uk-nino',
    },
    // Prefixes that are never given out stand in examples, and in what people mistype; there the words say what it is.
    {
      expression: number(String.raw`[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]`, 'giu'),
      score: 0.2,
      name: 'form of a uk-nino',
      needsContext: true,
    },
  ],
  prefilter: { digits: 6, latin: true },
  context: [
    'national insurance',
    'nino',
    'ni number',
    'ni no',
    'ni num',
    'n i no',
    'nat ins*',
    'national ins*',
    ...nationalIdWords,
    ...insuranceWords,
  ],
  examples: {
    match: ['TW000699A', 'NI no. QQ 00 06 99 C'],
    reject: ['GB000699A', 'part QQ 00 06 99 C'],
  },
  source: 'stdnum gb.nino: National Insurance number',
} satisfies Recogniser
