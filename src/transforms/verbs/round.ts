import { ofSameKind } from '../cells.ts'
import { constant, formatDecimal, multipleOf, noNumber } from '../decimal.ts'
import { ValueFault } from '../verb.ts'
import type { Verb } from '../verb.ts'

interface Options {
  /** the value becomes a multiple of this: 1000, 0.5 */
  to: number
}

/** Rounds to the nearest multiple, halves away from zero; written with as many decimals as `to` has. */
export const verb = {
  name: 'round',
  summary: 'rounds numbers to a multiple',
  properties: { iso20889: 'generalisation', joins: 'no', unique: false, reversible: false },
  schema: {
    type: 'object',
    additionalProperties: false,
    required: ['to'],
    properties: { to: { type: 'number', exclusiveMinimum: 0 } },
  },
  writes: 'words',
  parseShort(words) {
    const to = Number(words[0])
    return words.length === 1 && to > 0 && Number.isFinite(to) ? { to } : undefined
  },
  bind({ to }) {
    const step = constant(to)
    return ofSameKind((text, index) => {
      const n = multipleOf(text, step, 'nearest')
      if (n === undefined) throw new ValueFault(index, noNumber(text))
      return formatDecimal({ units: n * step.units, scale: step.scale })
    })
  },
} satisfies Verb<Options>
