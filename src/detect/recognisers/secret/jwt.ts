// RFC 7519 JSON Web Token: three base64url parts, the first a JSON header
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'jwt',
  aliases: ['JWT', 'JSON_WEB_TOKEN'],
  family: 'secret',
  role: 'sensitive',
  checksum: false,
  patterns: [
    { expression: /(?<![\w-])eyJ[\w-]{8,2000}\.[\w-]{2,8000}(?:\.[\w-]{0,2000})?/gu, score: 0.8, name: 'jwt' },
  ],
  prefilter: { dot: true, latin: true, run: 3, minLength: 20 },
  validate: (match) => {
    try {
      return 'alg' in JSON.parse(Buffer.from(match.slice(0, match.indexOf('.')), 'base64url').toString())
        ? true
        : undefined
    } catch {
      return false // not JSON: only looks like a token
    }
  },
  chance: 0.0001,
  examples: { match: ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.'], reject: ['eyJhbGciOiJub25lIn0', 'eyJ.abc.def'] },
  source: 'RFC 7519 section 3',
} satisfies Recogniser
