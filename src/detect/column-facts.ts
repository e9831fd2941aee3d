/**
 * What the values of one column look like, in counts: no value is kept. Facts of parts are merged in any order and grouping
 * with the same result, so threads and executors may count apart. Everything is a whole number (scores in thousandths,
 * norms in thousandths), because sums of fractions depend on their order.
 */
import { PerdeError } from '../errors.ts'
import { createPrefilter } from './classes.ts'
import { addCounts, addRecords, bump } from './counts.ts'
import type { Counts } from './counts.ts'
import { countEntities } from './entity-facts.ts'
import type { EntitiesFacts } from './entity-facts.ts'
import { createFactsOfForm } from './form-facts.ts'
import type { FactsOfForm } from './form-facts.ts'
import { createTasksByForm } from './form-tasks.ts'
import type { TasksByForm } from './form-tasks.ts'
import { containerOf } from './magic.ts'
import { modalities } from './modalities.ts'
import type { Modality } from './modality.ts'
import { normalise } from './normalise.ts'
import { peel } from './peel.ts'
import type { Peeled } from './peel.ts'
import type { Recogniser } from './recogniser.ts'
import { recognisers } from './registry.ts'
import { addAllToSketch, hash53, mergeSketches } from './sketch.ts'
import type { Sketch } from './sketch.ts'
import { createTasksByText } from './text-tasks.ts'
import type { TasksByText } from './text-tasks.ts'
import { SHAPED_FROM, SHAPED_TO, shapeOf } from './value-shape.ts'
import { addVectors, countVector, noVectors } from './vector-facts.ts'
import type { VectorFacts } from './vector-facts.ts'
import { vectorIn, vectorInBytes } from './vectors.ts'

export type SignFacts = { sure: number; likely: number; confidence: number }

export interface ColumnFacts {
  /** version of this shape */
  facts: 1
  /** seed of the hashes; only facts of one seed can be merged */
  seed: number
  /** values looked at, and of them the empty ones */
  count: number
  blank: number
  /** value shape → values */
  shapes: Counts
  /** length class (power of two, `2^n` units and less than twice that) → values */
  lengths: Counts
  /** digits of values that are whole numbers or groups of digits → values */
  digits: Counts
  /** dates with slashes that say themselves whether the day or the month comes first, for the other number is above 12 */
  slashDates: { dayFirst: number; monthFirst: number }
  /** hashes of the values, and of the values without their last three characters */
  distinct: Sketch
  heads: Sketch
  entities: EntitiesFacts
  /** modality → signs from 0.95 on, weaker ones, and the sum of all their confidences in thousandths */
  biometrics: Record<string, SignFacts>
  /** evidence phrase of a sign → values */
  signs: Counts
  containers: { image: number; audio: number }
  /** values that are bytes in some encoding */
  encoded: number
  vectors: VectorFacts
  /** values that a recogniser failed on: their column is taken for personal */
  errors: number
}

const LONGEST_VALUE = 4096

/** Facts of no values. `seed`: a random number of the run. */
export function emptyFacts(seed = 0): ColumnFacts {
  return {
    facts: 1,
    seed,
    count: 0,
    blank: 0,
    shapes: {},
    lengths: {},
    digits: {},
    slashDates: { dayFirst: 0, monthFirst: 0 },
    distinct: [],
    heads: [],
    entities: {},
    biometrics: {},
    signs: {},
    containers: { image: 0, audio: 0 },
    encoded: 0,
    vectors: noVectors(),
    errors: 0,
  }
}

/** Counts values into the facts, in place. Which values (a keyed sample, all of a small column) is the caller's decision. */
export type ValueCounter = (facts: ColumnFacts, values: readonly string[]) => void

/** Makes a counter; it keeps the lists of recognisers per class of values, so one serves a worker for its life. */
export function createValueCounter(locales: readonly string[] = [], own: readonly Recogniser[] = []): ValueCounter {
  const all = [...recognisers, ...own]
  const prefilter = createPrefilter(all)
  const finder: Finder = {
    tasksByText: createTasksByText(all),
    tasksByForm: createTasksByForm(prefilter),
    factsOfForm: createFactsOfForm(),
    locales,
  }
  return (facts, values) => {
    const hashes: Hashes = { values: new Float64Array(values.length), heads: new Float64Array(values.length), count: 0 }
    // A column of few values costs what its distinct values cost.
    if (mayRepeat(values)) for (const [value, n] of timesOf(values)) countValue(facts, value, n, finder, hashes)
    else for (const value of values) countValue(facts, value, 1, finder, hashes)
    addAllToSketch(facts.distinct, hashes.values.subarray(0, hashes.count))
    addAllToSketch(facts.heads, hashes.heads.subarray(0, hashes.count))
  }
}

/** Whether some of the first values are equal. */
function mayRepeat(values: readonly string[]): boolean {
  const first = values.slice(0, FIRST)
  return values.length <= FIRST || new Set(first).size < first.length
}

const FIRST = 64

function timesOf(values: readonly string[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1)
  return times
}

/** The facts of both parts. Throws INTERNAL for facts of different seeds, whose hashes do not compare. */
export function mergeFacts(a: ColumnFacts, b: ColumnFacts): ColumnFacts {
  if (a.seed !== b.seed) throw new PerdeError('INTERNAL', 'facts of different seeds cannot be merged')
  return {
    facts: 1,
    seed: a.seed,
    count: a.count + b.count,
    blank: a.blank + b.blank,
    shapes: addCounts(a.shapes, b.shapes),
    lengths: addCounts(a.lengths, b.lengths),
    digits: addCounts(a.digits, b.digits),
    slashDates: {
      dayFirst: a.slashDates.dayFirst + b.slashDates.dayFirst,
      monthFirst: a.slashDates.monthFirst + b.slashDates.monthFirst,
    },
    distinct: mergeSketches(a.distinct, b.distinct),
    heads: mergeSketches(a.heads, b.heads),
    entities: addRecords(a.entities, b.entities),
    biometrics: addRecords(a.biometrics, b.biometrics),
    signs: addCounts(a.signs, b.signs),
    containers: { image: a.containers.image + b.containers.image, audio: a.containers.audio + b.containers.audio },
    encoded: a.encoded + b.encoded,
    vectors: addVectors(a.vectors, b.vectors),
    errors: a.errors + b.errors,
  }
}

interface Finder {
  tasksByText: TasksByText
  tasksByForm: TasksByForm
  factsOfForm: FactsOfForm
  locales: readonly string[]
}

/** Of the values of one call; sketches take them in together. */
interface Hashes {
  values: Float64Array
  heads: Float64Array
  count: number
}

function countValue(facts: ColumnFacts, value: string, n: number, finder: Finder, hashes: Hashes): void {
  facts.count += n
  const text = value.trim()
  if (text === '' || (text.length <= LONGEST_NULL && NULLS.has(text))) {
    facts.blank += n
    return
  }
  const known = finder.tasksByForm(text)
  const form = known && finder.factsOfForm(text, known)
  const shaped = form && text.length >= SHAPED_FROM && text.length <= SHAPED_TO ? form : undefined
  bump(facts.shapes, shaped?.shape ?? shapeOf(text), n)
  bump(facts.lengths, String(31 - Math.clz32(text.length)), n)
  const digits = shaped ? shaped.digits : digitsIfNumber(text)
  if (digits !== undefined) bump(facts.digits, digits, n)
  if (text[1] === '/' || text[2] === '/') countSlashDate(facts, text, n)
  hashes.values[hashes.count] = hash53(text, facts.seed)
  hashes.heads[hashes.count++] = hash53(text, facts.seed, Math.max(0, text.length - 3))
  try {
    const peeled = form?.encoded === false ? undefined : peel(text)
    if (peeled) facts.encoded += n
    countBiometrics(facts, text, n, peeled, peeled || !form ? modalities : form.modalities)
    const vector = (peeled && vectorInBytes(peeled)) ?? vectorIn(text)
    if (vector) countVector(facts.vectors, vector, n)
    // Bytes and vectors hold no identifiers in letters.
    if (vector || (peeled && text.length > 256)) return
    const value = text.slice(0, LONGEST_VALUE)
    const plain = known ? value : normalise(value).text
    countEntities(facts.entities, plain, n, (known ?? finder.tasksByText(plain)).tasks, finder.locales)
  } catch {
    facts.errors += n // told by the verdict: the column counts as personal
  }
}

function countSlashDate({ slashDates }: ColumnFacts, text: string, n: number): void {
  const parts = /^(\d{1,2})\/(\d{1,2})\/\d{4}(?!\d)/.exec(text)
  if (!parts) return
  const [first, second] = [Number(parts[1]), Number(parts[2])]
  if (first > 12 && first <= 31 && second <= 12) slashDates.dayFirst += n
  if (second > 12 && second <= 31 && first <= 12) slashDates.monthFirst += n
}

/** How many digits a value has that is a whole number or groups of digits. */
function digitsIfNumber(text: string): string | undefined {
  return /^[\d ().+/-]+$/.test(text) ? String(text.replace(/\D/g, '').length) : undefined
}

const LONGEST_NULL = 4
const NULLS = new Set(['NULL', 'null', 'None', 'NaN', 'nan', 'NA', 'N/A', 'n/a', '-', '—', '\\N'])

function countBiometrics(
  facts: ColumnFacts,
  text: string,
  n: number,
  peeled: Peeled | undefined,
  asked: readonly Modality[],
): void {
  if (text.length < 10) return
  const container = peeled && containerOf(peeled)
  if (container) facts.containers[container] += n
  for (const m of asked) {
    const sign = (peeled && m.ofBytes?.(peeled)) ?? m.ofText?.(text)
    if (!sign) continue
    const b = (facts.biometrics[m.entity] ??= { sure: 0, likely: 0, confidence: 0 })
    if (sign.confidence >= 0.95) b.sure += n
    else b.likely += n
    b.confidence += n * Math.round(1000 * sign.confidence)
    bump(facts.signs, `${m.entity}: ${sign.evidence}`, n)
  }
}
