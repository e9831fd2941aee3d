/** One inner loop: what it is called, and how many items a second of CPU it did in each round. */
export interface Loop {
  id: string
  title: string
  unit: string
  rates: number[]
}

export interface Subject {
  id: string
  title: string
  unit: string
  /** does `items` items */
  run(): void
  items: number
}

/**
 * Rates of several loops, a round of each in turn after one that only warms up. Seconds are CPU seconds of the
 * process: nothing else runs in it, so on an idle machine they are seconds of one thread, and on a busy one they still are.
 */
export function race(subjects: readonly Subject[], rounds: number): Loop[] {
  const loops = subjects.map(({ id, title, unit }) => ({ id, title, unit, rates: [] as number[] }))
  for (let round = 0; round <= rounds; round++)
    subjects.forEach(({ run, items }, i) => {
      const before = process.cpuUsage()
      run()
      const { user, system } = process.cpuUsage(before)
      if (round > 0) loops[i]!.rates.push((items / (user + system)) * 1e6)
    })
  return loops
}
