import { isCompatible, type LinkedTable } from './linked-table.ts'
import { indexRows } from './row-index.ts'

/** Records that are looked at for one that nobody equals; beyond it, it counts as found. */
const MOST_LOOKS = 4096

/**
 * How many records are found again by who knows their true values: exactly one published record may stand for them, and
 * it is theirs. Deterministic record linkage (T. Herzog, F. Scheuren and W. Winkler, "Data quality and record linkage
 * techniques", 2007) of the published records with the original ones, on all columns at once.
 */
export function linkExactly({ records, columns }: LinkedTable): number {
  const computed = columns.filter((c) => c.kind === 'computed')
  const covered = columns.filter((c) => c.kind === 'covered')
  const others = columns.filter((c) => c.kind !== 'computed')
  const near = columns.filter((c) => c.kind === 'near')
  const known = computed.map((c) => c.known)
  // Those that look alike in all but what was moved: whoever may be one of them may be any.
  const classes = indexRows(
    [...computed, ...covered].map((c) => c.written),
    records,
  )
  const blocks = covered.length === 0 ? classes : indexRows(computed.map((c) => c.written), records) // prettier-ignore
  let found = 0
  for (let row = 0; row < records; row++) {
    const block = blocks.find(known, row)
    if (block < 0 || block !== blocks.of[row]) continue
    if (!others.every((column) => isCompatible(column, row, row))) continue
    const own = classes.of[row]!
    if (near.length === 0 && classes.sizes[own]! > 1) continue
    if (anotherIn(classes.rows(own), (other) => near.every((column) => isCompatible(column, row, other)))) continue
    if (
      covered.length > 0 &&
      anotherIn(
        blocks.rows(block),
        (other) => classes.of[other] !== own && others.every((column) => isCompatible(column, row, other)),
      )
    )
      continue
    found++

    function anotherIn(rows: Uint32Array, fits: (other: number) => boolean): boolean {
      const end = Math.min(rows.length, MOST_LOOKS)
      for (let i = 0; i < end; i++) if (rows[i] !== row && fits(rows[i]!)) return true
      return false
    }
  }
  return found
}
