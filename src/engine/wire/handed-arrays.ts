import type { BlockResult } from './task.ts'
import type { BlockProfile } from './block-profile.ts'

// The arrays of a result whose memory goes to the main thread instead of being copied.

export function arraysOfResult({ bytes, receipts }: BlockResult): ArrayBufferView[] {
  const arrays = receipts.flatMap(({ decisions, classes }) => {
    if (!classes) return [decisions]
    const pairs = Object.values(classes.sensitive).flatMap(({ pairs: keys, counts }) => [keys, counts])
    return [decisions, classes.keys, classes.counts, ...pairs]
  })
  return [bytes, ...arrays]
}

export function arraysOfProfile({ combinations }: BlockProfile): ArrayBufferView[] {
  return combinations.flatMap(({ counts: { columns, counts, sensitive } }) => [
    ...columns,
    counts,
    ...sensitive.flatMap(({ start, value, count }) => [start, value, count]),
  ])
}
