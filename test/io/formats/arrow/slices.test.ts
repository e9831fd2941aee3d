import { Dictionary, Field, Int32, List, Struct, Table, Utf8, tableToIPC, vectorFromArray } from 'apache-arrow'
import { expect, it } from 'vitest'
import { arrow } from '../../../../src/io/formats/arrow/arrow.ts'
import { Kind, type Edit, type Values } from '../../../../src/record/batch.ts'
import { treeOf } from '../parquet/files.ts'
import { readArrow } from './files.ts'

const RECORDS = 5000
const each = <T>(make: (i: number) => T): T[] => Array.from({ length: RECORDS }, (_, i) => make(i))

const bytes = tableToIPC(
  new Table({
    n: vectorFromArray(
      each((i) => (i % 5 === 0 ? null : i)),
      new Int32(),
    ),
    name: vectorFromArray(
      each((i) => (i % 11 === 0 ? null : `Әсел ${i}`)),
      new Utf8(),
    ),
    word: vectorFromArray(
      each((i) => 'xyz'[i % 3]!),
      new Dictionary(new Utf8(), new Int32()),
    ),
    list: vectorFromArray(
      each((i) => (i % 7 === 0 ? null : [`a${i}`, null].slice(0, i % 3))),
      new List(new Field('item', new Utf8(), true)),
    ),
    at: vectorFromArray(
      each((i) => ({ city: `city ${i}`, floor: i })),
      new Struct([new Field('city', new Utf8(), true), new Field('floor', new Int32(), true)]),
    ),
  }),
  'file',
)

/** The first column of a list and of a struct too: writers look at these more than once. */
const EDITED = ['name', 'word', 'list[]', 'at.city']

const louder = ({ text, kind }: Values): Values => ({
  text: text.map((t) => `${t}!`),
  kind: kind.map((k, i) => (i % 7 === 0 ? Kind.null : k)),
})

it('a batch of Arrow in slices is written as it is where all of it is decoded at once', async () => {
  const rule = (path: string) => (EDITED.includes(path) ? { written: 'text' as const } : {})
  const { layout, blocks } = await readArrow(bytes, treeOf(rule).root)
  expect(blocks.length).toBe(1)
  const { read: whole, bytes: block } = blocks[0]!
  const edits = whole.batch.columns.flatMap((column, c): Edit[] =>
    column && rule(column.path).written ? [{ column: c, values: louder(column) }] : [],
  )
  expect(edits.map(({ column }) => whole.batch.columns[column]!.path)).toEqual(EDITED)
  const keep = Uint8Array.from({ length: RECORDS }, (_, row) => (row % 5 === 2 ? 0 : 1))
  const sliced = arrow.slice!(block, layout, treeOf(rule).root)
  const from = edits.map(() => 0)
  let slices = 0
  for (const { first, batch, put } of sliced.slices()) {
    slices++
    const own = edits.map(({ column, values }, e): Edit => {
      const start = from[e]!
      const end = (from[e]! += batch.columns[column]!.text.length)
      return { column, values: { text: values.text.slice(start, end), kind: values.kind.slice(start, end) } }
    })
    put(own, keep.slice(first, first + batch.records), new Set())
  }
  expect(slices).toBeGreaterThan(2)
  expect(Buffer.compare(sliced.written(), whole.splice(edits, keep, new Set()))).toBe(0)
})
