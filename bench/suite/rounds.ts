import type { Usage } from './child.ts'
import { load } from './machine.ts'

/** One run of one case, with the load of the machine when it began. */
export interface Sample extends Usage {
  load: number
  /** what the process itself reported */
  said: unknown
}

export interface Spread {
  median: number
  min: number
  max: number
}

/**
 * Runs every case once a round, A B C A B C …, so that whatever else the machine does falls on all of them alike.
 */
export async function interleave<C extends { id: string }>(
  cases: readonly C[],
  rounds: number,
  run: (one: C) => Promise<Omit<Sample, 'load'>>,
  onSample: (one: C, round: number, sample: Sample) => void,
): Promise<Map<string, Sample[]>> {
  const samples = new Map<string, Sample[]>(cases.map(({ id }) => [id, []]))
  for (let round = 1; round <= rounds; round++)
    for (const one of cases) {
      const before = load()
      const sample = { ...(await run(one)), load: before }
      samples.get(one.id)!.push(sample)
      onSample(one, round, sample)
    }
  return samples
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return {
    median: sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2,
    min: sorted[0]!,
    max: sorted.at(-1)!,
  }
}
