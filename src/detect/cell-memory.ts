/**
 * What was found in the cells of a column, kept for equal ones: towns, diagnoses, dates, notes that a form wrote. A column
 * whose cells do not repeat costs nothing but a look now and then whether they do by now.
 */
import type { Detection } from './recogniser.ts'

const LONGEST_CELL = 512
const MOST_COLUMNS = 64
/** UTF-16 units of the cells kept in all, and besides what a cell costs: some five megabytes with what was found in them. */
const MOST_UNITS = 2 ** 21
const MOST_OF_A_COLUMN = 2 ** 16
const UNITS_A_CELL = 32
/** After so many looks a column must have found one in eight, or it is left alone for as many times ROUNDS. */
const ROUND = 512
const ROUNDS = 15

type Cells = Map<string, readonly Detection[]>

interface Column {
  /** cells met lately, and those met before them, of which the ones that come again move back */
  lately: Cells
  before: Cells
  /** of the cells met lately */
  units: number
  looks: number
  hits: number
  /** cells to let pass before the next look */
  rest: number
}

/** By the name of their field; texts of no field are not kept. */
export interface CellMemory {
  /** what was found in an equal cell of the field */
  find(text: string, name: string): Detection[] | undefined
  keep(text: string, name: string, found: readonly Detection[]): void
}

export function createCellMemory(): CellMemory {
  const columns = new Map<string, Column>()
  let last: Column | undefined
  let lastName: string | undefined
  const columnNamed = (name: string): Column => {
    if (!last || name !== lastName) {
      last = columnOf(columns, name)
      lastName = name
    }
    return last
  }
  return {
    find(text, name) {
      if (text.length > LONGEST_CELL || name === '') return undefined
      const column = columnNamed(name)
      if (column.rest > 0) {
        column.rest--
        return undefined
      }
      if (++column.looks === ROUND) endRound(column)
      const met = column.lately.get(text)
      const known = met ?? column.before.get(text)
      if (!known) return undefined
      column.hits++
      if (!met) keep(column, text, known, columns.size)
      return known.length === 0 ? [] : known.map(copyOf)
    },
    keep(text, name, found) {
      if (text.length > LONGEST_CELL || name === '') return
      const column = columnNamed(name)
      if (column.rest === 0) keep(column, text, found.length === 0 ? NOTHING : found.map(copyOf), columns.size)
    },
  }
}

const NOTHING: readonly Detection[] = []

function columnOf(columns: Map<string, Column>, name: string): Column {
  let column = columns.get(name)
  if (!column) {
    // Paths of fields are few; who makes them up gets no memory for them.
    if (columns.size >= MOST_COLUMNS) columns.clear()
    column = { lately: new Map(), before: new Map(), units: 0, looks: 0, hits: 0, rest: 0 }
    columns.set(name, column)
  }
  return column
}

function keep(column: Column, text: string, found: readonly Detection[], columns: number): void {
  column.lately.set(text, found)
  column.units += text.length + UNITS_A_CELL
  if (column.units < Math.min(MOST_OF_A_COLUMN, MOST_UNITS / (2 * columns))) return
  column.before = column.lately
  column.lately = new Map()
  column.units = 0
}

function endRound(column: Column): void {
  if (column.hits * 8 < ROUND) {
    column.rest = ROUND * ROUNDS
    column.lately = new Map()
    column.before = new Map()
    column.units = 0
  }
  column.looks = 0
  column.hits = 0
}

/** Whoever gets it may change it. */
function copyOf(d: Detection): Detection {
  return { ...d, ...(d.why && { why: [...d.why] }) }
}
