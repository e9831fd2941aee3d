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
  const needed = new WeakMap<readonly Task[], readonly (readonly number[])[]>()
  const needsOf = ({ recogniser, pattern }: Task): number[] =>
    pattern ? [numberOf(pattern.expression)] : (recogniser.needs ?? []).map(numberOf)
  return (text, tasks) => {
    let needs = needed.get(tasks)
    if (!needs) needed.set(tasks, (needs = tasks.map(needsOf)))
    const possible = possibleIn()(text)
    if (possible.everything) return tasks
    const { marks, mark } = possible
    const picked: Task[] = []
    for (let i = 0; i < tasks.length; i++) {
      const any = needs[i]!
      let n = 0
      while (n < any.length && marks[any[n]!] !== mark) n++
      if (any.length === 0 || n < any.length) picked.push(tasks[i]!)
    }
    return picked
  }
}
