import { describe, expect, it } from 'vitest'
import { classHistogram, type ClassHistogram } from '../../../src/anonymity/population/class-histogram.ts'
import { digamma, logGamma } from '../../../src/anonymity/population/gamma.ts'
import { fitPitman, pitmanUniques } from '../../../src/anonymity/population/pitman.ts'
import { populationUniqueness } from '../../../src/anonymity/population/population-uniqueness.ts'
import { fitTo, shlosser, snbUniques } from '../../../src/anonymity/population/snb.ts'
import { zayatzUniques } from '../../../src/anonymity/population/zayatz.ts'

/** A generator of its own, so that the populations are the same everywhere. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    let h = Math.imul(state ^ (state >>> 16), 0x7feb352d)
    h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
    return ((h ^ (h >>> 16)) >>> 0) / 4294967296
  }
}

/** Each record of the population is in the sample with this chance. */
function sampled(population: readonly number[], fraction: number, draw: () => number): ClassHistogram {
  return classHistogram(
    population
      .map((size) => Array.from({ length: size }, () => draw() < fraction).filter(Boolean).length)
      .filter((size) => size > 0),
  )
}
const sum = (sizes: readonly number[]) => sizes.reduce((a, b) => a + b, 0)

describe('ln Γ and ψ', () => {
  it('are those of the tables (Abramowitz and Stegun, 6.1 and 6.3)', () => {
    expect(logGamma(1)).toBeCloseTo(0, 11)
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 11)
    expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 11)
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 11)
    expect(digamma(0.5)).toBeCloseTo(-1.9635100260214235, 11)
    expect(digamma(50) - digamma(49)).toBeCloseTo(1 / 49, 11)
  })
})

describe('Zayatz', () => {
  /** Binomial coefficients by multiplication, for numbers that allow it. */
  const choose = (n: number, k: number): number =>
    Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1)
  it('is what the hypergeometric chances give, written out', () => {
    const [population, n] = [20, 7]
    const sizes = [1, 1, 2, 3]
    const once = (size: number) => (choose(size, 1) * choose(population - size, n - 1)) / choose(population, n)
    const all = (2 / 4) * once(1) + (1 / 4) * once(2) + (1 / 4) * once(3)
    const expected = (2 * (((2 / 4) * once(1)) / all) * population) / n
    expect(zayatzUniques(classHistogram(sizes), population)).toBeCloseTo(expected, 9)
  })
  it('is the number of those who are alone where the sample is the population', () => {
    expect(zayatzUniques(classHistogram([1, 1, 2, 5]), 9)).toBeCloseTo(2, 6)
  })
})

describe('Pitman', () => {
  it('has parameters at which both derivatives of the likelihood vanish, summed term by term', () => {
    const histogram = classHistogram([
      ...new Array<number>(60).fill(1),
      ...new Array<number>(20).fill(2),
      3,
      3,
      4,
      9,
      30,
    ])
    const { theta, alpha } = fitPitman(histogram)!
    const { sizes, counts, classes, records } = histogram
    const range = (n: number) => Array.from({ length: Math.max(0, n - 1) }, (_, i) => i + 1)
    const byTheta =
      sum(range(classes).map((i) => 1 / (theta + i * alpha))) - sum(range(records).map((i) => 1 / (theta + i)))
    const byAlpha =
      sum(range(classes).map((i) => i / (theta + i * alpha))) -
      sum(sizes.map((size, s) => counts[s]! * sum(range(size).map((i) => 1 / (i - alpha)))))
    expect(Math.abs(byTheta)).toBeLessThan(1e-8)
    expect(Math.abs(byAlpha)).toBeLessThan(1e-6)
  })

  it('estimates those alone in a population that grew as the model says, from a tenth of it', () => {
    // θ = 200, α = 0.5: a record founds a class with (θ + uα) / (θ + n), else joins one with (size − α)
    const draw = random(7)
    const classOf: number[] = []
    const sizes: number[] = []
    for (let n = 0; n < 40_000; n++) {
      if (draw() * (200 + n) < 200 + sizes.length * 0.5) classOf.push(sizes.push(1) - 1)
      else {
        // A record at random, put back with chance 0.5 / size, is in a class with chance ∝ size − 0.5.
        let own = classOf[Math.floor(draw() * n)]!
        while (draw() < 0.5 / sizes[own]!) own = classOf[Math.floor(draw() * n)]!
        sizes[own]!++
        classOf.push(own)
      }
    }
    const alone = sizes.filter((size) => size === 1).length
    const found = pitmanUniques(sampled(sizes, 0.1, random(8)), 40_000)!
    expect(Math.abs(found / alone - 1)).toBeLessThan(0.15)
  })

  it('does not fit where every record is a class of its own, or all are one', () => {
    expect(pitmanUniques(classHistogram([1, 1, 1]), 100)).toBeUndefined()
    expect(pitmanUniques(classHistogram([7]), 100)).toBeUndefined()
  })
})

describe('slide negative binomial', () => {
  it('gives the parameters back whose expected classes of one and of two it is told', () => {
    const [alpha, beta, classes, f] = [1.5, 0.3, 10_000, 0.2]
    // P(1 + Y = s), thinned: chance that a class has one or two of its records in the sample
    let chance = beta ** alpha
    const expected = [0, 0]
    for (let size = 1; size < 400; size++) {
      expected[0]! += classes * chance * size * f * (1 - f) ** (size - 1)
      expected[1]! += classes * chance * ((size * (size - 1)) / 2) * f ** 2 * (1 - f) ** (size - 2)
      chance *= ((size - 1 + alpha) / size) * (1 - beta)
    }
    const fit = fitTo(classes, classes * (1 + (alpha * (1 - beta)) / beta), f, expected[0]!, expected[1]!)!
    expect(fit.alpha).toBeCloseTo(alpha, 5)
    expect(fit.beta).toBeCloseTo(beta, 5)
  })

  it('takes the number of classes from the sample as Shlosser does: by hand, a half', () => {
    // 2 + 1 · (½·1 + ¼·1) / (1·½·1·1 + 2·½·½·1)
    expect(shlosser(classHistogram([1, 2]), 0.5)).toBeCloseTo(2 + 0.75 / 1, 12)
  })

  it('does not fit without pairs', () => {
    expect(snbUniques(classHistogram([1, 1, 5]), 100)).toBeUndefined()
  })
})

describe('the rule of Dankar', () => {
  const draw = random(3)
  // Classes of a geometric size: many alone, some large.
  const population = Array.from({ length: 20_000 }, () => {
    let size = 1
    while (draw() < 0.6) size++
    return size
  })
  const size = sum(population)
  const alone = population.filter((n) => n === 1).length / size

  it('goes by Pitman up to a tenth of the population, by the lesser of the others beyond', () => {
    expect(populationUniqueness(sampled(population, 0.05, random(4)), size).model).toBe('pitman')
    for (const fraction of [0.2, 0.5, 0.8]) {
      const found = populationUniqueness(sampled(population, fraction, random(5)), size)
      expect(found.unique).toBe(Math.min(found.zayatz, found.snb ?? Infinity))
      expect(found.model).toBe(found.unique === found.snb ? 'snb' : 'zayatz')
    }
  })

  it('is near the truth where half of the population is known', () => {
    const found = populationUniqueness(sampled(population, 0.5, random(6)), size)
    expect(Math.abs(found.unique / alone - 1)).toBeLessThan(0.15)
  })

  it('takes nobody to be alone where nobody is alone in the sample', () => {
    expect(populationUniqueness(classHistogram([2, 3]), 100)).toMatchObject({ unique: 0, model: 'none' })
  })

  it('falls back on Zayatz where Pitman does not fit', () => {
    expect(populationUniqueness(classHistogram([1, 1, 1]), 100).model).toBe('zayatz')
  })
})
