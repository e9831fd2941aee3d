import type { Random } from './random.ts'

/**
 * Base64 of something that starts and ends like a small JPEG or PNG and holds drawn bytes in between: enough to
 * be found as an image, nobody's picture.
 */
export function drawPhoto(random: Random): string {
  const [head, tail] = random.chance(60) ? JPEG : PNG
  const middle = Buffer.from(Array.from({ length: random.between(60, 120) }, () => random.below(256)))
  return Buffer.concat([head, middle, tail]).toString('base64')
}

/**
 * A vector with the shape of a dlib face encoding, as JSON text: 128 numbers of 4 decimals, about half negative,
 * each under 0.6, Euclidean norm 1.33–1.57 (not 1).
 */
export function drawFaceEmbedding(random: Random): string {
  const raw = Array.from({ length: 128 }, () => bell(random))
  const norm = Math.sqrt(raw.reduce((sum, x) => sum + x * x, 0))
  const scale = (1.33 + random.below(2401) / 10_000) / norm
  return `[${raw.map((x) => Math.max(-0.59, Math.min(0.59, x * scale)).toFixed(4)).join(', ')}]`
}

/** About normal, from additions only: the same on every machine, unlike a logarithm. */
function bell(random: Random): number {
  let sum = -4
  for (let i = 0; i < 8; i++) sum += random.next() / 4294967296
  return sum
}

const JPEG = [Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.from('ffd9', 'hex')] as const
const PNG = [
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  Buffer.from('0000000049454e44ae426082', 'hex'),
] as const
