import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addHashes, combinationOf, noHashes } from '../../src/detect/combinations.ts'

/** A table as rows of cells; null: the record lacks the field. */
function hashesOf(fields: string[], rows: (string | null)[][], blockSize = rows.length) {
  const hashes = noHashes()
  for (let first = 0; first < rows.length; first += Math.max(1, blockSize)) {
    const block = rows.slice(first, first + blockSize)
    fields.forEach((field, f) => {
      const row = [...block.keys()].filter((i) => block[i]![f] !== null)
      addHashes(
        hashes,
        field,
        first,
        row,
        row.map((i) => block[i]![f]!),
      )
    })
  }
  return hashes
}

describe('a combination of quasi-identifiers', () => {
  const rows = [
    ['f', '1990', '050000'],
    ['f', '1990', '050000'],
    ['m', '1990', '050000'],
    ['m', '1985', '010000'],
  ]

  it('singles out the records that no other record equals in all fields', () => {
    const hashes = hashesOf(['sex', 'born', 'postcode'], rows)
    expect(combinationOf(hashes, ['sex', 'born', 'postcode'])).toEqual({
      fields: ['sex', 'born', 'postcode'],
      records: 4,
      unique: 0.5,
      tells: { field: 'sex', without: 0.25 },
    })
    expect(combinationOf(hashes, ['sex'])).toEqual({ fields: ['sex'], records: 4, unique: 0 })
  })

  it('takes an absent value for one value of its own', () => {
    const hashes = hashesOf(['sex'], [['f'], [null], [null], ['m'], ['m']])
    expect(combinationOf(hashes, ['sex'])).toMatchObject({ records: 5, unique: 0.2 })
  })

  it('leaves out a field with several values in a record', () => {
    const hashes = hashesOf(['sex', 'born'], rows)
    addHashes(hashes, 'codes[]', 0, [0, 0, 1], ['a', 'b', 'c'])
    addHashes(hashes, 'codes[]', 4, [0], ['d'])
    expect(combinationOf(hashes, ['sex', 'codes[]'])?.fields).toEqual(['sex'])
    expect(combinationOf(hashes, ['codes[]'])).toBeUndefined()
    expect(combinationOf(noHashes(), ['sex'])).toBeUndefined()
  })

  it('is what counting whole rows gives, however the table is cut into blocks', () => {
    const cell = fc.constantFrom('a', 'b', 'c')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (table, blockSize) => {
          const counts = new Map<string, number>()
          for (const r of table) counts.set(r.join(), (counts.get(r.join()) ?? 0) + 1)
          const alone = [...counts.values()].filter((n) => n === 1).length
          const found = combinationOf(hashesOf(['x', 'y', 'z'], table, blockSize), ['x', 'y', 'z'])
          expect(found?.unique).toBeCloseTo(alone / table.length, 12)
        },
      ),
    )
  })
})
