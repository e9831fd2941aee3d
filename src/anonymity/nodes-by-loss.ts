import { compareLevels, type Lattice } from './lattice.ts'
import { createNodeHeap } from './node-heap.ts'

/** Lattices up to here are listed and sorted. */
const LISTED = 1 << 20
/** Of larger ones this many nodes are taken, then a chain to the top. */
const TAKEN = 1 << 17

/** The nodes of a lattice by rising loss, the top last; of a very large lattice the first ones and a way to the top. */
export function* nodesByLoss(lattice: Lattice, loss: (levels: ArrayLike<number>) => number): Generator<Uint8Array> {
  const { nodes, heights, levelsOf } = lattice
  if (nodes <= LISTED) {
    const losses = Float64Array.from({ length: nodes }, (_, node) => loss(levelsOf(node)))
    const order = Uint32Array.from(losses, (_, node) => node).sort(
      (a, b) => losses[a]! - losses[b]! || compareLevels(levelsOf(a), levelsOf(b)),
    )
    for (const node of order) yield levelsOf(node)
    return
  }
  const heap = createNodeHeap()
  let last: Uint8Array = new Uint8Array(heights.length)
  heap.push({ levels: last, bound: loss(last), from: 0 })
  for (let taken = 0; taken < TAKEN; taken++) {
    const next = heap.pop()!
    yield (last = next.levels)
    for (let c = next.from; c < heights.length; c++)
      if (next.levels[c]! + 1 < heights[c]!) {
        const levels = next.levels.with(c, next.levels[c]! + 1)
        heap.push({ levels, bound: loss(levels), from: c })
      }
  }
  for (;;) {
    const up = [...heights.keys()]
      .filter((c) => last[c]! + 1 < heights[c]!)
      .map((c) => last.with(c, last[c]! + 1))
      .sort((a, b) => loss(a) - loss(b))[0]
    if (!up) return
    yield (last = up)
  }
}
