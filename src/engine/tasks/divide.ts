import type { InputRange } from '../passes/block-tasks.ts'

/**
 * Shards of inputs that follow one another: each of about `target` bytes, of one input where that is larger. An input
 * whose size nobody knows (`undefined`) is a shard.
 */
export function divide(sizes: readonly (number | undefined)[], target: number): InputRange[] {
  const shards: InputRange[] = []
  let bytes = Infinity
  for (const [i, size = Infinity] of sizes.entries()) {
    // Nearer to the target with it than without it?
    if (bytes + size / 2 > target) {
      shards.push({ from: i, to: i + 1 })
      bytes = size
    } else {
      shards.at(-1)!.to = i + 1
      bytes += size
    }
  }
  return shards
}
