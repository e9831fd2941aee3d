/**
 * A privacy model decides about one equivalence class from its size and the histogram of one sensitive field. What it
 * needs of the whole table (the distribution of the field) it is given when it is made.
 */
export interface PrivacyModel {
  name: string
  /** number of the sensitive field; undefined: the size alone decides */
  field: number | undefined
  /**
   * `absorbing`: a class that holds, holds together with any other rows. `merging`: two classes that hold, hold as one.
   * Both make a whole table that holds stay so under generalisation; only `absorbing` makes suppressed rows ever fewer.
   */
  monotone: 'absorbing' | 'merging' | 'no'
  holds(size: number, histogram: Histogram): boolean
  /** what a class has of what the model asks for, in words: `3 different values` */
  reached(size: number, histogram: Histogram): string
}

/** Values of one class. */
export interface Histogram {
  /** by value */
  counts: Float64Array
  /** the values that occur are the first `distinct` of these */
  present: Uint32Array
  distinct: number
}

/** A histogram from counts by value. */
export function histogramOf(counts: ArrayLike<number>): Histogram {
  const present = Uint32Array.from(Array.from(counts, (n, value) => (n > 0 ? value : -1)).filter((value) => value >= 0))
  return { counts: Float64Array.from(counts), present, distinct: present.length }
}

/** Shares of counts. */
export function shares(counts: ArrayLike<number>): Float64Array {
  const all = Array.from(counts).reduce((sum, n) => sum + n, 0)
  return Float64Array.from(counts, (n) => n / all)
}

/** A number of people, records or values in words. */
export function several(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

/** Differences below this are rounding: sums of a few hundred doubles around 1. */
export const ROUNDING = 1e-12

/** What a model without a sensitive field is asked with. */
export const NO_VALUES: Histogram = { counts: new Float64Array(0), present: new Uint32Array(0), distinct: 0 }
