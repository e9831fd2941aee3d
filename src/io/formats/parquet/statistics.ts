import type { LeafType } from './schema.ts'
import type { Store } from './store.ts'

/** Of one column of a row group, counted from what is written. Plain data: bounds as hexadecimal bytes of a value. */
export interface Statistics {
  nulls: number
  min?: string
  max?: string
}

/** Bounds for whole numbers, dates and times with a sign, which readers skip row groups by; for nothing else. */
export function statisticsOf({ physical, meaning }: LeafType, nulls: number, { bytes, count }: Store): Statistics {
  const signed = meaning.is !== 'int' || meaning.signed
  if (count === 0 || !signed || (physical !== 'int32' && physical !== 'int64')) return { nulls }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const out = Buffer.alloc(physical === 'int32' ? 8 : 16)
  if (physical === 'int32') {
    let min = Infinity
    let max = -Infinity
    for (let i = 0; i < count; i++) {
      const n = view.getInt32(4 * i, true)
      if (n < min) min = n
      if (n > max) max = n
    }
    out.writeInt32LE(min, 0)
    out.writeInt32LE(max, 4)
    return { nulls, min: out.toString('hex', 0, 4), max: out.toString('hex', 4) }
  }
  // The higher half decides, mostly.
  let least = 0
  let most = 0
  for (let i = 1; i < count; i++) {
    if (compare(view, i, least) < 0) least = i
    if (compare(view, i, most) > 0) most = i
  }
  out.set(bytes.subarray(8 * least, 8 * least + 8), 0)
  out.set(bytes.subarray(8 * most, 8 * most + 8), 8)
  return { nulls, min: out.toString('hex', 0, 8), max: out.toString('hex', 8) }
}

function compare(view: DataView, a: number, b: number): number {
  return (
    view.getInt32(8 * a + 4, true) - view.getInt32(8 * b + 4, true) ||
    view.getUint32(8 * a, true) - view.getUint32(8 * b, true)
  )
}
