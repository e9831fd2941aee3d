import { atLeast } from './binomial.ts'
import type { ColumnFacts } from './column-facts.ts'
import { verdict } from './column-verdict.ts'
import { modalities } from './modalities.ts'
import type { Recogniser } from './recogniser.ts'
import { recognisers } from './registry.ts'
import { isFree, isMoreThanSeries } from './series.ts'

/**
 * Does a field that is declared harmless hold people after all? Stricter than a verdict, which asks what a column is:
 * here some identifiers among many harmless values are enough, since all of them would be released.
 * Returns the entity, or undefined. `find`: the entities that count; [] for all; `besidePerson`: as a verdict has it.
 */
export function surpriseIn(
  name: string,
  facts: ColumnFacts,
  find: readonly string[],
  confidence: number,
  own: readonly Recogniser[] = [],
  besidePerson = false,
): string | undefined {
  const counts = (entity: string) => find.length === 0 || find.includes(entity)
  const whole = verdict(name, facts, own, besidePerson)
  const strong = whole.role === 'identifier' || whole.role === 'biometric'
  if (strong && whole.confidence >= confidence && (counts(whole.entity) || whole.entity === 'unknown'))
    return whole.entity
  const filled = facts.count - facts.blank
  const inTexts = modalities.find(
    ({ entity }) => counts(entity) && (facts.entities[entity]?.inside ?? 0) >= Math.max(FEW, filled * 0.001),
  )
  if (inTexts) return inTexts.entity
  return [...recognisers, ...own].find((r) => {
    const e = facts.entities[r.entity]
    if (!e || r.role !== 'identifier' || !counts(r.entity)) return false
    const tried = e.passed + e.failed
    // Check digits: more passes than luck would give in a million such columns.
    if (
      r.checksum &&
      r.chance !== undefined &&
      e.passed >= FEW &&
      atLeast(e.passed, tried, r.chance) < 1e-6 &&
      isMoreThanSeries(r, e) &&
      !isFree(r, facts) &&
      !r.needsContext
    )
      return true
    return e.inside >= Math.max(FEW, filled * (PRECISE.has(r.entity) ? 0.001 : 0.02))
  })?.entity
}

/** One or two may be a coincidence. */
const FEW = 3

/** Entities whose pattern alone says nearly everything. */
const PRECISE = new Set(['email', 'iin', 'iban', 'card'])
