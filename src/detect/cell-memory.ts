/**
 * What was found in the cells of a column, kept for equal ones: towns, diagnoses, dates of birth. A column whose cells do
 * not repeat costs nothing but a look now and then whether they do by now.
 */
import type { Detection } from './recogniser.ts'

const LONGEST_CELL = 48
const MOST_CELLS = 4096
const MOST_COLUMNS = 64
/** After so many looks a column must have found one in eight, or it is left alone for as many times ROUNDS. */
const ROUND = 512
const ROUNDS = 15

interface Column {
  cells: Map<string, readonly Detection[]>
  looks: number
  hits: number
  /** cells to let pass before the next look */
  rest: number
}

/** A detector that remembers what `detect` found in short texts, by the name of their field. */
export function remembering(
  detect: (text: string, name: string) => Detection[],
): (text: string, name: string) => Detection[] {
  const columns = new Map<string, Column>()
  let last: Column | undefined
  let lastName: string | undefined
  return (text, name) => {
    if (text.length > LONGEST_CELL || name === '') return detect(text, name)
    if (!last || name !== lastName) {
      last = columnOf(columns, name)
      lastName = name
    }
    if (last.rest > 0) {
      last.rest--
      return detect(text, name)
    }
    const known = last.cells.get(text)
    if (++last.looks === ROUND) endRound(last)
    if (known) {
      last.hits++
      return known.length === 0 ? [] : known.map(copy)
    }
    const found = detect(text, name)
    if (last.cells.size >= MOST_CELLS) last.cells.clear()
    last.cells.set(text, found.map(copy))
    return found
  }
}

function columnOf(columns: Map<string, Column>, name: string): Column {
  let column = columns.get(name)
  if (!column) {
    // Paths of fields are few; who makes them up gets no memory for them.
    if (columns.size >= MOST_COLUMNS) columns.clear()
    columns.set(name, (column = { cells: new Map(), looks: 0, hits: 0, rest: 0 }))
  }
  return column
}

function endRound(column: Column): void {
  if (column.hits * 8 < ROUND) {
    column.rest = ROUND * ROUNDS
    column.cells.clear()
  }
  column.looks = 0
  column.hits = 0
}

/** Whoever gets it may change it. */
function copy(d: Detection): Detection {
  return { ...d, ...(d.why && { why: [...d.why] }) }
}
