// RFC 5321 mailbox as people write it; the domain must end in a suffix of the public suffix list
import { parse } from 'tldts'
import type { Recogniser } from '../../recogniser.ts'

const LOCAL = String.raw`[\p{L}\p{N}.!#$%&'*+/=?^_\x60{|}~-]{1,64}`

export const recogniser = {
  entity: 'email',
  aliases: ['EMAIL_ADDRESS', 'EMAIL'],
  family: 'contact',
  role: 'identifier',
  checksum: false,
  patterns: [
    {
      expression: new RegExp(
        String.raw`(?<![\p{L}\p{N}.!#$%&'*+/=?^_\x60{|}~@-])(?:${LOCAL}|"[^"\n]{1,62}")@[\p{L}\p{N}][\p{L}\p{N}.-]{1,253}[\p{L}\p{N}](?![\p{L}\p{N}@])`,
        'gu',
      ),
      score: 0.6,
      name: 'email',
    },
  ],
  prefilter: { at: true, dot: true, minLength: 6 },
  validate: isMailbox,
  chance: 0.005,
  context: ['email', 'e-mail', 'mail', 'почта', 'пошта', 'электрондық пошта', 'эл. почта', 'эл. пошта'],
  priority: 5,
  examples: {
    match: [
      'someone@example.com',
      'почта: иван@пример.рф',
      'a.b+c@mail.example.co.uk',
      'Write to someone@example.org.',
    ],
    reject: ['someone@example', 'someone@example.notatld', 'a..b@example.com', 'someone@-example.com'],
  },
  source: 'RFC 5321 section 4.1.2; publicsuffix.org through tldts',
} satisfies Recogniser

function isMailbox(match: string): boolean {
  const at = match.lastIndexOf('@')
  const local = match.slice(0, at)
  const domain = match.slice(at + 1)
  if (!local.startsWith('"') && (local.startsWith('.') || local.endsWith('.') || local.includes('..'))) return false
  if (
    domain.split('.').some((label) => label === '' || label.length > 63 || label.startsWith('-') || label.endsWith('-'))
  )
    return false
  const { isIcann, domain: registered } = parse(domain)
  return isIcann === true && registered !== null
}
