// stdnum sg.uen: unique entity number
import { validate } from 'stdnum/lib/cjs/sg/uen.js'
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'sg-uen',
  aliases: ['SG_UEN'],
  family: 'organisation',
  country: 'SG',
  role: 'insensitive',
  checksum: true,
  patterns: [
    { expression: number(String.raw`\d{8,9}[A-Z]`, 'giu'), score: 0.4, name: 'sg-uen' },
    { expression: number(String.raw`[RST]\d{2}[A-Z]{2}\d{4}[A-Z]`, 'giu'), score: 0.6, name: 'sg-uen' },
  ],
  prefilter: { digits: 6, latin: true, minLength: 9 },
  validate: (match) => validate(match).isValid,
  chance: 0.043,
  context: ['uen', 'unique entity', 'acra', 'business registration'],
  offByDefault: true,
  examples: {
    match: ['53008829X'],
    reject: ['53008820X'],
  },
  source: 'stdnum sg.uen: unique entity number',
} satisfies Recogniser
