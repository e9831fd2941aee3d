import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csv } from '../../../src/io/formats/csv.ts'
import { createCellDictionary } from '../../../src/io/formats/cell-dictionary.ts'
import type { Column } from '../../../src/record/batch.ts'
import type { FieldNode } from '../../../src/record/field-node.ts'

const text = (cells: readonly string[]) => cells.map((cell) => `${cell},x\n`).join('')

/** The first of two columns. */
function columnOf(cells: readonly string[], nullText?: string): Column {
  const node = (column: number) => ({ column, path: 'a', meet: () => undefined }) as unknown as FieldNode
  const root = { child: (name: string) => node(name === 'a' ? 0 : -1) } as unknown as FieldNode
  const options = { delimiter: ',', quote: '"', ...(nullText !== undefined && { null: nullText }) }
  const { batch } = csv.read(Buffer.from(text(cells)), { format: 'csv', fields: ['a', 'b'], options }, root)
  return batch.columns[0]!
}

describe('a decoded column', () => {
  const cell = fc.constantFrom('', 'a', 'b', '"a"', '"a""b"', 'ә', '"ә"', 'NA', '"NA"')

  it('has the text that each cell says, and the same from its numbers but for null', () => {
    const plain = (written: string) => (written.startsWith('"') ? written.slice(1, -1).replace('""', '"') : written)
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(undefined, 'NA', ''),
        (cells, none) => {
          const { text: texts, kind, coded } = columnOf(cells, none)
          expect(texts).toEqual(cells.map((c) => (c === none ? '' : plain(c))))
          expect([...kind]).toEqual(cells.map((c) => (c === none ? 0 : 1)))
          expect(Array.from(coded!.numbers, (n) => coded!.distinct[n])).toEqual(cells.map(plain))
          expect(new Set(coded!.distinct).size).toBe(coded!.distinct.length)
        },
      ),
    )
  })

  it('whose cells rarely repeat has no numbers, and its texts all the same', () => {
    const cells = Array.from({ length: 2000 }, (_, n) => `value ${n}`)
    const { text: texts, coded } = columnOf(cells)
    expect([texts, coded]).toEqual([cells, undefined])
  })

  it('that repeats after a beginning of its own values keeps its numbers', () => {
    const cells = Array.from({ length: 2000 }, (_, n) => `value ${n % 100}`)
    expect(columnOf(cells).coded!.distinct).toHaveLength(100)
  })
})

describe('the cells of a block', () => {
  it('are told apart by all of their bytes, whatever their lengths', () => {
    const bytes = Buffer.from('abcabdab')
    const dictionary = createCellDictionary(bytes, (start, end) => bytes.toString('latin1', start, end))
    const numbers = [
      [0, 3],
      [3, 6],
      [6, 8],
      [0, 2],
      [3, 5],
      [0, 0],
    ].map(([start, end]) => dictionary.number(start!, end!))
    expect(numbers).toEqual([0, 1, 2, 2, 2, 3])
    expect(dictionary.texts).toEqual(['abc', 'abd', 'ab', ''])
  })
})
