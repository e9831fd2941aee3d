// US bank account numbers, 8 to 17 digits, context only
import { number } from '../../boundary.ts'
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'us-bank-account',
  aliases: ['US_BANK_NUMBER', 'FINANCIAL_ACCOUNT_NUMBER'],
  family: 'finance',
  country: 'US',
  role: 'identifier',
  checksum: false,
  patterns: [{ expression: number(String.raw`\d{8,17}`), score: 0.15, name: 'us-bank-account' }],
  prefilter: { digits: 8 },
  context: [
    'bank account',
    'account number',
    'account no',
    'checking account',
    'savings account',
    'acct',
    'my account',
    'account number is',
    'bank acct',
    'debit account',
  ],
  needsContext: true,
  priority: -1,
  examples: {
    match: ['bank account 0000012345'],
    reject: ['0000012345'],
  },
  source: 'US bank account numbers, 8 to 17 digits, context only',
} satisfies Recogniser
