/** Root of a function that is above 0 at `low` and below at `high`, by halving, to 14 digits. */
export function bisect(f: (x: number) => number, low: number, high: number): number {
  let [from, to] = [low, high]
  for (let i = 0; i < 100; i++) {
    const middle = (from + to) / 2
    if (f(middle) > 0) from = middle
    else to = middle
  }
  return (from + to) / 2
}
