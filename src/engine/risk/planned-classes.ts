import type { ClassCounts } from '../../anonymity/class-table.ts'
import type { PopulationEntries } from '../../anonymity/released-entries.ts'
import { createRecoder, type SharedRecoding } from '../../anonymity/recoder.ts'
import { Kind } from '../../record/batch.ts'
import { verbNamed } from '../../transforms/verb-named.ts'
import { isRemoved, type SourcePlan } from '../../plan/plan.ts'
import { createKeyCounts, type KeyCounts } from '../passes/key-counts.ts'
import { tokenOf, valueWords, WORDS } from '../worker/measure.ts'
import { isMixed } from '../worker/record-values.ts'

/**
 * The classes that a plan makes of what was counted, under the keys by which `Measure` counts what is written: both ways to
 * the same numbers. Undefined where they need not agree: a rule that needs the profile may take records away
 * afterwards, or there are quasi-identifiers that the plan leaves alone.
 */
export function plannedClasses(
  source: SourcePlan,
  recoding: SharedRecoding,
  { counts, columns }: ClassCounts,
  measureKey: Uint8Array,
): KeyCounts | undefined {
  if (!isWhole(source) || losesLate(source)) return undefined
  return classKeys(recoding, { columns, counts, nodeOf: recoding.nodeOf }, measureKey)
}

/**
 * The people of a population in each class, under the same keys. Undefined where they cannot be told, because there are
 * quasi-identifiers that the plan leaves alone.
 */
export function plannedPopulation(
  source: SourcePlan,
  recoding: SharedRecoding,
  { columns, people, nodeOf }: PopulationEntries,
  measureKey: Uint8Array,
): KeyCounts | undefined {
  return isWhole(source) ? classKeys(recoding, { columns, counts: people, nodeOf }, measureKey) : undefined
}

/** Combinations with their rows and nodes as classes. */
function classKeys(
  recoding: SharedRecoding,
  { columns, counts, nodeOf }: Pick<ClassCounts, 'columns' | 'counts'> & { nodeOf: Int32Array },
  measureKey: Uint8Array,
): KeyCounts {
  const recoder = createRecoder(recoding)
  const wordsOf = recoding.fields.map((_, q) => writtenWords(recoding, q, measureKey))
  const keys = new Uint32Array(WORDS * counts.length)
  const sizes = new Uint32Array(counts.length)
  let n = 0
  for (let entry = 0; entry < counts.length; entry++) {
    const node = nodeOf[entry]!
    if (node < 0) continue
    for (let q = 0; q < columns.length; q++) {
      const { words, leaves } = wordsOf[q]!
      const from = WORDS * (recoder.level(node, q) * leaves + columns[q]![entry]!)
      for (let w = 0; w < WORDS; w++) keys[WORDS * n + w]! ^= words[from + w]!
    }
    sizes[n++] = counts[entry]!
  }
  const table = createKeyCounts(4 * WORDS, n)
  table.add(new Uint8Array(keys.buffer, 0, 4 * WORDS * n), sizes.subarray(0, n))
  return table
}

/** Whether as many records were written of each planned class, and of no other. */
export function isAsPlanned(planned: KeyCounts, written: KeyCounts): boolean {
  if (planned.size !== written.size) return false
  for (const { key, count } of planned.entries()) if (written.get(key) !== count) return false
  return true
}

/** The plan says of every quasi-identifier that is written what is written. */
function isWhole({ fields, anonymity }: SourcePlan): boolean {
  const quasi = fields.filter((field) => field.role === 'quasi-identifier' && !isRemoved(field))
  return quasi.length === anonymity?.fields.length
}

/** A rule that needs the profile may take records away after they were counted. */
function losesLate({ fields }: SourcePlan): boolean {
  return fields.some(
    ({ onError, do: steps, else: otherwise = [] }) =>
      onError === 'drop-record' && [...steps, ...otherwise].some(({ verb }) => verbNamed(verb).profile !== undefined),
  )
}

/** By level and leaf: the words of what is written there; zeros where it is null. */
function writtenWords(recoding: SharedRecoding, q: number, measureKey: Uint8Array) {
  const { path, kinds } = recoding.fields[q]!
  const recoder = createRecoder(recoding)
  const leaves = recoding.hierarchies[q]!.levels[0]!.values.length
  const levels = recoding.hierarchies[q]!.levels.length
  const tokens: string[] = []
  const places: number[] = []
  for (let level = 0; level < levels; level++)
    for (let leaf = 0; leaf < leaves; leaf++) {
      const value = recoder.value(q, level, leaf)
      if (value === null) continue
      const kind = level > 0 || isMixed(kinds) ? Kind.string : 31 - Math.clz32(kinds)
      tokens.push(tokenOf(kind, value))
      places.push(level * leaves + leaf)
    }
  const words = new Uint32Array(WORDS * levels * leaves)
  const found = valueWords(measureKey, path, tokens)
  for (const [i, place] of places.entries()) words.set(found.subarray(WORDS * i, WORDS * (i + 1)), WORDS * place)
  return { words, leaves }
}
