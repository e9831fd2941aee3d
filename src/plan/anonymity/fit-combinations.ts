import { createClassTable, type ClassCounts, type ClassTable } from '../../anonymity/class-table.ts'
import { topOf, type Hierarchy } from '../../anonymity/hierarchy.ts'
import { PerdeError } from '../../errors.ts'
import type { PlannedAnonymity } from '../plan.ts'
import { hierarchySpec, leavesOf, makeHierarchy } from './hierarchies.ts'

/** What was counted of a source in several parts, because one table of it would be too large. */
export interface CountedParts {
  quasi: { texts: string[]; hasNull: boolean }[]
  sensitive: string[][]
  parts: Iterable<ClassCounts>
}

/** One table of all parts. `base`: level of each quasi-identifier below which nothing is told apart in it. */
export interface FittedCounts {
  counts: ClassCounts
  base: number[]
}

/**
 * Joins the parts of a table that is larger than `budget` bytes at the lowest levels of the hierarchies at which it fits. A
 * value is then the first one of its node. The levels depend on all records together, not on their order or on how they
 * were parted: they rise along one chain, which the different values of the fields lay down before anything is joined, and they
 * leave a step of it only when what was joined so far is too large there; then all records are, too. Throws PLAN_LIMIT
 * where it does not fit even at the top.
 */
export function fitCombinations(
  planned: PlannedAnonymity,
  { quasi, sensitive, parts }: CountedParts,
  files: Record<string, string>,
  budget: number,
): FittedCounts {
  const fields = planned.fields.map((field, q): FittedField => {
    const { texts, hasNull } = quasi[q]!
    const made = makeHierarchy(field, hierarchySpec(planned.spec, field), texts.toSorted(), hasNull, files)
    return { hierarchy: made.hierarchy, leaves: leavesOf(field, made, texts), hasNull }
  })
  const shape = {
    leaves: fields.map(({ leaves }) => leaves.length),
    sensitive: sensitive.map((tokens) => tokens.length + 1),
  }
  const base = fields.map(() => 0)
  let maps = fields.map((field) => firstOfNodes(field, 0))
  let table = createClassTable(shape, Infinity)
  for (const part of parts) {
    table.merge(part, maps)
    while (table.bytes > budget) {
      const next = nextToRise(fields, base)
      if (next < 0) throw tooLarge(planned, sensitive)
      base[next]!++
      maps = fields.map((field, q) => firstOfNodes(field, base[q]!))
      table = joined(table, maps)
    }
  }
  return { counts: { ...table.unsorted(), shape }, base }
}

interface FittedField {
  hierarchy: Hierarchy
  /** leaf of each number of a value; 0 is null */
  leaves: Uint32Array
  hasNull: boolean
}

/** The field with the most different nodes at its level; of equal ones the first. -1: all are at the top. */
function nextToRise(fields: readonly FittedField[], base: readonly number[]): number {
  let most = 0
  let next = -1
  for (const [q, field] of fields.entries()) {
    if (base[q] === topOf(field.hierarchy)) continue
    const nodes = new Set(firstOfNodes(field, base[q]!)).size
    if (nodes > most) {
      most = nodes
      next = q
    }
  }
  return next
}

/** For each number of a value the one that stands for its node at a level: that of the first leaf. */
function firstOfNodes({ hierarchy, leaves, hasNull }: FittedField, level: number): Uint32Array {
  const { ofLeaf, values } = hierarchy.levels[level]!
  const first = new Int32Array(values.length).fill(-1)
  for (let number = hasNull ? 0 : 1; number < leaves.length; number++) {
    const node = ofLeaf[leaves[number]!]!
    if (first[node]! < 0 || leaves[number]! < leaves[first[node]!]!) first[node] = number
  }
  return leaves.map((leaf, number) => (number === 0 && !hasNull ? 0 : first[ofLeaf[leaf]!]!))
}

function joined(table: ClassTable, maps: readonly Uint32Array[]): ClassTable {
  const next = createClassTable(table.shape, Infinity)
  next.merge(table.unsorted(), maps)
  return next
}

function tooLarge({ sensitive: paths }: PlannedAnonymity, sensitive: readonly string[][]): PerdeError {
  const most = sensitive
    .map((tokens, s) => ({ path: paths[s] ?? 'the subject', values: tokens.length }))
    .sort((a, b) => b.values - a.values)
    .slice(0, 3)
  return new PerdeError('PLAN_LIMIT', 'the classes and their sensitive values are too many for the memory allowed', {
    hints: most.map(({ path, values }) => `${path} has ${values} different values: make them coarser by a rule`),
  })
}
