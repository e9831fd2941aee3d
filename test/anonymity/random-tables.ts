import fc from 'fast-check'
import { createClassTable, distributionOf, type ClassCounts } from '../../src/anonymity/class-table.ts'
import type { Hierarchy } from '../../src/anonymity/hierarchy.ts'
import { betaLikeness } from '../../src/anonymity/privacy-models/beta-likeness.ts'
import { deltaDisclosure } from '../../src/anonymity/privacy-models/delta-disclosure.ts'
import { distinctL } from '../../src/anonymity/privacy-models/distinct-l.ts'
import { entropyL } from '../../src/anonymity/privacy-models/entropy-l.ts'
import { kAnonymity } from '../../src/anonymity/privacy-models/k-anonymity.ts'
import { shares, type PrivacyModel } from '../../src/anonymity/privacy-models/privacy-model.ts'
import { recursiveL } from '../../src/anonymity/privacy-models/recursive-l.ts'
import {
  equalDistance,
  hierarchicalDistance,
  orderedDistance,
  tCloseness,
} from '../../src/anonymity/privacy-models/t-closeness.ts'
import { binaryHierarchy } from './tables.ts'

/** Rows of leaf numbers, the last being the sensitive value, below these sizes. */
export interface WrittenTable {
  sizes: number[]
  rows: number[][]
  /** people of whom the rows are some, by leaf numbers: the models count them instead of the sensitive values */
  population?: number[][]
}

export const SENSITIVE_VALUES = 3

/** Tables of up to four columns and thirty rows. Few values, so that classes of all sizes occur. */
export const tables: fc.Arbitrary<WrittenTable> = fc
  .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 })
  .chain((sizes) =>
    fc
      .array(fc.tuple(...sizes.map((size) => fc.nat(size - 1)), fc.nat(SENSITIVE_VALUES - 1)), {
        minLength: 1,
        maxLength: 30,
      })
      .map((rows) => ({ sizes, rows })),
  )

export function tableOf({ sizes, rows }: WrittenTable): { counts: ClassCounts; hierarchies: Hierarchy[] } {
  const table = createClassTable({ leaves: sizes, sensitive: [SENSITIVE_VALUES] })
  for (const row of rows) table.addRow(row.slice(0, -1), row.slice(-1))
  return { counts: table.counts(), hierarchies: sizes.map(binaryHierarchy) }
}

export const MODELS = [
  'k',
  'distinct',
  'entropy',
  'recursive',
  'equal',
  'ordered',
  'hierarchical',
  'beta',
  'enhanced',
  'disclosure',
] as const

/** 2-anonymity and one more model about the sensitive field. */
export function modelsOf(name: (typeof MODELS)[number], counts: ClassCounts): PrivacyModel[] {
  const whole = shares(distributionOf(counts, 0))
  const present = [...whole.keys()].filter((v) => whole[v]! > 0)
  const more: Record<(typeof MODELS)[number], () => PrivacyModel[]> = {
    k: () => [kAnonymity(3)],
    distinct: () => [distinctL(2, 0)],
    entropy: () => [entropyL(1.8, 0)],
    recursive: () => [recursiveL(2, 1.5, 0)],
    equal: () => [tCloseness(0.3, 0, equalDistance(whole))],
    ordered: () => [tCloseness(0.3, 0, orderedDistance(whole, present))],
    hierarchical: () => [tCloseness(0.3, 0, hierarchicalDistance(whole, binaryHierarchy(SENSITIVE_VALUES)))],
    beta: () => [betaLikeness(0.8, 0, whole, 'basic')],
    enhanced: () => [betaLikeness(0.8, 0, whole, 'enhanced')],
    disclosure: () => [deltaDisclosure(1.5, 0, whole)],
  }
  return [kAnonymity(2), ...more[name]()]
}
