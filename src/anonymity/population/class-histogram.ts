/** Classes of a sample by their size: `counts[i]` classes of `sizes[i]` records, sizes rising. */
export interface ClassHistogram {
  sizes: number[]
  counts: number[]
  records: number
  classes: number
}

export function classHistogram(sizes: Iterable<number>): ClassHistogram {
  const bySize = new Map<number, number>()
  for (const size of sizes) bySize.set(size, (bySize.get(size) ?? 0) + 1)
  const entries = [...bySize].sort(([a], [b]) => a - b)
  return {
    sizes: entries.map(([size]) => size),
    counts: entries.map(([, count]) => count),
    records: entries.reduce((sum, [size, count]) => sum + size * count, 0),
    classes: entries.reduce((sum, [, count]) => sum + count, 0),
  }
}

/** How many classes have this size. */
export function classesOf({ sizes, counts }: ClassHistogram, size: number): number {
  return counts[sizes.indexOf(size)] ?? 0
}
