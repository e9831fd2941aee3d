/**
 * Which recognisers a text is shown to: of those that can find something in it (possible-matches.ts) the ones whose prefilter
 * it passes. For running text and for values whose form is not worked out (form-tasks.ts).
 */
import { once } from '../record/once.ts'
import type { LateExpression } from './boundary.ts'
import { allTasksOf, bounds, meets, runsNeeded, valueClass } from './classes.ts'
import type { Task, ValueClass } from './classes.ts'
import { createPossibleMatches } from './possible-matches.ts'
import type { Recogniser } from './recogniser.ts'

/** What is asked about a text. */
export interface TextTasks {
  /** the lengths of its runs of digits, as bits (digit-runs.ts) */
  digitRuns: number
  tasks: readonly Task[]
}

export type TasksByText = (text: string) => TextTasks

/** The tasks keep the order of the recognisers. */
export function createTasksByText(recognisers: readonly Recogniser[]): TasksByText {
  // Made for the first text: it takes some dozens of milliseconds.
  const pick = once(() => createTaskPicker(recognisers))
  return (text) => {
    const value = valueClass(text)
    return { digitRuns: value.digitRuns, tasks: pick()(text, value) }
  }
}

/** The recognisers, the highest priority first. */
export function byPriority(recognisers: readonly Recogniser[]): readonly Recogniser[] {
  return [...recognisers].sort((a, b) => priorityOf(b) - priorityOf(a))
}

/** What is proven with no priority of its own is rare, and every round costs something: all of them are one. */
export function priorityOf({ priority = 0 }: Recogniser): number {
  return Math.max(0, priority)
}

type TaskPicker = (text: string, value: ValueClass) => readonly Task[]

/** Leaves out patterns that match nowhere in the text, and finders all of whose `needs` do. */
function createTaskPicker(recognisers: readonly Recogniser[]): TaskPicker {
  const tasks = recognisers.flatMap(allTasksOf)
  const limits = tasks.map(({ recogniser }) => bounds(recogniser.prefilter))
  const runs = Int32Array.from(tasks, runsNeeded)
  const { expressions, neededBy, always } = needsOf(tasks)
  const possibleIn = createPossibleMatches(expressions)
  const chosen = new Int32Array(always.length)
  return (text, value) => {
    const possible = possibleIn(text)
    if (possible.everything) chosen.fill(-1)
    else {
      chosen.set(always)
      for (const n of possible.found) for (const i of neededBy[n]!) chosen[i >> 5]! |= 1 << (i & 31)
    }
    const picked: Task[] = []
    for (let w = 0; w < chosen.length; w++)
      for (let bits = chosen[w]!; bits !== 0; bits &= bits - 1) {
        const i = (w << 5) + 31 - Math.clz32(bits & -bits)
        if (i < tasks.length && (runs[i]! & value.digitRuns) !== 0 && meets(value, limits[i]!)) picked.push(tasks[i]!)
      }
    return picked
  }
}

interface Needs {
  expressions: readonly (RegExp | LateExpression)[]
  /** by expression: the tasks of which one is enough that it matches, by their places */
  neededBy: readonly (readonly number[])[]
  /** the tasks that need none, a bit each */
  always: Int32Array
}

function needsOf(tasks: readonly Task[]): Needs {
  const numbers = new Map<RegExp | LateExpression, number>()
  const neededBy: number[][] = []
  const always = new Int32Array((tasks.length + 31) >> 5)
  tasks.forEach(({ recogniser, pattern }, i) => {
    const any = pattern ? [pattern.expression] : (recogniser.needs ?? [])
    if (any.length === 0) always[i >> 5]! |= 1 << (i & 31)
    for (const expression of any) {
      const n = numbers.get(expression) ?? numbers.size
      numbers.set(expression, n)
      ;(neededBy[n] ??= []).push(i)
    }
  })
  return { expressions: [...numbers.keys()], neededBy, always }
}
