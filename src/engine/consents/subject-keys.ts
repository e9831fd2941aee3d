/** Keys of the consent step, of one root for every purpose, so that one subject has one reference in all releases. */
export interface SubjectKeys {
  a: Uint8Array
  b: Uint8Array
  /** keys the digest of the register and of small inputs */
  digest: Uint8Array
  /** seals the keys of releases' decision files */
  decisions: Uint8Array
}
