/**
 * The regularised incomplete beta function I_x(a, b), a and b above 0 and not only whole numbers: the chance that a
 * share drawn from the beta distribution is at most x. Continued fraction of NIST DLMF 8.17.22, by Lentz's method;
 * about 13 digits.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // DLMF 8.17.4: the fraction converges fast only on this side of the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(
    a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(a),
  )
  return front / continuedFraction(x, a, b)
}

/** The x at which I_x(a, b) is `probability`, by halving: 60 halvings give every digit that counts. */
export function betaQuantile(probability: number, a: number, b: number): number {
  let low = 0
  let high = 1
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (incompleteBeta(middle, a, b) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** 1 + d1/(1 + d2/(1 + …)): the lower part of DLMF 8.17.22. */
function continuedFraction(x: number, a: number, b: number): number {
  let f = 1
  let c = 1
  let d = 0
  for (let n = 1; n < MOST_TERMS; n++) {
    const m = n >> 1
    const coefficient =
      n % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / notZero(1 + coefficient * d)
    c = notZero(1 + coefficient / c)
    f *= c * d
    if (Math.abs(c * d - 1) < 1e-15) break
  }
  return f
}

/** Terms needed grow with the root of a and b; samples have at most some ten thousand documents. */
const MOST_TERMS = 10_000

function notZero(x: number): number {
  return Math.abs(x) < 1e-300 ? 1e-300 : x
}

/** ln Γ(x) for x > 0, by the approximation of Lanczos (1964) with g = 7 and nine terms. */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const t = x + 6.5
  let sum = LANCZOS[0]!
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x - 1 + i)
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum)
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]
