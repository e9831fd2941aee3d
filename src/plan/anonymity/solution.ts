import type { Requirements } from '../../anonymity/check-classes.ts'
import { distributionOf, type ClassCounts } from '../../anonymity/class-table.ts'
import { topOf, type Hierarchy } from '../../anonymity/hierarchy.ts'
import { informationLoss, type InformationLoss } from '../../anonymity/measures/information-loss.ts'
import { shares } from '../../anonymity/privacy-models/privacy-model.ts'
import type { Distance } from '../../anonymity/privacy-models/t-closeness.ts'
import { publishedClasses, type PublishedClasses, type Recoding } from '../../anonymity/recoding.ts'
import { partPopulation, type PopulationEntries } from '../../anonymity/released-entries.ts'
import type { AnonymitySpec } from '../../policy/policy.ts'
import type { PlannedAnonymity, SolvedAnonymity } from '../plan.ts'
import type { MadeHierarchy } from './hierarchy-by-values.ts'
import type { KeptPlan } from './plan-file.ts'
import { distanceOf, type SensitiveField } from './requirements.ts'
import type { SolvedTable } from './solved-table.ts'

/** The decision, readable and for the workers. */
export interface Solution {
  solved: SolvedAnonymity
  hierarchies: Hierarchy[]
  /** by leaf numbers of the hierarchies */
  counts: ClassCounts
  recoding: Recoding
  /** the classes that it gives */
  published: PublishedClasses
  lost: InformationLoss
  /** what every class that is written must satisfy */
  requirements: Requirements
  sensitive: SolvedSensitive[]
  /** where the policy names a table of it; its people are in no count of the others */
  population?: PopulationEntries
  /** the plan was there before; undefined: it was solved for these data */
  frozen?: KeptPlan
}

/** What the measures of a release need of it: nothing that grows with the combinations, but where there is a population. */
export type MeasuredSolution = Pick<Solution, 'hierarchies' | 'lost' | 'requirements' | 'sensitive' | 'population'>

/** Lets the rest go, which may be large. */
export function toMeasure({ hierarchies, lost, requirements, sensitive, population }: Solution): MeasuredSolution {
  return { hierarchies, lost, requirements, sensitive, ...(population && { population }) }
}

/** A sensitive field as the models number its values: 0 is null. */
export interface SolvedSensitive {
  path: string
  /** number of each value, as `kind:length:text;` */
  numbers: ReadonlyMap<string, number>
  size: number
  /** undefined: the policy does not bound it */
  distance: Distance | undefined
}

/** What a search decided, before it is measured. */
export interface Decision {
  recoding: Recoding
  readable: Pick<SolvedAnonymity, 'levels' | 'tree' | 'rules' | 'applied'>
  met: boolean
  optimal: boolean
  gap?: number
}

/** The decision with its measures, readable and for the workers. */
export function describeSolution(
  planned: PlannedAnonymity,
  table: SolvedTable,
  made: readonly MadeHierarchy[],
  { readable, met, optimal, gap, ...decided }: Decision,
): Solution {
  const { requirements, sensitive, base } = table
  const parted = hasPopulation(planned) ? partPopulation(table.counts, decided.recoding) : undefined
  const { counts, recoding } = parted
    ? { counts: parted.released, recoding: parted.recoding }
    : { counts: table.counts, recoding: decided.recoding }
  const hierarchies = made.map(({ hierarchy }) => hierarchy)
  const published = publishedClasses(counts, hierarchies, recoding)
  const { rows, of } = published
  const lost = informationLoss(counts, hierarchies, recoding)
  const suppressed = of.reduce((sum, c, e) => (c < 0 ? sum + counts.counts[e]! : sum), 0)
  return {
    solved: {
      met,
      hierarchies: made.map(({ made: how, hierarchy }, q) => ({
        field: planned.fields[q]!,
        made: how,
        levels: topOf(hierarchy) + 1,
        ...(base[q]! > 0 && { from: base[q]! }),
      })),
      ...readable,
      records: counts.rows,
      suppressed,
      classes: rows.length,
      loss: lost.loss,
      ncp: lost.ncp,
      optimal,
      ...(gap !== undefined && { gap }),
    },
    hierarchies,
    counts,
    recoding,
    published,
    lost,
    requirements,
    ...(parted && { population: parted.population }),
    sensitive: sensitive.map((field, s) => ({
      path: field.path,
      numbers: new Map(field.tokens.map((token, n) => [token, field.numbers[n + 1]!])),
      size: field.size,
      distance: boundDistance(planned.spec, field, counts, s),
    })),
  }
}

/** A table of a population is counted beside the records (`withPopulation`). */
export function hasPopulation({ spec }: Pick<PlannedAnonymity, 'spec'>): boolean {
  return typeof spec.population === 'object'
}

function boundDistance(spec: AnonymitySpec, field: SensitiveField, counts: ClassCounts, f: number) {
  const t = Object.hasOwn(spec.t, field.path) ? spec.t[field.path] : undefined
  return t && counts.rows > 0 ? distanceOf(t, field, shares(distributionOf(counts, f))) : undefined
}
