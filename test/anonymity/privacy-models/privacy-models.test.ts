import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { betaLikeness } from '../../../src/anonymity/privacy-models/beta-likeness.ts'
import { deltaDisclosure } from '../../../src/anonymity/privacy-models/delta-disclosure.ts'
import { deltaPresence } from '../../../src/anonymity/privacy-models/delta-presence.ts'
import { distinctL } from '../../../src/anonymity/privacy-models/distinct-l.ts'
import { entropyL } from '../../../src/anonymity/privacy-models/entropy-l.ts'
import { kAnonymity } from '../../../src/anonymity/privacy-models/k-anonymity.ts'
import { kMap } from '../../../src/anonymity/privacy-models/k-map.ts'
import { histogramOf, shares, type PrivacyModel } from '../../../src/anonymity/privacy-models/privacy-model.ts'
import { recursiveL } from '../../../src/anonymity/privacy-models/recursive-l.ts'
import {
  averageRisk,
  uniqueness,
  type ClassesLeft,
  type TableModel,
} from '../../../src/anonymity/privacy-models/risk-threshold.ts'
import {
  equalDistance,
  hierarchicalDistance,
  orderedDistance,
  tCloseness,
} from '../../../src/anonymity/privacy-models/t-closeness.ts'
import { binaryHierarchy } from '../tables.ts'

const holds = (model: PrivacyModel, values: number[]) =>
  model.holds(
    values.reduce((a, b) => a + b, 0),
    histogramOf(values),
  )
const half = Float64Array.of(0.5, 0.5)

describe('a privacy model', () => {
  it.each<[string, PrivacyModel, number[], boolean]>([
    ['k-anonymity holds from k on', kAnonymity(3), [1, 2], true],
    ['k-anonymity does not hold below k', kAnonymity(3), [1, 1], false],
    ['distinct l counts values', distinctL(2, 0), [9, 1], true],
    ['distinct l does not hold with one value', distinctL(2, 0), [9, 0], false],
    // three equal shares are exactly the border
    ['entropy l holds at the border', entropyL(3, 0), [2, 2, 2], true],
    ['entropy l does not hold below it', entropyL(3, 0), [2, 2, 1], false],
    // 4 < c (2 + 1) with c = 4/3 is not strict
    ['recursive l is strict', recursiveL(2, 4 / 3, 0), [4, 2, 1], false],
    ['recursive l holds above the infimum', recursiveL(2, 1.34, 0), [4, 2, 1], true],
    ['recursive l needs l values', recursiveL(3, 100, 0), [4, 2], false],
    ['t-closeness holds at t', tCloseness(0.25, 0, equalDistance(half)), [3, 1], true],
    ['t-closeness does not hold beyond', tCloseness(0.24, 0, equalDistance(half)), [3, 1], false],
    // (0.75 − 0.5) / 0.5
    ['basic β-likeness holds at β', betaLikeness(0.5, 0, half, 'basic'), [3, 1], true],
    ['basic β-likeness does not hold beyond', betaLikeness(0.49, 0, half, 'basic'), [3, 1], false],
    // −ln 0.5 = 0.69 < 1 = (1 − 0.5) / 0.5
    ['enhanced β-likeness bounds common values', betaLikeness(2, 0, half, 'enhanced'), [4, 0], false],
    ['basic β-likeness does not', betaLikeness(2, 0, half, 'basic'), [4, 0], true],
    // |log2(0.25 / 0.5)| = 1
    ['δ-disclosure is strict', deltaDisclosure(1, 0, half), [3, 1], false],
    ['δ-disclosure holds above the largest ratio', deltaDisclosure(1.01, 0, half), [3, 1], true],
    ['δ-disclosure needs every value', deltaDisclosure(100, 0, half), [3, 0], false],
  ])('%s', (_, model, values, expected) => {
    expect(holds(model, values)).toBe(expected)
  })

  // people of the population in the class, records in it
  it.each<[string, PrivacyModel, number, number, boolean]>([
    ['k-map counts the population', kMap(3, 0), 3, 1, true],
    ['k-map does not hold below k people, however many records there are', kMap(3, 0), 2, 9, false],
    ['δ-presence holds at its border', deltaPresence(0.25, 0), 4, 1, true],
    ['δ-presence does not hold beyond', deltaPresence(0.2, 0), 4, 1, false],
    ['δ-presence does not hold for people whom the population lacks', deltaPresence(1, 0), 0, 1, false],
  ])('%s', (_, model, people, records, expected) => {
    expect(model.holds(records, histogramOf([0, people]))).toBe(expected)
  })

  it('that says so holds for a union of two classes that hold, or of one that holds with any', () => {
    const values = fc.array(fc.nat(4), { minLength: 4, maxLength: 4 })
    const nonEmpty = values.filter((v) => v.some((n) => n > 0))
    fc.assert(
      fc.property(nonEmpty, nonEmpty, nonEmpty, (a, b, others) => {
        const all = a.map((n, v) => n + b[v]! + others[v]!)
        const whole = shares(all)
        const order = [...whole.keys()].filter((v) => whole[v]! > 0)
        const models = [
          kAnonymity(4),
          distinctL(3, 0),
          entropyL(2, 0),
          recursiveL(2, 2, 0),
          tCloseness(0.3, 0, equalDistance(whole)),
          tCloseness(0.2, 0, orderedDistance(whole, order)),
          tCloseness(0.3, 0, hierarchicalDistance(whole, binaryHierarchy(4))),
          betaLikeness(1, 0, whole, 'basic'),
          betaLikeness(1, 0, whole, 'enhanced'),
          deltaDisclosure(2, 0, whole),
        ]
        const union = a.map((n, v) => n + b[v]!)
        for (const model of models) {
          const [one, other] = [holds(model, a), holds(model, b)]
          if (model.monotone === 'absorbing' ? one || other : one && other) expect(holds(model, union)).toBe(true)
        }
      }),
    )
  })

  it('of t-closeness of two values is the same ordered and equal, though others stand in the order that nobody has', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), (a, b) => {
        fc.pre(a + b > 0)
        const whole = Float64Array.of(0, 0.3, 0, 0.7, 0)
        const histogram = histogramOf([0, a, 0, b, 0])
        const ordered = orderedDistance(whole, [4, 0, 1, 2, 3])(a + b, histogram)
        expect(ordered).toBeCloseTo(equalDistance(whole)(a + b, histogram), 12)
      }),
    )
  })

  it('of t-closeness with a hierarchy of one step is the one with equal distances', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { minLength: 2, maxLength: 2 }), ([a = 0, b = 0]) => {
        fc.pre(a + b > 0)
        const whole = Float64Array.of(0.3, 0.7)
        const histogram = histogramOf([a, b])
        expect(hierarchicalDistance(whole, binaryHierarchy(2))(a + b, histogram)).toBeCloseTo(
          equalDistance(whole)(a + b, histogram),
          12,
        )
      }),
    )
  })
})

describe('a threshold of the whole table', () => {
  it.each<[string, TableModel, ClassesLeft, boolean]>([
    // 3 / 6
    ['average risk holds at the threshold', averageRisk(0.5), { classes: 3, rows: 6, unique: 1 }, true],
    ['average risk does not hold above it', averageRisk(0.49), { classes: 3, rows: 6, unique: 1 }, false],
    ['average risk holds for an empty table', averageRisk(0.1), { classes: 0, rows: 0, unique: 0 }, true],
    ['uniqueness holds at the threshold', uniqueness(0.25), { classes: 2, rows: 4, unique: 1 }, true],
    ['uniqueness does not hold above it', uniqueness(0.24), { classes: 2, rows: 4, unique: 1 }, false],
    ['uniqueness 0 allows none', uniqueness(0), { classes: 1, rows: 1, unique: 1 }, false],
  ])('%s', (_, model, left, expected) => {
    expect(model.holds(left)).toBe(expected)
  })
})
