import { toStrings } from '../cells.ts'
import type { Verb } from '../verb.ts'

interface Options {
  /** characters kept at the start */
  length: number
  /** written for each character taken away, so that the length stays: `*`; default: nothing */
  pad?: string
  /** prefixes that few people share and that therefore do not appear */
  deny?: string[]
  /** what stands in their place, default `*` */
  'deny-as'?: string
}

/**
 * Keeps the start of a postcode, a diagnosis or another code that reads from coarse to fine. A code that is shorter
 * already stays as it is: it says less. Spaces around the value do not count.
 */
export const verb = {
  name: 'prefix',
  summary: 'keeps the first characters of a code',
  properties: { iso20889: 'generalisation', joins: 'no', unique: false, reversible: false },
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['length'],
    properties: {
      length: { type: 'integer', minimum: 0 },
      pad: { type: 'string', maxLength: 1 },
      deny: { type: 'array', items: { type: 'string' } },
      'deny-as': { type: 'string' },
    },
  },
  parseShort: (words) => (words.length === 1 && /^\d{1,3}$/.test(words[0]!) ? { length: Number(words[0]) } : undefined),
  check({ length, deny, 'deny-as': denyAs }) {
    const phrases: string[] = []
    if (deny?.some((prefix) => Array.from(prefix).length > length))
      phrases.push('"deny" holds a prefix longer than "length", which would never be met')
    if (denyAs !== undefined && deny === undefined) phrases.push('"deny-as" needs "deny"')
    return phrases
  },
  bind({ length, pad = '', deny = [], 'deny-as': denyAs = '*' }) {
    const denied = new Set(deny)
    return toStrings((text) => {
      const { start, rest } = cut(text.trim(), length)
      return denied.has(start) ? denyAs : start + pad.repeat(rest)
    })
  },
} satisfies Verb<Options>

const ASTRAL = /[\ud800-\udfff]/

/** The first characters and how many follow; a character is a code point, so no surrogate pair is cut. */
function cut(text: string, length: number): { start: string; rest: number } {
  if (!ASTRAL.test(text)) return { start: text.slice(0, length), rest: Math.max(text.length - length, 0) }
  const characters = Array.from(text)
  return { start: characters.slice(0, length).join(''), rest: Math.max(characters.length - length, 0) }
}
