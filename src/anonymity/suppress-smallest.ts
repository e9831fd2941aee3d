import type { ClassesLeft, TableModel } from './privacy-models/risk-threshold.ts'

/**
 * Suppresses the smallest classes, of equals the first ones, until what is left holds as a whole: sets their `published` to 0.
 * `rows`: sizes of the classes.
 */
export function suppressSmallest(rows: ArrayLike<number>, tables: readonly TableModel[], published: Uint8Array): void {
  if (tables.length === 0) return
  const bySize = new Map<number, number>()
  for (let g = 0; g < rows.length; g++) if (published[g] !== 0) bySize.set(rows[g]!, (bySize.get(rows[g]!) ?? 0) + 1)
  const left = classesLeft(bySize)
  const going = new Map<number, number>()
  for (const [size, classes] of [...bySize].sort(([a], [b]) => a - b))
    for (let n = 0; n < classes; n++) {
      if (tables.every((model) => model.holds(left))) break
      left.classes--
      left.rows -= size
      if (size === 1) left.unique--
      going.set(size, n + 1)
    }
  for (let g = 0; g < rows.length; g++) {
    const more = going.get(rows[g]!) ?? 0
    if (published[g] === 0 || more === 0) continue
    published[g] = 0
    going.set(rows[g]!, more - 1)
  }
}

/** Whether classes of these sizes may be published together. */
export function holdsTogether(rows: Iterable<number>, tables: readonly TableModel[]): boolean {
  if (tables.length === 0) return true
  const bySize = new Map<number, number>()
  for (const size of rows) bySize.set(size, (bySize.get(size) ?? 0) + 1)
  const left = classesLeft(bySize)
  return tables.every((model) => model.holds(left))
}

function classesLeft(bySize: ReadonlyMap<number, number>): ClassesLeft {
  let classes = 0
  let rows = 0
  for (const [size, n] of bySize) {
    classes += n
    rows += size * n
  }
  return { classes, rows, unique: bySize.get(1) ?? 0 }
}
