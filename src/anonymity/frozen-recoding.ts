import { PerdeError } from '../errors.ts'
import type { ClassCounts } from './class-table.ts'
import { createCover, lossesOfClasses } from './cover.ts'
import { freezeHierarchy, grownNode, thawHierarchy, type FrozenHierarchy, type Growth } from './frozen-hierarchy.ts'
import { leafOf, topOf, type Hierarchy } from './hierarchy.ts'
import { publishedClasses, type PublishedClasses, type Recoding } from './recoding.ts'
import { createTupleTable } from './tuple-table.ts'

/**
 * A recoding as JSON that is read, kept and applied to other data: the published classes, and the rule that a combination
 * goes to the class with the least loss that covers it, or is suppressed where none does. What the solver put elsewhere
 * stands in `others`. Equal recodings of equal tables give equal objects. All three transformation models freeze alike.
 */
export interface FrozenRecoding {
  version: 1
  hierarchies: FrozenHierarchy[]
  /** a level and the number of a node of it, by quasi-identifier */
  classes: [level: number, node: number][][]
  /** leaves of a combination, then the number of its class, -1: suppressed */
  others: number[][]
}

/** Applies a frozen recoding. The result has to be measured again: other data may leave too few rows in a class. */
export interface FrozenRecoder {
  /** a level and the number of a node of it, by quasi-identifier */
  classes: readonly (readonly [level: number, node: number])[][]
  hierarchies: readonly Hierarchy[]
  /** number of the leaf of a text (null: of null) in the hierarchy of a quasi-identifier, -1: there is none */
  leaf(field: number, text: string | null): number
  /** number of the class of a combination, -1: suppressed. A leaf of -1 is suppressed. */
  classOf(leaves: ArrayLike<number>): number
  /** what stands in a class; null: the field is null there */
  value(own: number, field: number): string | null
}

/** Freezes what was solved for a table. `published`: the classes that it gives, where they are known already. */
export function freezeRecoding(
  counts: Pick<ClassCounts, 'columns' | 'counts'>,
  hierarchies: readonly Hierarchy[],
  recoding: Recoding,
  { rows, of }: PublishedClasses = publishedClasses(counts, hierarchies, recoding),
): FrozenRecoding {
  const classes: [number, number][][] = Array.from(rows, () => [])
  // One object a node, not one a class and column.
  const nodes = hierarchies.map(({ levels }) =>
    levels.map(({ values }, level) => values.map((_, node): [number, number] => [level, node])),
  )
  for (let e = 0; e < of.length; e++) {
    const own = of[e]!
    if (own < 0 || classes[own]!.length > 0) continue
    const levels = recoding.nodes[recoding.nodeOf[e]!]!
    classes[own] = hierarchies.map(
      ({ levels: all }, c) => nodes[c]![levels[c]!]![all[levels[c]!]!.ofLeaf[counts.columns[c]![e]!]!]!,
    )
  }
  const order = [...classes.keys()].sort((a, b) => compareClasses(classes[a]!, classes[b]!))
  const place = new Int32Array(order.length)
  for (const [to, from] of order.entries()) place[from] = to
  const sorted = order.map((own) => classes[own]!)
  const cover = createCover(hierarchies, sorted)
  const others: number[][] = []
  const leaves = new Uint32Array(hierarchies.length)
  for (let e = 0; e < of.length; e++) {
    for (let c = 0; c < leaves.length; c++) leaves[c] = counts.columns[c]![e]!
    const own = of[e]! < 0 ? -1 : place[of[e]!]!
    if (cover.classOf(leaves, own) !== own) others.push([...leaves, own])
  }
  return { version: 1, hierarchies: hierarchies.map(freezeHierarchy), classes: sorted, others }
}

/**
 * Throws PLAN_MISMATCH where the object is no frozen recoding. `growth`: by quasi-identifier, what the data have that it
 * was not made for; a combination that it was made for goes where it went, whatever else has come.
 */
export function thawRecoding(frozen: FrozenRecoding, growth: readonly Growth[] = []): FrozenRecoder {
  const before = frozen.hierarchies.map((hierarchy) => thawHierarchy(hierarchy))
  checkNumbers(frozen, before)
  const hierarchies = frozen.hierarchies.map((hierarchy, c) => thawHierarchy(hierarchy, growth[c]))
  const grown = (c: number, level: number, node: number) =>
    grownNode(frozen.hierarchies[c]!, hierarchies[c]!, level, node)
  const classes = frozen.classes.map((own) =>
    own.map(([level, node], c): [number, number] => [level, grown(c, level, node)]),
  )
  const cover = createCover(hierarchies, classes, lossesOfClasses(before, frozen.classes))
  const others = createTupleTable(
    hierarchies.map(({ levels }) => levels[0]!.values.length),
    Infinity,
  )
  const classOfOther: number[] = []
  for (const row of frozen.others)
    classOfOther[
      others.add(
        hierarchies.map((_, c) => grown(c, 0, row[c]!)),
        1,
      )
    ] = row.at(-1)!
  return {
    classes,
    hierarchies,
    leaf: (field, text) => leafOf(hierarchies[field]!, text),
    classOf(leaves) {
      for (let c = 0; c < hierarchies.length; c++) if (leaves[c]! < 0) return -1
      const other = others.find(leaves)
      return other >= 0 ? classOfOther[other]! : cover.classOf(leaves)
    },
    value(own, field) {
      const [level, node] = classes[own]![field]!
      const { levels, nullLeaf } = hierarchies[field]!
      const ofNull = nullLeaf !== undefined && (level === 0 || level < topOf(hierarchies[field]!))
      return ofNull && levels[level]!.ofLeaf[nullLeaf] === node ? null : levels[level]!.values[node]!
    },
  }
}

function checkNumbers({ classes, others }: FrozenRecoding, hierarchies: readonly Hierarchy[]): void {
  const isNode = (c: number, level: number, node: number) => hierarchies[c]!.levels[level]?.values[node] !== undefined
  const width = hierarchies.length
  const whole =
    classes.every((own) => own.length === width && own.every(([level, node], c) => isNode(c, level, node))) &&
    others.every(
      (row) =>
        row.length === width + 1 &&
        row[width]! >= -1 &&
        row[width]! < classes.length &&
        hierarchies.every((_, c) => isNode(c, 0, row[c]!)),
    ) &&
    others.every((row) => row[width]! < 0 || isIn(hierarchies, row, classes[row[width]!]!))
  if (!whole)
    throw new PerdeError('PLAN_MISMATCH', 'a class of a frozen plan is not made of its hierarchies', {
      hints: ['take the plan from the release that it was made for'],
    })
}

/** A combination only goes to a class that says something true of it. */
function isIn(hierarchies: readonly Hierarchy[], leaves: readonly number[], own: readonly [number, number][]): boolean {
  return own.every(([level, node], c) => hierarchies[c]!.levels[level]!.ofLeaf[leaves[c]!] === node)
}

function compareClasses(a: readonly [number, number][], b: readonly [number, number][]): number {
  for (let c = 0; c < a.length; c++) {
    const difference = a[c]![0] - b[c]![0] || a[c]![1] - b[c]![1]
    if (difference !== 0) return difference
  }
  return 0
}
