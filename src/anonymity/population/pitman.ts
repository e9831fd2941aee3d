import { bisect } from './bisect.ts'
import { digamma, logGamma } from './gamma.ts'
import type { ClassHistogram } from './class-histogram.ts'

/** Ewens–Pitman's sampling formula: how readily records found new classes. */
export interface PitmanParameters {
  theta: number
  alpha: number
}

/**
 * Records that are alone in the population, if classes grow as in Pitman's model: Γ(θ+1) / Γ(θ+α) · Nᵅ with the parameters
 * of greatest likelihood. N. Hoshino, "Applying Pitman's sampling formula to microdata disclosure risk assessment", Journal of
 * Official Statistics 17(4), 2001. Undefined where the likelihood has no greatest value inside 0 < α < 1.
 */
export function pitmanUniques(histogram: ClassHistogram, population: number): number | undefined {
  const fit = fitPitman(histogram)
  if (!fit) return undefined
  const { theta, alpha } = fit
  const uniques = Math.exp(logGamma(theta + 1) - logGamma(theta + alpha) + alpha * Math.log(population))
  return Number.isFinite(uniques) && uniques <= population ? uniques : undefined
}

/** θ by the root of its own derivative at each α, α by the root of the other one. */
export function fitPitman(histogram: ClassHistogram): PitmanParameters | undefined {
  if (histogram.classes < 2 || histogram.classes === histogram.records) return undefined
  const slope = (alpha: number) => byAlpha(histogram, thetaAt(histogram, alpha), alpha)
  const alpha = falling(slope, 1e-6, 1 - 1e-6)
  return alpha === undefined ? undefined : { alpha, theta: thetaAt(histogram, alpha) }
}

/** ∂/∂θ of the log likelihood: Σ 1/(θ+iα), i < classes, − Σ 1/(θ+i), i < records. It falls as θ grows. */
function byTheta({ classes, records }: ClassHistogram, theta: number, alpha: number): number {
  return steps(theta, alpha, classes) - (digamma(theta + records) - digamma(theta + 1))
}

/** ∂/∂α: Σ i/(θ+iα), i < classes, − Σ over classes of size s of Σ 1/(i−α), i < s. */
function byAlpha({ sizes, counts, classes }: ClassHistogram, theta: number, alpha: number): number {
  let sum = (classes - 1) / alpha - (theta / alpha) * steps(theta, alpha, classes)
  const first = digamma(1 - alpha)
  for (const [i, size] of sizes.entries()) if (size > 1) sum -= counts[i]! * (digamma(size - alpha) - first)
  return sum
}

/** Σ 1/(θ+iα), 0 < i < classes */
function steps(theta: number, alpha: number, classes: number): number {
  return (digamma(theta / alpha + classes) - digamma(theta / alpha + 1)) / alpha
}

function thetaAt(histogram: ClassHistogram, alpha: number): number {
  const slope = (theta: number) => byTheta(histogram, theta, alpha)
  // θ > −α is the model's; what is left of 0 is of no use to tables of people, and Γ there is another branch.
  if (slope(1e-9) <= 0) return 1e-9
  let high = 1
  while (slope(high) > 0 && high < 1e12) high *= 4
  return falling(slope, high === 1 ? 1e-9 : high / 4, high) ?? high
}

/** The root between; undefined where the function does not fall from above 0 to below. */
function falling(f: (x: number) => number, low: number, high: number): number | undefined {
  return f(low) > 0 && f(high) < 0 ? bisect(f, low, high) : undefined
}
