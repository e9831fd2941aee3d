/** Cells of a column in some of its records. */
export interface DrawnCells {
  /** numbers of the cells, ascending */
  cells: number[]
  /** for each, the number of its record among those that were drawn */
  of: number[]
}

/** `row`: record of each cell, ascending; `rows`: the records that were drawn, ascending. In time of those, not of the column. */
export function drawnCells(row: ArrayLike<number>, rows: ArrayLike<number>): DrawnCells {
  const cells: number[] = []
  const of: number[] = []
  let at = 0
  for (let r = 0; r < rows.length && at < row.length; r++) {
    const wanted = rows[r]!
    // Where every record has one cell, as most have, this is the place.
    const guess = at + wanted - row[at]!
    if (guess > at) at = Math.min(guess, row.length - 1)
    while (at > 0 && row[at - 1]! >= wanted) at--
    while (at < row.length && row[at]! < wanted) at++
    for (; at < row.length && row[at] === wanted; at++) {
      cells.push(at)
      of.push(r)
    }
  }
  return { cells, of }
}
