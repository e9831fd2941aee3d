import { describe, expect, it } from 'vitest'
import { uniqueCombinations } from '../../../src/anonymity/linkage/unique-combinations.ts'
import { hash53 } from '../../../src/detect/sketch.ts'

const RECORDS = 1000
const column = (value: (row: number) => number) => Float64Array.from({ length: RECORDS }, (_, row) => 1 + value(row))
const seeds = Float64Array.from({ length: RECORDS }, (_, row) => hash53(String(row), 1))
const dull = [column((row) => row % 2), column((row) => row % 3), column(() => 0)]
const worst = (columns: Float64Array[]) => uniqueCombinations(columns, seeds, 5).worst

describe('combinations by which records are alone', () => {
  it('are none where every value is frequent', () => {
    expect(uniqueCombinations(dull, seeds, 5)).toEqual({ tried: 7, worst: [] })
  })

  it('are a planted identifier, and not all that holds it', () => {
    expect(worst([...dull, column((row) => row)])).toEqual([{ columns: [3], unique: 1 }])
  })

  it('are a planted pair of which neither part tells', () => {
    expect(worst([dull[0]!, column((row) => row % 40), column((row) => Math.floor(row / 40))])).toEqual([
      { columns: [1, 2], unique: 1 },
    ])
  })

  it('are three planted fields of which no two tell', () => {
    const digits = [1, 10, 100].map((unit) => column((row) => Math.floor(row / unit) % 10))
    expect(worst([...dull, ...digits])).toEqual([{ columns: [3, 4, 5], unique: 1 }])
  })

  it('stand with the share of the records that are alone in them', () => {
    // 100 of 1000 have a value of their own
    expect(worst([column((row) => (row < 100 ? row : 200))])).toEqual([{ columns: [0], unique: 0.1 }])
  })

  it('are measured on all records, not on those that they were looked for in', () => {
    const many = 120_000
    const large = Float64Array.from({ length: many }, (_, row) => hash53(String(row), 2))
    // Everyone has one likeness: nobody is alone, though in a part of the records most are.
    const pairs = Float64Array.from({ length: many }, (_, row) => 1 + Math.floor(row / 2))
    expect(uniqueCombinations([pairs], large, 5).worst).toEqual([])
  })
})
