import { createClassTable, type ClassCounts, type ValueCounts } from '../../anonymity/class-table.ts'
import { PerdeError } from '../../errors.ts'
import type { CountedCombinations } from './solved-table.ts'

/** A table of people of whom the records are some, counted as the records are, without sensitive fields. */
export interface CountedPopulation {
  quasi: { texts: string[]; base: number }[]
  counts: ClassCounts
}

/**
 * The records beside a population: one more field, the last, counts who is in it, and combinations that only people of the
 * population have are there without a row. Throws PLAN_LIMIT where one of the two was too large to be told apart.
 */
export function withPopulation<T extends CountedCombinations>(counted: T, population: CountedPopulation): T {
  if ([...counted.quasi, ...population.quasi].some(({ base }) => base > 0))
    throw new PerdeError('PLAN_LIMIT', 'the combinations are too many to be held against a population', {
      hints: ['make a quasi-identifier with many values coarser by a rule of its own, or leave the population out'],
    })
  const texts = counted.quasi.map((field, q) => [...new Set([...field.texts, ...population.quasi[q]!.texts])])
  const numbers = population.quasi.map((field, q) => {
    const known = new Map(texts[q]!.map((text, n) => [text, n + 1]))
    return Uint32Array.from([0, ...field.texts.map((text) => known.get(text)!)])
  })
  const { counts } = counted
  const shape = {
    leaves: texts.map((list) => list.length + 1),
    sensitive: [...counts.shape.sensitive, MEMBERSHIP.length + 1],
  }
  const table = createClassTable(shape)
  table.merge({ ...counts, sensitive: [...counts.sensitive, noValues(counts)] })
  table.merge(
    {
      ...population.counts,
      rows: 0,
      counts: new Float64Array(population.counts.counts.length),
      sensitive: [...counts.sensitive.map(() => noValues(population.counts)), members(population.counts)],
    },
    numbers,
  )
  return {
    ...counted,
    quasi: counted.quasi.map((field, q) => ({ ...field, texts: texts[q]! })),
    sensitive: [...counted.sensitive, MEMBERSHIP],
    counts: { ...table.unsorted(), shape },
  }
}

/** The one value of the field, whose number is `IN_POPULATION`. */
const MEMBERSHIP = ['']

function noValues({ counts }: ClassCounts): ValueCounts {
  return { start: new Uint32Array(counts.length + 1), value: new Uint32Array(), count: new Float64Array() }
}

function members({ counts }: ClassCounts): ValueCounts {
  return {
    start: Uint32Array.from({ length: counts.length + 1 }, (_, e) => e),
    value: new Uint32Array(counts.length).fill(1),
    count: counts,
  }
}
