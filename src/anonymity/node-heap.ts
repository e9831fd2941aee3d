import { compareLevels } from './lattice.ts'

/** A node of the lattice that waits for its turn. */
export interface WaitingNode {
  levels: Uint8Array
  bound: number
  /** the first column that its children may raise */
  from: number
}

/** A binary heap of nodes, the least bound first, then the lower levels. */
export function createNodeHeap() {
  const items: WaitingNode[] = []
  const before = (a: WaitingNode, b: WaitingNode) => (a.bound - b.bound || compareLevels(a.levels, b.levels)) < 0
  return {
    push(item: WaitingNode): void {
      let at = items.push(item) - 1
      while (at > 0) {
        const parent = (at - 1) >> 1
        if (!before(item, items[parent]!)) break
        items[at] = items[parent]!
        at = parent
      }
      items[at] = item
    },
    pop(): WaitingNode | undefined {
      const first = items[0]
      const last = items.pop()
      if (!first || !last || items.length === 0) return first
      let at = 0
      for (;;) {
        let child = 2 * at + 1
        if (child >= items.length) break
        if (child + 1 < items.length && before(items[child + 1]!, items[child]!)) child++
        if (!before(items[child]!, last)) break
        items[at] = items[child]!
        at = child
      }
      items[at] = last
      return first
    },
  }
}
