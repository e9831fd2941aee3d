import { PerdeError } from '../../errors.ts'
import type { RequestKind } from './deadlines.ts'
import { repeatsKey } from './repeated-key.ts'
import { isPlainPath } from './request-state.ts'

/** What a person asks, as it is handed over: in a file or on standard input, never among arguments. */
export interface SubjectRequest {
  /** the identifier, as in the data */
  subject: string
  corrections: CorrectionAsked[]
}

export interface CorrectionAsked {
  source: string
  field: string
  was?: string
  value: string | null
}

/** Most bytes of a request. */
export const LARGEST_REQUEST = 1024 * 1024

/**
 * Reads a request: the identifier on the first line, or one JSON object `{"subject": …, "corrections": [{"source": …,
 * "field": …, "was": …, "value": …}]}`. Throws INPUT_REQUEST, without a word of what stands in it.
 */
export function parseRequest(text: string, kind: RequestKind): SubjectRequest {
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text
  const request = plain.trimStart().startsWith('{') ? fromJson(plain) : { subject: firstLine(plain), corrections: [] }
  if (request.subject.trim() === '') throw wrong('it names nobody', 'the identifier of the person is its first line')
  if (kind === 'correct' && request.corrections.length === 0)
    throw wrong(
      'it says nothing to correct',
      'it is one JSON object: {"subject": …, "corrections": [{"source": …, "field": …, "value": …}]}',
    )
  if (kind !== 'correct' && request.corrections.length > 0)
    throw wrong('it has corrections', 'perde subject correct takes them')
  return request
}

/** What stands behind the first line would go by unseen. */
function firstLine(text: string): string {
  const [first = '', ...rest] = text.split(/\r?\n/)
  if (rest.some((line) => line.trim() !== ''))
    throw wrong('it has several lines', 'one request is about one person: ask for each by itself')
  return first
}

function fromJson(text: string): SubjectRequest {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw wrong('it is no JSON', 'a request that begins with { is one JSON object')
  }
  if (repeatsKey(text)) throw wrong('a key stands twice in one object', 'leave one of them out: only one would count')
  const { subject, corrections = [] } = membersOf(value, ['subject', 'corrections'], 'it')
  if (typeof subject !== 'string')
    throw wrong('its subject is no text', 'write the identifier in quotes, as in the data')
  if (!Array.isArray(corrections)) throw wrong('its corrections are no list')
  const asked = corrections.map(correctionAt)
  asked.forEach((one, i) => {
    const twin = asked.findIndex((own) => own.source === one.source && own.field === one.field && own.was === one.was)
    if (twin < i)
      throw wrong(`corrections[${twin}] and corrections[${i}] are about the same cells`, 'leave one of them out')
  })
  return { subject, corrections: asked }
}

function correctionAt(given: unknown, i: number): CorrectionAsked {
  const at = `corrections[${i}]`
  const { source, field, was, value } = membersOf(given, ['source', 'field', 'was', 'value'], at)
  if (typeof source !== 'string') throw wrong(`${at} has no source`, 'name the source as the policy does')
  if (typeof field !== 'string' || !isPlainPath(field))
    throw wrong(`the field of ${at} is no path of one value`, 'a path has no *, no ** and no [] here')
  if (was !== undefined && typeof was !== 'string') throw wrong(`"was" of ${at} is no text`)
  if (value !== null && typeof value !== 'string')
    throw wrong(`the value of ${at} is no text`, 'write numbers in quotes, as they shall stand there; null for unknown')
  return { source, field, ...(was !== undefined && { was }), value }
}

function membersOf(value: unknown, named: readonly string[], what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(`${what} is no object`)
  if (Object.keys(value).some((name) => !named.includes(name)))
    throw wrong(`${what} has a member that is not known`, `it may have ${named.join(', ')}`)
  return value as Record<string, unknown>
}

function wrong(why: string, hint?: string): PerdeError {
  return new PerdeError('INPUT_REQUEST', `the request of a person cannot be read: ${why}`, {
    hints: hint === undefined ? [] : [hint],
  })
}
