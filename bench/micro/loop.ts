/** One inner loop: what it is called, and how many items a second of CPU it did in each round after those that warm up. */
export interface Loop {
  id: string
  title: string
  unit: string
  rates: number[]
  /** the rate of the very first round, when nothing is compiled yet */
  first: number
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
 * Rates of several loops, a round of each in turn after some that only warm up. Seconds are CPU seconds of the
 * process: nothing else runs in it, so on an idle machine they are seconds of one thread, and on a busy one they still are.
 */
export function race(subjects: readonly Subject[], rounds: number, warmUps = 1): Loop[] {
  const loops = subjects.map(({ id, title, unit }) => ({ id, title, unit, rates: [] as number[], first: 0 }))
  for (let round = 0; round < warmUps + rounds; round++)
    subjects.forEach(({ run, items }, i) => {
      const before = process.cpuUsage()
      run()
      const { user, system } = process.cpuUsage(before)
      const rate = (items / (user + system)) * 1e6
      if (round === 0) loops[i]!.first = rate
      if (round >= warmUps) loops[i]!.rates.push(rate)
    })
  return loops
}
