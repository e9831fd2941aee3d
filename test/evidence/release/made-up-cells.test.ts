import { inflateSync } from 'node:zlib'
import { expect, it, test } from 'vitest'
import { expectAsAjv } from '../../schema/as-ajv.ts'
import {
  isMadeUpCells,
  marksOutputs,
  madeUpCellsSchema,
  packedBits,
  type MadeUpCells,
} from '../../../src/evidence/release/made-up-cells.ts'

test('policies/made-up-cells.schema.json is the schema (npx vitest run test/evidence/release/made-up-cells.test.ts -u)', async () => {
  await expect(`${JSON.stringify(madeUpCellsSchema, undefined, 2)}\n`).toMatchFileSnapshot(
    '../../../policies/made-up-cells.schema.json',
  )
})

const GOOD: MadeUpCells = {
  perde: 'made-up-cells/1',
  digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia',
  files: [
    {
      path: 'data/people.csv',
      source: 'people',
      records: 9,
      fields: [{ path: 'note', bits: packedBits(Uint8Array.of(5, 1)) }],
    },
  ],
}

it('R38: the marks of cells are closed, and unpack to the bits', () => {
  expect(isMadeUpCells(GOOD)).toBe(true)
  expect([...inflateSync(Buffer.from(GOOD.files[0]!.fields[0]!.bits, 'base64'))]).toEqual([5, 1])
  expect(
    isMadeUpCells({
      ...GOOD,
      files: [{ ...GOOD.files[0]!, records: 0, fields: [{ path: 'a', bits: packedBits(new Uint8Array()) }] }],
    }),
  ).toBe(true)
})

it('changed marks have their form where ajv says so', () => {
  expectAsAjv(madeUpCellsSchema, GOOD)
})

it('marks are those of the files of a release, each with a bit for every record', () => {
  const outputs = [{ path: 'data/people.csv', records: 9 }]
  const of = (change: (cells: MadeUpCells) => void) => {
    const cells = structuredClone(GOOD)
    change(cells)
    return marksOutputs(JSON.stringify(cells), outputs)
  }
  expect(of(() => undefined)).toBe(true)
  expect(of((c) => (c.files = []))).toBe(true)
  const bits = (bytes: number) => (c: MadeUpCells) =>
    void (c.files[0]!.fields[0]!.bits = packedBits(new Uint8Array(bytes)))
  const wrong: ((cells: MadeUpCells) => void)[] = [
    (c) => (c.files[0]!.path = 'data/other.csv'),
    (c) => (c.files[0]!.records = 8),
    (c) => c.files.push(c.files[0]!),
    bits(1),
    bits(3),
    bits(100_000),
    (c) => (c.files[0]!.fields[0]!.bits = 'AAAA'),
  ]
  expect(wrong.map(of)).toEqual(wrong.map(() => false))
  expect(marksOutputs('no JSON', outputs)).toBe(false)
})

it.each<[string, (cells: MadeUpCells) => void]>([
  ['bits that are not packed', (c) => (c.files[0]!.fields[0]!.bits = 'no base64')],
  ['no source type', (c) => delete (c as Partial<MadeUpCells>).digitalSourceType],
  ['a file without fields', (c) => (c.files[0]!.fields = [])],
  ['a value', (c) => Object.assign(c.files[0]!.fields[0]!, { first: 'Ivan' })],
  ['another form', (c) => (c.perde = 'made-up-cells/2' as never)],
])('are refused with %s', (_, spoil) => {
  const cells = structuredClone(GOOD)
  spoil(cells)
  expect(isMadeUpCells(cells)).toBe(false)
})
