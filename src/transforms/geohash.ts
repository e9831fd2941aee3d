/**
 * Cells of geohash (G. Niemeyer, 2008): longitude and latitude are halved in turn, five halvings a character.
 * Five characters are about 4.9 × 4.9 km at the equator, four 39 × 20 km, three 156 × 156 km.
 */

/** Centre of the cell of `length` characters that a point lies in, in degrees. */
export function cellCentre(
  latitude: number,
  longitude: number,
  length: number,
): { latitude: number; longitude: number } {
  const bits = 5 * length
  return {
    latitude: centre(latitude, -90, 90, bits >> 1),
    longitude: centre(longitude, -180, 180, (bits + 1) >> 1),
  }
}

/** Digits after the point that tell the cells of this length apart. */
export function cellDecimals(length: number): number {
  const height = 180 / 2 ** ((5 * length) >> 1)
  return Math.max(0, Math.ceil(-Math.log10(height)) + 1)
}

function centre(value: number, from: number, to: number, bits: number): number {
  const cells = 2 ** bits
  const width = (to - from) / cells
  const cell = Math.min(Math.floor((value - from) / width), cells - 1)
  return from + (cell + 0.5) * width
}
