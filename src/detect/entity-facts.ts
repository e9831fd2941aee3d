/** Which entities the values of a column are, or hold, in counts. */
import { isDigits } from './boundary.ts'
import { ask, searchOf, withoutStacks } from './candidates.ts'
import type { Found } from './candidates.ts'
import type { Task } from './classes.ts'
import type { Recogniser } from './recogniser.ts'
import { recognisers } from './registry.ts'
import { priorityOf } from './text-tasks.ts'

export type EntityFacts = {
  /** values that are this entity from end to end */
  whole: number
  /** their scores before context, in thousandths, summed */
  score: number
  /** of the values with the entity's shape: how many passed its check, how many failed */
  passed: number
  failed: number
  /** of a quarter of those that failed (`LOOKED_NEAR`): that would pass with another last digit, as neighbours in a series do */
  near: number
  /** the same for numbers that lost up to three leading zeros */
  paddedPassed: number
  paddedFailed: number
  /** values that hold it among other text, with a score that would be reported */
  inside: number
}

/** by entity */
export type EntitiesFacts = Record<string, EntityFacts>

/** What scores less is not reported, and does not count inside a value. */
export const REPORTED = 0.5

/** What one value is to an entity. */
export interface EntityCount {
  entity: string
  /** bits of `Is` */
  is: number
  /** in thousandths, of a whole value */
  score: number
}

const Is = { whole: 1, passed: 2, failed: 4, inside: 8, paddedPassed: 16, paddedFailed: 32, near: 64 } as const

/** What a value is, or holds. `text`: the value, normalised; `tasks`: what can find something in it. */
export function entitiesIn(text: string, tasks: readonly Task[], locales: readonly string[]): readonly EntityCount[] {
  const counts: EntityCount[] = []
  if (isNegative(text)) return counts
  if (tasks.length > 0) {
    const found = findsIn(text, tasks, locales)
    for (const best of found.length > 1 ? bestByEntity(text, found) : found) {
      const count = countOf(text, best)
      if (isCount(count)) counts.push(count)
    }
  }
  if (isDigits(text))
    for (const r of paddedRecognisers)
      if (text.length < r.padTo! && text.length >= r.padTo! - 3)
        counts.push(paddedCount(r, r.validate?.(text.padStart(r.padTo!, '0')) === true))
  return counts
}

/** What the tasks find, but for what a proof spares. */
function findsIn(text: string, tasks: readonly Task[], locales: readonly string[]): readonly Found[] {
  const search = searchOf(text)
  let proof = NO_PROOF
  withoutStacks(() => {
    for (const task of tasks) {
      if (isSpared(task, proof)) continue
      const from = search.found.length
      ask(search, task, locales)
      proof = proofOf(text, search.found, from, proof)
    }
  })
  return search.found
}

/** The priority of what is proven of a value from end to end. */
export const NO_PROOF = -1

/** `found`: of which those before `from` count already. */
export function proofOf(text: string, found: readonly Found[], from: number, proof: number): number {
  let best = proof
  for (let i = from; i < found.length; i++) {
    const { recogniser, proven, start, end } = found[i]!
    if (proven && start === 0 && end === text.length) best = Math.max(best, priorityOf(recogniser))
  }
  return best
}

/**
 * Whether a question need not be put: what a value is proven to be from end to end is not read for names and addresses, which would
 * lose against the proof. Checks of other numbers are asked, since a column's verdict compares their rates.
 */
export function isSpared({ recogniser, pattern }: Task, proof: number): boolean {
  return pattern === undefined && priorityOf(recogniser) < proof
}

/** An amount below zero, or what a program puts where it has no number (-2147483648): nobody's identifier. */
export function isNegative(text: string): boolean {
  return text.charCodeAt(0) === MINUS && isDigits(text.slice(1))
}

const MINUS = 0x2d

/** Whether it counts anything: not a piece that would not be reported. */
export function isCount({ is }: EntityCount): boolean {
  return is !== 0
}

/** Adds what so many values are. */
export function addEntity(entities: EntitiesFacts, { entity, is, score }: EntityCount, times: number): void {
  const e = (entities[entity] ??= {
    whole: 0,
    score: 0,
    passed: 0,
    failed: 0,
    near: 0,
    paddedPassed: 0,
    paddedFailed: 0,
    inside: 0,
  })
  e.score += score * times
  if (is & Is.whole) e.whole += times
  if (is & Is.passed) e.passed += times
  if (is & Is.failed) e.failed += times
  if (is & Is.near) e.near += times
  if (is & Is.inside) e.inside += times
  if (is & Is.paddedPassed) e.paddedPassed += times
  if (is & Is.paddedFailed) e.paddedFailed += times
}

/** One value counts once per entity, by its best candidate. Those of a recogniser stand together. */
export function bestByEntity(text: string, found: readonly Found[]): Found[] {
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

/** What a find is to its value: `is` 0 where it does not count. */
export function countOf(text: string, f: Found): EntityCount {
  const { recogniser: r, score, proven, failed, needsContext = r.needsContext ?? false } = f
  const { entity } = r
  if (!isWhole(text, f)) return { entity, is: score >= REPORTED && !failed && !needsContext ? Is.inside : 0, score: 0 }
  if (failed) return failedCount(r, isNear(r, text.slice(f.start, f.end)))
  return { entity, is: proven ? Is.whole | Is.passed : Is.whole, score: Math.round(score * 1000) }
}

/** Of a value whose check failed: whether it is near one that passes. */
export function failedCount({ entity }: Recogniser, near: boolean): EntityCount {
  return { entity, is: near ? Is.failed | Is.near : Is.failed, score: 0 }
}

/**
 * Whether digits whose check failed pass it with another last digit. What a series holds (running numbers, seconds) has the
 * form of an identifier in all of its numbers or in none, so one in ten passes, however seldom numbers at random do.
 * Asked of one value in `LOOKED_NEAR`, by its digits.
 */
export function isNear({ chance = 1, validate }: Recogniser, digits: string): boolean {
  if (chance >= ONE_IN_TEN || !validate || !isDigits(digits) || scatter(digits) % LOOKED_NEAR !== 0) return false
  const head = digits.slice(0, -1)
  for (let last = 0; last <= 9; last++) if (validate(`${head}${last}`) === true) return true
  return false
}

export const LOOKED_NEAR = 4
/** Numbers at random pass a check of one digit about so often: a series passes it no more often, and nobody looks. */
export const ONE_IN_TEN = 0.08

/** Spreads digits evenly (FNV-1a, finished as MurmurHash3 is). */
function scatter(digits: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < digits.length; i++) h = Math.imul(h ^ digits.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  return (h ^ (h >>> 13)) >>> 0
}

/** Of an entity that stands among other text. */
export function insideCount(entity: string): EntityCount {
  return { entity, is: Is.inside, score: 0 }
}

/** Of a number that may have lost zeros: whether it passes with them. */
export function paddedCount({ entity }: Recogniser, passed: boolean): EntityCount {
  return { entity, is: passed ? Is.paddedPassed : Is.paddedFailed, score: 0 }
}

export const paddedRecognisers: readonly Recogniser[] = recognisers.filter((r) => r.padTo !== undefined)

/** Nothing but punctuation, spaces and a sign stands around the span. */
function isWhole(text: string, { start, end }: Found): boolean {
  if (start === 0 && end === text.length) return true
  return !/[\p{L}\p{N}]/u.test(text.slice(0, start)) && !/[\p{L}\p{N}]/u.test(text.slice(end))
}
