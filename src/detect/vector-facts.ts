/** What the vectors of a column look like, in counts; which of them may be embeddings is for the verdict. */
import { addCounts, bump } from './counts.ts'
import type { Counts } from './counts.ts'
import type { VectorShape } from './vectors.ts'

export type VectorFacts = {
  count: number
  /** dimension → values */
  dimensions: Counts
  /** norms in thousandths: sum and sum of squares */
  norm: number
  normSquares: number
  unitNorm: number
  /** norms of `DLIB_NORM`: dlib's face descriptors are not normalised */
  dlibNorm: number
  centred: number
  /** values that no embedding has: all non-negative, probabilities, whole numbers */
  vetoed: number
}

/** Norms of dlib's face descriptors, as they were measured. */
export const DLIB_NORM = [1.29, 1.62] as const

export function isUnit(norm: number): boolean {
  return Math.abs(norm - 1) <= 0.02
}

export function noVectors(): VectorFacts {
  return { count: 0, dimensions: {}, norm: 0, normSquares: 0, unitNorm: 0, dlibNorm: 0, centred: 0, vetoed: 0 }
}

export function addVectors(a: VectorFacts, b: VectorFacts): VectorFacts {
  const { dimensions: x, ...rest } = a
  const { dimensions: y, ...others } = b
  return { ...addCounts(rest, others), dimensions: addCounts(x, y) }
}

export function countVector(v: VectorFacts, shape: VectorShape): void {
  v.count++
  bump(v.dimensions, String(shape.dimensions), 1)
  const norm = Math.min(1e5, Math.round(shape.norm * 1000))
  v.norm += norm
  v.normSquares += norm * norm
  if (isUnit(shape.norm)) v.unitNorm++
  if (shape.norm >= DLIB_NORM[0] && shape.norm <= DLIB_NORM[1]) v.dlibNorm++
  if (shape.centred) v.centred++
  if (!shape.negative || shape.whole || shape.probabilities) v.vetoed++
}
