/**
 * Some records of a block as an attacker knows them and as they were written, for the attack on the whole release. Values
 * are codes of 53 bits, 0 for null; they stay in the memory of the run.
 */
export interface LinkSample {
  /** of each record that was drawn, from its original bytes */
  seeds: Float64Array
  /** the class of each by its quasi-identifiers before anything was done to them, as a code; undefined: there are none */
  original: Float64Array | undefined
  columns: SampledColumn[]
}

export interface SampledColumn {
  path: string
  /** number in the plan, -1: no rule names it */
  field: number
  comparison: Comparison
  known: Float64Array
  /** undefined: equal to what is known */
  written: Float64Array | undefined
}

/** How an attacker who knows the true value of a field compares it with the published one. */
export type Comparison =
  | { kind: 'computed' }
  | { kind: 'covered' }
  | { kind: 'near'; reach: number; of: 'number' | 'share'; as: 'number' | 'date'; slash?: 'dmy' | 'mdy' }
