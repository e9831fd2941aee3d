/** The tasks for a text, without those that can find nothing in it: see possible-matches.ts. */
import { once } from '../record/once.ts'
import type { LateExpression } from './boundary.ts'
import type { Task } from './classes.ts'
import { createPossibleMatches } from './possible-matches.ts'
import type { Recogniser } from './recogniser.ts'

export type PickTasks = (text: string, tasks: readonly Task[]) => readonly Task[]

/** Leaves out patterns that match nowhere in the text, and finders all of whose `needs` do. */
export function createTaskPicker(recognisers: readonly Recogniser[]): PickTasks {
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
    if (tasks.length === 0) return tasks
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
