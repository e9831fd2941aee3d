import { ofSameKind, toStrings } from '../cells.ts'
import { compareText, constant, formatDecimal, multipleOf, noNumber, rescale } from '../decimal.ts'
import type { Constant, Decimal } from '../decimal.ts'
import { ValueFault } from '../verb.ts'
import type { Verb } from '../verb.ts'

interface Options {
  /** buckets of one width, the first from 0 */
  width?: number
  /** borders, rising; values below the first and from the last on have a bucket each */
  edges?: number[]
  /** `label` (default) writes `30-39`; `lower` the lower border; `middle` the number halfway */
  as?: 'label' | 'lower' | 'middle'
}

/**
 * Puts numbers into buckets. A bucket has its lower border inside and its upper one outside: [30, 40) is written `30-39`
 * where all borders are integers (39.5 is in it too) and `0.5-1.0` where they are not. Outside of `edges` stand `<0`, `65+`.
 */
export const verb = {
  name: 'bucket',
  summary: 'writes the range that the number lies in',
  properties: { iso20889: 'generalisation', joins: 'no', unique: false, reversible: false },
  schema: {
    type: 'object',
    additionalProperties: false,
    minProperties: 1,
    properties: {
      width: { type: 'number', exclusiveMinimum: 0 },
      edges: { type: 'array', minItems: 2, items: { type: 'number' } },
      as: { enum: ['label', 'lower', 'middle'] },
    },
  },
  writes: ({ as = 'label' }) => (as === 'label' ? 'text' : 'words'),
  parseShort(words) {
    const width = Number(words[0])
    return words.length === 1 && width > 0 && Number.isFinite(width) ? { width } : undefined
  },
  check({ width, edges }) {
    if ((width === undefined) === (edges === undefined)) return ['either "width" or "edges" is needed']
    return edges?.some((edge, i) => i > 0 && edge <= edges[i - 1]!) ? ['"edges" must rise'] : []
  },
  bind({ width, edges, as = 'label' }) {
    const find = width === undefined ? amongEdges(edges!.map(constant), as) : byWidth(constant(width), as)
    return as === 'label' ? toStrings(find) : ofSameKind(find)
  },
} satisfies Verb<Options>

type As = 'label' | 'lower' | 'middle'

function byWidth(width: Constant, as: As): (text: string, index: number) => string {
  // Labels repeat; they are kept until there are too many to be buckets.
  const written = new Map<bigint, string>()
  return (text, index) => {
    const n = multipleOf(text, width, 'floor')
    if (n === undefined) throw new ValueFault(index, noNumber(text))
    let label = written.get(n)
    if (label === undefined) {
      label = write(
        { units: n * width.units, scale: width.scale },
        { units: (n + 1n) * width.units, scale: width.scale },
        as,
      )
      if (written.size > 10_000) written.clear()
      written.set(n, label)
    }
    return label
  }
}

function amongEdges(edges: Constant[], as: As): (text: string, index: number) => string {
  const scale = Math.max(...edges.map((edge) => edge.scale))
  const even = edges.map((edge) => ({ units: rescale(edge, scale), scale }))
  const labels = even.slice(1).map((upper, i) => write(even[i]!, upper, as))
  return (text, index) => {
    let low = 0
    let high = edges.length
    while (low < high) {
      const middle = (low + high) >> 1
      const side = compareText(text, edges[middle]!)
      if (side === undefined) throw new ValueFault(index, noNumber(text))
      if (side < 0) high = middle
      else low = middle + 1
    }
    const inside = labels[low - 1]
    if (inside !== undefined) return inside
    if (as !== 'label') throw new ValueFault(index, 'the value lies outside of the edges')
    return low === 0 ? `<${formatDecimal(even[0]!)}` : `${formatDecimal(even.at(-1)!)}+`
  }
}

/** Both borders have one scale. */
function write(lower: Decimal, upper: Decimal, as: As): string {
  if (as === 'lower') return formatDecimal(lower)
  if (as === 'middle') {
    const middle = { units: 5n * (lower.units + upper.units), scale: lower.scale + 1 }
    return middle.units % 10n === 0n
      ? formatDecimal({ units: middle.units / 10n, scale: lower.scale })
      : formatDecimal(middle)
  }
  if (lower.scale > 0) return `${formatDecimal(lower)}-${formatDecimal(upper)}`
  const last = upper.units - 1n
  return last === lower.units ? String(last) : `${lower.units}-${last}`
}
