/** The steps of the tasks for a text, without those that can find nothing in it: see possible-matches.ts. */
import { once } from '../record/once.ts'
import type { LateExpression } from './boundary.ts'
import type { Task } from './classes.ts'
import { createPossibleMatches } from './possible-matches.ts'
import type { Pattern, Recogniser } from './recogniser.ts'

/** One pattern of a recogniser, or its finder where there is none. */
export interface Step {
  recogniser: Recogniser
  pattern: Pattern | undefined
}

export type PickSteps = (text: string, tasks: readonly Task[]) => readonly Step[]

// What a list of tasks consists of; lists are made once for a class of values.
const known = new WeakMap<readonly Task[], readonly Step[]>()

/** All of them. */
export const everyStep: PickSteps = (_, tasks) => {
  let steps = known.get(tasks)
  if (!steps) {
    steps = tasks.flatMap(({ recogniser, patterns }): Step[] => [
      ...patterns.map((pattern) => ({ recogniser, pattern })),
      ...(recogniser.find ? [{ recogniser, pattern: undefined }] : []),
    ])
    known.set(tasks, steps)
  }
  return steps
}

/** Leaves out patterns that match nowhere in the text, and finders all of whose `needs` do. */
export function createStepPicker(recognisers: readonly Recogniser[]): PickSteps {
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
  const needed = new WeakMap<readonly Task[], readonly (readonly number[])[]>()
  const needsOf = ({ recogniser, pattern }: Step): number[] =>
    pattern ? [numberOf(pattern.expression)] : (recogniser.needs ?? []).map(numberOf)
  return (text, tasks) => {
    const steps = everyStep(text, tasks)
    let needs = needed.get(tasks)
    if (!needs) needed.set(tasks, (needs = steps.map(needsOf)))
    const possible = possibleIn()(text)
    if (possible.everything) return steps
    const { marks, mark } = possible
    const picked: Step[] = []
    for (let i = 0; i < steps.length; i++) {
      const any = needs[i]!
      let n = 0
      while (n < any.length && marks[any[n]!] !== mark) n++
      if (any.length === 0 || n < any.length) picked.push(steps[i]!)
    }
    return picked
  }
}
