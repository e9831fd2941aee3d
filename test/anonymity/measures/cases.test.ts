import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { distributionOf } from '../../../src/anonymity/class-table.ts'
import { createHierarchy } from '../../../src/anonymity/hierarchy.ts'
import { classSizes, reidentificationRisk } from '../../../src/anonymity/measures/class-sizes.ts'
import { sensitiveMeasures } from '../../../src/anonymity/measures/sensitive-values.ts'
import { betaLikeness } from '../../../src/anonymity/privacy-models/beta-likeness.ts'
import { shares } from '../../../src/anonymity/privacy-models/privacy-model.ts'
import { countsOf } from '../tables.ts'
import { everyClass } from '../every-class.ts'

interface Table {
  id: string
  columns: string[]
  rows: string[][]
  qi: string[]
  sensitive: string[]
  expected: { classes: number; k: number; maxClass: number }
}
interface Expected {
  id: string
  expected: {
    averageClassSize: number
    discernibility: number
    risk: { highest: number; lowest: number; average: number; uniqueRecords: number }
    sensitive: Record<
      string,
      {
        distinctL: number
        entropyL: number
        recursiveInfC: Record<string, number>
        tEqual: number
        tOrdered?: number
        tHierarchical?: number
        basicBeta: number
        deltaDisclosureNatural: number
        deltaDisclosureLog2Strict: number | null
        alpha: number
      }
    >
  }
  order?: Record<string, string[]>
  sensitiveHierarchy?: Record<string, Record<string, string[]>>
  enhancedBeta?: number
}

const read = <T>(name: string) =>
  (JSON.parse(readFileSync(new URL(`../../vectors/anonymity/${name}`, import.meta.url), 'utf8')) as { cases: T[] })
    .cases
const tables = new Map(read<Table>('measure-cases.json').map((table) => [table.id, table]))

describe('the measures of a table', () => {
  it.each(read<Expected>('sensitive-measures.json').map((c) => [c.id, c] as const))(
    '%s are those that others found',
    (id, { expected, order, sensitiveHierarchy, enhancedBeta }) => {
      const { columns, rows, qi, sensitive, expected: sizes } = tables.get(id)!
      const at = (names: string[]) => names.map((name) => columns.indexOf(name))
      const { counts, values } = countsOf(rows, at(qi), at(sensitive))
      expect(classSizes(counts.counts)).toMatchObject({
        classes: sizes.classes,
        smallest: sizes.k,
        largest: sizes.maxClass,
        average: expected.averageClassSize,
        discernibility: expected.discernibility,
      })
      const risk = reidentificationRisk(counts.counts)
      expect(risk.prosecutor).toBeCloseTo(expected.risk.highest, 12)
      expect(risk.marketer).toBeCloseTo(expected.risk.average, 12)
      expect(risk.lowest).toBeCloseTo(expected.risk.lowest, 12)
      expect(risk.unique * rows.length).toBeCloseTo(expected.risk.uniqueRecords, 9)

      for (const [f, name] of sensitive.entries()) {
        const wanted = expected.sensitive[name]!
        const texts = values[qi.length + f]!
        const tree = sensitiveHierarchy?.[name]
        const found = sensitiveMeasures(counts, f, {
          ...(order?.[name] && { order: order[name].map((text) => texts.indexOf(text)) }),
          ...(tree && { hierarchy: createHierarchy(texts.map((text) => [text, ...tree[text]!])) }),
        })
        expect(found.distinctL).toBe(wanted.distinctL)
        expect(found.entropyL).toBeCloseTo(wanted.entropyL, 9)
        for (const [l, c] of Object.entries(wanted.recursiveInfC)) expect(found.recursiveC(Number(l))).toBeCloseTo(c, 9)
        expect(found.tEqual).toBeCloseTo(wanted.tEqual, 9)
        if (wanted.tOrdered !== undefined) expect(found.tOrdered).toBeCloseTo(wanted.tOrdered, 9)
        if (wanted.tHierarchical !== undefined) expect(found.tHierarchical).toBeCloseTo(wanted.tHierarchical, 9)
        expect(found.basicBeta).toBeCloseTo(wanted.basicBeta, 9)
        expect(found.deltaDisclosure).toBeCloseTo(wanted.deltaDisclosureNatural, 9)
        expect(found.deltaDisclosureStrict).toBeCloseTo(wanted.deltaDisclosureLog2Strict ?? Infinity, 9)
        expect(found.alpha).toBeCloseTo(wanted.alpha, 9)
      }

      // pyCANON gives the largest bound min(gain, −ln p) of one field
      if (enhancedBeta !== undefined && sensitive.length === 1 && enhancedBeta > 0) {
        const whole = shares(distributionOf(counts, 0))
        const basic = (beta: number) => everyClass(counts, betaLikeness(beta, 0, whole, 'basic'))
        const gain = expected.sensitive[sensitive[0]!]!.basicBeta
        expect([basic(gain + 1e-9), basic(gain - 1e-6)]).toEqual([true, gain < 1e-6])
      }
    },
  )

  it('takes the smallest class of a population for the journalist', () => {
    expect(reidentificationRisk([1, 2], [4, 10])).toMatchObject({ prosecutor: 1, journalist: 0.25 })
  })

  it('counts suppressed rows against the discernibility, each as the whole table', () => {
    expect(classSizes([2, 3], 5).discernibility).toBe(4 + 9 + 5 * 10)
  })
})
