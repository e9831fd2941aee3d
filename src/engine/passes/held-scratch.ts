import { PerdeError } from '../../errors.ts'
import type { Scratch } from '../../io/lake/scratch.ts'

/** Records of a partition that wait in memory to be shuffled, where a worker has no disk. */
const MOST_HELD = 512 * 1024 * 1024

/** Throws PLAN_LIMIT where more waits than memory should hold. */
export function heldScratch(most = MOST_HELD): Scratch {
  const held = new Map<number, Uint8Array[]>()
  let bytes = 0
  return {
    append(number, more) {
      bytes += more.length
      if (bytes > most)
        throw new PerdeError('PLAN_LIMIT', `a partition of more than ${most / 1024 / 1024} MiB cannot be shuffled`, {
          hints: ['hand the table over in more partitions, or leave "output.order" out'],
        })
      held.set(number, [...(held.get(number) ?? []), more])
    },
    take(number) {
      const own = held.get(number) ?? []
      held.delete(number)
      return Buffer.concat(own)
    },
    close: () => held.clear(),
  }
}
