import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  documentsFor,
  estimateLeaks,
  lowerBound,
  upperBound,
  type JudgedStratum,
} from '../../../src/evidence/review/estimate.ts'
import { betaQuantile, incompleteBeta } from '../../../src/evidence/review/incomplete-beta.ts'

const one = (documents: number, judged: number, leaked: number, unsure = 0): JudgedStratum[] => [
  { documents, judged, leaked, unsure },
]
const perThousand = (share: number) => Math.round(share * 10_000) / 10

describe('the incomplete beta function', () => {
  it.each([
    // I_x(1, 1) = x
    [0.3, 1, 1, 0.3],
    // I_x(a, 1) = x^a, DLMF 8.17.7
    [0.4, 2.5, 1, 0.4 ** 2.5],
    // I_x(1, b) = 1 - (1 - x)^b
    [0.01, 1, 100, 1 - 0.99 ** 100],
    // I_x(2, 3) = 6x² - 8x³ + 3x⁴
    [0.6, 2, 3, 6 * 0.36 - 8 * 0.216 + 3 * 0.1296],
    // I_½(a, a) = ½
    [0.5, 1234.5, 1234.5, 0.5],
    // the law of the arcsine: I_x(½, ½) = 2/π asin √x
    [0.1, 0.5, 0.5, (2 / Math.PI) * Math.asin(Math.sqrt(0.1))],
  ])('at x = %d, a = %d, b = %d is %d', (x, a, b, expected) => {
    expect(incompleteBeta(x, a, b)).toBeCloseTo(expected, 11)
  })

  it('and its mirror image make one', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0.1, max: 5000, noNaN: true }),
        fc.double({ min: 0.1, max: 5000, noNaN: true }),
        (x, a, b) => Math.abs(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a) - 1) < 1e-9,
      ),
    )
  })

  it('is turned round by its quantile', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        fc.double({ min: 0.5, max: 10_000, noNaN: true }),
        (p, a, b) => Math.abs(incompleteBeta(betaQuantile(p, a, b), a, b) - p) < 1e-6,
      ),
    )
  })
})

describe('the bounds of Clopper and Pearson', () => {
  it.each([
    // [of 100, one-sided upper, two-sided lower, two-sided upper], per thousand, as statistical tables have them
    [0, 100, 29.5, 0, 36.2],
    [1, 100, 46.6, 0.3, 54.5],
    [2, 100, 61.6, 2.4, 70.4],
    [10, 100, 163.7, 49, 176.2],
    // the rule of three: 3 / n
    [0, 1000, 3, 0, 3.7],
    [5, 10, 777.6, 187.1, 812.9],
    // all leak: the upper bound is one, the lower one (α/2)^(1/n)
    [10, 10, 1000, 691.5, 1000],
  ])('for %d of %d are %d, %d and %d per thousand', (x, n, oneSided, lower, upper) => {
    expect(perThousand(upperBound(x, n, 0.05))).toBe(oneSided)
    expect(perThousand(lowerBound(x, n, 0.025))).toBe(lower)
    expect(perThousand(upperBound(x, n, 0.025))).toBe(upper)
  })
})

describe('the estimate', () => {
  it('of one large stratum is that of a plain random sample', () => {
    const e = estimateLeaks(one(1_000_000, 100, 2))
    expect(e).toMatchObject({ documents: 1_000_000, judged: 100, leaked: 2, unsure: 0, notJudged: 0 })
    expect(e.share).toBeCloseTo(0.02)
    expect(e.effective).toBeCloseTo(100)
    expect([perThousand(e.upper), ...e.between.map(perThousand)]).toEqual([61.6, 2.4, 70.4])
  })

  it('of strata that were sampled in proportion has the same effective size', () => {
    const e = estimateLeaks([...one(8000, 80, 0), ...one(2000, 20, 0)])
    expect(e.effective).toBeCloseTo(100)
    expect(perThousand(e.upper)).toBe(29.5)
  })

  it('weighs each stratum by its documents, not by what was judged of it', () => {
    // Half of the small stratum leaks, nothing of the large one.
    const e = estimateLeaks([...one(9900, 50, 0), ...one(100, 50, 25)])
    expect(e.share).toBeCloseTo(0.005)
    expect(e.effective).toBeCloseTo(1 / (0.99 ** 2 / 50 + 0.01 ** 2 / 50))
  })

  it('of documents that were all judged is their share, and so are the bounds', () => {
    const e = estimateLeaks([...one(6, 6, 1), ...one(4, 4, 1)])
    expect(e.effective).toBe(Infinity)
    for (const bound of [e.share!, e.upper, ...e.between]) expect(bound).toBeCloseTo(0.2)
    expect(estimateLeaks(one(1, 1, 0))).toMatchObject({ share: 0, upper: 0, between: [0, 0] })
  })

  it('takes doubt for a leak above and for none below', () => {
    const e = estimateLeaks(one(10, 10, 1, 2))
    expect(e.share).toBeCloseTo(0.1)
    expect(e.upper).toBeCloseTo(0.3)
    expect(e.between[0]).toBeCloseTo(0.1)
    expect(estimateLeaks(one(100_000, 100, 0, 2)).upper).toBeCloseTo(upperBound(2, 100, 0.05))
  })

  it('takes strata that nobody looked at for leaked above and for clean below', () => {
    const e = estimateLeaks([...one(90, 90, 0), ...one(10, 0, 0)])
    expect(e).toMatchObject({ share: 0, between: [0, expect.closeTo(0.1)] })
    expect(e.upper).toBeCloseTo(0.1)
    expect(e.notJudged).toBeCloseTo(0.1)
  })

  it('of nothing says that everything may leak', () => {
    expect(estimateLeaks(one(50, 0, 0))).toMatchObject({ share: undefined, upper: 1, between: [0, 1], notJudged: 1 })
    expect(estimateLeaks([])).toMatchObject({ share: undefined, upper: 1 })
  })

  it('lies between its bounds, and one more leak lowers none of them', () => {
    const stratum = fc.tuple(fc.nat(200), fc.nat(200), fc.nat(200), fc.nat(200)).map(([a, b, c, d]) => {
      const [w, x, y, z] = [a, b, c, d].sort((m, n) => m - n) as [number, number, number, number]
      return { documents: z + 1, judged: y, leaked: w, unsure: Math.min(x, y) - w }
    })
    fc.assert(
      fc.property(fc.array(stratum, { minLength: 1, maxLength: 6 }), (strata) => {
        const e = estimateLeaks(strata)
        const share = e.share ?? 0
        expect(e.between[0]).toBeLessThanOrEqual(share + 1e-9)
        expect(e.upper).toBeGreaterThanOrEqual(share - 1e-9)
        expect(e.between[1]).toBeGreaterThanOrEqual(e.upper - 1e-9)
        const first = strata.findIndex((s) => s.leaked + s.unsure < s.judged)
        if (first < 0) return
        const worse = estimateLeaks(strata.map((s, i) => (i === first ? { ...s, leaked: s.leaked + 1 } : s)))
        expect(worse.upper).toBeGreaterThanOrEqual(e.upper - 1e-9)
        expect(worse.between[0]).toBeGreaterThanOrEqual(e.between[0] - 1e-9)
      }),
    )
  })

  it('needs about a thousand clean documents to promise three leaks in a thousand', () => {
    expect(documentsFor(0.003)).toBe(998)
    expect(documentsFor(0.03)).toBe(99)
  })
})

describe('the bounds cover what is true', () => {
  // [documents, leaking share, judged] a stratum
  const DESIGNS: [name: string, strata: [number, number, number][]][] = [
    ['leaks spread evenly', [[8000, 0.03, 80], [2000, 0.03, 20]]], // prettier-ignore
    ['leaks in the small stratum, which more is taken of', [[9500, 0, 90], [500, 0.5, 10]]], // prettier-ignore
    ['leaks in the large stratum, which less is taken of', [[9500, 0.05, 85], [500, 0, 15]]], // prettier-ignore
    ['hardly a leak', [[5000, 0.004, 50], [4000, 0, 40], [1000, 0.002, 10]]], // prettier-ignore
    ['one stratum that is judged to the end', [[20, 0.5, 20], [5000, 0.02, 80]]], // prettier-ignore
  ]
  it.each(DESIGNS)('in 95 of 100 samples at least: %s', (_, strata) => {
    const random = generator(20_261_124)
    const total = strata.reduce((n, [documents]) => n + documents, 0)
    const truth = strata.reduce((n, [documents, share]) => n + Math.round(documents * share), 0) / total
    const known = new Map<string, ReturnType<typeof estimateLeaks>>()
    const trials = 4000
    let above = 0
    let between = 0
    for (let t = 0; t < trials; t++) {
      const drawn = strata.map(([documents, share, judged]) => ({
        documents,
        judged,
        leaked: drawLeaks(documents, Math.round(documents * share), judged, random),
        unsure: 0,
      }))
      const key = drawn.map((s) => s.leaked).join()
      if (!known.has(key)) known.set(key, estimateLeaks(drawn))
      const e = known.get(key)!
      if (e.upper >= truth - 1e-9) above++
      if (e.between[0] <= truth + 1e-9 && e.between[1] >= truth - 1e-9) between++
    }
    // 0.9 % below: two and a half standard deviations of 4,000 trials.
    expect(above / trials).toBeGreaterThanOrEqual(0.941)
    expect(between / trials).toBeGreaterThanOrEqual(0.941)
  })
})

/** Leaks among `judged` documents drawn without replacement. */
function drawLeaks(documents: number, leaking: number, judged: number, random: () => number): number {
  let leaked = 0
  for (let i = 0; i < judged; i++) if (random() * (documents - i) < leaking - leaked) leaked++
  return leaked
}

/** Mulberry32: the same numbers on every machine. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
