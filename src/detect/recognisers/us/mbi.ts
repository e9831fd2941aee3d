// CMS: Medicare Beneficiary Identifier format
import { number } from '../../boundary.ts'
import { insuranceWords } from '../../context-words.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'us-mbi',
  aliases: ['US_MBI', 'US_MEDICARE_BENEFICIARY_ID_NUMBER'],
  family: 'health',
  country: 'US',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: number(
        String.raw`[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-[AC-HJKMNP-RT-Y]{2}\d{2}`,
        'giu',
      ),
      score: 0.7,
      name: 'us-mbi',
    },
    {
      expression: number(
        String.raw`[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d{2}`,
        'giu',
      ),
      score: 0.5,
      name: 'us-mbi',
    },
  ],
  prefilter: { digits: 4, latin: true, minLength: 11 },
  context: ['mbi', 'medicare', ...insuranceWords],
  examples: {
    match: ['1AA0-AA0-AA00', '1EG0TE0MK00'],
    reject: ['1SA0-AA0-AA00'],
  },
  source: 'CMS: Medicare Beneficiary Identifier format',
} satisfies Recogniser
