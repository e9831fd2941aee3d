/** One column at once: count, then decide. For `perde detect` and for small tables. */
import { createValueCounter, emptyFacts } from './column-facts.ts'
import type { ValueCounter } from './column-facts.ts'
import { verdict } from './column-verdict.ts'
import type { Verdict } from './verdict.ts'
import type { Recogniser } from './recogniser.ts'

/** Makes a detector of columns; it serves a worker for its life. */
export function createColumnDetector(
  locales: readonly string[] = [],
  own: readonly Recogniser[] = [],
): (name: string, values: readonly string[]) => Verdict {
  const count: ValueCounter = createValueCounter(locales, own)
  return (name, values) => {
    const facts = emptyFacts()
    count(facts, values, name)
    return verdict(name, facts, own)
  }
}

/** The verdict on a column of a name and some values. */
export function detectColumn(name: string, values: readonly string[]): Verdict {
  return createColumnDetector()(name, values)
}
