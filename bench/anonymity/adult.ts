import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createClassTable, distributionOf, type ClassCounts } from '../../src/anonymity/class-table.ts'
import { solveFullDomain, type FullDomainPlan } from '../../src/anonymity/full-domain.ts'
import { hierarchyFromCsv } from '../../src/anonymity/hierarchies/from-csv.ts'
import { leafOf, topOf, type Hierarchy } from '../../src/anonymity/hierarchy.ts'
import { betaLikeness } from '../../src/anonymity/privacy-models/beta-likeness.ts'
import { deltaDisclosure } from '../../src/anonymity/privacy-models/delta-disclosure.ts'
import { distinctL } from '../../src/anonymity/privacy-models/distinct-l.ts'
import { entropyL } from '../../src/anonymity/privacy-models/entropy-l.ts'
import { kAnonymity } from '../../src/anonymity/privacy-models/k-anonymity.ts'
import { histogramOf, shares, type PrivacyModel } from '../../src/anonymity/privacy-models/privacy-model.ts'
import { recursiveL } from '../../src/anonymity/privacy-models/recursive-l.ts'
import { averageRisk, uniqueness, type TableModel } from '../../src/anonymity/privacy-models/risk-threshold.ts'
import {
  equalDistance,
  hierarchicalDistance,
  orderedDistance,
  tCloseness,
} from '../../src/anonymity/privacy-models/t-closeness.ts'
import type { UtilityMetric } from '../../src/anonymity/utility-metric.ts'

/** The Adult data set with ARX's hierarchies, and the runs of ARX on it: see test/vectors/anonymity/README.md. */
export interface Adult {
  header: string[]
  rows: string[][]
  hierarchies: Map<string, Hierarchy>
  runs: ReferenceRun[]
}

export interface ReferenceRun {
  id: string
  model: string
  metric: 'loss_am' | 'loss_gm' | 'dm' | 'aecs'
  qis: string[]
  sensitive?: string
  k: number
  limit: number
  params?: { l?: number; c?: number; t?: number; delta?: number; beta?: number; threshold?: number }
  levels: number[]
  suppressed: number
  classes: number
  smallest: number
  loss: number
  ncp: number
  discernibility: number
  aecs: number
  sha256: string
  score: number
  ms: number
}

export const METRICS: Record<ReferenceRun['metric'], UtilityMetric> = {
  loss_am: 'loss',
  loss_gm: 'geometric-loss',
  dm: 'discernibility',
  aecs: 'average-class-size',
}

export function readAdult(folder: string | URL): Adult {
  const text = (name: string) => readFileSync(new URL(name, folder), 'utf8')
  const [header, ...rows] = text('adult.csv')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split(';'))
  return {
    header: header!,
    rows,
    hierarchies: new Map(header!.map((field) => [field, hierarchyFromCsv(text(`adult_hierarchy_${field}.csv`))])),
    runs: (JSON.parse(text('arx-reference.json')) as { runs: ReferenceRun[] }).runs,
  }
}

/** The class table of some fields, one sensitive field at most. */
export function adultCounts(adult: Adult, fields: string[], sensitive?: string): ClassCounts {
  const all = sensitive === undefined ? fields : [...fields, sensitive]
  const leaves = all.map((field) => {
    const at = adult.header.indexOf(field)
    return Uint32Array.from(adult.rows, (row) => leafOf(adult.hierarchies.get(field)!, row[at]!))
  })
  const sizes = all.map((field) => adult.hierarchies.get(field)!.leafIds.size)
  const n = fields.length
  const table = createClassTable({ leaves: sizes.slice(0, n), sensitive: sizes.slice(n) })
  table.addColumns(leaves.slice(0, n), leaves.slice(n), adult.rows.length)
  return table.counts()
}

/** The models of a run. */
export function modelsOf(
  adult: Adult,
  run: ReferenceRun,
  counts: ClassCounts,
): { models: PrivacyModel[]; tables: TableModel[] } {
  const { l = 0, c = 0, t = 0, delta = 0, beta = 0, threshold = 0 } = run.params ?? {}
  const models = run.k > 0 ? [kAnonymity(run.k)] : []
  const tables: TableModel[] = []
  const whole = run.sensitive === undefined ? new Float64Array(0) : shares(distributionOf(counts, 0))
  const hierarchy = run.sensitive === undefined ? undefined : adult.hierarchies.get(run.sensitive)
  if (run.model === 'distinct-l') models.push(distinctL(l, 0))
  else if (run.model === 'entropy-l-shannon') models.push(entropyL(l, 0))
  else if (run.model === 'recursive-c-l') models.push(recursiveL(l, c, 0))
  else if (run.model === 't-equal') models.push(tCloseness(t, 0, equalDistance(whole)))
  else if (run.model === 't-hierarchical') models.push(tCloseness(t, 0, hierarchicalDistance(whole, hierarchy!)))
  else if (run.model === 't-ordered') {
    const order = hierarchy!.levels[0]!.values.map((text, leaf) => ({ number: Number(text), leaf }))
      .filter(({ leaf }) => whole[leaf]! > 0)
      .sort((a, b) => a.number - b.number)
    models.push(
      tCloseness(
        t,
        0,
        orderedDistance(
          whole,
          order.map(({ leaf }) => leaf),
        ),
      ),
    )
  } else if (run.model === 'd-disclosure') models.push(deltaDisclosure(delta, 0, whole))
  else if (run.model === 'basic-beta') models.push(betaLikeness(beta, 0, whole, 'basic'))
  else if (run.model === 'enhanced-beta') models.push(betaLikeness(beta, 0, whole, 'enhanced'))
  else if (run.model === 'average-risk') tables.push(averageRisk(threshold))
  else if (run.model === 'sample-uniqueness') tables.push(uniqueness(threshold))
  return { models, tables }
}

/** A run as perde solves it, beside what the reference says. */
export interface CheckedRun {
  plan: FullDomainPlan
  /** milliseconds of processor time of the solver */
  ms: number
  /** what differs, in words */
  faults: string[]
  /** another node of the same value, of which there is more than one */
  tie: boolean
}

/** Solves a run and compares levels, suppressed rows, loss and the digest of the output. */
export function checkRun(adult: Adult, run: ReferenceRun): CheckedRun {
  const hierarchies = run.qis.map((field) => adult.hierarchies.get(field)!)
  const counts = adultCounts(adult, run.qis, run.sensitive)
  const { models, tables } = modelsOf(adult, run, counts)
  const options = { models, tables, suppressAtMost: run.limit, metric: METRICS[run.metric] }
  const begin = process.cpuUsage()
  const plan = solveFullDomain(counts, hierarchies, options)
  const { user, system } = process.cpuUsage(begin)
  const faults: string[] = []
  // ARX reports a table that is generalised to the top as suppressed where suppression is allowed.
  const isTop = plan.levels.every((level, c) => level === topOf(hierarchies[c]!))
  if (plan.levels.join() !== run.levels.join()) faults.push(`levels ${run.levels.join('')} → ${plan.levels.join('')}`)
  if (plan.suppressed !== run.suppressed && !(isTop && run.suppressed === counts.rows))
    faults.push(`suppressed ${run.suppressed} → ${plan.suppressed}`)
  if (tables.length === 0) {
    if (Math.abs(plan.loss - run.loss) > 1e-9) faults.push(`loss ${run.loss} → ${plan.loss}`)
    const leafIds = run.sensitive === undefined ? undefined : adult.hierarchies.get(run.sensitive)!.leafIds
    const publishes = (size: number, values: Map<string, number>) => {
      const histogram = new Float64Array(leafIds?.size ?? 0)
      for (const [text, n] of values) histogram[leafIds!.get(text)!] = n
      return models.every((model) => model.holds(size, histogramOf(histogram)))
    }
    if (outputDigest(adult, run.qis, plan.levels, publishes, run.sensitive) !== run.sha256) faults.push('digest')
  } else if (plan.loss > run.loss + 1e-9) {
    // Which of the smallest classes are suppressed is a choice: ours loses no more.
    faults.push(`loss ${run.loss} → ${plan.loss}`)
  }
  const tie = faults.length > 0 && Math.abs(plan.value - run.score) <= 1e-9 * Math.max(1, plan.value)
  return { plan, ms: (user + system) / 1000, faults, tie }
}

/**
 * SHA-256 of the rows at some levels as ARX writes them: columns joined by ";", suppressed rows with "*" in the
 * quasi-identifiers. `publishes`: whether a class, by the text of its quasi-identifiers, is published.
 */
export function outputDigest(
  adult: Adult,
  fields: string[],
  levels: readonly number[],
  publishes: (size: number, values: Map<string, number>) => boolean,
  sensitive?: string,
): string {
  const at = fields.map((field) => adult.header.indexOf(field))
  const own = sensitive === undefined ? -1 : adult.header.indexOf(sensitive)
  const coarse = fields.map((field, i) => {
    const hierarchy = adult.hierarchies.get(field)!
    const { values, ofLeaf } = hierarchy.levels[Math.min(levels[i]!, topOf(hierarchy))]!
    return new Map([...hierarchy.leafIds].map(([text, leaf]) => [text, values[ofLeaf[leaf]!]!]))
  })
  const classes = new Map<string, { size: number; values: Map<string, number> }>()
  const keys = adult.rows.map((row) => {
    const key = at.map((column, i) => coarse[i]!.get(row[column]!)!).join(';')
    let found = classes.get(key)
    if (!found) classes.set(key, (found = { size: 0, values: new Map() }))
    found.size++
    if (own >= 0) found.values.set(row[own]!, (found.values.get(row[own]!) ?? 0) + 1)
    return key
  })
  const published = new Map([...classes].map(([key, { size, values }]) => [key, publishes(size, values)]))
  const hash = createHash('sha256')
  for (const [i, row] of adult.rows.entries()) {
    const out = [...row]
    const values = published.get(keys[i]!) ? keys[i]!.split(';') : at.map(() => '*')
    for (const [j, column] of at.entries()) out[column] = values[j]!
    hash.update(`${out.join(';')}\n`)
  }
  return hash.digest('hex')
}
