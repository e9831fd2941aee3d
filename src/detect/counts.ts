/** Counts by key, added up in any order with the same result. */
export type Counts = Record<string, number>

export function addCounts<C extends Counts>(a: C, b: C): C {
  const sum: Counts = { ...a }
  for (const [key, n] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + n
  return sum as C
}

export function addRecords<F extends Counts>(a: Record<string, F>, b: Record<string, F>): Record<string, F> {
  const sum: Record<string, F> = { ...a }
  for (const [key, facts] of Object.entries(b)) sum[key] = sum[key] ? addCounts(sum[key], facts) : facts
  return sum
}

export function bump(counts: Counts, key: string, n: number): void {
  counts[key] = (counts[key] ?? 0) + n
}
