import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countRows } from '../../../src/anonymity/count-rows.ts'
import { createCombinationMerger } from '../../../src/engine/passes/combination-profile.ts'
import { joinCombinations } from '../../../src/engine/passes/join-combinations.ts'
import type { Combinations } from '../../../src/engine/wire/block-profile.ts'

/** Two quasi-identifiers, one sensitive field: of each record the numbers of its values, 0 is null. */
type Row = [a: number, b: number, s: number]

/** A block as a worker counts it: its values in the order in which they come. */
function block(rows: readonly Row[]): Combinations {
  const column = (c: number, name: string) => {
    const texts: string[] = []
    const numbers = rows.map((row) => {
      if (row[c] === 0) return 0
      const text = `${name}${row[c]!}`
      if (!texts.includes(text)) texts.push(text)
      return texts.indexOf(text) + 1
    })
    return { texts, place: { numbers: Uint32Array.from(numbers), size: texts.length + 1 }, numbers }
  }
  const [a, b, s] = [column(0, 'a'), column(1, 'b'), column(2, 's')]
  return {
    quasi: [a, b].map(({ texts, numbers }) => ({
      texts,
      kinds: numbers.includes(0) ? 1 : 2,
      absent: numbers[0] === 0,
    })),
    sensitive: [s.texts],
    counts: countRows([a.place, b.place], [s.place], rows.length),
    people: {
      refs: Uint8Array.from(rows.flatMap((row) => [...row, 0, 0, 0, 0, 1])),
      numbers: [a, b, s].map(({ place }) => place.numbers),
    },
  }
}

function merged(blocks: readonly Combinations[]) {
  const merger = createCombinationMerger(['a', 'b'], 1)
  for (const own of blocks) merger.add(own)
  const result = merger.result()
  merger.close()
  return result
}

const value = fc.integer({ min: 0, max: 4 })
const blocks = fc.array(fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 8 }) // prettier-ignore

describe('combinations of blocks that are joined', () => {
  it('are merged to what the blocks are merged to, wherever they are cut', () => {
    fc.assert(
      fc.property(blocks, fc.nat(7), (rows, cut) => {
        const own = rows.map(block)
        const parts = [own.slice(0, cut), own.slice(cut)].filter((part) => part.length > 0)
        const joined = parts.map((part) => {
          const joiner = joinCombinations(part[0]!)
          for (const found of part) joiner.add(found)
          return joiner.result()
        })
        expect(merged(joined)).toEqual(merged(own))
      }),
    )
  })

  it('take memory by what is different in them', () => {
    const joiner = joinCombinations(block([[1, 1, 1]]))
    joiner.add(block([[1, 2, 3]])) // prettier-ignore
    const { bytes } = joiner
    const { people: _, ...same } = block([[1, 2, 3]])
    for (let i = 0; i < 100; i++) joiner.add(same)
    expect(joiner.bytes).toBe(bytes)
    expect(joiner.result().counts.rows).toBe(101)
  })
})
