/** Lists of numbers in a value (JSON, pgvector, Postgres array, separated text, float32/float64 blobs) and their shape. */
import type { Peeled } from './peel.ts'

export interface VectorShape {
  dimensions: number
  /** Euclidean norm */
  norm: number
  negative: boolean
  /** all values are whole numbers */
  whole: boolean
  /** non-negative and of sum 1: probabilities */
  probabilities: boolean
  /** mean near 0 against the spread */
  centred: boolean
}

/** dimensions that embeddings of people's traits have in the libraries in use */
export const EMBEDDING_DIMENSIONS: readonly number[] = [64, 96, 128, 160, 192, 256, 512, 4096]
const SHORTEST = 48
const LONGEST_TEXT = 262144

/** The vector a value holds, or undefined. */
export function vectorIn(text: string): VectorShape | undefined {
  const value = text.trim()
  if (value.length < 2 * SHORTEST || value.length > LONGEST_TEXT || !/^[[{(]?\s*-?[\d.]/.test(value)) return undefined
  const opened = value.replace(/^[[{(]\s*/, '')
  const body = /[\])}]/.test(opened.at(-1)!) ? opened.slice(0, -1).trimEnd() : opened
  const separator = /^-?[\d.eE+-]+\s*([,;|]|\s)/.exec(body.slice(0, 60))?.[1]
  if (separator === undefined) return undefined
  const parts = body.split(/\s/.test(separator) ? /\s+/ : separator)
  return vectorOf(parts, 0, parts.length)
}

/** The vector that texts of numbers are, those from one to another; undefined: too few, or one is no number. */
export function vectorOf(parts: readonly string[], from: number, to: number): VectorShape | undefined {
  if (to - from < SHORTEST) return undefined
  const numbers = new Float64Array(to - from)
  for (let i = from; i < to; i++) {
    const n = Number(parts[i])
    if (!Number.isFinite(n) || parts[i] === '') return undefined
    numbers[i - from] = n
  }
  return shapeOf(numbers)
}

/** The vector a blob of floats holds; compressed or random bytes fail "finite and small" within a few values. */
export function vectorInBytes({ head, length }: Peeled): VectorShape | undefined {
  for (const width of [8, 4]) {
    const dimensions = length / width
    if (!EMBEDDING_DIMENSIONS.includes(dimensions) || length > head.length) continue
    const view = new DataView(head.buffer, head.byteOffset, length)
    const numbers = new Float64Array(dimensions)
    let plausible = true
    for (let i = 0; i < dimensions && plausible; i++) {
      const n = width === 8 ? view.getFloat64(8 * i, true) : view.getFloat32(4 * i, true)
      plausible = Number.isFinite(n) && Math.abs(n) < 8 && (n === 0 || Math.abs(n) > 1e-12)
      numbers[i] = n
    }
    if (plausible) return shapeOf(numbers)
  }
  return undefined
}

function shapeOf(numbers: Float64Array): VectorShape {
  let sum = 0
  let squares = 0
  let negative = false
  let whole = true
  for (const n of numbers) {
    sum += n
    squares += n * n
    if (n < 0) negative = true
    if (!Number.isInteger(n)) whole = false
  }
  const dimensions = numbers.length
  const spread = Math.sqrt(squares / dimensions)
  return {
    dimensions,
    norm: Math.sqrt(squares),
    negative,
    whole,
    probabilities: !negative && Math.abs(sum - 1) < 0.02,
    centred: Math.abs(sum / dimensions) < 0.35 * spread,
  }
}
