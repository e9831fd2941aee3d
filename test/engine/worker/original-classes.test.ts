import fc from 'fast-check'
import { expect, it } from 'vitest'
import { originalClasses } from '../../../src/engine/worker/original-classes.ts'

type Row = readonly (string | null)[]

const fieldsOf = (rows: readonly Row[]) =>
  ['a', 'b', 'c'].map((path, f) => {
    const distinct = [...new Set(rows.map((row) => row[f]!).filter((value) => value !== null))]
    return { path, tokens: { distinct, numbers: Int32Array.from(rows, (row) => distinct.indexOf(row[f]!)) } }
  })

it('records have one class where all their values are equal, and else another', () => {
  const value = fc.option(fc.constantFrom('1:1:x;', '1:1:y;', '2:1:x;'))
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value, value), { minLength: 1 }), (rows) => {
      const codes = originalClasses(fieldsOf(rows), rows.length)
      for (const [i, a] of rows.entries())
        for (const [j, b] of rows.entries()) expect(codes[i] === codes[j]).toBe(JSON.stringify(a) === JSON.stringify(b))
    }),
  )
})

it('the class of a record does not depend on what else is in its block', () => {
  const rows: Row[] = [
    ['1:1:x;', null, '1:1:z;'],
    ['1:1:y;', '1:1:x;', null],
  ]
  const together = originalClasses(fieldsOf(rows), 2)
  expect(rows.map((row) => originalClasses(fieldsOf([row]), 1)[0])).toEqual([...together])
})
