/** ln Γ(x) for x > 0: Stirling's series after a shift (Abramowitz and Stegun, 6.1.41), to 12 digits. */
export function logGamma(x: number): number {
  let shift = 0
  let z = x
  while (z < 10) shift += Math.log(z++)
  const i = 1 / (z * z)
  return (
    (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + (1 / 12 - i * (1 / 360 - i * (1 / 1260 - i / 1680))) / z - shift // prettier-ignore
  )
}

/** ψ(x) = d ln Γ(x) / dx for x > 0 (Abramowitz and Stegun, 6.3.18), to 12 digits. */
export function digamma(x: number): number {
  let shift = 0
  let z = x
  while (z < 10) shift += 1 / z++
  const i = 1 / (z * z)
  return Math.log(z) - 0.5 / z - i * (1 / 12 - i * (1 / 120 - i * (1 / 252 - i / 240))) - shift
}
