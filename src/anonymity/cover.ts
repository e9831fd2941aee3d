import { lossOfNodes, type Hierarchy } from './hierarchy.ts'

/** Finds the class that a combination may go to. */
export interface Cover {
  /**
   * Number of the class with the least loss that covers a combination of leaves, the first of equals; -1: none does. `known`:
   * one that covers it, -1: none is known; what loses more is not looked at.
   */
  classOf(leaves: ArrayLike<number>, known?: number): number
}

/**
 * `classes`: level and node by column. They stand in a trie, a column a step, so that those that begin alike are looked up
 * once, and a branch whose best class loses more than one that was found is left out. Where one class is left the trie ends.
 */
export function createCover(
  hierarchies: readonly Hierarchy[],
  classes: readonly (readonly [number, number])[][],
  losses: Float64Array = lossesOfClasses(hierarchies, classes),
): Cover {
  const { offsets, ofLeaf } = numberedNodes(hierarchies)
  // Columns with many nodes part the classes best.
  const order = [...hierarchies.keys()].sort((a, b) => nodesOf(hierarchies[b]!) - nodesOf(hierarchies[a]!) || a - b)
  const width = order.length
  // By class and step: the node's number. Equal beginnings stand side by side in `sorted`.
  const codes = new Uint32Array(width * classes.length)
  for (const [number, own] of classes.entries())
    for (const [depth, c] of order.entries()) codes[number * width + depth] = offsets[c]![own[c]![0]]! + own[c]![1]
  const sorted = Uint32Array.from(classes.keys()).sort((a, b) => {
    for (let i = a * width, j = b * width, end = i + width; i < end; i++, j++)
      if (codes[i] !== codes[j]) return codes[i]! - codes[j]!
    return a - b
  })
  const trie = createTrie(sorted, codes, width, losses)
  const { first, code, behind, least } = trie
  let best = -1

  const better = (own: number) =>
    best < 0 || losses[own]! < losses[best]! || (losses[own] === losses[best] && own < best)

  /** The class that is left below a branch, from a step on. */
  const tryOne = (leaves: ArrayLike<number>, own: number, from: number): void => {
    for (let depth = from, at = own * width + from; depth < width; depth++, at++)
      if (!covers(leaves, depth, codes[at]!)) return
    if (better(own)) best = own
  }
  const covers = (leaves: ArrayLike<number>, depth: number, node: number): boolean => {
    const c = order[depth]!
    const own = ofLeaf[c]!
    const leaf = leaves[c]!
    for (let level = 0; level < own.length; level++) if (own[level]![leaf] === node) return true
    return false
  }
  const take = (leaves: ArrayLike<number>, branch: number, depth: number): void => {
    if (best >= 0 && least[branch]! > losses[best]!) return
    const to = behind[branch]!
    if (to < 0) tryOne(leaves, ~to, depth + 1)
    else descend(leaves, to, depth + 1)
  }
  const descend = (leaves: ArrayLike<number>, at: number, depth: number): void => {
    const from = first[at]!
    const to = first[at + 1]!
    const own = ofLeaf[order[depth]!]!
    const leaf = leaves[order[depth]!]!
    for (let level = 0; level < own.length; level++) {
      const branch = branchOf(code, from, to, own[level]![leaf]!)
      if (branch >= 0) take(leaves, branch, depth)
    }
  }
  return {
    classOf(leaves, known = -1) {
      best = known
      if (classes.length > 0) descend(leaves, 0, 0)
      return best
    },
  }
}

/** Branches of the node n are those from `first[n]` to `first[n + 1]`, by rising number of what they ask for. */
interface Trie {
  first: Uint32Array
  /** by branch: number of the node of a hierarchy that it asks for */
  code: Uint32Array
  /** by branch: node of the trie behind it; the complement of a class where only that is left */
  behind: Int32Array
  /** by branch: least loss of a class behind it */
  least: Float64Array
}

/** Node by node in the order of their depth, so that the branches of each stand side by side. Equal classes: the first counts. */
function createTrie(sorted: Uint32Array, codes: Uint32Array, width: number, losses: Float64Array): Trie {
  const first: number[] = [0]
  const code: number[] = []
  const behind: number[] = []
  const least: number[] = []
  // Nodes that wait: the classes from … to of each, and its depth.
  const waiting: [from: number, to: number, depth: number][] = sorted.length > 0 ? [[0, sorted.length, 0]] : []
  for (let node = 0; node < waiting.length; node++) {
    const [from, to, depth] = waiting[node]!
    for (let i = from; i < to;) {
      const own = codes[sorted[i]! * width + depth]!
      let end = i
      let lost = Infinity
      for (; end < to && codes[sorted[end]! * width + depth] === own; end++)
        lost = Math.min(lost, losses[sorted[end]!]!)
      code.push(own)
      least.push(lost)
      const alone = end - i === 1 || depth === width - 1
      behind.push(alone ? ~sorted[i]! : waiting.push([i, end, depth + 1]) - 1)
      i = end
    }
    first.push(code.length)
  }
  return {
    first: Uint32Array.from(first),
    code: Uint32Array.from(code),
    behind: Int32Array.from(behind),
    least: Float64Array.from(least),
  }
}

/** The branch that asks for a node, -1: none does. By bisection; few have many. */
function branchOf(code: Uint32Array, from: number, to: number, node: number): number {
  while (to - from > 4) {
    const middle = (from + to) >>> 1
    if (code[middle]! <= node) from = middle
    else to = middle
  }
  for (; from < to; from++) if (code[from] === node) return from
  return -1
}

/** Nodes of all columns as numbers that none shares: that of node 0 of each level, and that of each leaf at it, by column. */
function numberedNodes(hierarchies: readonly Hierarchy[]): { offsets: number[][]; ofLeaf: Uint32Array[][] } {
  let size = 0
  const offsets = hierarchies.map(({ levels }) => levels.map(({ values }) => (size += values.length) - values.length))
  const ofLeaf = hierarchies.map(({ levels }, c) =>
    levels.map((level, l) => level.ofLeaf.map((node) => offsets[c]![l]! + node)),
  )
  return { offsets, ofLeaf }
}

function nodesOf({ levels }: Hierarchy): number {
  return levels.reduce((sum, { values }) => sum + values.length, 0)
}

/** Sum over the columns of what a class loses, by class. */
export function lossesOfClasses(
  hierarchies: readonly Hierarchy[],
  classes: readonly (readonly [number, number])[][],
): Float64Array {
  const byLevel = hierarchies.map((hierarchy) => hierarchy.levels.map((_, level) => lossOfNodes(hierarchy, level)))
  return Float64Array.from(classes, (own) => own.reduce((sum, [level, node], c) => sum + byLevel[c]![level]![node]!, 0))
}
