import type { Batch, Piece } from '../../record/batch.ts'

/** The cells of one column as a walk through a block finds them. */
export interface FoundColumn {
  path: string
  text: string[]
  kinds: number[]
  rows: number[]
  elements: number[]
}

/** What a walk found, as a batch. `pieces`: by column, what its texts are pieces of. */
export function batchOf(
  found: readonly (FoundColumn | undefined)[],
  records: number,
  pieces: readonly (Piece | undefined)[][] = [],
): Batch {
  const columns = Array.from(
    found,
    (c, n) =>
      c && {
        path: c.path,
        text: c.text,
        kind: Uint8Array.from(c.kinds),
        row: Int32Array.from(c.rows),
        ...(c.elements.length > 0 && { element: Int32Array.from(c.elements) }),
        ...(pieces[n] && { within: pieces[n] }),
      },
  )
  return { records, columns }
}
