/** Whether an expression can match in a value of some form: no value of the form matches where this says no. */
import { MAY, MUST } from './expression-graph.ts'
import type { ExpressionGraph, Refusal } from './expression-graph.ts'
import { classIn, countIn, isOpen } from './value-form.ts'

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

/** Where a match stands: anywhere, or from the first character to the last. */
export type Where = 'anywhere' | 'whole'

export function mayMatch(graph: ExpressionGraph, places: Places, where: Where): boolean {
  const { states, start } = graph
  const length = places.classes.length
  const seen = new Uint8Array((length + 1) * states.length)
  const open: number[] = []
  const visit = (at: number, state: number): void => {
    const key = at * states.length + state
    if (seen[key] === 0) {
      seen[key] = 1
      open.push(key)
    }
  }
  for (let at = 0; at <= (where === 'whole' ? 0 : length); at++) visit(at, start)
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const at = Math.floor(key / states.length)
    const state = states[key % states.length]!
    if (state.kind === 'end') {
      if (where === 'anywhere' || at === length) return true
    } else if (state.kind === 'either') {
      visit(at, state.next)
      visit(at, state.other)
    } else if (state.kind === 'unless') {
      if (!isRefused(state.refusal, places, at)) visit(at, state.next)
    } else if (at < length && (state.table[places.classes[at]!]! & MAY) !== 0) {
      visit(at + 1, state.next)
      if (places.open[at]) visit(at, state.next)
    }
  }
  return false
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
