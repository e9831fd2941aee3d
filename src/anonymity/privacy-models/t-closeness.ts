import type { Hierarchy } from '../hierarchy.ts'
import { ROUNDING, type Histogram, type PrivacyModel } from './privacy-model.ts'

/**
 * t-closeness: in every class the distribution of a sensitive field is within the earth mover's distance t of that of the
 * whole input. N. Li, T. Li and S. Venkatasubramanian, "t-closeness: privacy beyond k-anonymity and l-diversity", ICDE 2007.
 * It bounds what a class tells, not who is in it, and costs much utility. Cost: one pass over all values a class.
 */
export function tCloseness(t: number, field: number, distance: Distance): PrivacyModel {
  return {
    name: `${t}-closeness`,
    field,
    monotone: 'merging',
    holds: (size, histogram) => distance(size, histogram) <= t + ROUNDING,
    reached: (size, histogram) => `a distance of ${distance(size, histogram).toFixed(3)}`,
  }
}

/** Earth mover's distance of a class from the whole, 0…1. */
export type Distance = (size: number, histogram: Histogram) => number

/** All values are equally far from each other (half the sum of differences). `whole`: shares of the whole input. */
export function equalDistance(whole: Float64Array): Distance {
  return (size, { counts }) => {
    let sum = 0
    for (let v = 0; v < whole.length; v++) sum += Math.abs(counts[v]! / size - whole[v]!)
    return sum / 2
  }
}

/**
 * Values are as far apart as their ranks (Li et al., section 4.1). `order`: numbers of the values, in their order; what nobody
 * has, as values of a hierarchy or the absence of one may be, is no rank: it would make all others seem closer.
 */
export function orderedDistance(whole: Float64Array, order: readonly number[]): Distance {
  const ranks = order.filter((v) => whole[v]! > 0)
  return (size, { counts }) => {
    let carried = 0
    let sum = 0
    for (const v of ranks) {
      carried += counts[v]! / size - whole[v]!
      sum += Math.abs(carried)
    }
    return ranks.length > 1 ? sum / (ranks.length - 1) : 0
  }
}

/**
 * Values are as far apart as the height of their lowest common ancestor, the root being 1 (Li et al., section 4.2). The
 * numbers of the values are the leaves of the hierarchy.
 */
export function hierarchicalDistance(whole: Float64Array, hierarchy: Hierarchy): Distance {
  const height = hierarchy.levels.length - 1
  const leaves = hierarchy.levels[0]!.values.length
  const nodes = hierarchy.levels.map(({ values }) => values.length)
  const extra = nodes.map((n) => new Float64Array(n))
  const above = nodes.map((n) => new Float64Array(n))
  return (size, { counts }) => {
    const first = extra[0]!
    for (let v = 0; v < leaves; v++) first[v] = (counts[v] ?? 0) / size - (whole[v] ?? 0)
    let cost = 0
    for (let l = 1; l <= height; l++) {
      const parent = hierarchy.levels[l - 1]!.parent
      const below = extra[l - 1]!
      const net = extra[l]!.fill(0)
      const positive = above[l]!.fill(0)
      for (let child = 0; child < below.length; child++) {
        net[parent[child]!]! += below[child]!
        if (below[child]! > 0) positive[parent[child]!]! += below[child]!
      }
      // What flows out of some children into others: all that is positive, less what leaves the node.
      for (let n = 0; n < net.length; n++) cost += (l / height) * Math.min(positive[n]!, positive[n]! - net[n]!)
    }
    return cost
  }
}
