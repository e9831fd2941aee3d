/** Entries of a table of counts, the largest first, equal ones by name. */
export function entriesByCount(counts: Record<string, number>): [string, number][] {
  return Object.entries(counts).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
}
