import { PerdeError } from '../errors.ts'
import { createHierarchy, withNull, type Hierarchy } from './hierarchy.ts'

/** A hierarchy as JSON: the texts of each level, and for each node the number of the one above it. */
export interface FrozenHierarchy {
  /** leaves first; null is not among them */
  levels: string[][]
  /** by level but the last */
  parents: number[][]
  /** null is a category of its own */
  null: boolean
}

/** The same hierarchy always gives the same object. */
export function freezeHierarchy({ levels, nullLeaf }: Hierarchy): FrozenHierarchy {
  const last = levels.length - 1
  // The leaf of null and what stands above it come last at each level but the top.
  const without = (length: number, level: number) => (nullLeaf !== undefined && level < last ? length - 1 : length)
  return {
    levels: levels.map(({ values }, l) => values.slice(0, without(values.length, l))),
    parents: levels.slice(0, -1).map(({ parent }, l) => [...parent.subarray(0, without(parent.length, l))]),
    null: nullLeaf !== undefined,
  }
}

/** Throws PLAN_MISMATCH where the object is no hierarchy. */
export function thawHierarchy({ levels, parents, null: hasNull }: FrozenHierarchy): Hierarchy {
  if (levels.length === 0 || parents.length !== levels.length - 1) throw broken()
  const rows = levels[0]!.map((leaf, number) => {
    const row = [leaf]
    let node = number
    for (let l = 1; l < levels.length; l++) {
      const text = levels[l]![(node = parents[l - 1]![node] ?? -1)]
      if (text === undefined) throw broken()
      row.push(text)
    }
    return row
  })
  const hierarchy = createHierarchy(rows)
  return hasNull ? withNull(hierarchy) : hierarchy
}

function broken(): PerdeError {
  return new PerdeError('PLAN_MISMATCH', 'a hierarchy of a frozen plan is damaged', {
    hints: ['take the plan from the release that it was made for'],
  })
}
