import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../../../src/errors.ts'
import { BlockFault } from '../../../../src/io/formats/format.ts'
import { structBytes, type Written, type WrittenStruct } from '../../../../src/io/formats/parquet/thrift-writer.ts'
import { packSnappy } from '../../../../src/io/formats/parquet/snappy.ts'
import { cellsOf, corpus, readFile, rewrite, treeOf } from './files.ts'
import { parquetFile, TEXT } from './make-file.ts'

/** Codes that a hostile file may end in. */
const CODES = /^INPUT_(DUPLICATE_FIELD|PARQUET|FORMAT|TORN_TAIL|EMPTY|COMPRESSED|ENCODING|NUL|RECORD_TOO_LARGE|VALUE)$/

/** What reading and writing a file ends in: `fine`, or the code of its fault; anything else that is thrown passes through. */
async function outcome(bytes: Uint8Array): Promise<string> {
  try {
    await cellsOf(bytes)
    await rewrite(bytes)
    return 'fine'
  } catch (e) {
    if (!(e instanceof PerdeError || e instanceof BlockFault) || !CODES.test(e.code)) throw e
    return e.code
  }
}

interface Made {
  schema?: Written[]
  rows?: number
  values?: number
  codec?: number
  type?: number
  page?: Uint8Array
  /** in the page's header */
  pageValues?: number
  unpacked?: number
  encoding?: number
  /** of both kinds of levels */
  levels?: number
  offset?: number
  length?: number
  column?: WrittenStruct
  group?: WrittenStruct
  file?: WrittenStruct
}

const element = (fields: WrittenStruct): Written => ({ struct: fields })
const flat = (type = 1, repetition = 0): Written[] => [
  element([
    [4, { text: 'schema' }],
    [5, { i32: 1 }],
  ]),
  element([
    [1, { i32: type }],
    [3, { i32: repetition }],
    [4, { text: 'n' }],
  ]),
]

/** A file of one column, one row group and one page, of which anything may be a lie. */
function made({
  rows = 2,
  values = rows,
  codec = 0,
  type = 1,
  schema = flat(type),
  page = new Uint8Array(8),
  pageValues = rows,
  unpacked = page.length,
  encoding = 0,
  levels = 3,
  offset = 4,
  length,
  column = [],
  group = [],
  file = [],
}: Made): Uint8Array {
  const header = structBytes([
    [1, { i32: 0 }],
    [2, { i32: unpacked }],
    [3, { i32: page.length }],
    [
      5,
      {
        struct: [
          [1, { i32: pageValues }],
          [2, { i32: encoding }],
          [3, { i32: levels }],
          [4, { i32: levels }],
        ],
      },
    ],
  ])
  const chunk: WrittenStruct = [
    [1, { i32: type }],
    [4, { i32: codec }],
    [5, { i64: values }],
    [6, { i64: header.length + unpacked }],
    [7, { i64: length ?? header.length + page.length }],
    [9, { i64: offset }],
  ]
  const footer = structBytes([
    [1, { i32: 2 }],
    [2, { list: schema }],
    [3, { i64: rows }],
    [
      4,
      {
        list: [
          element([
            [1, { list: [element([[2, { i64: 4 }], [3, { struct: chunk }], ...column])] }],
            [3, { i64: rows }],
            ...group,
          ]),
        ],
      },
    ],
    ...file,
  ])
  const tail = Buffer.alloc(8)
  tail.writeUInt32LE(footer.length)
  tail.write('PAR1', 4)
  return Buffer.concat([Buffer.from('PAR1'), header, page, footer, tail])
}

function footerOf(length: number, magic = 'PAR1'): Uint8Array {
  const tail = Buffer.alloc(8)
  tail.writeUInt32LE(length)
  tail.write(magic, 4)
  return Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(64), tail])
}

/** A snappy stream that says how long it is and has little in it. */
function claims(size: number): Uint8Array {
  const out: number[] = []
  let n = size
  for (; n >= 0x80; n = Math.floor(n / 128)) out.push((n % 128) | 0x80)
  return Uint8Array.from([...out, n, 0, 1])
}

/** A schema of one column, of which `fields` are said. */
const named = (fields: WrittenStruct): Written[] => [flat()[0]!, element(fields)]
const N: WrittenStruct = [
  [1, { i32: 1 }],
  [3, { i32: 0 }],
  [4, { text: 'n' }],
]

const deep = (levels: number): Written[] => [
  element([
    [4, { text: 'schema' }],
    [5, { i32: 1 }],
  ]),
  ...Array.from({ length: levels }, () =>
    element([
      [3, { i32: 1 }],
      [4, { text: 'g' }],
      [5, { i32: 1 }],
    ]),
  ),
  element([
    [1, { i32: 1 }],
    [3, { i32: 1 }],
    [4, { text: 'n' }],
  ]),
]

describe('a file that lies', () => {
  it('is read where it does not', async () => {
    expect(await outcome(made({}))).toBe('fine')
  })

  it('is read where it names bits for levels that its column does not have, as parquet-java does', async () => {
    expect(await outcome(made({ levels: 4 }))).toBe('fine')
  })

  const GIB = 1024 ** 3
  const cases: [title: string, file: Uint8Array, code: string][] = [
    ['nothing', new Uint8Array(), 'INPUT_EMPTY'],
    ['the magic alone', Buffer.from('PAR1'), 'INPUT_TORN_TAIL'],
    ['a text', Buffer.from('a,b\n1,2\n'), 'INPUT_FORMAT'],
    ['a file that was cut off', corpus('people').subarray(0, 4000), 'INPUT_TORN_TAIL'],
    ['an encrypted footer', footerOf(8, 'PARE'), 'INPUT_FORMAT'],
    ['a footer longer than the file', footerOf(0xffffffff), 'INPUT_PARQUET'],
    ['a footer of zeros', footerOf(60), 'INPUT_PARQUET'],
    ['encryption that is said in the footer', made({ file: [[8, { struct: [] }]] }), 'INPUT_PARQUET'],
    ['a column that is encrypted', made({ column: [[8, { struct: [] }]] }), 'INPUT_PARQUET'],
    ['a schema nested too deeply', made({ schema: deep(5000) }), 'INPUT_PARQUET'],
    [
      'a group that says it has more fields than there are',
      made({
        schema: [
          element([
            [4, { text: 's' }],
            [5, { i32: 2_000_000_000 }],
          ]),
          ...flat().slice(1),
        ],
      }),
      'INPUT_PARQUET',
    ],
    [
      'a negative number of fields',
      made({
        schema: [
          element([
            [4, { text: 's' }],
            [5, { i32: -1 }],
          ]),
          ...flat().slice(1),
        ],
      }),
      'INPUT_PARQUET',
    ],
    ['an element without a name', made({ schema: named([[1, { i32: 1 }]]) }), 'INPUT_PARQUET'],
    ['a repetition that does not exist', made({ schema: flat(1, 9) }), 'INPUT_PARQUET'],
    ['something that nobody knows in its schema', made({ schema: named([...N, [12, { i32: 1 }]]) }), 'INPUT_PARQUET'],
    ['a number in the place of what values mean', made({ schema: named([...N, [10, { i32: 1 }]]) }), 'INPUT_PARQUET'],
    ['times without a unit', made({ schema: named([...N, [10, { struct: [[8, { struct: [] }]] }]]) }), 'INPUT_PARQUET'],
    [
      'two columns of one name',
      made({ schema: [element([[4, { text: 'schema' }], [5, { i32: 2 }]]), flat()[1]!, flat()[1]!] }), // prettier-ignore
      'INPUT_DUPLICATE_FIELD',
    ],
    ['elements behind the schema', made({ schema: [...flat(), ...flat().slice(1)] }), 'INPUT_PARQUET'],
    ['a type that does not exist', made({ schema: flat(77) }), 'INPUT_PARQUET'],
    ['values of one size that have none', made({ type: 7 }), 'INPUT_PARQUET'],
    ['another type than the schema', made({ schema: flat(2) }), 'INPUT_PARQUET'],
    [
      'a name that is not UTF-8',
      made({
        schema: [
          flat()[0]!,
          element([
            [1, { i32: 1 }],
            [3, { i32: 0 }],
            [4, { bytes: Uint8Array.of(0xff) }],
          ]),
        ],
      }),
      'INPUT_PARQUET',
    ],
    ['more records than any byte of it can stand for', made({ rows: 2 ** 50 }), 'INPUT_COMPRESSED'],
    [
      'records that its row groups lack',
      made({ file: [], group: [], rows: 3, values: 2, pageValues: 2 }),
      'INPUT_PARQUET',
    ],
    ['a page with too many values', made({ pageValues: 2_000_000_000 }), 'INPUT_PARQUET'],
    ['a page with too few values', made({ pageValues: 1 }), 'INPUT_PARQUET'],
    [
      'a page that says it unpacks to a gigabyte',
      made({ codec: 1, page: claims(GIB), unpacked: GIB }),
      'INPUT_PARQUET',
    ],
    [
      'a page that unpacks to more than it can hold',
      made({ codec: 1, page: claims(200_000_000), unpacked: 200_000_000 }),
      'INPUT_PARQUET',
    ],
    ['a page that is longer than the file', made({ length: 2 ** 40 }), 'INPUT_PARQUET'],
    ['a page in the footer', made({ offset: 60 }), 'INPUT_PARQUET'],
    ['a page at a negative place', made({ offset: -4 }), 'INPUT_PARQUET'],
    ['a codec that does not exist', made({ codec: 99 }), 'INPUT_PARQUET'],
    ['an encoding that does not exist', made({ encoding: 99 }), 'INPUT_PARQUET'],
    ['levels as bits', made({ levels: 4, schema: flat(1, 1) }), 'INPUT_PARQUET'],
    ['a dictionary that is not there', made({ encoding: 8, page: Uint8Array.of(1, 3, 0) }), 'INPUT_PARQUET'],
    ['values that end too early', made({ page: new Uint8Array(3) }), 'INPUT_PARQUET'],
    [
      'a length of a value beyond its page',
      made({ type: 6, page: Uint8Array.of(255, 255, 255, 127, 0, 0, 0, 0) }),
      'INPUT_PARQUET',
    ],
    ['differences with a wrong head', made({ encoding: 5, page: Uint8Array.of(0, 0, 2, 0) }), 'INPUT_PARQUET'],
    [
      'a snappy page that copies from before its beginning',
      made({ codec: 1, page: Uint8Array.of(8, 0b00000101, 9, 0), unpacked: 8 }),
      'INPUT_PARQUET',
    ],
    ['gzip that is none', made({ codec: 2 }), 'INPUT_PARQUET'],
    ['zstd that is none', made({ codec: 6, page: new Uint8Array(16) }), 'INPUT_PARQUET'],
    [
      'zstd that wants a window of gigabytes',
      made({ codec: 6, page: Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0xff, 1, 0, 0, 0), unpacked: 8 }),
      'INPUT_PARQUET',
    ],
    ['brotli that is none', made({ codec: 4 }), 'INPUT_PARQUET'],
    ['lz4 that is none', made({ codec: 7 }), 'INPUT_PARQUET'],
  ]
  for (const [title, file, code] of cases)
    it(`ends in one error that says which: ${title}`, async () => {
      expect(await outcome(file)).toBe(code)
    })

  it('ends in one error where it is a bomb of snappy in snappy’s own measure', async () => {
    const page = packSnappy(new Uint8Array(1_000_000))
    expect(await outcome(made({ codec: 1, page, unpacked: 8 }))).toBe('INPUT_PARQUET')
  })
})

describe('a file that says a long value again and again', () => {
  const saying = (times: number, group: number) =>
    parquetFile(
      { note: TEXT },
      Array.from({ length: times }, () => ({ note: 'x'.repeat(20_000) })),
      group,
    )

  for (const group of [4000, 500])
    it(`is refused where it stands for more than memory and disk should hold, ${group} records at once`, async () => {
      const file = saying(4000, group)
      expect(file.length).toBeLessThan(20_000)
      expect(await outcome(file)).toBe('INPUT_COMPRESSED')
    })

  it('is refused when its records are taken apart, though no rule looks at the value', async () => {
    const { root } = treeOf(() => ({ column: false }))
    const { blocks } = await readFile(saying(4000, 4000), root)
    expect(() => blocks[0]!.read.record(0)).toThrow(expect.objectContaining({ code: 'INPUT_COMPRESSED' }) as Error)
  })

  it('is read where the values are not so many', async () => {
    expect(await outcome(saying(2000, 500))).toBe('fine')
  })
})

describe('a damaged file', () => {
  const names = [
    'types',
    'types-v2',
    'nested',
    'people',
    'codec-gzip',
    'codec-zstd',
    'codec-brotli',
    'codec-lz4',
    'crc',
    'delta',
    'int96',
  ]

  it('ends in one typed error or is read, wherever its bytes are changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.integer({ min: 0, max: 255 })),
          { minLength: 1, maxLength: 4 },
        ),
        async (name, changes) => {
          const bytes = Buffer.from(corpus(name))
          for (const [at, value] of changes) bytes[Math.floor(at * bytes.length)] = value
          await outcome(bytes)
        },
      ),
      { numRuns: 400, seed: 20260131 },
    )
  }, 120_000)

  it('ends in one typed error wherever it is cut off', async () => {
    for (const name of names) {
      const bytes = corpus(name)
      for (let at = 0; at < bytes.length; at += 97) expect(await outcome(bytes.subarray(0, at))).not.toBe('fine')
    }
  })

  it('ends in one typed error or is read, whatever one byte of its footer is', async () => {
    const bytes = corpus('nested')
    const from = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8)
    for (let at = from; at < bytes.length; at++) {
      const changed = Buffer.from(bytes)
      changed[at]! ^= 0x55
      await outcome(changed)
    }
  }, 120_000)
})
