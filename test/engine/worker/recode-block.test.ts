import { describe, expect, it } from 'vitest'
import { createClassTable } from '../../../src/anonymity/class-table.ts'
import { createHierarchy, withNull } from '../../../src/anonymity/hierarchy.ts'
import { createRecoder, shareRecoding } from '../../../src/anonymity/recoder.ts'
import { recodeBlock } from '../../../src/engine/worker/recode-block.ts'
import { noCells } from '../../../src/engine/wire/task.ts'
import { Kind, valuesOf, type Batch, type Edit } from '../../../src/record/batch.ts'

const AGES = withNull(createHierarchy([['20', '20-29', '*'], ['25', '20-29', '*'], ['31', '30-39', '*']])) // prettier-ignore
const CITIES = createHierarchy([['Oral', '*'], ['Semey', '*']]) // prettier-ignore

/** 20 and 25 in Oral become 20-29, null in Semey stays, 31 in Semey is suppressed. */
function recoder({ absent = false, kinds = 1 << Kind.string } = {}) {
  const table = createClassTable({ leaves: [4, 2], sensitive: [] })
  for (const leaves of [[0, 0], [1, 0], [3, 1], [2, 1]]) table.addRow(leaves, []) // prettier-ignore
  const nodes = [Uint8Array.of(1, 0), Uint8Array.of(0, 1)]
  const recoding = { nodes, nodeOf: Int32Array.of(0, 0, -1, 1) }
  const field = { kinds, absent, base: 0 }
  return createRecoder(
    shareRecoding(table.counts(), [AGES, CITIES], recoding, [
      { path: 'age', ...field },
      { path: 'city', ...field, absent: false },
    ]),
  )
}

function batchOf(records: readonly (readonly [age: string | null, city: string])[]): Batch {
  const row = Int32Array.from(records.keys())
  return {
    records: records.length,
    columns: ['age', 'city'].map((path, c) => ({ path, row, ...valuesOf(records.map((own) => own[c]!)) })),
  }
}

function recoded(records: Parameters<typeof batchOf>[0], edits: Edit[] = [], own = recoder()) {
  const keep = new Uint8Array(records.length).fill(1)
  const fields = { age: noCells(0), city: noCells(1) }
  recodeBlock(own, batchOf(records), edits, fields, keep)
  const texts = edits
    .toSorted((a, b) => a.column - b.column)
    .map(({ values }) => values.text.map((text, i) => (values.kind[i] === Kind.null ? null : text)))
  return { keep: [...keep], texts, changed: [fields.age.changed, fields.city.changed], edits }
}

describe('a block whose quasi-identifiers the plan generalises', () => {
  it('has the values of each combination, loses what is suppressed, and counts the cells that changed', () => {
    const { keep, texts, changed } = recoded([['20', 'Oral'], ['31', 'Semey'], [null, 'Semey'], ['25', 'Oral']]) // prettier-ignore
    expect(keep).toEqual([1, 0, 1, 1])
    expect([texts[0]![0], texts[0]![2], texts[0]![3]]).toEqual(['20-29', null, '20-29'])
    expect([texts[1]![0], texts[1]![2], texts[1]![3]]).toEqual(['Oral', '*', 'Oral'])
    expect(changed).toEqual([2, 1])
  })

  it('is recoded from what the rules made of it', () => {
    const edits: Edit[] = [{ column: 0, values: valuesOf(['25']) }]
    const { texts } = recoded([['a person’s own age', 'Oral']], edits)
    expect(texts[0]).toEqual(['20-29'])
    expect(edits.map(({ column }) => column)).toEqual([0, 1])
  })

  it('lacks a null where some records lack the field, so that nobody tells the two apart', () => {
    const { edits } = recoded([[null, 'Semey']], [], recoder({ absent: true }))
    expect(edits.find(({ column }) => column === 0)!.values.kind[0]).toBe(Kind.absent)
  })

  it('takes away who waits for a later release, by record and combination', () => {
    const keep = new Uint8Array(2).fill(1)
    const asked: [number, number][] = []
    const isHeld = (row: number, entry: number) => asked.push([row, entry]) === 1
    recodeBlock(recoder(), batchOf([['20', 'Oral'], ['25', 'Oral']]), [], { age: noCells(0), city: noCells(1) }, keep, isHeld) // prettier-ignore
    expect([...keep]).toEqual([0, 1])
    expect(asked).toEqual([[0, 0], [1, 1]]) // prettier-ignore
  })

  it.each([
    ['a combination', [['20', 'Semey']]],
    ['a value', [['99', 'Oral']]],
  ] as [string, [string, string][]][])('that has %s which was not profiled is of a changed input', (_, records) => {
    expect(() => recoded([['20', 'Oral'], ...records])).toThrow(
      expect.objectContaining({ code: 'INPUT_CHANGED', row: 1 }),
    )
  })
})
