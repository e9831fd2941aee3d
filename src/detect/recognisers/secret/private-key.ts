// RFC 7468 textual encoding of private keys
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'private-key',
  aliases: ['PRIVATE_KEY', 'ENCRYPTION_KEY'],
  family: 'secret',
  role: 'sensitive',
  checksum: false,
  patterns: [
    {
      expression:
        /-----BEGIN (?:[A-Z]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:[^-]{0,3500}-----END (?:[A-Z]{2,9} ){0,2}PRIVATE KEY(?: BLOCK)?-----)?/gu,
      score: 0.95,
      name: 'private key',
    },
  ],
  prefilter: { capital: true, run: 5, minLength: 26 },
  examples: {
    match: ['-----BEGIN PRIVATE KEY-----', '-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----'],
    reject: ['-----BEGIN PUBLIC KEY-----'],
  },
  source: 'RFC 7468 sections 10 and 11',
} satisfies Recogniser
