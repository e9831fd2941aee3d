import { lossOfNodes, type Hierarchy } from './hierarchy.ts'
import { createTupleTable, type TupleTable } from './tuple-table.ts'

/** Finds the class that a combination may go to. */
export interface Cover {
  /** number of the class with the least loss that covers a combination of leaves, the first of equals; -1: none does */
  classOf(leaves: ArrayLike<number>): number
}

/** The classes of one node of the lattice. */
interface Layer {
  levels: number[]
  /** the least loss of its classes */
  least: number
  table: TupleTable
  numbers: number[]
}

/** `classes`: level and node by column. Classes of the same levels are one look-up. */
export function createCover(
  hierarchies: readonly Hierarchy[],
  classes: readonly (readonly [number, number])[][],
  losses: Float64Array = lossesOfClasses(hierarchies, classes),
): Cover {
  const byLevels = new Map<string, Layer>()
  for (const [number, own] of classes.entries()) {
    const levels = own.map(([level]) => level)
    const name = levels.join()
    let layer = byLevels.get(name)
    if (!layer) {
      const sizes = levels.map((level, c) => hierarchies[c]!.levels[level]!.values.length)
      byLevels.set(name, (layer = { levels, least: Infinity, table: createTupleTable(sizes, Infinity), numbers: [] }))
    }
    layer.least = Math.min(layer.least, losses[number]!)
    layer.numbers[
      layer.table.add(
        own.map(([, node]) => node),
        1,
      )
    ] = number
  }
  const layers = [...byLevels.values()].sort((a, b) => a.least - b.least)
  const tuple = new Uint32Array(hierarchies.length)
  return {
    classOf(leaves) {
      let best = -1
      for (const { levels, least, table, numbers } of layers) {
        if (best >= 0 && least > losses[best]!) break
        for (let c = 0; c < tuple.length; c++) tuple[c] = hierarchies[c]!.levels[levels[c]!]!.ofLeaf[leaves[c]!]!
        const entry = table.find(tuple)
        if (entry < 0) continue
        const own = numbers[entry]!
        if (best < 0 || losses[own]! < losses[best]! || (losses[own] === losses[best] && own < best)) best = own
      }
      return best
    },
  }
}

/** Sum over the columns of what a class loses, by class. */
export function lossesOfClasses(
  hierarchies: readonly Hierarchy[],
  classes: readonly (readonly [number, number])[][],
): Float64Array {
  const byLevel = hierarchies.map((hierarchy) => hierarchy.levels.map((_, level) => lossOfNodes(hierarchy, level)))
  return Float64Array.from(classes, (own) => own.reduce((sum, [level, node], c) => sum + byLevel[c]![level]![node]!, 0))
}
