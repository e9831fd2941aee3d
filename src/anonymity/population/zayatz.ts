import { logGamma } from './gamma.ts'
import { classesOf, type ClassHistogram } from './class-histogram.ts'

/**
 * Records that are alone in the population, as estimated from a sample of it without replacement: sample uniques, times the
 * chance that the class of one was of size 1, where the population's classes are sized like the sample's.
 * L. Zayatz, "Estimation of the number of unique population elements using a sample", ASA, 1991. Overestimates where the
 * sample is small. 0 where nobody is alone in the sample.
 */
export function zayatzUniques(histogram: ClassHistogram, population: number): number {
  const { sizes, counts, classes, records } = histogram
  const alone = classesOf(histogram, 1)
  if (alone === 0) return 0
  let one = 0
  for (const [i, size] of sizes.entries()) one += (counts[i]! / classes) * drawnOnce(size, population, records)
  const share = ((alone / classes) * drawnOnce(1, population, records)) / one
  return (alone * share * population) / records
}

/** Chance that a sample of n of N holds exactly one of `size` records (hypergeometric). */
function drawnOnce(size: number, population: number, sample: number): number {
  const others = sample - 1
  if (others > population - size) return 0
  return Math.exp(Math.log(size) + logChoose(population - size, others) - logChoose(population, sample))
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
}
