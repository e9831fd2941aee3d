/**
 * What was found in the cells of a column, kept for equal ones: towns, diagnoses, dates, people of several visits, notes
 * that a form wrote. Where cells repeat they are kept at once; where they do not, only those that come a second time are,
 * so that a column of numbers that nobody else has costs a glance at a dozen of their characters.
 */
import { ownText } from '../record/own-text.ts'

const LONGEST_CELL = 512
const MOST_COLUMNS = 64
/** UTF-16 units of the cells kept in all, and besides what a cell costs: some megabytes, which only cells that repeat can fill. */
const MOST_UNITS = 2 ** 22
/** of the cells met lately */
const MOST_OF_A_COLUMN = 2 ** 20
const UNITS_A_CELL = 32
/** After so many cells it is decided anew whether they repeat: one in sixteen was met before. The first are kept at once. */
const ROUND = 4096
const REPEATS = 16
/** Of cells that hardly ever repeat, what was kept at once is dropped. */
const HARDLY = 64

/** By the name of their field. */
export interface CellMemory<Answer> {
  /** what was said of an equal cell of a field whose cells repeat; to be asked before anything else is */
  recall(text: string, name: string): Answer | undefined
  /** what was said of an equal cell of the field; to be asked once of every cell that was not recalled */
  find(text: string, name: string): Answer | undefined
  /** whether a cell that was not found is to be kept */
  isWorth(text: string, name: string): boolean
  keep(text: string, name: string, answer: Answer): void
}

interface Column<Answer> {
  /** cells met lately, and those met before them, of which the ones that come again move back */
  lately: Map<string, Answer>
  before: Map<string, Answer>
  unitsLately: number
  unitsBefore: number
  /** of the round */
  looks: number
  hits: number
  /** cells that may have been met; undefined: all are kept at once */
  glances: Glances | undefined
  /** the cell that was glanced at last, and whether it may have been met before */
  asked: string
  isMet: boolean
}

export function createCellMemory<Answer>(): CellMemory<Answer> {
  const known = new Map<string, Column<Answer>>()
  let units = 0
  let last: Column<Answer> | undefined
  let lastName: string | undefined

  const columnNamed = (name: string): Column<Answer> => {
    if (!last || name !== lastName) {
      lastName = name
      last = known.get(name)
      if (!last) {
        // Paths of fields are few; who makes them up gets no memory for them.
        if (known.size >= MOST_COLUMNS) {
          known.clear()
          units = 0
        }
        known.set(name, (last = newColumn()))
      }
    }
    return last
  }

  const keep = (column: Column<Answer>, text: string, answer: Answer): void => {
    const more = text.length + UNITS_A_CELL
    column.lately.set(text, answer)
    column.unitsLately += more
    units += more
    if (column.unitsLately >= MOST_OF_A_COLUMN) dropOld(column)
    while (units >= MOST_UNITS) dropOld(largest())
  }

  const dropOld = (column: Column<Answer>): void => {
    units -= column.unitsBefore
    column.before = column.lately
    column.unitsBefore = column.unitsLately
    column.lately = new Map()
    column.unitsLately = 0
  }

  /** The column that gives most: small ones keep what they have. */
  const largest = (): Column<Answer> => {
    const all = [...known.values()]
    return all.reduce((a, b) =>
      b.unitsBefore > a.unitsBefore || (b.unitsBefore === a.unitsBefore && b.unitsLately > a.unitsLately) ? b : a,
    )
  }

  const endRound = (column: Column<Answer>): void => {
    if (column.hits * REPEATS >= ROUND) column.glances = undefined
    else column.glances ??= noGlances()
    if (column.hits * HARDLY < ROUND) {
      units -= column.unitsLately + column.unitsBefore
      Object.assign(column, { lately: new Map(), before: new Map(), unitsLately: 0, unitsBefore: 0 })
    }
    column.looks = 1
    column.hits = 0
  }

  const answerIn = (column: Column<Answer>, text: string): Answer | undefined => {
    const met = column.lately.get(text)
    const answer = met ?? column.before.get(text)
    if (answer === undefined) return undefined
    column.hits++
    if (met === undefined) keep(column, ownText(text), answer)
    return answer
  }

  return {
    recall(text, name) {
      if (text.length > LONGEST_CELL) return undefined
      const column = columnNamed(name)
      if (column.glances || column.unitsLately + column.unitsBefore === 0) return undefined
      const answer = answerIn(column, text)
      if (answer !== undefined && column.looks++ === ROUND) endRound(column)
      return answer
    },
    find(text, name) {
      if (text.length > LONGEST_CELL) return undefined
      const column = columnNamed(name)
      if (column.looks++ === ROUND) endRound(column)
      if (!column.glances) return undefined
      column.asked = text
      column.isMet = isMet(column.glances, text)
      return column.isMet ? answerIn(column, text) : undefined
    },
    isWorth(text, name) {
      if (text.length > LONGEST_CELL) return false
      const column = columnNamed(name)
      if (!column.glances) return true
      return text === column.asked ? column.isMet : isMetAgain(column.glances, text)
    },
    keep(text, name, answer) {
      keep(columnNamed(name), ownText(text), answer)
    },
  }
}

function newColumn<Answer>(): Column<Answer> {
  return {
    lately: new Map(),
    before: new Map(),
    unitsLately: 0,
    unitsBefore: 0,
    looks: 0,
    hits: 0,
    glances: undefined,
    asked: '',
    isMet: false,
  }
}

/** A bit for every cell met, and one where another was met that may be equal. */
interface Glances {
  met: Int32Array
  again: Int32Array
  /** bits set in `met` */
  count: number
}

const WORDS = 2 ** 13

function noGlances(): Glances {
  return { met: new Int32Array(WORDS), again: new Int32Array(WORDS), count: 0 }
}

/** Whether a cell like this one was met before; notes that it is met now. */
function isMet(glances: Glances, text: string): boolean {
  const { met, again } = glances
  const bit = glance(text)
  const place = (bit >>> 5) & (WORDS - 1)
  const mask = 1 << (bit & 31)
  if ((met[place]! & mask) !== 0) {
    again[place]! |= mask
    return true
  }
  met[place]! |= mask
  // An eighth of them: beyond that too many cells are taken for others.
  if (++glances.count === WORDS * 4) {
    met.fill(0)
    again.fill(0)
    glances.count = 0
  }
  return false
}

function isMetAgain({ again }: Glances, text: string): boolean {
  const bit = glance(text)
  return (again[(bit >>> 5) & (WORDS - 1)]! & (1 << (bit & 31))) !== 0
}

const LOOKED_AT = 16

/** A hash of the length and of some characters; which of them hangs on the length alone. */
function glance(text: string): number {
  const { length } = text
  const step = Math.max(1, (length / LOOKED_AT) | 0)
  let hash = length
  for (let at = 0; at < length; at += step) hash = Math.imul(hash ^ text.charCodeAt(at), 0x9e3779b1) ^ (hash >>> 15)
  hash = Math.imul(hash ^ text.charCodeAt(length - 1), 0x85ebca6b)
  return hash ^ (hash >>> 15)
}
