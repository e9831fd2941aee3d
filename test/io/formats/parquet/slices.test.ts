import { beforeAll, describe, expect, it } from 'vitest'
import { applyBlock } from '../../../../src/engine/worker/apply-block.ts'
import { profileBlock } from '../../../../src/engine/worker/profile-block.ts'
import { eachRead } from '../../../../src/io/formats/each-read.ts'
import { BlockFault, type Layout, type ReadBlock, type Slice } from '../../../../src/io/formats/format.ts'
import { parquet } from '../../../../src/io/formats/parquet/parquet.ts'
import { Kind, type Edit, type Values } from '../../../../src/record/batch.ts'
import { verbNamed } from '../../../../src/transforms/verb-named.ts'
import { field, tasksOf, workerOf } from '../../../engine/plans.ts'
import { corpus, readFile, treeOf } from './files.ts'
import { parquetFile, TEXT } from './make-file.ts'

const NONE = new Set<number>()
const RECORDS = 5000

/** The nested records of the corpus again and again, in one row group. */
async function manyNested(): Promise<Buffer> {
  const { root } = treeOf()
  const { layout, blocks } = await readFile(corpus('nested'), root)
  const [slice] = [...parquet.slice!(blocks[0]!.bytes, layout, root).slices()]
  const { records } = slice!.batch
  const { bytes } = slice!.apart([], new Uint8Array(records).fill(1), NONE)
  const assembly = parquet.assemble!(layout, root, NONE)
  const many = Buffer.concat(Array.from({ length: Math.ceil(RECORDS / records) }, () => bytes))
  const start = parquet.prologue(layout, root, NONE, new Uint8Array())
  return Buffer.concat([start, assembly.addRecords(many), assembly.end()])
}

const louder = ({ text, kind }: Values): Values => ({
  text: text.map((t, i) => (i % 3 === 0 ? `${t}!` : t)),
  kind: kind.map((k, i) => (i % 7 === 0 ? Kind.null : k)),
})

describe('a row group in slices', () => {
  const rule = (path: string) => (path.endsWith('name') || path.endsWith('[]') ? { written: 'text' as const } : {})
  let bytes: Uint8Array
  let layout: Layout
  let whole: ReadBlock
  let slices: Slice[]

  beforeAll(async () => {
    const file = await readFile(await manyNested(), treeOf(rule).root)
    layout = file.layout
    bytes = file.blocks[0]!.bytes
    whole = file.blocks[0]!.read
    slices = [...parquet.slice!(bytes, layout, treeOf(rule).root).slices()]
  })

  it('is more than one, and has each record once', () => {
    expect(slices.length).toBeGreaterThan(2)
    expect(slices.map(({ first }) => first)).toEqual(slices.map((_, n) => n * slices[0]!.batch.records))
    expect(slices.reduce((n, { batch }) => n + batch.records, 0)).toBe(whole.batch.records)
  })

  it('has the cells, the bytes of the records and their places that it has as a whole', () => {
    for (const [c, column] of whole.batch.columns.entries()) {
      if (!column) continue
      const parts = slices.map(({ first, batch }) => ({ first, ...batch.columns[c]! }))
      expect(parts.flatMap(({ text }) => text)).toEqual(column.text)
      expect(parts.flatMap(({ kind }) => [...kind])).toEqual([...column.kind])
      expect(parts.flatMap(({ row, first }) => [...row].map((r) => first + r))).toEqual([...column.row])
      expect(parts.flatMap(({ element = [] }) => [...element])).toEqual([...(column.element ?? [])])
    }
    for (const { first, batch, record, offset } of slices)
      for (const row of [0, batch.records - 1]) {
        expect(Buffer.from(record(row))).toEqual(Buffer.from(whole.record(first + row)))
        expect(offset!(row)).toBe(whole.offset!(first + row))
      }
  })

  it('is written as it is where all is decoded at once, whichever records stay', () => {
    const edited = whole.batch.columns.flatMap((column, c) => (column && rule(column.path).written ? [c] : []))
    expect(edited.length).toBeGreaterThan(0)
    // What a rule makes of a cell hangs on the cell, so it is made once and handed out by slices.
    const edits = edited.map((column): Edit => ({ column, values: louder(whole.batch.columns[column]!) }))
    const keep = Uint8Array.from({ length: whole.batch.records }, (_, row) => (row % 5 === 2 ? 0 : 1))
    const sliced = parquet.slice!(bytes, layout, treeOf(rule).root)
    const from = edits.map(() => 0)
    for (const { first, batch, put } of sliced.slices())
      put(
        edits.map(({ column, values }, e): Edit => {
          const start = from[e]!
          const end = (from[e]! += batch.columns[column]!.text.length)
          return { column, values: { text: values.text.slice(start, end), kind: values.kind.slice(start, end) } }
        }),
        keep.slice(first, first + batch.records),
        NONE,
      )
    expect(Buffer.compare(sliced.written(), whole.splice(edits, keep, NONE))).toBe(0)
  })
})

describe('a fault in a later slice', () => {
  const rows = Array.from({ length: RECORDS }, (_, i) => ({ a: i === 4321 ? 'x' : String(i), b: 'b' }))

  it('has the number of its record in the block', async () => {
    const { layout, blocks } = await readFile(parquetFile({ a: TEXT, b: TEXT }, rows, RECORDS), treeOf().root)
    const worker = workerOf([field('a', 'round 10'), field('b', 'mask')])
    const task = { source: 0, part: 0, layout, offset: 0, read: 0, bytes: blocks[0]!.bytes }
    expect(() => applyBlock(worker, task)).toThrow(
      expect.objectContaining({ code: 'INPUT_VALUE', row: 4321, field: 'a' }) as BlockFault,
    )
  })
})

describe('a row group that nobody writes', () => {
  const rows = Array.from({ length: RECORDS }, (_, i) => ({ id: `p${i % 3000}`, n: i === 4321 ? 'x' : String(i) }))
  const parquetTask = async () => {
    const { layout, blocks } = await readFile(parquetFile({ id: TEXT, n: TEXT }, rows, RECORDS), treeOf().root)
    return { source: 0, part: 0, layout, offset: 0, read: 0, bytes: blocks[0]!.bytes }
  }
  const csv = `id,n\n${rows.map(({ id, n }) => `${id},${n}\n`).join('')}`

  it('is profiled slice by slice, as the same records of CSV are', async () => {
    const open = () => workerOf([field('id', 'surrogate')], { unlisted: 'keep' })
    const own = profileBlock(open(), await parquetTask())
    const [task] = await tasksOf('csv', csv)
    const other = profileBlock(open(), task!)
    const merged = ({ tables }: typeof own) =>
      verbNamed('surrogate').profile!.merge(tables.map(([, { facts }]) => facts))
    expect(own.tables.length).toBeGreaterThan(2)
    expect(own.records).toBe(RECORDS)
    expect(own.met).toEqual(other.met)
    expect(Buffer.from(merged(own)).equals(merged(other))).toBe(true)
    expect(own.facts['n']!.count).toBe(RECORDS)
    expect(own.facts['n']!.distinct).toEqual(other.facts['n']!.distinct)
  })

  it('has its faults where they are in the block', async () => {
    const task = await parquetTask()
    const seen: number[] = []
    const look = () =>
      eachRead(parquet, task.bytes, task.layout, treeOf().root, ({ batch }, first) => {
        seen.push(first)
        const at = batch.columns.find((column) => column?.path === 'n')!.text.indexOf('x')
        if (at >= 0) throw new BlockFault('INPUT_VALUE', 'not a number', at, 0)
      })
    expect(look).toThrow(expect.objectContaining({ row: 4321 }) as BlockFault)
    expect(seen.length).toBeGreaterThan(2)
  })

  it('is read no further than somebody wants to see it', async () => {
    const task = await parquetTask()
    let looks = 0
    eachRead(parquet, task.bytes, task.layout, treeOf().root, () => {
      looks++
      return 'enough'
    })
    expect(looks).toBe(1)
  })
})
