import {
  Bool,
  DateDay,
  Decimal,
  Dictionary,
  DurationSecond,
  Field,
  Float32,
  Float64,
  Int32,
  Int64,
  Int8,
  List,
  Struct,
  Table,
  TimestampMicrosecond,
  TimestampSecond,
  Uint16,
  Uint64,
  Utf8,
  tableFromIPC,
  tableToIPC,
  vectorFromArray,
  type Vector,
} from 'apache-arrow'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Kind, valuesOf } from '../../../../src/record/batch.ts'
import { rootTable, structsAt } from '../../../../src/io/formats/arrow/flat-reader.ts'
import { cellsOf, readArrow, rewrite } from './files.ts'

/** apache-arrow is the oracle: what it writes is read here, and what is written here it reads. */
const columns: Record<string, Vector> = {
  i8: vectorFromArray([1, null, -128], new Int8()),
  u16: vectorFromArray([0, 65535, null], new Uint16()),
  i32: vectorFromArray([1, 2, 3], new Int32()),
  i64: vectorFromArray([9007199254740993n, null, -1n], new Int64()),
  u64: vectorFromArray([18446744073709551615n, 0n, null], new Uint64()),
  f32: vectorFromArray([0.1, null, -0], new Float32()),
  f64: vectorFromArray([0.1, NaN, null], new Float64()),
  yes: vectorFromArray([true, null, false], new Bool()),
  text: vectorFromArray(['Ann', null, 'Әсел'], new Utf8()),
  day: vectorFromArray([new Date('1990-02-03'), null, new Date('1969-12-31')], new DateDay()),
  at: vectorFromArray([1e12, null, -1], new TimestampMicrosecond('Asia/Almaty')),
  sec: vectorFromArray([1e12, null, 0], new TimestampSecond()),
  word: vectorFromArray(['x', 'y', 'x'], new Dictionary(new Utf8(), new Int32())),
  list: vectorFromArray([['a', null], [], null], new List(new Field('item', new Utf8(), true))),
  deep: vectorFromArray(
    [{ a: 1, b: ['p', 'q'] }, null, { a: null, b: [] }],
    new Struct([
      new Field('a', new Int32(), true),
      new Field('b', new List(new Field('item', new Utf8(), true)), true),
    ]),
  ),
}

const plain = (bytes: Uint8Array) =>
  JSON.stringify(tableFromIPC(bytes).toArray(), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )

const table = () => new Table(columns)

describe('a column of a type that is not read', () => {
  it('is named by its place, not by its name', async () => {
    const span = vectorFromArray([1n, 2n], new DurationSecond())
    const bytes = tableToIPC(new Table({ id: columns['i8']!.slice(0, 2), span }), 'stream')
    const found = await cellsOf(bytes).catch((e: unknown) => e)
    expect(found).toMatchObject({ code: 'INPUT_FORMAT', message: 'column 2 has a type that perde does not read' })
  })
})

describe.each(['file', 'stream'] as const)('an Arrow %s of another implementation', (form) => {
  const bytes = () => tableToIPC(table(), form)

  it('has its values in cells, exact whatever their size', async () => {
    const cells = await cellsOf(bytes())
    const texts = (path: string) => cells[path]!.map(([, text]) => text)
    expect(texts('i8')).toEqual(['1', null, '-128'])
    expect(texts('u16')).toEqual(['0', '65535', null])
    expect(texts('i64')).toEqual(['9007199254740993', null, '-1'])
    expect(texts('u64')).toEqual(['18446744073709551615', '0', null])
    expect(texts('f32')).toEqual(['0.1', null, '-0'])
    expect(texts('f64')).toEqual(['0.1', 'NaN', null])
    expect(texts('yes')).toEqual(['true', null, 'false'])
    expect(texts('text')).toEqual(['Ann', null, 'Әсел'])
    expect(texts('day')).toEqual(['1990-02-03', null, '1969-12-31'])
    expect(texts('at')).toEqual(['2001-09-09T01:46:40Z', null, '1969-12-31T23:59:59.999000Z'])
    expect(texts('sec')).toEqual(['2001-09-09T01:46:40', null, '1970-01-01T00:00:00'])
    expect(texts('word')).toEqual(['x', 'y', 'x'])
    expect(cells['list[]']).toEqual([
      [0, 'a'],
      [0, null],
    ])
    expect(cells['deep.a']).toEqual([
      [0, '1'],
      [2, null],
    ])
    expect(cells['deep.b[]']).toEqual([
      [0, 'p'],
      [0, 'q'],
    ])
  })

  it('is written anew with the same values and types, and has the same bytes the second time', async () => {
    const after = await rewrite(bytes())
    expect(plain(after)).toBe(plain(bytes()))
    const types = (of: Uint8Array) =>
      tableFromIPC(of).schema.fields.map(({ name, type, nullable }) => `${name} ${String(type)} ${String(nullable)}`)
    // What was in a dictionary is text: the dictionary of the input would say what other records hold.
    expect(types(after)).toEqual(types(bytes()).map((type) => type.replace(/Dictionary<Int32, Utf8>/, 'Utf8')))
    expect(await rewrite(after)).toEqual(after)
    expect(after.subarray(0, 6).toString() === 'ARROW1').toBe(form === 'file')
  })

  it('loses records and fields, lists and all', async () => {
    const after = await rewrite(bytes(), { keep: (record) => record !== 1, removed: ['deep.a', 'text', 'list[]'] })
    const found = JSON.parse(plain(after)) as Record<string, unknown>[]
    expect(found.map(({ i32 }) => i32)).toEqual([1, 3])
    expect(found.map(({ deep }) => deep)).toEqual([{ b: ['p', 'q'] }, { b: [] }])
    expect(Object.keys(found[0]!)).not.toContain('text')
    expect(Object.keys(found[0]!)).not.toContain('list')
  })

  it('has other values where a rule wrote some, and a type for them', async () => {
    const after = await rewrite(bytes(), {
      rule: (path) => (path === 'i32' || path === 'day' ? { written: path === 'i32' ? 'text' : 'same' } : {}),
      edit: {
        i32: ({ text }) => valuesOf(text.map((t) => `no ${t}`)),
        day: () => valuesOf(['2000-01-01', null, null]),
      },
    })
    const found = tableFromIPC(after)
    expect(found.getChild('i32')!.toArray()).toEqual(['no 1', 'no 2', 'no 3'])
    expect(JSON.stringify(found.getChild('day')!.toJSON())).toBe(JSON.stringify([Date.UTC(2000, 0, 1), null, null]))
  })

  it('refuses a value that the type of its column cannot hold, with its record and field', async () => {
    const tried = rewrite(bytes(), {
      rule: (path) => (path === 'i8' ? { written: 'same' } : {}),
      edit: { i8: ({ kind }) => ({ text: ['128', '', '1'], kind }) },
    })
    await expect(tried).rejects.toMatchObject({ code: 'INPUT_VALUE', row: 0, field: 'i8' })
  })
})

describe('a decimal', () => {
  it('keeps its digits', async () => {
    const values = vectorFromArray(
      [Uint32Array.of(12345, 0, 0, 0), Uint32Array.of(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff)],
      new Decimal(2, 20, 128),
    )
    const bytes = tableToIPC(new Table({ d: values }), 'file')
    expect((await cellsOf(bytes))['d']).toEqual([
      [0, '123.45'],
      [1, '-0.01'],
    ])
    expect(plain(await rewrite(bytes))).toBe(plain(bytes))
  })
})

describe('several batches', () => {
  it('are several blocks, whose records are counted through', async () => {
    const part = (n: number) => new Table({ n: vectorFromArray([n, n + 1], new Int32()) })
    const bytes = tableToIPC(part(0).concat(part(2)), 'stream')
    expect((await readArrow(bytes)).blocks.map(({ read }) => read.batch.records)).toEqual([2, 2])
    expect(plain(await rewrite(bytes))).toBe('[{"n":0},{"n":1},{"n":2},{"n":3}]')
  })

  it('may be none', async () => {
    const bytes = tableToIPC(new Table({ n: vectorFromArray([] as number[], new Int32()) }), 'file')
    expect((await readArrow(bytes)).blocks.map(({ read }) => read.batch.records)).toEqual([0])
    expect(tableFromIPC(await rewrite(bytes)).numRows).toBe(0)
  })
})

describe('what is written', () => {
  it('holds no value of a field that left, of a record that was left out, of a dictionary or of metadata', async () => {
    const name = vectorFromArray(['CanaryOne', 'CanaryTwo'], new Dictionary(new Utf8(), new Int32()))
    const other = vectorFromArray(['CanaryThree', 'kept'], new Utf8())
    const whole = new Table({ name, other, gone: vectorFromArray(['CanaryFour', 'CanaryFive'], new Utf8()) })
    whole.schema.metadata.set('owner', 'CanarySix')
    whole.schema.fields[0]!.metadata.set('note', 'CanarySeven')
    const bytes = Buffer.from(tableToIPC(whole, 'file'))
    const after = await rewrite(bytes, {
      rule: (path) => (path === 'name' ? { written: 'text' } : {}),
      edit: { name: ({ text }) => valuesOf(text.map((_, i) => `p${i}`)) },
      removed: ['gone'],
      keep: (record) => record === 1,
    })
    // What proves that the search can find one.
    expect(bytes.toString('latin1').match(/Canary\w{3}/g)!.length).toBeGreaterThanOrEqual(7)
    expect(after.includes('Canary')).toBe(false)
    expect(plain(after)).toBe('[{"name":"p1","other":"kept"}]')
  })
})

describe('bytes that are no Arrow', () => {
  const small = () =>
    Buffer.from(
      tableToIPC(
        new Table({ list: columns['list']!, deep: columns['deep']!, word: columns['word']!, text: columns['text']! }),
        'file',
      ),
    )
  const stream = () => Buffer.from(tableToIPC(new Table({ list: columns['list']!, word: columns['word']! }), 'stream'))
  const everything = async (bytes: Uint8Array) => {
    const { blocks } = await readArrow(bytes)
    for (const { read } of blocks) {
      read.record(0)
      read.splice([], new Uint8Array(read.batch.records).fill(1), new Set())
    }
  }

  it.each([
    ['nothing', () => Buffer.alloc(0), 'INPUT_EMPTY'],
    ['a text', () => Buffer.from('iin,name\n1,2\n'), 'INPUT_FORMAT'],
    ['Feather of version 1', () => Buffer.from('FEA1xxxxxxxxxxxxFEA1'), 'INPUT_FORMAT'],
    ['a file that was cut off', () => small().subarray(0, small().length - 20), 'INPUT_TORN_TAIL'],
    ['a stream that was cut off', () => stream().subarray(0, stream().length - 60), 'INPUT_TORN_TAIL'],
    [
      'a footer longer than the file',
      () => {
        const bytes = small()
        bytes.writeUInt32LE(0x7fffffff, bytes.length - 10)
        return bytes
      },
      'INPUT_ARROW',
    ],
  ])('are refused with one error: %s', async (_, bytes, code) => {
    await expect(everything(bytes())).rejects.toMatchObject({ code })
  })

  it.each([
    ['leaves a batch out', (view: DataView, first: number) => view.setUint32(first - 4, 1, true)],
    [
      'names a batch twice',
      (view: DataView, first: number) => view.setBigInt64(first + 24, view.getBigInt64(first, true), true),
    ],
    ['names no batch', (view: DataView, first: number) => view.setUint32(first - 4, 0, true)],
  ])('are refused where the index of a file %s: no record is lost or doubled', async (_, spoil) => {
    const part = (n: number) => new Table({ n: vectorFromArray([n, n + 1], new Int32()) })
    const bytes = Buffer.from(tableToIPC(part(0).concat(part(2)), 'file'))
    const length = bytes.readUInt32LE(bytes.length - 10)
    const start = bytes.length - 10 - length
    const [first] = structsAt(rootTable(bytes.subarray(start, start + length)), 3, 24)
    spoil(new DataView(bytes.buffer, bytes.byteOffset + start, length), first!)
    await expect(everything(bytes)).rejects.toMatchObject({ code: 'INPUT_ARROW' })
  })

  it('are refused with one error wherever a byte is another, or read as what they say', async () => {
    let random = 7
    const next = (below: number) => (random = (random * 1103515245 + 12345) % 2 ** 31) % below
    const codes = new Set<string>()
    for (const whole of [small(), stream()])
      for (let i = 0; i < 1500; i++) {
        const bytes = Buffer.from(whole)
        for (let n = 1 + (i % 3); n > 0; n--) bytes[next(bytes.length)] = [0, 1, 0x7f, 0x80, 0xff, next(256)][next(6)]!
        if (i % 10 === 0) bytes.writeBigInt64LE(BigInt(2 ** next(62)), next(bytes.length - 8))
        try {
          await everything(bytes)
        } catch (e) {
          codes.add((e as { code?: string }).code ?? String(e))
        }
      }
    expect([...codes].filter((code) => !/^INPUT_/.test(code))).toEqual([])
    expect(codes.has('INPUT_ARROW')).toBe(true)
  })
})

describe('a packed buffer', () => {
  const packed: [string, number[]][] = [
    ['zstd.arrow', [0x28, 0xb5, 0x2f, 0xfd]],
    ['lz4.arrow', [0x04, 0x22, 0x4d, 0x18]],
  ]
  it.each(packed)('has the size that stands in front of it, or is refused: %s', async (name, magic) => {
    const good = readFileSync(new URL(`../../../vectors/stdio/${name}`, import.meta.url))
    const frames: number[] = []
    for (let at = good.indexOf(Buffer.from(magic)); at >= 0; at = good.indexOf(Buffer.from(magic), at + 1))
      frames.push(at)
    expect(frames.length).toBeGreaterThan(1)
    await expect(cellsOf(good)).resolves.toBeDefined()
    for (const frame of frames) {
      const size = Number(good.readBigInt64LE(frame - 8))
      for (const told of [0, size - 1, size + 1, 2 * size]) {
        const bytes = Buffer.from(good)
        bytes.writeBigInt64LE(BigInt(told), frame - 8)
        await expect(cellsOf(bytes), `${told} of ${size}`).rejects.toMatchObject({ code: 'INPUT_ARROW' })
      }
    }
  })
})

describe('a value that is one cell', () => {
  it('is text where a rule made one value of a struct or a list', async () => {
    const rule = (path: string) =>
      path === 'deep' || path === 'list' ? ({ whole: 'closed', written: 'text' } as const) : {}
    const redact = ({ kind }: { kind: Uint8Array }) => ({
      text: Array.from(kind, () => 'X'),
      kind: kind.map((k) => (k === Kind.null ? Kind.null : Kind.string)),
    })
    const after = await rewrite(tableToIPC(table(), 'file'), { rule, edit: { deep: redact, list: redact } })
    const found = tableFromIPC(after)
    expect([found.getChild('deep')!.toJSON(), found.getChild('list')!.toJSON()]).toEqual([
      ['X', null, 'X'],
      ['X', 'X', null],
    ])
  })
})
