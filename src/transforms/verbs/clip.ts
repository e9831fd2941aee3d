import { Kind } from '../../record/batch.ts'
import type { Values } from '../../record/batch.ts'
import { compareText, constant, noNumber } from '../decimal.ts'
import { ValueFault } from '../verb.ts'
import type { Verb } from '../verb.ts'

interface Options {
  min?: number
  max?: number
  /** what stands for values above `max`, default `max` itself: `"90+"` */
  above?: string | number
  /** what stands for values below `min`, default `min` itself */
  below?: string | number
}

/**
 * Top and bottom coding: numbers beyond a limit become the limit, or a word for it. Numbers stay numbers and strings
 * strings, but for a limit that is written as a word.
 */
export const verb = {
  name: 'clip',
  summary: 'cuts numbers off at a smallest and a largest one',
  properties: { iso20889: 'generalisation', joins: 'no', unique: false, reversible: false },
  schema: {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: {
      min: { type: 'number' },
      max: { type: 'number' },
      above: { type: ['string', 'number'] },
      below: { type: ['string', 'number'] },
    },
  },
  writes: ({ above, below }) => (typeof above === 'string' || typeof below === 'string' ? 'text' : 'words'),
  parseShort: () => undefined,
  check({ min, max, above, below }) {
    const phrases: string[] = []
    if (min === undefined && max === undefined) phrases.push('"min" or "max" is needed')
    if (min !== undefined && max !== undefined && min > max) phrases.push('"min" is above "max"')
    if (above !== undefined && max === undefined) phrases.push('"above" needs "max"')
    if (below !== undefined && min === undefined) phrases.push('"below" needs "min"')
    return phrases
  },
  bind({ min, max, above = max, below = min }) {
    const low = min === undefined ? undefined : constant(min)
    const high = max === undefined ? undefined : constant(max)
    const anything = constant(0)
    return ({ text, kind }) => {
      const out: Values = { text: text.slice(), kind: kind.slice() }
      for (let i = 0; i < text.length; i++) {
        const value = text[i]!
        const fromHigh = compareText(value, high ?? anything)
        if (fromHigh === undefined || kind[i] === Kind.container) throw new ValueFault(i, noNumber(value))
        if (high && fromHigh > 0) put(out, i, above!)
        else if (low && compareText(value, low)! < 0) put(out, i, below!)
      }
      return out
    }
  },
} satisfies Verb<Options>

function put(out: Values, index: number, value: string | number): void {
  out.text[index] = String(value)
  if (typeof value === 'string') out.kind[index] = Kind.string
}
