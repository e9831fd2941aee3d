import { toStrings } from '../cells.ts'
import type { Verb } from '../verb.ts'

interface Options {
  /** characters left readable at the start, default 0 */
  first?: number
  /** characters left readable at the end, default 0 */
  last?: number
  /** what is written for each masked character, default `*` */
  char?: string
  /** characters that stay where they are and are not counted: `"-@. "` */
  keep?: string
}

/**
 * Writes one `char` for each character but the first and last few. A character is a Unicode code point, so no surrogate
 * pair is cut. A value with no more countable characters than first + last is masked completely: otherwise
 * a short value would be left readable as a whole.
 */
export const verb = {
  name: 'mask',
  summary: 'writes * for each character, but for a few at the start or the end',
  properties: { iso20889: 'masking', joins: 'no', unique: false, reversible: false },
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      first: { type: 'integer', minimum: 0 },
      last: { type: 'integer', minimum: 0 },
      char: { type: 'string', minLength: 1, maxLength: 1 },
      keep: { type: 'string' },
    },
  },
  parseShort: (words) => (words.length === 0 ? {} : undefined),
  check: ({ char, keep }) =>
    char !== undefined && keep?.includes(char)
      ? ['"char" is among the characters of "keep", so nobody could tell them apart']
      : [],
  bind({ first = 0, last = 0, char = '*', keep = '' }) {
    const kept = new Set(keep)
    return toStrings((text) => maskText(text, first, last, char, kept))
  },
} satisfies Verb<Options>

const ASTRAL = /[\ud800-\udfff]/

function maskText(text: string, first: number, last: number, char: string, kept: ReadonlySet<string>): string {
  if (kept.size === 0 && !ASTRAL.test(text)) {
    const hidden = text.length - first - last
    return hidden > 0
      ? text.slice(0, first) + char.repeat(hidden) + text.slice(text.length - last)
      : char.repeat(text.length)
  }
  const characters = Array.from(text)
  let countable = 0
  for (const c of characters) if (!kept.has(c)) countable++
  const readable = countable > first + last
  let seen = 0
  let out = ''
  for (const c of characters) {
    if (kept.has(c)) out += c
    else out += readable && (seen < first || seen >= countable - last) ? c : char
    if (!kept.has(c)) seen++
  }
  return out
}
