/**
 * Which recognisers a text is shown to: those whose prefilter it passes, without what can find nothing in it
 * (possible-matches.ts). For running text and for values whose form is not worked out (form-tasks.ts).
 */
import { once } from '../record/once.ts'
import type { LateExpression } from './boundary.ts'
import { valueClass } from './classes.ts'
import type { Prefilter, Task } from './classes.ts'
import { digitRunsIn } from './digit-runs.ts'
import { createPossibleMatches } from './possible-matches.ts'
import type { Possible } from './possible-matches.ts'
import type { Recogniser } from './recogniser.ts'

/** What is asked about a text. */
export interface TextTasks {
  /** how many digits it has */
  digits: number
  tasks: readonly Task[]
}

export type TasksByText = (text: string) => TextTasks

/** `prefilter`: of the recognisers. */
export function createTasksByText(recognisers: readonly Recogniser[], prefilter: Prefilter): TasksByText {
  const pick = createTaskPicker(recognisers)
  return (text) => {
    const value = valueClass(text)
    const tasks = prefilter(value).withRuns(digitRunsIn(text).lengths)
    return { digits: value.digits, tasks: tasks.length === 0 ? tasks : pick(text, tasks) }
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

/** Tasks of recognisers by priority, cut where it falls, if runs of digits are asked about: one proof spares a dozen checks. */
export function roundsOf(tasks: readonly Task[]): readonly (readonly Task[])[] {
  if (tasks.length === 0) return []
  if (!tasks.some(({ digits }) => digits !== undefined)) return [tasks]
  const rounds: Task[][] = []
  let last = NaN
  for (const task of tasks) {
    const priority = priorityOf(task.recogniser)
    if (priority === last) rounds.at(-1)!.push(task)
    else rounds.push([task])
    last = priority
  }
  return rounds
}

/** Leaves out patterns that match nowhere in the text, and finders all of whose `needs` do. */
function createTaskPicker(
  recognisers: readonly Recogniser[],
): (text: string, tasks: readonly Task[]) => readonly Task[] {
  const expressions = new Map<RegExp | LateExpression, number>()
  const numberOf = (e: RegExp | LateExpression): number => {
    let number = expressions.get(e)
    if (number === undefined) expressions.set(e, (number = expressions.size))
    return number
  }
  for (const { patterns, needs } of recognisers) {
    for (const { expression } of patterns) numberOf(expression)
    needs?.forEach(numberOf)
  }
  // Made for the first text: it takes some dozens of milliseconds.
  const possibleIn = once(() => createPossibleMatches([...expressions.keys()]))
  // Lists of tasks are made once for a class of values.
  const pickers = new WeakMap<readonly Task[], (possible: Possible) => readonly Task[]>()
  const needsOf = ({ recogniser, pattern }: Task): number[] =>
    pattern ? [numberOf(pattern.expression)] : (recogniser.needs ?? []).map(numberOf)
  return (text, tasks) => {
    let pickFrom = pickers.get(tasks)
    if (!pickFrom) pickers.set(tasks, (pickFrom = pickerOf(tasks, tasks.map(needsOf))))
    const possible = possibleIn()(text)
    return possible.everything ? tasks : pickFrom(possible)
  }
}

/** Of the tasks, in their order, those that need nothing, or of whose needs one is possible. */
function pickerOf(
  tasks: readonly Task[],
  needs: readonly (readonly number[])[],
): (possible: Possible) => readonly Task[] {
  const words = (tasks.length + 31) >> 5
  const always = new Int32Array(words)
  const neededBy = new Map<number, number[]>()
  needs.forEach((any, i) => {
    if (any.length === 0) always[i >> 5]! |= 1 << (i & 31)
    for (const n of any) {
      const list = neededBy.get(n)
      if (list) list.push(i)
      else neededBy.set(n, [i])
    }
  })
  const chosen = new Int32Array(words)
  return ({ found }) => {
    chosen.set(always)
    for (const n of found) {
      const list = neededBy.get(n)
      if (list) for (const i of list) chosen[i >> 5]! |= 1 << (i & 31)
    }
    const picked: Task[] = []
    for (let w = 0; w < words; w++)
      for (let bits = chosen[w]!; bits !== 0; bits &= bits - 1)
        picked.push(tasks[(w << 5) + (31 - Math.clz32(bits & -bits))]!)
    return picked
  }
}
