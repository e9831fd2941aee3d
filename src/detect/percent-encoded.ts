/** Mail addresses and telephone numbers as they stand in links: `?email=a.b%40example.com&phone=%2B77010000003`. */
import { isDigits } from './boundary.ts'
import { judgeNumber } from './phones/judge-number.ts'
import type { Candidate } from './recogniser.ts'

/** A mailbox: letters, digits, signs that links do not divide by, and bytes; twice encoded where links stand in links. */
export const ENCODED_MAILBOX =
  /(?<![\p{L}\p{N}._~%-])(?:[\p{L}\p{N}._~-]|%(?:25)?(?!40)[0-9A-Fa-f]{2}){1,64}%(?:25)?40[\p{L}\p{N}][\p{L}\p{N}.-]{1,253}[\p{L}\p{N}](?![\p{L}\p{N}@%])/gu

/** A plus and digits, with the signs between that people write. */
export const ENCODED_PHONE =
  /(?<![\p{L}\p{N}%])%(?:25)?2[Bb]\d(?:(?:%(?:25)?2[089]|[-+().]){0,2}\d){6,14}(?![\p{L}\p{N}])/gu

/** `isMailbox`: whether what was encoded is an address. */
export function encodedMailboxes(text: string, isMailbox: (written: string) => boolean): Candidate[] {
  const found: Candidate[] = []
  if (!text.includes('%')) return found
  for (const m of text.matchAll(ENCODED_MAILBOX)) {
    const written = decoded(m[0])
    if (written === undefined || !isMailbox(written)) continue
    found.push({ start: m.index, end: m.index + m[0].length, score: 0.6, validated: true, why: WHY_MAIL })
  }
  return found
}

export function encodedPhones(text: string): Candidate[] {
  const found: Candidate[] = []
  if (!text.includes('%')) return found
  for (const m of text.matchAll(ENCODED_PHONE)) {
    const digits = [...(decoded(m[0]) ?? '')].filter(isDigits).join('')
    const judged = judgeNumber(`+${digits}`)
    if (judged) found.push({ start: m.index, end: m.index + m[0].length, ...judged, why: [...judged.why, ENCODED] })
  }
  return found
}

const ENCODED = 'percent-encoded'
const WHY_MAIL = ['pattern email', 'check', ENCODED]

/** Undefined: the bytes are no text. */
function decoded(match: string): string | undefined {
  try {
    const once = decodeURIComponent(match)
    return /%[0-9A-Fa-f]{2}/.test(once) ? decodeURIComponent(once) : once
  } catch {
    return undefined
  }
}
