/** Numbers of the records that are kept: those with `keep` 1. */
export function keptRows(keep: Uint8Array): Uint32Array {
  const rows = new Uint32Array(keep.length)
  let n = 0
  for (let row = 0; row < keep.length; row++) if (keep[row] === 1) rows[n++] = row
  return rows.subarray(0, n)
}
