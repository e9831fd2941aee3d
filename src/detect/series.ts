/**
 * Running numbers and seconds are as one in their first digits. Where these fit an identifier, the checks of all of them hang on
 * what is behind, and are passed far more often than by numbers at random.
 */
import { atLeast } from './binomial.ts'
import type { ColumnFacts } from './column-facts.ts'
import { LOOKED_NEAR, ONE_IN_TEN } from './entity-facts.ts'
import type { EntityFacts } from './entity-facts.ts'
import type { Recogniser } from './recogniser.ts'
import { distinctIn } from './sketch.ts'

/** A series passes a check of one digit so often at most: where all of it ends in one digit, and two remainders give that. */
const SERIES = 0.2
/** Passes that come by luck once in so many columns are no series. */
const SELDOM = 0.001
const UNHEARD_OF = 1e-6

/** Whether more values pass the check than of a series would: they are held against neighbours that pass with another last digit. */
export function isMoreThanSeries({ chance = 1 }: Recogniser, { passed, failed, near }: EntityFacts): boolean {
  return chance < ONE_IN_TEN
    ? atLeast(passed, passed + LOOKED_NEAR * near, SERIES) < SELDOM
    : atLeast(passed, passed + failed, SERIES) < UNHEARD_OF
}

/** Running numbers: without their last three digits they are nearly all the same. */
export function areRunning(facts: ColumnFacts): boolean {
  const distinct = distinctIn(facts.distinct)
  return (
    (facts.shapes['integer'] ?? 0) > 0.9 * (facts.count - facts.blank) &&
    distinct > 20 &&
    distinctIn(facts.heads) < 0.3 * distinct
  )
}

/** Running numbers of which the check does not read the last digit: thousands of them pass together, or none. */
export function passTogether(r: Recogniser, facts: ColumnFacts): boolean {
  return areRunning(facts) && isFree(r, facts)
}

/**
 * Whether the check reads the last digit of no values of a length that many have: it asks for a day, or for digits in the
 * middle. Of seconds and of running numbers whole stretches pass it, so that some who do say nothing of the rest.
 */
export function isFree(r: Recogniser, { digits, count, blank }: ColumnFacts): boolean {
  return Object.entries(digits).some(([length, n]) => n > 0.1 * (count - blank) && isFreeAtTheEnd(r, Number(length)))
}

const known = new WeakMap<Recogniser, Map<number, boolean>>()

function isFreeAtTheEnd(r: Recogniser, digits: number): boolean {
  let ofLength = known.get(r)
  if (!ofLength) known.set(r, (ofLength = new Map()))
  let free = ofLength.get(digits)
  if (free === undefined) ofLength.set(digits, (free = triesEnds(r, digits)))
  return free
}

/** Numbers tried until one passes: of the rarest form one in hundreds does. */
const TRIES = 2000
const LONGEST = 20

function triesEnds({ validate }: Recogniser, digits: number): boolean {
  if (!validate || digits < 2 || digits > LONGEST) return false
  let state = 1
  for (let n = 0; n < TRIES; n++) {
    let head = ''
    while (head.length < digits - 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      head += String(state).padStart(10, '0').slice(2, 7)
    }
    head = head.slice(0, digits - 1)
    let passing = 0
    for (let last = 0; last <= 9; last++) if (validate(`${head}${last}`) === true) passing++
    if (passing > 0) return passing >= 4
  }
  return false
}
