import type { ClassCounts } from './class-table.ts'
import { columnLosses } from './utility-metric.ts'
import { lossOfNodes, type Hierarchy } from './hierarchy.ts'

/**
 * Sets of combinations that are to be published as one class, each at the lowest levels at which its members look alike.
 * Loss here is summed over the columns, 0 to the number of columns; cost is loss × rows.
 */
export interface Clusters {
  /** members, rows, loss and levels by cluster */
  members: number[][]
  rows: number[]
  loss: number[]
  levels: Uint8Array[]
  /** loss of a cluster with one more entry; anything ≥ `most` where it is that much */
  lossWith(cluster: number, entry: number, most: number): number
  /** loss of a cluster without one of its members */
  lossWithout(cluster: number, entry: number): number
  insert(cluster: number, entry: number): void
  remove(cluster: number, entry: number): void
  /** a new one; its number */
  add(entries: number[]): number
}

export function createClusters(counts: ClassCounts, hierarchies: readonly Hierarchy[]): Clusters {
  const width = hierarchies.length
  const order = costliestFirst(counts, hierarchies)
  // By column: node and loss of each leaf at each level, level by level.
  const leaves = hierarchies.map(({ levels }) => levels[0]!.values.length)
  const nodes = hierarchies.map(({ levels }, c) => {
    const all = new Uint32Array(levels.length * leaves[c]!)
    for (const [l, { ofLeaf }] of levels.entries()) all.set(ofLeaf, l * leaves[c]!)
    return all
  })
  const losses = hierarchies.map((hierarchy, c) => {
    const all = new Float64Array(hierarchy.levels.length * leaves[c]!)
    for (const [l, { ofLeaf }] of hierarchy.levels.entries()) {
      const own = lossOfNodes(hierarchy, l)
      for (let leaf = 0; leaf < leaves[c]!; leaf++) all[l * leaves[c]! + leaf] = own[ofLeaf[leaf]!]!
    }
    return all
  })
  const { columns } = counts
  const members: number[][] = []
  const rows: number[] = []
  const loss: number[] = []
  const levels: Uint8Array[] = []
  const scratch = new Uint8Array(width)

  /** Raises `own` until `entry` looks like `first`; by how many levels in sum. */
  const raise = (own: Uint8Array, first: number, entry: number): number => {
    let raised = 0
    for (let c = 0; c < width; c++) {
      const node = nodes[c]!
      const a = columns[c]![first]!
      const b = columns[c]![entry]!
      const step = leaves[c]!
      while (node[own[c]! * step + a] !== node[own[c]! * step + b]) {
        own[c]!++
        raised++
      }
    }
    return raised
  }
  /**
   * Raises `own`, all zero, to the lowest levels at which members look alike; the first of them, -1: there is none. `most`:
   * the sum of these levels is not above it, so where it is reached the other members need no look.
   */
  const raiseAll = (own: Uint8Array, list: readonly number[], except: number, most: number): number => {
    let first = -1
    let left = most
    for (let i = 0; i < list.length && (left > 0 || first < 0); i++) {
      const member = list[i]!
      if (member === except) continue
      if (first < 0) first = member
      else left -= raise(own, first, member)
    }
    return first
  }
  const lossAt = (own: Uint8Array, first: number): number => {
    let sum = 0
    for (let c = 0; c < width; c++) sum += losses[c]![own[c]! * leaves[c]! + columns[c]![first]!]!
    return sum
  }
  const settle = (cluster: number, most: number): void => {
    const own = levels[cluster]!.fill(0)
    const first = raiseAll(own, members[cluster]!, NOBODY, most)
    loss[cluster] = first < 0 ? 0 : lossAt(own, first)
  }

  return {
    members,
    rows,
    loss,
    levels,
    lossWith(cluster, entry, most) {
      let sum = loss[cluster]!
      const own = levels[cluster]!
      const first = members[cluster]![0]!
      for (let i = 0; i < width; i++) {
        const c = order[i]!
        const column = columns[c]!
        const a = column[first]!
        const b = column[entry]!
        if (a === b) continue
        const node = nodes[c]!
        const step = leaves[c]!
        const start = own[c]! * step
        let at = start
        while (node[at + a] !== node[at + b]) at += step
        if (at !== start) {
          sum += losses[c]![at + a]! - losses[c]![start + a]!
          if (sum >= most) return sum
        }
      }
      return sum
    },
    lossWithout(cluster, entry) {
      const own = scratch.fill(0)
      // What fewer members have in common is not higher.
      const first = raiseAll(own, members[cluster]!, entry, sumOf(levels[cluster]!))
      return first < 0 ? 0 : lossAt(own, first)
    },
    insert(cluster, entry) {
      const list = members[cluster]!
      list.push(entry)
      rows[cluster]! += counts.counts[entry]!
      if (list.length > 1) {
        raise(levels[cluster]!, list[0]!, entry)
        loss[cluster] = lossAt(levels[cluster]!, list[0]!)
      }
    },
    remove(cluster, entry) {
      const list = members[cluster]!
      list.splice(list.indexOf(entry), 1)
      rows[cluster]! -= counts.counts[entry]!
      settle(cluster, sumOf(levels[cluster]!))
    },
    add(entries) {
      members.push(entries)
      rows.push(entries.reduce((sum, e) => sum + counts.counts[e]!, 0))
      loss.push(0)
      levels.push(new Uint8Array(width))
      settle(members.length - 1, Infinity)
      return members.length - 1
    },
  }
}

/** No entry has this number. */
const NOBODY = -1

function sumOf(levels: Uint8Array): number {
  let sum = 0
  for (let c = 0; c < levels.length; c++) sum += levels[c]!
  return sum
}

/** Columns in the order of what one step up costs, so that a dear cluster shows early. */
function costliestFirst(counts: ClassCounts, hierarchies: readonly Hierarchy[]): number[] {
  const step = columnLosses(counts, hierarchies).map((byLevel) => byLevel[1] ?? 0)
  return [...step.keys()].sort((a, b) => step[b]! - step[a]! || a - b)
}
