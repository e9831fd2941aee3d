/**
 * The prefilter: what kinds of characters a value has, in one scan, and which recognisers that leaves.
 * The list is computed once for every class of values, so an ordinary cell costs a scan and a lookup.
 */
import { bitOf } from './digit-runs.ts'
import type { Pattern, Recogniser } from './recogniser.ts'

export const Flag = { at: 1, dot: 2, colon: 4, letters: 8, capital: 16, latin: 32 } as const

export interface ValueClass {
  flags: number
  digits: number
  /** the lengths of its runs of digits, as bits (digit-runs.ts) */
  digitRuns: number
  length: number
  /** of the longest run of ASCII letters and digits */
  run: number
}

/** Character classes of a text; non-ASCII letters count as letters, and as capitals when they are (Cyrillic, Latin-1). */
export function valueClass(text: string): ValueClass {
  const { length } = text
  let seen = 0
  let digits = 0
  let digitRuns = 1
  let inRow = 0
  let run = 0
  let since = 0
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    const kind = kinds[unit]! || askKind(unit)
    seen |= kind
    if ((kind & DIGIT) !== 0) inRow++
    else {
      if (inRow > 0) {
        digits += inRow
        digitRuns |= bitOf(inRow)
        inRow = 0
      }
      if ((kind & Flag.latin) === 0) {
        if (i - since > run) run = i - since
        since = i + 1
      }
    }
  }
  if (inRow > 0) digitRuns |= bitOf(inRow)
  return { flags: seen & FLAGS, digits: digits + inRow, digitRuns, length, run: Math.max(run, length - since) }
}

const FLAGS = Flag.at | Flag.dot | Flag.colon | Flag.letters | Flag.capital | Flag.latin
const DIGIT = 64
const ASKED = 128
// By UTF-16 unit: its flags, filled as units are met; the answers depend on nothing else.
const kinds = new Uint8Array(0x10000)

function askKind(unit: number): number {
  return (kinds[unit] = ASKED | kindOf(unit))
}

function kindOf(unit: number): number {
  if (unit >= 0x80) return unit < 0xc0 ? 0 : isCapital(unit) ? Flag.letters | Flag.capital : Flag.letters
  if (unit >= 0x30 && unit <= 0x39) return DIGIT
  if (unit === 0x40) return Flag.at
  if (unit === 0x2e) return Flag.dot
  if (unit === 0x3a) return Flag.colon
  if (unit >= 0x41 && unit <= 0x5a) return Flag.letters | Flag.capital | Flag.latin
  return unit >= 0x61 && unit <= 0x7a ? Flag.letters | Flag.latin : 0
}

function isCapital(c: number): boolean {
  if (c >= 0x400 && c <= 0x42f) return true
  if (c >= 0x430 && c <= 0x45f) return false
  const s = String.fromCharCode(c)
  return s.toLowerCase() !== s
}

/** The recognisers that a class of values can match. */
export interface Shortlist {
  recognisers: readonly Recogniser[]
  /** what of them can match in a text with runs of digits of these lengths (bits); those of a recogniser stand together */
  withRuns(lengths: number): readonly Task[]
}

/** One question to a text: a pattern of a recogniser, or its finder where there is none. */
export interface Task {
  recogniser: Recogniser
  pattern: Pattern | undefined
  /** digits of the run that the pattern is, where it is no more than that */
  digits: number | undefined
}

export type Prefilter = (value: ValueClass) => Shortlist

/** Different sets of lengths are few in cells, but long texts may have any. */
const MOST_SETS = 4096

/** Chooses the recognisers whose prefilter a value passes; answers are kept per class, and there are few classes. */
export function createPrefilter(recognisers: readonly Recogniser[]): Prefilter {
  const digitSteps = steps(recognisers.flatMap((r) => r.prefilter?.digits ?? []))
  const lengthSteps = steps(
    recognisers
      .flatMap((r) => [
        r.prefilter?.minLength ?? [],
        r.prefilter?.maxLength === undefined ? [] : r.prefilter.maxLength + 1,
      ])
      .flat(),
  )
  const runSteps = steps(recognisers.flatMap((r) => r.prefilter?.run ?? []))
  const lists = new Map<number, Shortlist>()
  return (value) => {
    const key =
      value.flags | (digitSteps(value.digits) << 6) | (lengthSteps(value.length) << 13) | (runSteps(value.run) << 24)
    let list = lists.get(key)
    if (!list) lists.set(key, (list = shortlist(recognisers.filter((r) => passes(r, value)))))
    return list
  }
}

function shortlist(recognisers: readonly Recogniser[]): Shortlist {
  const bySet = new Map<number, readonly Task[]>()
  return {
    recognisers,
    withRuns(lengths) {
      let tasks = bySet.get(lengths)
      if (!tasks) {
        if (bySet.size >= MOST_SETS) bySet.clear()
        bySet.set(lengths, (tasks = recognisers.flatMap((r) => tasksOf(r, lengths))))
      }
      return tasks
    },
  }
}

function tasksOf(recogniser: Recogniser, lengths: number): Task[] {
  return allTasksOf(recogniser).filter((task) => (runsNeeded(task) & lengths) !== 0)
}

/** The lengths of runs of digits of which a text must have one, as bits; of a task that needs none all of them. */
export function runsNeeded({ pattern }: Task): number {
  const expression = pattern?.expression
  return !expression || expression instanceof RegExp ? -1 : (expression.runs?.() ?? -1)
}

/** Every question of a recogniser: its patterns and its finder. The same objects each time. */
export function allTasksOf(recogniser: Recogniser): readonly Task[] {
  let tasks = known.get(recogniser)
  if (!tasks) known.set(recogniser, (tasks = makeTasks(recogniser)))
  return tasks
}

const known = new WeakMap<Recogniser, readonly Task[]>()

function makeTasks(recogniser: Recogniser): readonly Task[] {
  const { patterns } = recogniser
  const tasks: Task[] = patterns.map((pattern) => ({ recogniser, pattern, digits: digitsOfRun(pattern) }))
  return recogniser.find ? [...tasks, { recogniser, pattern: undefined, digits: undefined }] : tasks
}

function digitsOfRun({ expression }: Pattern): number | undefined {
  return expression instanceof RegExp ? undefined : expression.digits
}

function passes({ prefilter: p }: Recogniser, value: ValueClass): boolean {
  return meets(value, bounds(p))
}

/** What a prefilter asks, in numbers. */
export interface Bounds {
  /** `Flag`s that a value must have */
  flags: number
  /** at least so many */
  digits: number
  run: number
  minLength: number
  maxLength: number
}

export function bounds(p: Recogniser['prefilter']): Bounds {
  const flags =
    (p?.at ? Flag.at : 0) |
    (p?.dot ? Flag.dot : 0) |
    (p?.colon ? Flag.colon : 0) |
    (p?.letters ? Flag.letters : 0) |
    (p?.latin ? Flag.latin : 0) |
    (p?.capital ? Flag.capital : 0)
  const { digits = 0, run = 0, minLength = 0, maxLength = Infinity } = p ?? {}
  return { flags, digits, run, minLength, maxLength }
}

export function meets({ flags, digits, length, run }: ValueClass, b: Bounds): boolean {
  return (
    (flags & b.flags) === b.flags &&
    digits >= b.digits &&
    run >= b.run &&
    length >= b.minLength &&
    length <= b.maxLength
  )
}

/** How many of the thresholds a number reaches: two values that reach the same pass the same filters. */
function steps(thresholds: number[]): (n: number) => number {
  const sorted = [...new Set(thresholds)].sort((a, b) => a - b)
  const reached = new Uint8Array((sorted.at(-1) ?? 0) + 1)
  sorted.forEach((from, i) => reached.fill(i + 1, from))
  return (n) => reached[n] ?? sorted.length
}
