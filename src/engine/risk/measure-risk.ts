import { createEntryCheck } from '../../anonymity/check-entries.ts'
import type { ClassCounts } from '../../anonymity/class-table.ts'
import { classSizes } from '../../anonymity/measures/class-sizes.ts'
import { sensitiveMeasures } from '../../anonymity/measures/sensitive-values.ts'
import type { Distance } from '../../anonymity/privacy-models/t-closeness.ts'
import { classHistogram } from '../../anonymity/population/class-histogram.ts'
import { populationUniqueness } from '../../anonymity/population/population-uniqueness.ts'
import { holdsTogether } from '../../anonymity/suppress-smallest.ts'
import { PerdeError } from '../../errors.ts'
import {
  notMeasured,
  publishedCount,
  riskReport,
  rounded,
  sourceRisk,
  type AnonymityResult,
  type PopulationRisk,
  type RiskReport,
  type SourceRisk,
  type Utility,
} from '../../evidence/release/risk.ts'
import type { MeasuredSolution } from '../../plan/anonymity/solution.ts'
import { isErased, type Plan, type PlannedAnonymity, type SourcePlan } from '../../plan/plan.ts'
import type { AnonymitySpec } from '../../policy/policy.ts'
import { byPath } from '../../record/by-path.ts'
import type { CollectedLinks } from '../passes/link-collector.ts'
import { MOST_CLASSES, type Applied, type SourceClasses } from '../passes/apply-pass.ts'
import type { KeyCounts } from '../passes/key-counts.ts'
import { findLinks } from './linked-sources.ts'
import { measureAttack, measureUndeclared } from './measure-linkage.ts'
import { SUBJECTS, valueDigests } from '../worker/measure.ts'
import { latin1, measuredClasses, type MeasuredField, type PopulationField } from './measured-classes.ts'
import { isAsPlanned } from './planned-classes.ts'
import { shownPath } from '../read/shown-path.ts'

/** How the quasi-identifiers of each source were generalised, and the key under which its classes were counted. */
export interface Solved {
  solutions: readonly (MeasuredSolution | undefined)[]
  /** the classes that have to be there; undefined: only what the policy asks for */
  planned: readonly (KeyCounts | undefined)[]
  /** the people of a population in each class; undefined: the policy names no table of it */
  population: readonly (KeyCounts | undefined)[]
  measureKey: Uint8Array
}

const UNSOLVED: Solved = { solutions: [], planned: [], population: [], measureKey: new Uint8Array(0) }

/**
 * k, l and t of every source that declares quasi-identifiers, measured on what was written. Throws ANONYMITY_NOT_MET where
 * the policy asks for more than is there: whatever the plan meant to do, such records are not published.
 */
export function measureRisk(
  plan: Plan,
  applied: Applied,
  { solutions, planned, population: populations, measureKey }: Solved = UNSOLVED,
  publishable: (name: string) => boolean = () => false,
): RiskReport {
  const collected = applied.links.map((links) => links?.result())
  const sources = byPath<SourceRisk>()
  plan.sources.forEach((source, s) => {
    const quasi = source.fields
      .filter((f) => f.role === 'quasi-identifier' && !isErased(f))
      .map((f) => shownPath(source, f.path, publishable))
    if (quasi.length === 0) return
    const records = applied.parts.filter((p) => p.input.source === s).reduce((n, p) => n + p.records.out, 0)
    const classes = applied.classes[s]
    if (!classes) return void (sources[source.name] = notMeasured(quasi, records, 'no record was written'))
    if (classes.full) {
      if (source.anonymity) throw notMet(source.name, `more than ${MOST_CLASSES} different combinations were written`)
      return void (sources[source.name] = notMeasured(
        quasi,
        records,
        `more than ${MOST_CLASSES} different combinations`,
      ))
    }
    const solution = solutions[s]
    if (planned[s] && !isAsPlanned(planned[s], classes.classes))
      throw notMet(source.name, 'the classes of the records that were written are not those of the plan')
    if (solution?.population && !populations[s])
      throw notMet(source.name, 'the population cannot be told by the classes that were written')
    const fields = fieldsOf(source, classes, solution, populations[s], measureKey)
    const counts = measuredClasses(classes, fields)
    if (!counts) throw notMet(source.name, 'a sensitive value was written that the plan does not know')
    const sizes = sourceRisk(quasi, counts.counts, diversity(source, fields, counts, publishable))
    const population = populationSize(source.anonymity?.spec, solution)
    sources[source.name] = {
      ...sizes,
      ...(solution && source.anonymity && solvedRisk(source, source.anonymity, solution, fields, counts)),
      ...riskBefore(collected[s], records),
      ...attackRisk(source, collected[s], sizes, solution, publishable),
      ...(population !== undefined && { population: populationRisk(counts.counts, population) }),
    }
  })
  return riskReport(sources, findLinks(plan, collected))
}

/** The fields that the models look at first, numbered as in the plan, then the subjects, then the other sensitive ones. */
function fieldsOf(
  source: SourcePlan,
  classes: SourceClasses,
  solution: MeasuredSolution | undefined,
  population: KeyCounts | undefined,
  key: Uint8Array,
): (MeasuredField | PopulationField)[] {
  const solved = (solution?.sensitive ?? []).map(({ path, numbers, size }): MeasuredField => {
    const digests = valueDigests(key, path, [...numbers.keys()])
    return { path, size, numbers: new Map([...numbers.values()].map((number, n) => [latin1(digests[n]!), number])) }
  })
  const own = (path: string): MeasuredField => ({ path, numbers: undefined, size: 0 })
  const subjects = source.anonymity?.unit === 'subject' ? [own(SUBJECTS)] : []
  const others = Object.keys(classes.sensitive).filter(
    (path) => path !== SUBJECTS && !solved.some((f) => f.path === path),
  )
  const people = population ? [{ people: population }] : []
  return [...solved, ...subjects, ...people, ...others.sort().map(own)]
}

/** How many people there are of whom the records are some. */
function populationSize(spec: AnonymitySpec | undefined, solution: MeasuredSolution | undefined): number | undefined {
  if (typeof spec?.population !== 'object') return spec?.population
  return solution?.population?.people.reduce((n, people) => n + people, 0)
}

/** Fewest different sensitive values in a class; null is one of them. */
function diversity(
  source: SourcePlan,
  fields: readonly (MeasuredField | PopulationField)[],
  counts: ClassCounts,
  publishable: (name: string) => boolean,
): Record<string, number> {
  const l = byPath<number>()
  fields.forEach((field, f) => {
    if ('people' in field || field.path === SUBJECTS) return
    const { path } = field
    const shown = shownPath(source, path, publishable)
    // Of fields whose names are withheld the worst.
    l[shown] = Math.min(l[shown] ?? Infinity, sensitiveMeasures(counts, f).distinctL)
  })
  return l
}

/** The classes that the drawn records were in as they came; {}: none was drawn. */
function riskBefore(links: CollectedLinks | undefined, records: number): Pick<SourceRisk, 'before'> {
  if (!links?.original || links.original.length === 0) return {}
  const sizes = new Map<number, number>()
  for (const code of links.original) sizes.set(code, (sizes.get(code) ?? 0) + 1)
  const { k, risk } = sourceRisk([], sizes.values(), {})
  const { unique, prosecutor, marketer } = risk!
  return { before: { sample: { records: links.original.length, of: records }, k: k!, unique, prosecutor, marketer } }
}

/** The attack on the sample of records that the blocks drew; {}: none was drawn. */
function attackRisk(
  source: SourcePlan,
  links: CollectedLinks | undefined,
  { records, risk, quasiIdentifiers }: SourceRisk,
  solution: MeasuredSolution | undefined,
  publishable: (name: string) => boolean,
): Partial<SourceRisk> {
  if (!links || links.seeds.length === 0) return {}
  const attack = measureAttack(source, links, { records, quasiIdentifiers, alone: risk!.unique }, solution, publishable)
  return {
    reidentified: attack.exact,
    attack,
    undeclared: measureUndeclared(source, links, records, publishable),
  }
}

/** The records as a sample of that many people. */
export function populationRisk(sizes: Iterable<number>, size: number): PopulationRisk {
  const histogram = classHistogram(sizes)
  const found = populationUniqueness(histogram, size)
  const orNull = (n: number | null) => (n === null ? null : rounded(n))
  return {
    size,
    // Several records may be of one person, and a table may lack some: then all of its people are in the records.
    samplingFraction: rounded(Math.min(1, histogram.records / size)),
    unique: rounded(found.unique),
    model: found.model,
    pitman: orNull(found.pitman),
    zayatz: rounded(found.zayatz),
    snb: orNull(found.snb),
  }
}

function utilityOf(
  quasi: readonly string[],
  { lost: { entropy, columns } }: MeasuredSolution,
  sizes: Float64Array,
  suppressed: number,
): Utility {
  const { discernibility, average } = classSizes(sizes, suppressed)
  const byField = byPath<Utility['columns'][string]>()
  columns.forEach((own, q) => {
    byField[quasi[q]!] = { loss: rounded(own.loss), ncp: rounded(own.ncp), entropy: rounded(own.entropy) }
  })
  return {
    entropy: rounded(entropy),
    discernibility: publishedCount(suppressed) === null ? null : discernibility,
    averageClassSize: rounded(average),
    columns: byField,
  }
}

/** What the policy asked for, held against what was written. */
function solvedRisk(
  source: SourcePlan,
  { spec, unit, fields: quasi, solved }: PlannedAnonymity,
  solution: MeasuredSolution,
  fields: readonly (MeasuredField | PopulationField)[],
  counts: ClassCounts,
): Partial<SourceRisk> {
  const holds = createEntryCheck(counts, solution.requirements)
  const wrong = counts.counts.findIndex((rows, e) => !holds([e], rows))
  if (wrong >= 0 && solved!.met)
    throw notMet(source.name, 'a class of the records that were written does not hold what the policy asks for')
  const together = holdsTogether(counts.counts, solution.requirements.tables ?? [])
  if (!together && solved!.met)
    throw notMet(source.name, 'the records that were written do not hold together what the policy asks for')
  const subjects = fields.findIndex((field) => 'path' in field && field.path === SUBJECTS)
  const t = byPath<number>()
  solution.sensitive.forEach(({ path, distance }, f) => {
    if (distance) t[path] = farthest(counts, f, distance)
  })
  const people = fields.findIndex((field) => 'people' in field)
  const { levels, suppressed, loss, ncp, optimal, gap } = solved!
  const anonymity: AnonymityResult = {
    model: spec.model,
    ...(levels && { levels: Object.fromEntries(levels.map((level, q) => [quasi[q]!, level])) }),
    suppressed: publishedCount(suppressed),
    loss: rounded(loss),
    ncp: rounded(ncp),
    utility: utilityOf(quasi, solution, counts.counts, suppressed),
    optimal,
    gap: gap === undefined ? null : rounded(gap),
    met: wrong < 0 && together,
    ...(people >= 0 && { population: populationMeasures(counts, people) }),
  }
  return {
    t,
    anonymity,
    ...(unit === 'subject' && { unit, k: sensitiveMeasures(counts, subjects).distinctL }),
  }
}

/** How the classes stand in the population that the policy names. */
function populationMeasures(
  { counts, sensitive }: ClassCounts,
  field: number,
): NonNullable<AnonymityResult['population']> {
  const people = sensitive[field]!.count
  let fewest = Infinity
  let presence = 0
  for (let e = 0; e < counts.length; e++) {
    fewest = Math.min(fewest, people[e]!)
    presence = Math.max(presence, people[e] === 0 ? 1 : counts[e]! / people[e]!)
  }
  return { fewest, presence: rounded(Math.min(presence, 1)) }
}

function farthest({ counts, shape, sensitive }: ClassCounts, field: number, distance: Distance): number {
  const { start, value, count } = sensitive[field]!
  const size = shape.sensitive[field]!
  const histogram = { counts: new Float64Array(size), present: new Uint32Array(size), distinct: 0 }
  let most = 0
  for (let e = 0; e < counts.length; e++) {
    histogram.distinct = start[e + 1]! - start[e]!
    histogram.counts.fill(0)
    for (let i = 0; i < histogram.distinct; i++) {
      histogram.present[i] = value[start[e]! + i]!
      histogram.counts[histogram.present[i]!] = count[start[e]! + i]!
    }
    most = Math.max(most, distance(counts[e]!, histogram))
  }
  return rounded(most)
}

function notMet(source: string, why: string): PerdeError {
  return new PerdeError('ANONYMITY_NOT_MET', `${why}, so nothing was published`, {
    where: { source },
    hints: ['this is no fault of the policy: please report it with the plan, which "--dry-run" shows'],
  })
}
