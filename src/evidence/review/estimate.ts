import { betaQuantile } from './incomplete-beta.ts'

/** One stratum of a sample as far as it is judged. */
export interface JudgedStratum {
  /** documents there are */
  documents: number
  judged: number
  leaked: number
  unsure: number
}

/** Shares of all documents, 0 to 1. */
export interface Estimate {
  documents: number
  judged: number
  leaked: number
  unsure: number
  /** leaked documents, weighted by strata; undefined: nothing was judged */
  share: number | undefined
  /** the share is at most this with 95 % confidence */
  upper: number
  /** the share is between these with 95 % confidence */
  between: [lower: number, upper: number]
  /** documents of a plain random sample that would tell as much (Kish); Infinity: all were judged */
  effective: number
  /** share of the documents in strata of which none was judged: they count as leaked in the bounds */
  notJudged: number
}

/**
 * Leaked documents among all, from a stratified sample. Bounds by Clopper and Pearson (1934) on the effective sample
 * size of Kish (1965), 1 / Σ W²/n, as Korn and Graubard (1998) do it; W is the share that a stratum has of the
 * documents. Who is unsure saw a leak in the upper bounds and none in the lower one. A stratum that was judged to its
 * last document is known and has no bound; one of which nothing was judged counts as leaked in the upper bounds and as
 * clean in the lower one. Not protected against: a reviewer who overlooks a leak.
 */
export function estimateLeaks(strata: readonly JudgedStratum[]): Estimate {
  const total = sum(strata, (s) => s.documents)
  const known = strata.filter((s) => s.judged > 0 && s.judged >= s.documents)
  const sampled = strata.filter((s) => s.judged > 0 && s.judged < s.documents)
  const judged = sum(strata, (s) => s.judged)
  const weight = (list: readonly JudgedStratum[]) => (total === 0 ? 0 : sum(list, (s) => s.documents) / total)
  const seen = weight(known) + weight(sampled)
  const part = (list: readonly JudgedStratum[], count: (s: JudgedStratum) => number) =>
    total === 0 ? 0 : sum(list, (s) => ((s.documents / total) * count(s)) / s.judged)
  const leaked = (s: JudgedStratum) => s.leaked
  const doubted = (s: JudgedStratum) => s.leaked + s.unsure

  // Within what was sampled, as if it were all there is.
  const inside = weight(sampled)
  const effective = inside === 0 ? Infinity : 1 / sum(sampled, (s) => (s.documents / total / inside) ** 2 / s.judged)
  const bound = (count: (s: JudgedStratum) => number, of: (x: number, n: number) => number) =>
    part(known, count) + (inside === 0 ? 0 : inside * of(clamp(part(sampled, count) / inside) * effective, effective))
  const notJudged = judged === 0 ? 1 : clamp(1 - seen)
  return {
    documents: total,
    judged,
    leaked: sum(strata, leaked),
    unsure: sum(strata, (s) => s.unsure),
    share: judged === 0 ? undefined : clamp((part(known, leaked) + part(sampled, leaked)) / seen),
    upper: clamp(bound(doubted, (x, n) => upperBound(x, n, 0.05)) + notJudged),
    between: [
      clamp(bound(leaked, (x, n) => lowerBound(x, n, 0.025))),
      clamp(bound(doubted, (x, n) => upperBound(x, n, 0.025)) + notJudged),
    ],
    effective,
    notJudged,
  }
}

/** Documents that must be judged without a leak for a bound of `share` with 95 % confidence. */
export function documentsFor(share: number): number {
  return Math.ceil(Math.log(0.05) / Math.log1p(-share))
}

/** Upper bound of Clopper and Pearson for `x` of `n`, both real; `alpha`: the chance that the share is above it. */
export function upperBound(x: number, n: number, alpha: number): number {
  return x >= n ? 1 : betaQuantile(1 - alpha, x + 1, n - x)
}

export function lowerBound(x: number, n: number, alpha: number): number {
  return x <= 0 ? 0 : betaQuantile(alpha, x, n - x + 1)
}

function sum<T>(list: readonly T[], of: (item: T) => number): number {
  return list.reduce((total, item) => total + of(item), 0)
}

/** Sums of shares may be off by a rounding error. */
function clamp(share: number): number {
  return share < 1e-12 ? 0 : share > 1 - 1e-12 ? 1 : share
}
