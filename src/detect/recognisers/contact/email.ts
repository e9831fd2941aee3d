// RFC 5321 mailbox as people write it; the domain must end in a suffix of the public suffix list
import { parse } from 'tldts'
import { ownText } from '../../../record/own-text.ts'
import { ENCODED_MAILBOX, encodedMailboxes } from '../../percent-encoded.ts'
import { findSpokenEmails, SIGN } from '../../spoken-email.ts'
import type { Candidate, Recogniser } from '../../recogniser.ts'

const LOCAL = String.raw`[\p{L}\p{N}.!#$%&'*+/=?^_\x60{|}~-]{1,64}`

const MAILBOX = new RegExp(
  String.raw`(?<![\p{L}\p{N}.!#$%&'*+/=?^_\x60{|}~@-])(?:${LOCAL}|"[^"\n]{1,62}")@[\p{L}\p{N}][\p{L}\p{N}.-]{1,253}[\p{L}\p{N}](?![\p{L}\p{N}@])`,
  'gu',
)

export const recogniser = {
  entity: 'email',
  aliases: ['EMAIL_ADDRESS', 'EMAIL'],
  family: 'contact',
  role: 'identifier',
  checksum: false,
  patterns: [],
  prefilter: { letters: true, minLength: 6 },
  find(text) {
    const spoken = findSpokenEmails(text, isMailbox)
    const encoded = encodedMailboxes(text, isMailbox)
    const mailboxes = findMailboxes(text)
    return spoken.length + encoded.length === 0 ? mailboxes : [...mailboxes, ...encoded, ...spoken]
  },
  needs: [/@/u, ENCODED_MAILBOX, SIGN],
  expressions: [MAILBOX, ENCODED_MAILBOX],
  chance: 0.005,
  context: ['email', 'e-mail', 'mail', 'почта', 'пошта', 'электрондық пошта', 'эл. почта', 'эл. пошта'],
  priority: 5,
  examples: {
    match: [
      'someone@example.com',
      'почта: иван@пример.рф',
      'a.b+c@mail.example.co.uk',
      'Write to someone@example.org.',
      '/thanks?email=some.one%40example.com&x=1',
      'to=%2Flogin%3Fmail%3Dsomeone%2540example.com',
      'пишите на ivan точка petrov собака example точка com',
      'иван собака пример точка рф, жду',
      'it is someone at example dot com',
      'ivan собачка example.com',
      'ivan ит белгісі example нүкте com',
    ],
    reject: [
      'у меня собака ушла, точка ру',
      'we met at the dot com party',
      'look at example dot notatld',
      'someone@example',
      'someone%40example',
      '100%400 of example.com',
      'someone@example.notatld',
      'a..b@example.com',
      'someone@-example.com',
    ],
  },
  source: 'RFC 5321 section 4.1.2; publicsuffix.org through tldts',
} satisfies Recogniser

const PLAIN: readonly string[] = ['pattern email']
const CHECKED: readonly string[] = [...PLAIN, 'check']

/** Nothing is looked for in a text without the sign; a match that fails may hide another one that starts inside it. */
function findMailboxes(text: string): Candidate[] {
  const found: Candidate[] = []
  if (!text.includes('@') || !text.includes('.')) return found
  if (isPlainMailbox(text)) return [{ start: 0, end: text.length, score: 0.6, validated: true, why: CHECKED }]
  MAILBOX.lastIndex = 0
  for (let m = MAILBOX.exec(text); m; m = MAILBOX.exec(text)) {
    const validated = isMailbox(m[0])
    const why = validated ? CHECKED : PLAIN
    found.push({ start: m.index, end: m.index + m[0].length, score: 0.6, validated, why })
    if (!validated) MAILBOX.lastIndex = m.index + (text.codePointAt(m.index)! > 0xffff ? 2 : 1)
  }
  return found
}

/**
 * `first.last42@example.com` and nothing else, as columns of addresses have it, that is one: the expression would find all of
 * it, and takes several times as long.
 */
function isPlainMailbox(text: string): boolean {
  const at = text.indexOf('@')
  if (at < 1 || at > 64 || text.length - at > 64) return false
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const isPlain = (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39)
    if (!isPlain && i !== at && ((unit !== 0x2e && unit !== 0x2d) || i === at + 1 || i === text.length - 1))
      return false
  }
  return isMailbox(text)
}

function isMailbox(match: string): boolean {
  const at = match.lastIndexOf('@')
  const local = match.slice(0, at)
  if (!local.startsWith('"') && (local.startsWith('.') || local.endsWith('.') || local.includes('..'))) return false
  return isDomain(match.slice(at + 1))
}

/** Domains kept at most, for mailboxes of many people have few of them; the table starts anew when it is full. */
const MOST_DOMAINS = 4096
// A cache of pure answers, bounded.
const domains = new Map<string, boolean>()

function isDomain(domain: string): boolean {
  let known = domains.get(domain)
  if (known === undefined) {
    if (domains.size >= MOST_DOMAINS) domains.clear()
    domains.set(ownText(domain), (known = isRegistered(domain)))
  }
  return known
}

function isRegistered(domain: string): boolean {
  if (
    domain.split('.').some((label) => label === '' || label.length > 63 || label.startsWith('-') || label.endsWith('-'))
  )
    return false
  const { isIcann, domain: registered } = parse(domain)
  return isIcann === true && registered !== null
}
