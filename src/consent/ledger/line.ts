import type { ConsentEvent } from './event.ts'
import { isConsentEvent } from './event.ts'
import { MOMENT_BYTES, secondsAt } from './moment.ts'

/**
 * A line of the ledger: the event as JSON with its members in one order, so that what differs from line to line (the
 * reference, the time of the act, the time of learning) stands at fixed places, and what repeats stands between them:
 *
 *   {"ref":"…22…","at":"…20…",<body>,"known":"…20…"}
 *
 * Reading ten million lines is then a matter of slices, and equal bodies are parsed and judged once.
 */
export interface LineParts {
  /** offset of the reference's first character */
  ref: number
  /** when the person acted, seconds since 1970 */
  at: number
  /** start and end of the body */
  body: number
  bodyEnd: number
  /** when the ledger learnt of it, seconds since 1970 */
  known: number
}

/** The line of an event, without a newline. */
export function lineOf({ ref, at, known, ...body }: ConsentEvent): string {
  const members = ORDER.flatMap((name) => (body[name] === undefined ? [] : [`"${name}":${JSON.stringify(body[name])}`]))
  return `${REF}${ref}${AT}${at}",${members.join()}${KNOWN}${known}"}`
}

/** The places of a line in `bytes` from `start` to `end`, which lies before the newline; undefined: it is none. */
export function partsOf(bytes: Uint8Array, start: number, end: number): LineParts | undefined {
  const atStart = start + REF.length + REF_CHARS
  const body = atStart + AT.length + MOMENT_BYTES + 2
  const bodyEnd = end - KNOWN.length - MOMENT_BYTES - 2
  if (bodyEnd <= body) return undefined
  const fits =
    stands(REF, bytes, start) &&
    stands(AT, bytes, atStart) &&
    stands('",', bytes, body - 2) &&
    stands(KNOWN, bytes, bodyEnd) &&
    stands('"}', bytes, end - 2)
  if (!fits) return undefined
  const at = secondsAt(bytes, atStart + AT.length)
  const known = secondsAt(bytes, bodyEnd + KNOWN.length)
  return at < 0 || known < 0 ? undefined : { ref: start + REF.length, at, body, bodyEnd, known }
}

/** The event whose body this is, with any reference and times; undefined where it is not one, or not written as it must be. */
export function eventOfBody(body: string): ConsentEvent | undefined {
  let event: unknown
  try {
    event = JSON.parse(`${REF}${'A'.repeat(REF_CHARS)}${AT}${ANY_TIME}",${body}${KNOWN}${ANY_TIME}"}`)
  } catch {
    return undefined
  }
  if (!isConsentEvent(event)) return undefined
  // What is written in another order could name a member twice, and mean another thing to another reader.
  return lineOf(event).slice(BODY_AT, -KNOWN.length - MOMENT_BYTES - 2) === body ? event : undefined
}

/**
 * Length of what makes two events the same: all but when the ledger learnt of them. An event that is imported again is
 * known by it.
 */
export function identityEnd({ bodyEnd }: LineParts): number {
  return bodyEnd
}

/** Characters of a reference: 16 bytes as base64url. */
export const REF_CHARS = 22
const REF = '{"ref":"'
const AT = '","at":"'
const KNOWN = ',"known":"'
const ANY_TIME = '2000-01-01T00:00:00Z'
const BODY_AT = REF.length + REF_CHARS + AT.length + MOMENT_BYTES + 2

const ORDER = [
  'state',
  'actor',
  'purposes',
  'processing',
  'categories',
  'from',
  'until',
  'term',
  'controller',
  'recipients',
  'jurisdiction',
  'notice',
  'guardian',
  'adultOn',
  'channel',
  'proofSha256',
  'subjectNamed',
  'thirdParties',
  'crossBorder',
  'publicSources',
  'otherSha256',
  'refusal',
  'source',
] as const satisfies readonly Exclude<keyof ConsentEvent, 'ref' | 'at' | 'known'>[]

function stands(text: string, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}
