/** How well the values of a column agree with what its name says: shares from 0 to 1, from the facts alone. */
import type { ColumnFacts } from './column-facts.ts'
import { distinctIn } from './sketch.ts'
import type { Shape } from './value-shape.ts'

export const share = (facts: ColumnFacts, n: number): number =>
  facts.count === facts.blank ? 0 : n / (facts.count - facts.blank)
export const shapes = (facts: ColumnFacts, ...wanted: Shape[]): number =>
  share(
    facts,
    wanted.reduce((sum, s) => sum + (facts.shapes[s] ?? 0), 0),
  )
export const digits = (facts: ColumnFacts, from: number, to: number): number =>
  share(
    facts,
    Object.entries(facts.digits).reduce(
      (sum, [n, count]) => (Number(n) >= from && Number(n) <= to ? sum + count : sum),
      0,
    ),
  )
export const whole = (facts: ColumnFacts, ...entities: string[]): number =>
  Math.min(1, share(facts, Math.max(0, ...entities.map((e) => seen(facts, e)))))
const seen = (facts: ColumnFacts, entity: string): number => {
  const e = facts.entities[entity]
  return e ? e.whole + e.failed + e.inside : 0
}
/** Share of distinct values: names and numbers of people seldom repeat. */
export const variety = (facts: ColumnFacts): number =>
  Math.min(1, distinctIn(facts.distinct) / Math.max(1, facts.count - facts.blank))
export const few = (facts: ColumnFacts): boolean => facts.count - facts.blank >= 20 && distinctIn(facts.distinct) <= 6
/** Words that may be names: one to four, not the same few again and again. */
export const nameLike = (facts: ColumnFacts): number =>
  few(facts) ? 0 : Math.max(whole(facts, 'person'), shapes(facts, 'name', 'word', 'words'))
export const anything = (facts: ColumnFacts): number =>
  few(facts) ? 0 : 1 - shapes(facts, 'boolean', 'decimal', 'date', 'date-time', 'time')
