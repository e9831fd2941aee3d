/** Which entities the values of a column are, or hold, in counts. */
import { isDigits } from './boundary.ts'
import { findCandidates } from './candidates.ts'
import type { Found } from './candidates.ts'
import type { Task } from './classes.ts'
import type { Recogniser } from './recogniser.ts'
import { recognisers } from './registry.ts'

export type EntityFacts = {
  /** values that are this entity from end to end */
  whole: number
  /** their scores before context, in thousandths, summed */
  score: number
  /** of the values with the entity's shape: how many passed its check, how many failed */
  passed: number
  failed: number
  /** the same for numbers that lost up to three leading zeros */
  paddedPassed: number
  paddedFailed: number
  /** values that hold it among other text, with a score that would be reported */
  inside: number
}

/** by entity */
export type EntitiesFacts = Record<string, EntityFacts>

const REPORTED = 0.5

/** Counts `n` equal values in. `text`: the value, normalised; `tasks`: what can find something in it. */
export function countEntities(
  entities: EntitiesFacts,
  text: string,
  n: number,
  tasks: readonly Task[],
  locales: readonly string[],
): void {
  if (tasks.length > 0) {
    const found = findCandidates(tasks, text, locales)
    for (const best of found.length > 1 ? bestByEntity(text, found) : found) countFound(entities, text, best, n)
  }
  if (isDigits(text))
    for (const r of PADDED) if (text.length < r.padTo! && text.length >= r.padTo! - 3) countPadded(entities, r, text, n)
}

/** One value counts once per entity, by its best candidate. Those of a recogniser stand together. */
function bestByEntity(text: string, found: readonly Found[]): Found[] {
  const best: Found[] = []
  for (const f of found) {
    const last = best.at(-1)
    if (last?.recogniser !== f.recogniser) best.push(f)
    else if (isBetter(text, f, last)) best[best.length - 1] = f
  }
  return best
}

function isBetter(text: string, f: Found, known: Found): boolean {
  const whole = isWhole(text, f)
  if (whole !== isWhole(text, known)) return whole
  return !known.proven && (f.proven || f.score > known.score)
}

function countFound(entities: EntitiesFacts, text: string, f: Found, n: number): void {
  const { recogniser: r, score, proven, failed, needsContext = r.needsContext ?? false } = f
  const e = entityFacts(entities, r.entity)
  if (!isWhole(text, f)) {
    if (score >= REPORTED && !failed && !needsContext) e.inside += n
    return
  }
  if (proven) e.passed += n
  if (failed) e.failed += n
  else {
    e.whole += n
    e.score += n * Math.round(score * 1000)
  }
}

function countPadded(entities: EntitiesFacts, r: Recogniser, digits: string, n: number): void {
  const e = entityFacts(entities, r.entity)
  if (r.validate?.(digits.padStart(r.padTo!, '0')) === true) e.paddedPassed += n
  else e.paddedFailed += n
}

const PADDED = recognisers.filter((r) => r.padTo !== undefined)

function entityFacts(entities: EntitiesFacts, entity: string): EntityFacts {
  return (entities[entity] ??= {
    whole: 0,
    score: 0,
    passed: 0,
    failed: 0,
    paddedPassed: 0,
    paddedFailed: 0,
    inside: 0,
  })
}

/** Nothing but punctuation, spaces and a sign stands around the span. */
function isWhole(text: string, { start, end }: Found): boolean {
  if (start === 0 && end === text.length) return true
  return !/[\p{L}\p{N}]/u.test(text.slice(0, start)) && !/[\p{L}\p{N}]/u.test(text.slice(end))
}
