/**
 * What readers of several releases can tell apart. A release alone shows classes; two of them also show who came, who left
 * and who went elsewhere, because classes can be intersected and subtracted. So people are in one joint class only if every
 * release showed them in the same class, or not at all; and a new release may split no joint class into parts below k.
 * It protects what k-anonymity protects: not against sensitive values that differ between the releases (m-invariance:
 * X. Xiao, Y. Tao, SIGMOD 2007), nor against releases of somebody else (S. Ganta et al., KDD 2008).
 * Cost: people × log people.
 */
export interface ReleaseHistory {
  /** ULIDs, the oldest first */
  releases: string[]
  /** by joint class: what each release showed, as `shownAs` spells it */
  joint: string[][]
  members: Members
}

/** People (or records) in the order of their references. One person may be there several times, in several classes. */
export interface Members {
  refs: Refs
  /** number of the joint class */
  of: Uint32Array
  /** rows when last shown */
  rows: Uint32Array
}

/** References of 8 bytes in two halves. */
export interface Refs {
  high: Uint32Array
  low: Uint32Array
}

/** What would be released: a person's rows of one class; in the order of references, then of classes. */
export interface Candidates {
  refs: Refs
  classes: Uint32Array
  rows: Uint32Array
}

export interface NextRelease {
  release: string
  /** number of the plan that the classes are of */
  plan: number
  k: number
  unit: 'record' | 'subject'
  /** classes that would not hold if these candidates (1) were held back */
  failing(held: Uint8Array): readonly number[]
}
