import { Kind } from '../../record/batch.ts'
import type { Verb } from '../verb.ts'

interface Options {
  /** what stands in every cell; without it `[REDACTED]`, but null in columns whose type is none of texts */
  with?: string | number | boolean
}

export const REDACTED = '[REDACTED]'

/** Writes one fixed value in place of every value, and where there is none, so that not even the presence of a value is left. */
export const verb = {
  name: 'redact',
  summary: 'writes [REDACTED], or a fixed value, in place of the value',
  properties: { iso20889: 'suppression', joins: 'no', unique: false, reversible: false },
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: { with: { type: ['string', 'number', 'boolean'] } },
  },
  writes: ({ with: value }) => (value === undefined ? 'mark' : typeof value === 'string' ? 'text' : 'same'),
  parseShort: (words) => (words.length === 0 ? {} : undefined),
  bind({ with: value }) {
    if (value !== undefined) {
      const text = String(value)
      const kind = kindOf(value)
      return (values) => ({ text: values.text.map(() => text), kind: values.kind.slice().fill(kind) })
    }
    return (values) => ({
      text: values.text.map((_, i) => (values.kind[i] === Kind.string ? REDACTED : '')),
      kind: values.kind.map((kind) => (kind === Kind.string ? Kind.string : Kind.null)),
    })
  },
} satisfies Verb<Options>

function kindOf(value: string | number | boolean): Kind {
  return typeof value === 'string' ? Kind.string : typeof value === 'number' ? Kind.number : Kind.boolean
}
