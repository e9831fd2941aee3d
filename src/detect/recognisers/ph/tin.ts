// Philippine taxpayer identification number
import { number } from '../../boundary.ts'
import { taxIdWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'ph-tin',
  aliases: ['PH_TIN'],
  family: 'national-id',
  country: 'PH',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`\d{3}-\d{3}-\d{3}-\d{3,5}`), score: 0.5, name: 'ph-tin' }],
  prefilter: { digits: 12 },
  context: [...taxIdWords],
  examples: {
    match: ['TIN 000-000-001-000'],
    reject: ['000-000-0001'],
  },
  source: 'Philippine taxpayer identification number',
} satisfies Recogniser
