import { bisect } from './bisect.ts'
import { classesOf, type ClassHistogram } from './class-histogram.ts'

/** A class has 1 + Y records in the population, Y negative binomial with these parameters, and there are so many classes. */
export interface SlideNegativeBinomial {
  alpha: number
  beta: number
  classes: number
}

/**
 * Records that are alone in the population by the slide negative binomial model: classes · βᵅ. G. Chen and S. Keller-McNulty,
 * "Estimation of identification disclosure risk in microdata", Journal of Official Statistics 14(1), 1998. Undefined where
 * no parameters explain the sample.
 */
export function snbUniques(histogram: ClassHistogram, population: number): number | undefined {
  const fit = fitSnb(histogram, histogram.records / population)
  return fit && fit.classes * fit.beta ** fit.alpha
}

/** The parameters under which a sample of that share has the expected number of classes of one and of two records. */
export function fitSnb(histogram: ClassHistogram, fraction: number): SlideNegativeBinomial | undefined {
  const [ones, twos] = [classesOf(histogram, 1), classesOf(histogram, 2)]
  if (ones === 0 || twos === 0 || fraction >= 1) return undefined
  return fitTo(shlosser(histogram, fraction), histogram.records / fraction, fraction, ones, twos)
}

/** `ones`, `twos`: classes of the sample with one and with two records. */
export function fitTo(
  classes: number,
  population: number,
  fraction: number,
  ones: number,
  twos: number,
): SlideNegativeBinomial | undefined {
  const rest = 1 - fraction
  const parts = (beta: number) => ({ q: 1 - beta, d: 1 - (1 - beta) * rest })
  // Sizes in the sample are thinned: their generating function is that of the population at 1 − f + f z.
  const expectedOnes = (alpha: number, beta: number) => {
    const { q, d } = parts(beta)
    return classes * fraction * (beta / d) ** alpha * (1 + (alpha * q * rest) / d)
  }
  const expectedTwos = (alpha: number, beta: number) => {
    const { q, d } = parts(beta)
    return (classes * fraction ** 2 * alpha * q * (beta / d) ** alpha * (2 - (1 - alpha) * q * rest)) / (2 * d * d)
  }
  // The number of ones rises with α to a peak and falls beyond: there is a root on either side, or none.
  const alphaFor = (beta: number, side: 'rising' | 'falling'): number | undefined => {
    const { q, d } = parts(beta)
    const peak = Math.max(0, 1 / Math.log(d / beta) - d / (q * rest))
    const over = (alpha: number) => expectedOnes(alpha, beta) - ones
    if (over(peak) < 0) return undefined
    if (side === 'rising') return over(0) > 0 ? undefined : bisect((alpha) => -over(alpha), 0, peak)
    let high = Math.max(1, 2 * peak)
    while (over(high) > 0 && high < 1e9) high *= 2
    return bisect(over, peak, high)
  }
  const fits = (['falling', 'rising'] as const).flatMap((side) => {
    const miss = (t: number): number => {
      const alpha = alphaFor(betaOf(t), side)
      return alpha === undefined ? NaN : Math.log(expectedTwos(alpha, betaOf(t)) / twos)
    }
    const found: SlideNegativeBinomial[] = []
    let before = NaN
    for (let t = -12; t <= 12; t += 0.1) {
      const now = miss(t)
      if (before * now <= 0) {
        const sign = Math.sign(before - now)
        const beta = betaOf(bisect((x) => sign * miss(x), t - 0.1, t))
        const alpha = alphaFor(beta, side)
        if (alpha !== undefined) found.push({ alpha, beta, classes })
      }
      before = now
    }
    return found
  })
  // Of several, the one whose population is of the size that is known.
  const far = ({ alpha, beta }: SlideNegativeBinomial) =>
    Math.abs(Math.log((classes * (1 + (alpha * (1 - beta)) / beta)) / population))
  return fits.sort((a, b) => far(a) - far(b))[0]
}

function betaOf(t: number): number {
  return 1 / (1 + Math.exp(-t))
}

/** Classes of the population: A. Shlosser, "On estimation of the size of the dictionary of a long text …", 1981. */
export function shlosser(histogram: ClassHistogram, fraction: number): number {
  const { sizes, counts, classes } = histogram
  let unseen = 0
  let once = 0
  for (const [i, size] of sizes.entries()) {
    unseen += (1 - fraction) ** size * counts[i]!
    once += size * fraction * (1 - fraction) ** (size - 1) * counts[i]!
  }
  return classes + (classesOf(histogram, 1) * unseen) / once
}
