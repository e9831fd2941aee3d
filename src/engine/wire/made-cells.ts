/**
 * In which records the value of a field is one that a generator made, or holds one, of a field in which such values stand
 * beside others: a bit a record in the order in which they are written, the lowest of a byte first.
 */
export interface MadeCells {
  path: string
  bits: Uint8Array
}
