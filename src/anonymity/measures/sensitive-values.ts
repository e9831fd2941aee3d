import { distributionOf, type ClassCounts } from '../class-table.ts'
import type { Hierarchy } from '../hierarchy.ts'
import { largestGain } from '../privacy-models/beta-likeness.ts'
import { largestRatio } from '../privacy-models/delta-disclosure.ts'
import { entropy } from '../privacy-models/entropy-l.ts'
import { shares, type Histogram } from '../privacy-models/privacy-model.ts'
import { recursiveInfimum } from '../privacy-models/recursive-l.ts'
import { equalDistance, hierarchicalDistance, orderedDistance, type Distance } from '../privacy-models/t-closeness.ts'

/** What the worst class of a table reaches in one sensitive field. */
export interface SensitiveMeasures {
  /** fewest different values */
  distinctL: number
  /** exponential of the least entropy */
  entropyL: number
  /** the infimum of c for recursive (c,l)-diversity; Infinity where a class has fewer than l values */
  recursiveC(l: number): number
  tEqual: number
  /** undefined without an order or a hierarchy */
  tOrdered?: number
  tHierarchical?: number
  /** the largest relative gain of a value */
  basicBeta: number
  /** the largest |ln(q / p)| of values that occur; `strict`: in bits, Infinity where a class lacks a value */
  deltaDisclosure: number
  deltaDisclosureStrict: number
  /** the largest share of a value in a class. R. Wong et al., "(α,k)-anonymity", KDD 2006 */
  alpha: number
}

export interface SensitiveOptions {
  /** numbers of the values in their order, where they have one */
  order?: readonly number[]
  /** leaves are the values */
  hierarchy?: Hierarchy
}

/** Measures the classes of a table as they are: its entries are the classes. */
export function sensitiveMeasures(
  counts: ClassCounts,
  field: number,
  options: SensitiveOptions = {},
): SensitiveMeasures {
  const whole = shares(distributionOf(counts, field))
  const values = whole.reduce((n, p) => n + (p > 0 ? 1 : 0), 0)
  const classes = () => histograms(counts, field)
  const most = (of: (size: number, histogram: Histogram) => number) => {
    let worst = 0
    for (const { size, histogram } of classes()) worst = Math.max(worst, of(size, histogram))
    return worst
  }
  const ordered = options.order && orderedDistance(whole, options.order)
  const hierarchical: Distance | undefined = options.hierarchy && hierarchicalDistance(whole, options.hierarchy)
  let distinctL = Infinity
  let least = Infinity
  for (const { size, histogram } of classes()) {
    distinctL = Math.min(distinctL, histogram.distinct)
    least = Math.min(least, entropy(size, histogram))
  }
  return {
    distinctL: counts.counts.length === 0 ? 0 : distinctL,
    entropyL: counts.counts.length === 0 ? 0 : Math.exp(least),
    recursiveC: (l) => most((_, histogram) => recursiveInfimum(l, histogram)),
    tEqual: most(equalDistance(whole)),
    ...(ordered && { tOrdered: most(ordered) }),
    ...(hierarchical && { tHierarchical: most(hierarchical) }),
    basicBeta: most((size, histogram) => largestGain(size, histogram, whole)),
    deltaDisclosure: most((size, histogram) => largestRatio(size, histogram, whole)),
    deltaDisclosureStrict: most((size, histogram) =>
      histogram.distinct < values ? Infinity : largestRatio(size, histogram, whole) / Math.LN2,
    ),
    alpha: most((size, { counts: n, present, distinct }) => {
      let top = 0
      for (let i = 0; i < distinct; i++) top = Math.max(top, n[present[i]!]!)
      return top / size
    }),
  }
}

/** The classes one after the other, in one histogram that is used again. */
function* histograms(counts: ClassCounts, field: number): Generator<{ size: number; histogram: Histogram }> {
  const { start, value, count } = counts.sensitive[field]!
  const width = counts.shape.sensitive[field]!
  const histogram: Histogram = { counts: new Float64Array(width), present: new Uint32Array(width), distinct: 0 }
  for (let e = 0; e < counts.counts.length; e++) {
    histogram.distinct = start[e + 1]! - start[e]!
    for (let i = 0; i < histogram.distinct; i++) {
      histogram.present[i] = value[start[e]! + i]!
      histogram.counts[value[start[e]! + i]!] = count[start[e]! + i]!
    }
    yield { size: counts.counts[e]!, histogram }
    for (let i = start[e]!; i < start[e + 1]!; i++) histogram.counts[value[i]!] = 0
  }
}
