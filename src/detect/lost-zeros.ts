/** Numbers that a spreadsheet or a column of integers robbed of their leading zeros: every ИИН of someone born 2000-2009 has one. */
import { DIGIT_RUN } from './boundary.ts'
import type { Found } from './candidates.ts'
import { bitOf } from './digit-runs.ts'
import type { Recogniser } from './recogniser.ts'

const MOST_LOST = 3
const why = ['leading zeros were lost']

/**
 * Runs of digits up to three short of a recogniser's length. They count as failed, so only `validateInContext`, asked where
 * a word names the number, can believe them.
 */
export function withLostZeros(recognisers: readonly Recogniser[], text: string): Found[] {
  const found: Found[] = []
  const expression = DIGIT_RUN.regexp()
  expression.lastIndex = 0
  for (let m = expression.exec(text); m; m = expression.exec(text))
    for (const recogniser of recognisers) {
      const missing = recogniser.padTo! - m[0].length
      if (missing < 1 || missing > MOST_LOST) continue
      const start = m.index
      const end = start + m[0].length
      found.push({ start, end, recogniser, score: 0, proven: false, failed: true, needsContext: undefined, why })
    }
  return found
}

/** The lengths of runs that can be one of theirs, as bits: in a text without one there are none. */
export function runsWithLostZeros(recognisers: readonly Recogniser[]): number {
  let bits = 0
  for (const { padTo } of recognisers) for (let n = padTo! - MOST_LOST; n < padTo!; n++) bits |= bitOf(n)
  return bits
}
