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

/** What later data bring along: the chains of new leaves up to the top, and whether null is among the values. */
export interface Growth {
  /** as `chainOf` makes them */
  rows: readonly (readonly string[])[]
  null: boolean
}

/**
 * Throws PLAN_MISMATCH where the object is no hierarchy. New leaves come after the known ones, so every node that was
 * frozen keeps its number, but for those of null, which are the last of their level.
 */
export function thawHierarchy(frozen: FrozenHierarchy, growth: Growth = { rows: [], null: false }): Hierarchy {
  const rows = [...rowsOf(frozen), ...growth.rows]
  let hierarchy: Hierarchy
  try {
    hierarchy = createHierarchy(rows)
  } catch {
    throw broken()
  }
  // Nodes are named by number: another order, or a value that stands twice, would make them others.
  const same = (level: readonly string[], l: number) =>
    level.every((text, n) => hierarchy.levels[l]?.values[n] === text)
  if (hierarchy.levels.length !== frozen.levels.length || !frozen.levels.every(same)) throw broken()
  return frozen.null || growth.null ? withNull(hierarchy) : hierarchy
}

/** The number that a frozen node has in the hierarchy as it has grown. */
export function grownNode(frozen: FrozenHierarchy, hierarchy: Hierarchy, level: number, node: number): number {
  const isNull = frozen.null && level < frozen.levels.length - 1 && node === frozen.levels[level]!.length
  return isNull ? hierarchy.levels[level]!.values.length - 1 : node
}

/**
 * The chain of a value that was not there when the hierarchy was frozen: `above` are the coarser values that it has by
 * the rules that the hierarchy was made by. It joins the first of them that is known; where none is, only the top.
 * Undefined: there is no level but the leaves.
 */
export function chainOf(frozen: FrozenHierarchy, text: string, above: readonly string[]): string[] | undefined {
  const top = frozen.levels.length - 1
  if (top === 0) return undefined
  const places = frozen.levels.map((values) => new Map(values.map((value, node) => [value, node])))
  for (const value of above)
    for (let level = 1; level < top; level++) {
      const node = places[level]!.get(value)
      if (node !== undefined) return [...own(text, level), ...ancestors(frozen, level, node)]
    }
  return [...own(text, top), frozen.levels[top]![0]!]
}

/** Below what is known a new value stands for itself, under a name that no other has: no class is made of it. */
function own(text: string, levels: number): string[] {
  return Array.from({ length: levels }, (_, level) => (level === 0 ? text : `\0${text}`))
}

function ancestors({ levels, parents }: FrozenHierarchy, level: number, node: number): string[] {
  const texts = [levels[level]![node]!]
  for (let l = level, at = node; l < levels.length - 1; l++) texts.push(levels[l + 1]![(at = parents[l]![at]!)]!)
  return texts
}

function rowsOf({ levels, parents }: FrozenHierarchy): string[][] {
  if (levels.length === 0 || parents.length !== levels.length - 1) throw broken()
  return levels[0]!.map((_, number) => {
    const row = [levels[0]![number]!]
    let node = number
    for (let l = 1; l < levels.length; l++) {
      const text = levels[l]![(node = parents[l - 1]![node] ?? -1)]
      if (text === undefined) throw broken()
      row.push(text)
    }
    return row
  })
}

function broken(): PerdeError {
  return new PerdeError('PLAN_MISMATCH', 'a hierarchy of a frozen plan is damaged', {
    hints: ['take the plan from the release that it was made for'],
  })
}
