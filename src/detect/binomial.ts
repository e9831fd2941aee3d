/** How surprising it is that `passed` of `tried` random values pass a check that passes by chance with probability `chance`. */
export function atLeast(passed: number, tried: number, chance: number): number {
  if (passed <= 0 || tried <= 0) return 1
  if (chance >= 1) return 1
  // log of C(n, k) p^k q^(n-k), then the terms above k shrink by a factor each
  let log = 0
  for (let i = 0; i < passed; i++) log += Math.log((tried - i) / (i + 1))
  log += passed * Math.log(chance) + (tried - passed) * Math.log1p(-chance)
  let term = Math.exp(log)
  let sum = term
  for (let k = passed; k < tried && term > sum * 1e-12; k++) {
    term *= ((tried - k) / (k + 1)) * (chance / (1 - chance))
    sum += term
  }
  return Math.min(1, sum)
}
