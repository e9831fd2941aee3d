import type { Hierarchy } from './hierarchy.ts'

/** All choices of one level a column. A node is its levels, or one number: mixed radix, the last column fastest. */
export interface Lattice {
  /** levels of each column */
  heights: readonly number[]
  /** number of nodes; may exceed what can be stored */
  nodes: number
  levelsOf(node: number): Uint8Array
  /** what one level more in a column adds to a node's number */
  strides: readonly number[]
}

export function createLattice(hierarchies: readonly Hierarchy[]): Lattice {
  const heights = hierarchies.map(({ levels }) => levels.length)
  const strides = new Array<number>(heights.length)
  let nodes = 1
  for (let c = heights.length - 1; c >= 0; c--) {
    strides[c] = nodes
    nodes *= heights[c]!
  }
  return {
    heights,
    nodes,
    strides,
    levelsOf: (node) => Uint8Array.from(heights, (height, c) => Math.floor(node / strides[c]!) % height),
  }
}

/** Orders nodes of equal loss: the fewer levels in sum the better, then the lower levels of the earlier columns. */
export function compareLevels(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const difference = levelSum(a) - levelSum(b)
  if (difference !== 0) return difference
  for (let c = 0; c < a.length; c++) if (a[c] !== b[c]) return a[c]! - b[c]!
  return 0
}

export function levelSum(levels: ArrayLike<number>): number {
  let sum = 0
  for (let c = 0; c < levels.length; c++) sum += levels[c]!
  return sum
}
