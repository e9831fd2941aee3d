/** Invented columns for the tests: deterministic, no value of anybody. */

/** Numbers 0 ≤ n < limit, the same for the same seed. */
export function numbers(seed: number, count: number, limit: number): number[] {
  let state = seed >>> 0
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  })
}

const WEIGHTS = [
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2],
]

/** Valid IINs of births in 1899–1905, so that nobody holds one. */
export function iins(count: number, seed = 1): string[] {
  const found: string[] = []
  for (const n of numbers(seed, 40 * count, 10_000_000)) {
    if (found.length === count) break
    const body = `0${1 + (n % 5)}${pad(1 + (n % 12))}${pad(1 + (n % 28))}${3 + (n % 2)}${String(n).padStart(7, '0').slice(0, 4)}`
    const check = WEIGHTS.map((w) => w.reduce((sum, x, i) => sum + x * Number(body[i]), 0) % 11).find((c) => c < 10)
    if (check !== undefined) found.push(body + String(check))
  }
  return found
}

export function pad(n: number): string {
  return String(n).padStart(2, '0')
}

/** Vectors of a dimension and a norm, centred. */
export function vectors(count: number, dimensions: number, norm: number): string[] {
  return Array.from({ length: count }, (_, row) => {
    const raw = numbers(row + 1, dimensions, 2000).map((n) => n / 1000 - 1)
    const length = Math.sqrt(raw.reduce((s, x) => s + x * x, 0))
    return `[${raw.map((x) => ((x / length) * norm).toFixed(6)).join(', ')}]`
  })
}
