/** `risk.json`: how well the records of a release hide among each other, measured on what was written. */
export interface RiskReport extends Measured {
  /** the worst source's, which the fields above are of; null: no source declares quasi-identifiers */
  source: string | null
  sources: Record<string, SourceRisk>
  /** sources that can be joined by a value that they have in common, and were not measured together */
  links: LinkedSources[]
}

export interface Measured {
  /** size of the smallest class of records with equal quasi-identifiers; null: not measured, see `note` of its source */
  k: number | null
  /** by sensitive field: the fewest different values in a class */
  l: Record<string, number>
  /** by sensitive field: the largest distance of a class from all records, where the policy bounds it */
  t: Record<string, number>
  classes: {
    count: number
    min: number
    max: number
    histogram: { from: number; to: number; classes: number; records: number }[]
  } | null
  risk: { prosecutor: number; journalist: number; marketer: number; unique: number } | null
  /** share of records that a real linkage attack finds again; null: not attempted */
  reidentified: number | null
  /** how the classes were made; null: they are as the rules of the fields left them */
  anonymity: AnonymityResult | null
}

export interface SourceRisk extends Measured {
  quasiIdentifiers: string[]
  records: number
  /** how well the same records hid before anything was done to them */
  before?: RiskBefore
  /** what the attack found that `reidentified` is of */
  attack?: AttackRisk
  /** what the columns tell that nobody declared as quasi-identifiers */
  undeclared?: UndeclaredRisk
  population?: PopulationRisk
  minimalUniques?: MinimalUniqueRisk
  /** records whose every quasi-identifier is `*`, where the file may be a release that came back: they count as one class */
  suppressedLooking?: number
  /** what k counts */
  unit?: 'subject'
  note?: string
}

/** Classes of the records that were released, by the same quasi-identifiers, as they came in. */
export interface RiskBefore {
  /** drawn by their bytes; where they are not all, the shares are upper bounds and k is a lower one */
  sample: { records: number; of: number }
  k: number
  unique: number
  prosecutor: number
  marketer: number
}

/** What the plan made of the quasi-identifiers (definitions of loss and NCP: README, "How anonymity is measured"). */
export interface AnonymityResult {
  model: 'full-domain' | 'top-down' | 'peeling'
  /** by quasi-identifier, where the whole column has one level */
  levels?: Record<string, number>
  /** null: one to four, which is not published */
  suppressed: number | null
  loss: number
  ncp: number
  utility: Utility
  /** no other plan of this model loses less */
  optimal: boolean
  /** how far below the optimum may be, where it is not known */
  gap: number | null
  /** false: the policy's models do not hold, and it asked for a report only */
  met: boolean
  /** where the policy names a table of the population: the fewest of its people in a class, the largest share of them in the records */
  population?: { fewest: number; presence: number }
}

/** What the classes cost beside loss and NCP, overall and by quasi-identifier. */
export interface Utility {
  /** non-uniform entropy, as a share of what leaving everything out loses */
  entropy: number
  /** Σ size² + all records × suppressed ones; null: it would give the suppressed ones away */
  discernibility: number | null
  averageClassSize: number
  columns: Record<string, { loss: number; ncp: number; entropy: number }>
}

/** A record linkage of what was written with the original records, on all columns that are compared. */
export interface AttackRisk {
  /** drawn by their bytes; where they are not all, shares are an upper bound: who looks alone may have likes outside */
  sample: { records: number; of: number }
  columns: string[]
  /** columns with fewer values, which the attacker did not use */
  notMeasured: string[]
  /** share found by who knows every value */
  exact: number
  /** share found by who has so many (`wrong`) of the values of each record from another one; null: there are too few columns */
  noisy: { share: number; targets: number; wrong: number } | null
  /** share found by who knows the quasi-identifiers alone */
  quasiIdentifiers: number
}

/** Combinations of up to three columns by which records are alone: names of fields, never a value. */
export interface UndeclaredRisk {
  sample: { records: number; of: number }
  columns: string[]
  notMeasured: string[]
  combinations: number
  worst: { fields: string[]; unique: number }[]
}

/** The records as a sample of a population: share of it that is alone in it. */
export interface PopulationRisk {
  size: number
  samplingFraction: number
  unique: number
  model: 'pitman' | 'zayatz' | 'snb' | 'none'
  pitman: number | null
  zayatz: number
  snb: number | null
}

/** Combinations of few quasi-identifiers by which a record is alone (SUDA2). */
export interface MinimalUniqueRisk {
  largest: number
  bySize: number[]
  /** share of the records that have one at least */
  records: number
  highest: number
  /** share of all scores that goes through each quasi-identifier */
  columns: Record<string, number>
}

/** Fields of two sources by which their records can be joined. */
export interface LinkedSources {
  sources: [string, string]
  fields: [string, string]
  /** equal pseudonyms, an identifier that stands in both, another field of many values that stands in both */
  by: 'pseudonym' | 'identifier' | 'value'
  measured: false
}

/** Classes as their sizes; `l`: fewest different sensitive values in a class, by field. Empty input: nothing to measure. */
export function sourceRisk(quasiIdentifiers: string[], sizes: Iterable<number>, l: Record<string, number>): SourceRisk {
  let records = 0
  let count = 0
  let min = Infinity
  let max = 0
  let unique = 0
  const histogram = new Map<number, { classes: number; records: number }>()
  for (const size of sizes) {
    records += size
    count++
    min = Math.min(min, size)
    max = Math.max(max, size)
    if (size === 1) unique++
    const bin = binOf(size)
    const entry = histogram.get(bin) ?? { classes: 0, records: 0 }
    entry.classes++
    entry.records += size
    histogram.set(bin, entry)
  }
  if (count === 0) return notMeasured(quasiIdentifiers, 0, 'no record was written')
  return {
    quasiIdentifiers,
    records,
    k: min,
    l,
    t: {},
    classes: {
      count,
      min,
      max,
      histogram: [...histogram]
        .sort(([a], [b]) => a - b)
        .map(([from, entry]) => ({ from, to: binEnd(from), ...entry })),
    },
    // No table of the population is known, so the journalist's risk is the prosecutor's.
    risk: {
      prosecutor: ratio(1, min),
      journalist: ratio(1, min),
      marketer: ratio(count, records),
      unique: ratio(unique, records),
    },
    reidentified: null,
    anonymity: null,
  }
}

export function notMeasured(quasiIdentifiers: string[], records: number, note: string): SourceRisk {
  return { quasiIdentifiers, records, ...NOTHING, note }
}

const NOTHING: Measured = { k: null, l: {}, t: {}, classes: null, risk: null, reidentified: null, anonymity: null }

/** The sources, and on top the one that hides its records least. */
export function riskReport(sources: Record<string, SourceRisk>, links: LinkedSources[] = []): RiskReport {
  // What could not be measured is the worst; where nobody is released nobody is hidden.
  const source = leastHidden(sources, ({ records }) => records > 0) ?? leastHidden(sources)
  const { k, l, t, classes, risk, reidentified, anonymity } = source === null ? NOTHING : sources[source]!
  return { source, k, l, t, classes, risk, reidentified, anonymity, sources, links }
}

/** The source of the smallest classes, and of two the one of which more stand alone; null: none declares quasi-identifiers. */
export function leastHidden(
  sources: Record<string, SourceRisk>,
  among: (source: SourceRisk) => boolean = () => true,
): string | null {
  let least: string | null = null
  for (const [name, one] of Object.entries(sources))
    if (one.quasiIdentifiers.length > 0 && among(one) && (least === null || hidesLess(one, sources[least]!)))
      least = name
  return least
}

function hidesLess(a: Measured, b: Measured): boolean {
  const [ofA, ofB] = [a.k ?? 0, b.k ?? 0]
  return ofA < ofB || (ofA === ofB && (a.risk?.unique ?? 0) > (b.risk?.unique ?? 0))
}

/** The largest share that a measure has in any source, and the source; undefined: none was measured. */
export function largestShare(
  { sources }: RiskReport,
  measure: (source: SourceRisk) => number | null | undefined,
): { source: string; share: number } | undefined {
  let largest: { source: string; share: number } | undefined
  for (const [source, one] of Object.entries(sources)) {
    const share = measure(one)
    if (typeof share === 'number' && (largest === undefined || share > largest.share)) largest = { source, share }
  }
  return largest
}

/** Sizes 1, 2, 3, 4 alone, then 5–9, 10–19, 20–49, 50–99, 100–199, …: where a reader looks for k. */
const STEPS = [1, 2, 5]
function binOf(size: number): number {
  if (size < 5) return size
  const scale = 10 ** Math.floor(Math.log10(size))
  return [...STEPS]
    .reverse()
    .map((s) => s * scale)
    .find((start) => start <= size)!
}
function binEnd(start: number): number {
  if (start < 5) return start
  const scale = 10 ** Math.floor(Math.log10(start))
  const next = STEPS.find((s) => s * scale > start)
  return (next === undefined ? scale * 10 : next * scale) - 1
}

function ratio(a: number, b: number): number {
  return rounded(a / b)
}

/** Six digits are more than any reader needs, and the same on every machine. */
export function rounded(n: number): number {
  return Math.round(n * 1e6) / 1e6
}

/**
 * A count that may be published: of people who are not in the release, fewer than five are not told from one another. Class
 * sizes are another matter: whoever holds the release counts them there, so a class of one is no secret but the finding.
 */
export function publishedCount(n: number): number | null {
  return n > 0 && n < 5 ? null : n
}
