// Betriebsstättennummer: nine digits of a practice, without a check
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'de-bsnr',
  aliases: ['DE_BSNR'],
  family: 'organisation',
  country: 'DE',
  role: 'insensitive',
  checksum: false,
  patterns: [{ expression: number(String.raw`\d{9}`), score: 0.15, name: 'de-bsnr' }],
  prefilter: { digits: 9 },
  context: ['bsnr', 'nbsnr', 'betriebsstätte*', 'betriebsstaette*', 'betriebsstättennummer*'],
  needsContext: true,
  offByDefault: true,
  examples: { match: ['BSNR 010000001'], reject: ['010000001', 'BSNR 01000001'] },
  source: 'Kassenärztliche Bundesvereinigung: region, serial number',
} satisfies Recogniser
