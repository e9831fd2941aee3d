/** Whether an expression can match in a value of some form: no value of the form matches where this says no. */
import { MAY, MUST } from './expression-graph.ts'
import type { ClassTable, ExpressionGraph, Refusal } from './expression-graph.ts'
import { classIn, countIn, CYRILLIC_LOWER, isOpen } from './value-form.ts'

/** A form, character by character; an open place stands for one or more of its class. */
export interface Places {
  classes: number[]
  open: boolean[]
}

/** The places of the runs of a form. */
export function placesOf(runs: ArrayLike<number>): Places {
  const places: Places = { classes: [], open: [] }
  for (let r = 0; r < runs.length; r++)
    for (let n = countIn(runs[r]!); n > 0; n--) {
      places.classes.push(classIn(runs[r]!))
      places.open.push(n === 1 && isOpen(runs[r]!))
    }
  return places
}

/** Where a match stands: anywhere, from the first character to the last, or so but for signs and spaces at both ends. */
export type Where = 'anywhere' | 'whole' | 'whole but for signs'

export function mayMatch(graph: ExpressionGraph, places: Places, where: Where): boolean {
  const { classes, open } = places
  const { states, start, first } = graph
  // The place at which a state was met last: places are gone through in order.
  const met = new Int32Array(states.length).fill(-1)
  let here: number[] = []
  let next: number[] = []
  const last = where === 'anywhere' ? Infinity : where === 'whole' ? 0 : signsFrom(classes, 0, 1)
  const end =
    where === 'anywhere' ? 0 : classes.length - (where === 'whole' ? 0 : signsFrom(classes, classes.length - 1, -1))
  for (let at = 0; at <= classes.length; at++) {
    const begins = at <= last
    if (begins && (first === undefined || (at < classes.length && first[classes[at]!] === 1))) here.push(start)
    for (let i = 0; i < here.length; i++) {
      const number = here[i]!
      if (met[number] === at) continue
      met[number] = at
      const state = states[number]!
      if (state.kind === 'end') {
        if (at >= end) return true
      } else if (state.kind === 'either') here.push(state.next, state.other)
      else if (state.kind === 'unless') {
        if (!isRefused(state.refusal, places, at)) here.push(state.next)
      } else if (state.kind === 'only') {
        if (state.behind.some((table) => mayStandBefore(table, places, at))) here.push(state.next)
      } else if (at < classes.length && (state.table[classes[at]!]! & MAY) !== 0) {
        next.push(state.next)
        if (open[at]) here.push(state.next)
      }
    }
    ;[here, next] = [next, here]
    next.length = 0
  }
  return false
}

/** How many characters from a place on are no letters and no digits. */
function signsFrom(classes: readonly number[], from: number, step: 1 | -1): number {
  let count = 0
  for (let at = from; at >= 0 && at < classes.length && classes[at]! > CYRILLIC_LOWER; at += step) count++
  return count
}

/** Behind the place before, or inside an open one. */
function mayStandBefore(table: ClassTable, { classes, open }: Places, at: number): boolean {
  const may = (place: number): boolean => (table[classes[place]!]! & MAY) !== 0
  return (at > 0 && may(at - 1)) || (open[at] === true && may(at))
}

/** Whether one of the sequences stands at the place in every value of the form. */
function isRefused({ behind, sequences }: Refusal, { classes, open }: Places, at: number): boolean {
  return sequences.some((tables) => {
    const from = behind ? at - tables.length : at
    return tables.every((table, i) => {
      const place = from + i
      if (place < 0 || place >= classes.length) return false
      // What follows an open place may be another of its class.
      if (!behind && i > 0 && open[place - 1]) return false
      return (table[classes[place]!]! & MUST) !== 0
    })
  })
}
