import { createEntryCheck, type EntryCheck } from '../../anonymity/check-entries.ts'
import type { Requirements } from '../../anonymity/check-classes.ts'
import { rolledUp, type ClassCounts } from '../../anonymity/class-table.ts'
import { PerdeError } from '../../errors.ts'
import type { AnonymitySpec } from '../../policy/policy.ts'
import type { PlannedAnonymity } from '../plan.ts'
import { hierarchySpec, leavesOf, makeHierarchy } from './hierarchies.ts'
import type { MadeHierarchy } from './hierarchy-by-values.ts'
import { requirementsOf, type SensitiveField } from './requirements.ts'

/** What the profile pass counted of a source: numbers of values, 0 for null and n for the n-th text. */
export interface CountedCombinations {
  /** `base`: level below which nothing is told apart in the counts, where they would be too many; a value is the first of its node */
  quasi: { texts: string[]; base: number }[]
  /** values as `kind:length:text;`; last the subjects, where they are counted */
  sensitive: string[][]
  counts: ClassCounts
}

/** What was counted by the leaves of hierarchies, and what a class of it must satisfy. */
export interface SolvedTable {
  counts: ClassCounts
  requirements: Requirements
  holds: EntryCheck
  sensitive: readonly (NumberedField & { tokens: readonly string[] })[]
  /** by sensitive field, subjects included: number in the counts of each number of the profile */
  values: readonly Uint32Array[]
  /** by quasi-identifier: level below which the counts tell nothing apart */
  base: readonly number[]
}

export function tableOf(
  planned: PlannedAnonymity,
  counted: CountedCombinations,
  made: readonly MadeHierarchy[],
  files: Record<string, string>,
): SolvedTable {
  const sensitive = planned.sensitive.map((path, s) => ({
    ...sensitiveField(path, planned.spec, counted.sensitive[s]!, files),
    tokens: counted.sensitive[s]!,
  }))
  const values = counted.sensitive.map((tokens, s) => sensitive[s]?.numbers ?? plainNumbers(tokens))
  const counts = numbered(planned, counted, made, sensitive, values)
  const requirements = requirementsOf(planned, counts, sensitive)
  const base = counted.quasi.map((field) => field.base)
  return { counts, requirements, holds: createEntryCheck(counts, requirements), sensitive, values, base }
}

/** The table by leaves of the hierarchies and by sorted sensitive values, which do not depend on who came first. */
function numbered(
  planned: PlannedAnonymity,
  { quasi, sensitive, counts }: CountedCombinations,
  made: readonly MadeHierarchy[],
  fields: readonly NumberedField[],
  values: readonly Uint32Array[],
): ClassCounts {
  const leaves = made.map((m, q) => leavesOf(planned.fields[q]!, m, quasi[q]!.texts))
  return rolledUp(
    counts,
    leaves,
    made.map(({ hierarchy }) => hierarchy.levels[0]!.values.length),
    values,
    sensitive.map((tokens, s) => fields[s]?.size ?? tokens.length + 1),
  )
}

interface NumberedField extends SensitiveField {
  /** number of each value that the profile numbered */
  numbers: Uint32Array
  size: number
}

function sensitiveField(
  path: string,
  spec: AnonymitySpec,
  tokens: readonly string[],
  files: Record<string, string>,
): NumberedField {
  const t = Object.hasOwn(spec.t, path) ? spec.t[path] : undefined
  if (t && 'hierarchical' in t) {
    const texts = tokens.map(textOf)
    const made = makeHierarchy(path, hierarchySpec(spec, path), texts.toSorted(), true, files)
    const size = made.hierarchy.levels[0]!.values.length
    return { path, order: () => [], hierarchy: made.hierarchy, numbers: leavesOf(path, made, texts), size }
  }
  return {
    path,
    order: () => numericOrder(path, tokens),
    hierarchy: undefined,
    numbers: plainNumbers(tokens),
    size: tokens.length + 1,
  }
}

/** Null first, then the values by their spelling. */
function plainNumbers(tokens: readonly string[]): Uint32Array {
  const numbers = new Uint32Array(tokens.length + 1)
  const order = [...tokens.keys()].sort((a, b) => (tokens[a]! < tokens[b]! ? -1 : 1))
  for (const [place, token] of order.entries()) numbers[token + 1] = place + 1
  return numbers
}

/** Numbers of the values (of `plainNumbers`) from the least to the greatest; null before all. */
function numericOrder(path: string, tokens: readonly string[]): number[] {
  const sorted = tokens.toSorted((a, b) => (a < b ? -1 : 1)).map((token) => Number(textOf(token)))
  if (sorted.some(Number.isNaN))
    throw new PerdeError('POLICY_INVALID', `ordered closeness needs numbers, and "${path}" holds other values`, {
      where: { field: path },
      hints: ['use equal, or hierarchical with a hierarchy of the field'],
    })
  return [0, ...[...sorted.keys()].sort((a, b) => sorted[a]! - sorted[b]!).map((n) => n + 1)]
}

/** The text of a value that is written as `kind:length:text;`. */
function textOf(token: string): string {
  return token.slice(token.indexOf(':', token.indexOf(':') + 1) + 1, -1)
}
