/** `risk.json`: how well the records of a release hide among each other, measured on what was written. */
export interface RiskReport extends Measured {
  /** the worst source's, which the fields above are of; null: no source declares quasi-identifiers */
  source: string | null
  sources: Record<string, SourceRisk>
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
  /** what k counts */
  unit?: 'subject'
  note?: string
}

/** What the plan made of the quasi-identifiers (definitions of loss and NCP: README, "How anonymity is measured"). */
export interface AnonymityResult {
  model: 'full-domain' | 'top-down' | 'peeling'
  /** by quasi-identifier, where the whole column has one level */
  levels?: Record<string, number>
  suppressed: number
  loss: number
  ncp: number
  /** no other plan of this model loses less */
  optimal: boolean
  /** how far below the optimum may be, where it is not known */
  gap: number | null
  /** false: the policy's models do not hold, and it asked for a report only */
  met: boolean
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
export function riskReport(sources: Record<string, SourceRisk>): RiskReport {
  const named = Object.entries(sources).filter(([, s]) => s.quasiIdentifiers.length > 0)
  // What could not be measured is the worst.
  const [source, worst] = named.reduce<[string | null, Measured]>(
    (least, own) => (least[0] === null || (own[1].k ?? 0) < (least[1].k ?? 0) ? own : least),
    [null, NOTHING],
  )
  const { k, l, t, classes, risk, reidentified, anonymity } = worst
  return { source, k, l, t, classes, risk, reidentified, anonymity, sources }
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

/** Six digits are more than any reader needs, and the same on every machine. */
function ratio(a: number, b: number): number {
  return Math.round((a / b) * 1e6) / 1e6
}
