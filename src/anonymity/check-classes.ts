import type { Groups } from './group.ts'
import type { PackLevel, Pack } from './packed-columns.ts'
import { NO_VALUES, type Histogram, type PrivacyModel } from './privacy-models/privacy-model.ts'
import type { TableModel } from './privacy-models/risk-threshold.ts'
import { suppressSmallest } from './suppress-smallest.ts'

/** What every class, and the published classes together, must satisfy. */
export interface Requirements {
  models: readonly PrivacyModel[]
  tables?: readonly TableModel[]
}

/** Classes that hold and classes that must be suppressed. */
export interface CheckedGroups {
  /** 1 for a class that may be published */
  published: Uint8Array
  suppressed: number
  classes: number
  /** rows of the smallest published class; 0 where there is none */
  smallest: number
}

/** Sensitive fields that some models read. */
export function fieldsOf({ models }: Requirements): number[] {
  return [...new Set(models.flatMap((model) => model.field ?? []))].sort((a, b) => a - b)
}

/** Decides about every class. `sensitive`: by field, how many values there are. */
export function checkGroups(groups: Groups, requirements: Requirements, sensitive: readonly number[]): CheckedGroups {
  const { rows } = groups
  const published = new Uint8Array(rows.length).fill(1)
  for (const model of requirements.models)
    if (model.field === undefined)
      for (let g = 0; g < rows.length; g++) if (!model.holds(rows[g]!, NO_VALUES)) published[g] = 0
  for (const field of fieldsOf(requirements))
    checkField(
      groups,
      field,
      requirements.models.filter((model) => model.field === field),
      sensitive[field]!,
      published,
    )
  suppressSmallest(rows, requirements.tables ?? [], published)
  let suppressed = 0
  let classes = 0
  let smallest = Infinity
  for (let g = 0; g < rows.length; g++)
    if (published[g] === 0) suppressed += rows[g]!
    else {
      classes++
      if (rows[g]! < smallest) smallest = rows[g]!
    }
  return { published, suppressed, classes, smallest: classes === 0 ? 0 : smallest }
}

function checkField(
  { rows, sensitive }: Groups,
  field: number,
  models: readonly PrivacyModel[],
  values: number,
  published: Uint8Array,
): void {
  const { start, value, count } = sensitive[field]!
  const histogram: Histogram = { counts: new Float64Array(values), present: new Uint32Array(values), distinct: 0 }
  for (let g = 0; g < rows.length; g++) {
    if (published[g] === 0) continue
    const from = start[g]!
    histogram.distinct = start[g + 1]! - from
    for (let i = 0; i < histogram.distinct; i++) {
      histogram.present[i] = value[from + i]!
      histogram.counts[value[from + i]!] = count[from + i]!
    }
    if (!models.every((model) => model.holds(rows[g]!, histogram))) published[g] = 0
    for (let i = 0; i < histogram.distinct; i++) histogram.counts[value[from + i]!] = 0
  }
}

/**
 * What suppression adds to the sum of losses of all cells: a suppressed cell loses 1 instead of its node's loss.
 * `columns`: number of quasi-identifiers.
 */
export function lossOfSuppressed(
  { first, rows }: Groups,
  published: Uint8Array,
  packs: readonly Pack[],
  levels: readonly PackLevel[],
  columns: number,
): number {
  let sum = 0
  for (let g = 0; g < rows.length; g++) {
    if (published[g] !== 0) continue
    let loss = columns
    for (let p = 0; p < packs.length; p++) loss -= levels[p]!.loss[packs[p]!.of[first[g]!]!]!
    sum += rows[g]! * loss
  }
  return sum
}
