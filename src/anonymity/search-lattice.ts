import { compareEvaluations, type Evaluation } from './evaluation.ts'
import { compareLevels, type Lattice } from './lattice.ts'
import { isBelow } from './group.ts'
import { createNodeHeap } from './node-heap.ts'

export interface Search {
  lattice: Lattice
  /** a value that no node can be below, and that rises with every level */
  bound(levels: ArrayLike<number>): number
  evaluate(levels: Uint8Array): Evaluation
  /** what is coarser than a feasible node is feasible */
  monotone: boolean
  /** some nodes may be infeasible */
  tight: boolean
  /** the bound orders the nodes only; evaluations carry a floor for all that is coarser */
  floors: boolean
  budget: number
}

export interface Found {
  best: Evaluation | undefined
  /** no node is below this */
  bound: number
  checked: number
}

/** Lattices up to here are listed and sorted; larger ones are walked with a heap. */
const LISTED = 1 << 20

/**
 * Best-first search by the bound, exact for any model: once the bound of the next node is above the best value, no node
 * is better. Where feasibility is monotone, nodes are decided in chains to the top by binary search, and what follows for
 * finer or coarser nodes is noted (predictive tagging; F. Kohlmayer, F. Prasser et al., "Flash: efficient, stable and
 * optimal k-anonymity", PASSAT 2012). What a coarse node suppresses, finer ones suppress too: that raises their bounds.
 */
export function searchLattice(search: Search): Found {
  return search.lattice.nodes <= LISTED ? searchListed(search) : searchHeap(search)
}

const UNKNOWN = 0
const INFEASIBLE = 1
/** feasible, since a finer node is */
const FEASIBLE = 2
const CHECKED = 3

function searchListed({ lattice, bound, evaluate, monotone, tight, floors, budget }: Search): Found {
  const { nodes, heights, strides, levelsOf } = lattice
  const bounds = new Float64Array(nodes)
  for (let node = 0; node < nodes; node++) bounds[node] = bound(levelsOf(node))
  const order = Uint32Array.from(bounds, (_, node) => node).sort(
    (a, b) => bounds[a]! - bounds[b]! || compareLevels(levelsOf(a), levelsOf(b)),
  )
  const state = new Uint8Array(nodes)
  const floor = floors ? new Float64Array(nodes) : undefined
  let best: Evaluation | undefined
  let checked = 0
  /** nodes that bound what is finer */
  const pruning: Evaluation[] = []

  const tag = (node: number, levels: Uint8Array, way: 1 | -1, as: number) => {
    for (let c = 0; c < heights.length; c++) {
      if (way > 0 ? levels[c]! + 1 >= heights[c]! : levels[c] === 0) continue
      const next = node + way * strides[c]!
      if (state[next] !== UNKNOWN) continue
      state[next] = as
      levels[c]! += way
      tag(next, levels, way, as)
      levels[c]! -= way
    }
  }
  const look = (node: number): boolean => {
    const levels = levelsOf(node)
    const found = evaluate(levels)
    checked++
    if (monotone && tight) {
      if (found.feasible) tag(node, levels, 1, FEASIBLE)
      else tag(node, levels, -1, INFEASIBLE)
    }
    state[node] = found.feasible ? CHECKED : INFEASIBLE
    if (floor) floor[node] = found.floor
    if (found.feasible && (!best || compareEvaluations(found, best) < 0)) best = found
    if (found.finer) pruning.push(found)
    return found.feasible
  }
  const isOver = (value: number) => best !== undefined && value > best.value + 1e-12 * Math.max(1, best.value)

  for (const node of order) {
    if (!floor && isOver(bounds[node]!)) break
    if (checked >= budget && best) return { best, bound: floor ? 0 : bounds[node]!, checked }
    if (floor) {
      const levels = levelsOf(node)
      for (let c = 0; c < heights.length; c++)
        if (levels[c]! > 0) floor[node] = Math.max(floor[node]!, floor[node - strides[c]!]!)
      if (isOver(floor[node]!)) continue
    }
    if (state[node] === INFEASIBLE || state[node] === CHECKED || isPruned(node)) continue
    if (state[node] === FEASIBLE || !monotone || !tight) lookFromAbove(node)
    else lookAlongChain(node)
  }
  return { best, bound: best?.value ?? Infinity, checked }

  /** No node below a coarser one whose suppressed rows alone cost too much can be the best. */
  function isPruned(node: number): boolean {
    const levels = levelsOf(node)
    return pruning.some((coarser) => isBelow(levels, coarser.levels) && isOver(coarser.finer!(levels)))
  }

  /**
   * Looks at coarser nodes first, by binary search for the coarsest of a chain that rules this one out: what rules it out does
   * so for all that is below.
   */
  function lookFromAbove(from: number): void {
    if (best) {
      const chain = chainFrom(from, (up) => !isOver(bounds[up]!))
      let low = 1
      let high = chain.length - 1
      while (low <= high) {
        const middle = (low + high + 1) >> 1
        const node = chain[middle]!
        if (state[node] !== CHECKED && state[node] !== INFEASIBLE) look(node)
        if (isPruned(from)) low = middle + 1
        else high = middle - 1
      }
    }
    if (state[from] !== CHECKED && state[from] !== INFEASIBLE && !isPruned(from)) look(from)
  }

  /** A way to the top through nodes that qualify, each time to the one with the least bound. */
  function chainFrom(from: number, qualifies: (node: number) => boolean): number[] {
    const chain = [from]
    for (let node = from; ;) {
      const levels = levelsOf(node)
      let next = -1
      for (let c = 0; c < heights.length; c++) {
        const up = node + strides[c]!
        if (levels[c]! + 1 < heights[c]! && qualifies(up) && (next < 0 || bounds[up]! < bounds[next]!)) next = up
      }
      if (next < 0) return chain
      chain.push((node = next))
    }
  }

  /** Binary search for the lowest feasible node of a chain upwards through nodes that nothing is known of. */
  function lookAlongChain(from: number): void {
    const chain = chainFrom(from, (up) => state[up] === UNKNOWN)
    let low = 0
    let high = chain.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      if (look(chain[middle]!)) high = middle - 1
      else low = middle + 1
    }
  }
}

/**
 * For lattices too large to list: the same order from a heap. A node's children raise one column at or behind the last
 * one that was raised, so each node has one parent and no set of visited nodes is needed. Ends at the budget.
 */
function searchHeap({ lattice: { heights }, bound, evaluate: evaluateOne, budget, floors }: Search): Found {
  let checked = 0
  const evaluate = (levels: Uint8Array): Evaluation => {
    checked++
    return evaluateOne(levels)
  }
  const heap = createNodeHeap()
  const bottom = new Uint8Array(heights.length)
  heap.push({ levels: bottom, bound: bound(bottom), from: 0 })
  let best = greedy(heights, bound, evaluate)
  for (let next = heap.pop(); next; next = heap.pop()) {
    if (!floors && best && next.bound > best.value + 1e-12) return { best, bound: best.value, checked }
    if (checked >= budget) return { best, bound: floors ? 0 : next.bound, checked }
    const found = evaluate(next.levels)
    if (found.feasible && (!best || compareEvaluations(found, best) < 0)) best = found
    for (let c = next.from; c < heights.length; c++) {
      if (next.levels[c]! + 1 >= heights[c]!) continue
      const levels = next.levels.slice()
      levels[c]!++
      heap.push({ levels, bound: bound(levels), from: c })
    }
  }
  return { best, bound: best?.value ?? Infinity, checked }
}

/** From the top downwards, each time to the feasible node with the least value, until none is better. */
function greedy(
  heights: readonly number[],
  bound: (levels: ArrayLike<number>) => number,
  evaluate: (levels: Uint8Array) => Evaluation,
): Evaluation | undefined {
  let best = evaluate(Uint8Array.from(heights, (height) => height - 1))
  if (!best.feasible) return undefined
  for (;;) {
    const finer = [...heights.keys()]
      .filter((c) => best.levels[c]! > 0)
      .map((c) => best.levels.map((level, i) => (i === c ? level - 1 : level)))
      .sort((a, b) => bound(a) - bound(b))
    let found: Evaluation | undefined
    for (const levels of finer) {
      const one = evaluate(levels)
      if (one.feasible && (!found || compareEvaluations(one, found) < 0)) found = one
    }
    if (!found || compareEvaluations(found, best) >= 0) return best
    best = found
  }
}
