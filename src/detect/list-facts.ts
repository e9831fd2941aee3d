/** Lists of numbers that a format gives element by element (arrays of JSON, lists of Parquet): each is a vector again. */
import { addVectors, countVector, noVectors } from './vector-facts.ts'
import type { VectorFacts } from './vector-facts.ts'
import { vectorOf } from './vectors.ts'

export type ListFacts = {
  /** lists, empty ones aside */
  count: number
  vectors: VectorFacts
}

/** Cells of a column, as a batch has them: elements of one list stand together. */
export interface ListCells {
  text: readonly string[]
  row: Int32Array
  /** which element of the outermost list each cell is in */
  element?: Int32Array
}

export function noLists(): ListFacts {
  return { count: 0, vectors: noVectors() }
}

export function addLists(a: ListFacts, b: ListFacts): ListFacts {
  return { count: a.count + b.count, vectors: addVectors(a.vectors, b.vectors) }
}

/** Counts the lists of a column into the facts, in place; a column whose path ends in no `[]` has none. */
export function countLists(facts: ListFacts, path: string, { text, row, element }: ListCells): void {
  if (!path.endsWith('[]')) return
  // Of a list in a list the outer one's element says where one ends.
  const inner = path.indexOf('[]') < path.length - 2 ? element : undefined
  for (let from = 0, to = 1; from < text.length; from = to++) {
    while (to < text.length && row[to] === row[from] && inner?.[to] === inner?.[from]) to++
    facts.count++
    const shape = vectorOf(text, from, to)
    if (shape) countVector(facts.vectors, shape)
  }
}
