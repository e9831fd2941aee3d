import { lossOfNodes, type Hierarchy } from './hierarchy.ts'
import { ANY, createTupleTable } from './tuple-table.ts'

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
 * once, and a branch whose best class loses more than one that was found is left out.
 */
export function createCover(
  hierarchies: readonly Hierarchy[],
  classes: readonly (readonly [number, number])[][],
  losses: Float64Array = lossesOfClasses(hierarchies, classes),
): Cover {
  const { offsets, size } = numberedNodes(hierarchies)
  // Columns with many nodes part the classes best.
  const order = [...hierarchies.keys()].sort((a, b) => nodesOf(hierarchies[b]!) - nodesOf(hierarchies[a]!) || a - b)
  const steps = createTupleTable([ANY, size], Infinity)
  const step = new Uint32Array(2)
  // The root is 0, what stands behind entry e of the table is 1 + e.
  const least: number[] = []
  const numbers: number[] = []
  for (const [number, own] of classes.entries()) {
    let at = 0
    for (const c of order) {
      const [level, node] = own[c]!
      step[0] = at
      step[1] = offsets[c]![level]! + node
      at = 1 + steps.add(step, 1)
      least[at] = Math.min(least[at] ?? Infinity, losses[number]!)
    }
    numbers[at] = number
  }
  let best = -1
  const descend = (leaves: ArrayLike<number>, at: number, depth: number): void => {
    if (depth === order.length) {
      const own = numbers[at]!
      if (best < 0 || losses[own]! < losses[best]! || (losses[own] === losses[best] && own < best)) best = own
      return
    }
    const c = order[depth]!
    const { levels } = hierarchies[c]!
    for (let level = 0; level < levels.length; level++) {
      step[0] = at
      step[1] = offsets[c]![level]! + levels[level]!.ofLeaf[leaves[c]!]!
      const next = 1 + steps.find(step)
      if (next > 0 && (best < 0 || least[next]! <= losses[best]!)) descend(leaves, next, depth + 1)
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

/** Nodes of all columns as numbers that none shares: that of node 0 of each level, by column. */
function numberedNodes(hierarchies: readonly Hierarchy[]): { offsets: number[][]; size: number } {
  let size = 0
  const offsets = hierarchies.map(({ levels }) => levels.map(({ values }) => (size += values.length) - values.length))
  return { offsets, size }
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
