// AWS IAM unique identifiers: access keys begin with AKIA or ASIA
import { word } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'aws-key',
  aliases: ['AWS_ACCESS_KEY', 'AWS_CREDENTIALS'],
  family: 'secret',
  role: 'sensitive',
  checksum: false,
  patterns: [{ expression: word('(?:AKIA|ASIA)[A-Z2-7]{16}'), score: 0.9, name: 'aws-key' }],
  prefilter: { capital: true, run: 20, minLength: 20 },
  examples: { match: ['AKIAIOSFODNN7EXAMPLE'], reject: ['AKIAIOSFODNN7EXAMPL', 'XAKIAIOSFODNN7EXAMPLE'] },
  source: 'AWS IAM user guide, unique identifiers; the example is the one of the guide',
} satisfies Recogniser
