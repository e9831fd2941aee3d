/**
 * What the values of one column look like, in counts: no value is kept. Facts of parts are merged in any order and grouping
 * with the same result, so threads and executors may count apart. Everything is a whole number (scores in thousandths,
 * norms in thousandths), because sums of fractions depend on their order.
 */
import { PerdeError } from '../errors.ts'
import { isDigits } from './boundary.ts'
import { findCandidates, workFor } from './candidates.ts'
import type { Found } from './candidates.ts'
import { createPrefilter } from './classes.ts'
import { createFactsOfForm } from './form-facts.ts'
import type { FactsOfForm } from './form-facts.ts'
import { createTasksByForm } from './form-tasks.ts'
import type { FormTasks, TasksByForm } from './form-tasks.ts'
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
import type { VectorShape } from './vectors.ts'
import { vectorIn, vectorInBytes } from './vectors.ts'

export type Counts = Record<string, number>

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

export type SignFacts = { sure: number; likely: number; confidence: number }

export type VectorFacts = {
  count: number
  /** dimension → values */
  dimensions: Counts
  /** norms in thousandths: sum and sum of squares */
  norm: number
  normSquares: number
  unitNorm: number
  /** norm 1.29 to 1.62: dlib's face descriptors are not normalised */
  dlibNorm: number
  centred: number
  /** values that no embedding has: all non-negative, probabilities, whole numbers */
  vetoed: number
}

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
  /** hashes of the values, and of the values without their last three characters */
  distinct: Sketch
  heads: Sketch
  entities: Record<string, EntityFacts>
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
const REPORTED = 0.5

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
    distinct: [],
    heads: [],
    entities: {},
    biometrics: {},
    signs: {},
    containers: { image: 0, audio: 0 },
    encoded: 0,
    vectors: { count: 0, dimensions: {}, norm: 0, normSquares: 0, unitNorm: 0, dlibNorm: 0, centred: 0, vetoed: 0 },
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

function addCounts<C extends Counts>(a: C, b: C): C {
  const sum: Counts = { ...a }
  for (const [key, n] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + n
  return sum as C
}

function addRecords<F extends Counts>(a: Record<string, F>, b: Record<string, F>): Record<string, F> {
  const sum: Record<string, F> = { ...a }
  for (const [key, facts] of Object.entries(b)) sum[key] = sum[key] ? addCounts(sum[key], facts) : facts
  return sum
}

function addVectors(a: VectorFacts, b: VectorFacts): VectorFacts {
  const { dimensions: x, ...rest } = a
  const { dimensions: y, ...others } = b
  return { ...addCounts(rest, others), dimensions: addCounts(x, y) }
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
  hashes.values[hashes.count] = hash53(text, facts.seed)
  hashes.heads[hashes.count++] = hash53(text, facts.seed, Math.max(0, text.length - 3))
  try {
    const peeled = form?.encoded === false ? undefined : peel(text)
    if (peeled) facts.encoded += n
    countBiometrics(facts, text, n, peeled, peeled || !form ? modalities : form.modalities)
    const vector = (peeled && vectorInBytes(peeled)) ?? vectorIn(text)
    if (vector) countVector(facts.vectors, vector, n)
    // Bytes and vectors hold no identifiers in letters.
    if (!vector && !(peeled && text.length > 256)) countEntities(facts, text.slice(0, LONGEST_VALUE), n, finder, known)
  } catch {
    facts.errors += n // told by the verdict: the column counts as personal
  }
}

/** How many digits a value has that is a whole number or groups of digits. */
function digitsIfNumber(text: string): string | undefined {
  return /^[\d ().+/-]+$/.test(text) ? String(text.replace(/\D/g, '').length) : undefined
}

const LONGEST_NULL = 4
const NULLS = new Set(['NULL', 'null', 'None', 'NaN', 'nan', 'NA', 'N/A', 'n/a', '-', '—', '\\N'])

function bump(counts: Counts, key: string, n: number): void {
  counts[key] = (counts[key] ?? 0) + n
}

function countEntities(
  facts: ColumnFacts,
  original: string,
  n: number,
  finder: Finder,
  known: FormTasks | undefined,
): void {
  const text = known ? original : normalise(original).text
  const { tasks } = known ?? finder.tasksByText(text)
  if (tasks.length > 0) {
    const found = findCandidates(tasks, text, finder.locales, workFor(text))
    for (const best of found.length > 1 ? bestByEntity(text, found) : found) countFound(facts, text, best, n)
  }
  if (isDigits(text))
    for (const r of PADDED) if (text.length < r.padTo! && text.length >= r.padTo! - 3) countPadded(facts, r, text, n)
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

function countFound(facts: ColumnFacts, text: string, f: Found, n: number): void {
  const { recogniser: r, score, proven, failed, needsContext = r.needsContext ?? false } = f
  const e = entityFacts(facts, r.entity)
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

function countPadded(facts: ColumnFacts, r: Recogniser, digits: string, n: number): void {
  const e = entityFacts(facts, r.entity)
  if (r.validate?.(digits.padStart(r.padTo!, '0')) === true) e.paddedPassed += n
  else e.paddedFailed += n
}

const PADDED = recognisers.filter((r) => r.padTo !== undefined)

function entityFacts(facts: ColumnFacts, entity: string): EntityFacts {
  return (facts.entities[entity] ??= {
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

function countVector(v: VectorFacts, shape: VectorShape, n: number): void {
  v.count += n
  bump(v.dimensions, String(shape.dimensions), n)
  const norm = Math.min(1e5, Math.round(shape.norm * 1000))
  v.norm += n * norm
  v.normSquares += n * norm * norm
  if (Math.abs(shape.norm - 1) <= 0.02) v.unitNorm += n
  if (shape.norm >= 1.29 && shape.norm <= 1.62) v.dlibNorm += n
  if (shape.centred) v.centred += n
  if (!shape.negative || shape.whole || shape.probabilities) v.vetoed += n
}
