import { describe, expect, it } from 'vitest'
import { addLists, countLists, noLists } from '../../src/detect/list-facts.ts'
import type { ListCells } from '../../src/detect/list-facts.ts'
import { vectors } from './columns.ts'

/** Lists as a batch has their elements. */
function cellsOf(
  lists: readonly { row: number; element?: number; numbers: readonly (number | string)[] }[],
): ListCells {
  const cells = lists.flatMap(({ row, element = 0, numbers }) =>
    numbers.map((n) => ({ row, element, text: String(n) })),
  )
  return {
    text: cells.map(({ text }) => text),
    row: Int32Array.from(cells, ({ row }) => row),
    element: Int32Array.from(cells, ({ element }) => element),
  }
}

function counted(path: string, cells: ListCells) {
  const facts = noLists()
  countLists(facts, path, cells)
  return facts
}

const embeddings = vectors(6, 128, 1).map((text) => JSON.parse(text) as number[])

describe('lists that are met element by element', () => {
  it('are a vector each, however many records or elements they stand in', () => {
    const flat = counted('a[]', cellsOf(embeddings.map((numbers, row) => ({ row, numbers }))))
    const nested = counted(
      'a[].b[]',
      cellsOf(embeddings.map((numbers, n) => ({ row: n >> 1, element: n % 2, numbers }))),
    )
    expect(flat).toMatchObject({ count: 6, vectors: { count: 6, dimensions: { 128: 6 }, unitNorm: 6, vetoed: 0 } })
    expect(nested).toEqual(flat)
  })

  it('are none where one element is no number, or they are short', () => {
    const cells = cellsOf([
      { row: 0, numbers: [...embeddings[0]!.slice(1), 'x'] },
      { row: 1, numbers: [...embeddings[1]!.slice(1), ''] },
      { row: 2, numbers: embeddings[2]!.slice(0, 20) },
    ])
    expect(counted('a[]', cells)).toMatchObject({ count: 3, vectors: { count: 0 } })
    expect(counted('a', cells)).toEqual(noLists())
  })

  it('are counted in parts with the same result', () => {
    const lists = embeddings.map((numbers, row) => ({ row, numbers }))
    const parts = [lists.slice(0, 2), lists.slice(2)].map((part) => counted('a[]', cellsOf(part)))
    expect(addLists(parts[0]!, parts[1]!)).toEqual(counted('a[]', cellsOf(lists)))
  })
})
