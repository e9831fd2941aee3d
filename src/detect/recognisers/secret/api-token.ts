// Tokens whose issuers gave them a prefix so that scanners can see them
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'api-token',
  aliases: ['API_KEY', 'AUTH_TOKEN', 'GCP_API_KEY'],
  family: 'secret',
  role: 'sensitive',
  checksum: false,
  patterns: [
    {
      expression:
        /(?<![\w-])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,82}|glpat-[\w-]{20}|xox[abprs]-[A-Za-z0-9-]{10,72}|AIza[\w-]{35}|sk_(?:live|test)_[A-Za-z0-9]{24,99}|npm_[A-Za-z0-9]{36})(?![\w-])/gu,
      score: 0.9,
      name: 'token with a prefix',
    },
  ],
  prefilter: { latin: true, run: 4, minLength: 20 },
  examples: { match: [`ghp_${'0'.repeat(36)}`, `AIza${'0'.repeat(35)}`], reject: ['ghp_0000', 'AIza'] },
  source: 'prefixes documented by GitHub, GitLab, Slack, Google, Stripe and npm',
} satisfies Recogniser
