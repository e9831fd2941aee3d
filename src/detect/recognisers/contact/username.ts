// Handles of social networks: @name
import type { Recogniser } from '../../recogniser.ts'

export const recogniser = {
  entity: 'username',
  aliases: ['USERNAME', 'NICKNAME', 'SOCIAL_HANDLE'],
  family: 'contact',
  role: 'identifier',
  checksum: false,
  patterns: [
    { expression: /(?<![\p{L}\p{N}@._/])@[A-Za-z][A-Za-z0-9_.]{2,29}(?![\p{L}\p{N}@])/gu, score: 0.4, name: 'handle' },
  ],
  prefilter: { at: true, letters: true, minLength: 4 },
  context: [
    'telegram',
    'телеграм*',
    'instagram',
    'инстаграм*',
    'twitter',
    'tiktok',
    'username',
    'login',
    'логин',
    'nick',
    'ник',
    'whatsapp',
    'вк',
    'vk',
  ],
  examples: {
    match: ['телеграм @some_person', 'instagram: @someone'],
    reject: ['@some_person', 'telegram @a', 'someone@example.com'],
  },
  source: 'forms of the networks: a letter, then letters, digits, low lines and dots',
} satisfies Recogniser
