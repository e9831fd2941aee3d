import type { ColumnFacts } from './column-facts.ts'

/** Does a column hold texts, or values with an identifier among other words? One in a thousand is enough for these. */
export function isText(facts: ColumnFacts): boolean {
  const texts = (facts.shapes['text'] ?? 0) + (facts.shapes['words'] ?? 0)
  const filled = Math.max(1, facts.count - facts.blank)
  return texts / filled >= 0.3 || Object.values(facts.entities).some((e) => e.inside / filled >= 0.001)
}
