/**
 * What the values of one column look like, in counts: no value is kept. Facts of parts are merged in any order and grouping
 * with the same result, so threads and executors may count apart. Everything is a whole number (scores in thousandths,
 * norms in thousandths), because sums of fractions depend on their order.
 */
import { PerdeError } from '../errors.ts'
import { withoutFraction } from '../record/whole-number.ts'
import { withoutStacks } from './candidates.ts'
import { createCellMemory } from './cell-memory.ts'
import { addCounts, addRecords, bump } from './counts.ts'
import type { Counts } from './counts.ts'
import { addEntity } from './entity-facts.ts'
import type { EntitiesFacts } from './entity-facts.ts'
import { addLists, noLists } from './list-facts.ts'
import type { ListFacts } from './list-facts.ts'
import type { Recogniser } from './recogniser.ts'
import { recognisers } from './registry.ts'
import { addAllToSketch, mergeSketches, putHash } from './sketch.ts'
import type { Hashes, Sketch } from './sketch.ts'
import { byPriority } from './text-tasks.ts'
import { createValueReader } from './value-facts.ts'
import type { ValueFacts } from './value-facts.ts'
import { addVectors, countVector, noVectors } from './vector-facts.ts'
import type { VectorFacts } from './vector-facts.ts'

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
  /** of a column of elements (`a[]`): their lists */
  lists: ListFacts
  /** values that a recogniser failed on: their column is taken for personal */
  errors: number
}

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
    lists: noLists(),
    errors: 0,
  }
}

/**
 * Counts values into the facts, in place. Which values (a keyed sample, all of a small column) is the caller's decision.
 * `name`: of their column, whose values are remembered when they repeat; the facts do not hang on it.
 */
export type ValueCounter = (facts: ColumnFacts, values: readonly string[], name?: string) => void

/** Makes a counter; it keeps the lists of recognisers per class of values, so one serves a worker for its life. */
export function createValueCounter(locales: readonly string[] = [], own: readonly Recogniser[] = []): ValueCounter {
  const reader = createValueReader(byPriority([...recognisers, ...own]), locales)
  const memory = createCellMemory<Remembered>()
  return (facts, values, name = '') => {
    const { seed } = facts
    const hashes: Hashes = { values: new Float64Array(values.length), heads: new Float64Array(values.length), count: 0 }
    // Cells that show the same are added up together.
    const times = new Map<ValueFacts, number>()
    const add = (one: ValueFacts): void => void times.set(one, (times.get(one) ?? 0) + 1)
    withoutStacks(() => {
      for (const value of values) {
        const text = withoutFraction(value.trim())
        if (isBlank(text)) {
          facts.blank++
          continue
        }
        const at = hashes.count++
        const recalled = memory.recall(text, name)
        const form = recalled?.seed === seed ? undefined : reader.formOf(text)
        const isPlain = form?.tasks.length === 0
        const known = recalled ?? (isPlain ? undefined : memory.find(text, name))
        if (known?.seed === seed) {
          hashes.values[at] = known.hash
          hashes.heads[at] = known.head
          add(known.value)
          continue
        }
        putHash(hashes, at, text, seed)
        const one = reader.read(text, form)
        add(one)
        if (!isPlain && memory.isWorth(text, name))
          memory.keep(text, name, { value: one, seed, hash: hashes.values[at]!, head: hashes.heads[at]! })
      }
    })
    for (const [value, n] of times) addValue(facts, value, n)
    facts.count += values.length
    addAllToSketch(facts.distinct, hashes.values.subarray(0, hashes.count))
    addAllToSketch(facts.heads, hashes.heads.subarray(0, hashes.count))
  }
}

/** Of a value that comes again. */
interface Remembered {
  value: ValueFacts
  /** of its hashes */
  seed: number
  hash: number
  head: number
}

function isBlank(text: string): boolean {
  return text === '' || (text.length <= LONGEST_NULL && NULLS.has(text))
}

const LONGEST_NULL = 4
const NULLS = new Set(['NULL', 'null', 'None', 'NaN', 'nan', 'NA', 'N/A', 'n/a', '-', '—', '\\N'])

/** Adds what so many values show, but for their hashes and themselves. */
function addValue(facts: ColumnFacts, value: ValueFacts, times: number): void {
  const { shape, length, digits, slashDate, encoded, container, signs, vector, entities, failed } = value
  bump(facts.shapes, shape, times)
  bump(facts.lengths, length, times)
  if (digits !== undefined) bump(facts.digits, digits, times)
  if (slashDate) facts.slashDates[slashDate] += times
  if (encoded) facts.encoded += times
  if (container) facts.containers[container] += times
  for (const { entity, sign } of signs) {
    const b = (facts.biometrics[entity] ??= { sure: 0, likely: 0, confidence: 0 })
    if (sign.confidence >= 0.95) b.sure += times
    else b.likely += times
    b.confidence += Math.round(1000 * sign.confidence) * times
    bump(facts.signs, `${entity}: ${sign.evidence}`, times)
  }
  if (vector) for (let n = 0; n < times; n++) countVector(facts.vectors, vector)
  for (const one of entities) addEntity(facts.entities, one, times)
  if (failed) facts.errors += times
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
    lists: addLists(a.lists, b.lists),
    errors: a.errors + b.errors,
  }
}
