import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvDialect } from '../../../src/io/formats/csv-dialect.ts'
import { BlockFault, type FormatOptions, type Layout } from '../../../src/io/formats/format.ts'
import { valuesOf } from '../../../src/record/batch.ts'
import { blocksOf, edit, everyField, keepAll, NO_BYTES, NONE, rowsOf } from './read-all.ts'

const dialects: [string, FormatOptions][] = [
  // what is unusual, how the policy says it
  ['a backslash as escape', { escape: '\\' }],
  ['comments', { comment: '#' }],
  ['an apostrophe as quote and comments of two characters', { quote: "'", comment: '//' }],
  ['a delimiter of two characters', { delimiter: '||' }],
  ['a delimiter outside ASCII', { delimiter: '¦' }],
  ['a quote outside ASCII', { quote: '«', escape: '«' }],
]

const cell = fc.oneof(
  fc.constantFrom(
    '',
    'a,b',
    '#x',
    '//y',
    'x#y',
    "it's",
    'say "no"',
    '««',
    'back\\slash',
    '\\',
    '||',
    '|',
    '¦',
    'Әлия',
    ' ',
  ),
  fc.string({ maxLength: 6 }),
  fc.constantFrom('line\nbreak', 'line\r\nbreak'),
)
const clean = (text: string) => text.replaceAll('\0', '').replace(/\r(?!\n)/g, '')
const table = fc.integer({ min: 1, max: 4 }).chain((columns) =>
  fc.record({
    columns: fc.constant(columns),
    rows: fc.array(fc.array(cell.map(clean), { minLength: columns, maxLength: columns }), { maxLength: 8 }),
    newline: fc.constantFrom('\n', '\r\n'),
    last: fc.boolean(),
    comment: fc.boolean(),
  }),
)

/** A table as a dialect writes it, every cell between quotes; comment lines in between where there are any, and blank lines where these are no records. */
function written({ columns, rows, newline, last, comment }: TableOf<typeof table>, o: FormatOptions): string {
  const { delimiter = ',', quote = '"', escape = quote } = o
  const quoted = (text: string) => {
    const inside = escape === quote ? text : text.replaceAll(escape, escape + escape)
    return quote + inside.replaceAll(quote, escape + quote) + quote
  }
  const remark = columns > 1 ? [`${o.comment} a remark`, ''] : [`${o.comment} a remark`]
  const aside = comment && o.comment !== undefined ? remark : []
  const header = Array.from({ length: columns }, (_, i) => `c${i}`).join(delimiter)
  const lines = [header, ...rows.flatMap((row) => [...aside, row.map(quoted).join(delimiter)])]
  return lines.join(newline) + (last ? newline : '')
}
type TableOf<A> = A extends fc.Arbitrary<infer T> ? T : never

/** The same text as csv-parse reads it whole. */
function oracle(
  text: string | Uint8Array,
  { delimiter = ',', quote = '"', escape = quote, comment }: FormatOptions,
): string[][] {
  return parse(Buffer.from(text as string), {
    delimiter,
    quote,
    escape,
    ...(comment !== undefined && { comment, comment_no_infix: true }),
    skip_empty_lines: true,
    record_delimiter: ['\r\n', '\n'],
  }) as string[][]
}

const caught = (action: () => unknown): unknown => {
  try {
    return action()
  } catch (e) {
    return e
  }
}
const layout = (options: FormatOptions, fields = ['a', 'b']): Layout => ({ format: 'csv-dialect', fields, options })

describe.each(dialects)('a dialect with %s', (_, options) => {
  it('is read block by block as csv-parse reads it whole', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 64 }), (t, size) => {
        const text = written(t, options)
        const { layout, blocks } = blocksOf(csvDialect, Buffer.from(text), options, size)
        expect(layout.fields).toEqual(Array.from({ length: t.columns }, (_, i) => `c${i}`))
        const found = blocks.flatMap((block) => rowsOf(csvDialect.read(block, layout, everyField().root)))
        expect(found).toEqual(oracle(text, options).slice(1))
        expect(found).toEqual(t.rows)
      }),
      { numRuns: 40 },
    )
  })

  it('is written so that csv-parse reads the same cells back, edited or not', () => {
    fc.assert(
      fc.property(table, cell.map(clean), fc.nat(3), (t, value, c) => {
        const column = c % t.columns
        const { layout, blocks } = blocksOf(csvDialect, Buffer.from(written(t, options)), options, 1 << 20)
        for (const block of blocks) {
          const read = csvDialect.read(block, layout, everyField().root)
          const n = read.batch.records
          expect(oracle(read.splice([], keepAll(n), NONE), options)).toEqual(t.rows)
          const out = read.splice([edit(column, valuesOf(Array<string>(n).fill(value)))], keepAll(n), NONE)
          expect(oracle(out, options)).toEqual(t.rows.map((row) => row.map((x, i) => (i === column ? value : x))))
        }
      }),
      { numRuns: 40 },
    )
  })
})

describe('a dialect of csv', () => {
  const options: FormatOptions = { delimiter: ';', comment: '#' }
  const read = (text: string | Uint8Array, o = options) =>
    csvDialect.read(Buffer.from(text as string), layout(o), everyField().root)

  it('without quotes takes them as letters', () => {
    const found = read('say "no";x\n', { delimiter: ';', quote: '' })
    expect(rowsOf(found)).toEqual([['say "no"', 'x']])
    expect(Buffer.from(found.splice([], keepAll(1), NONE)).toString()).toBe('say "no";x\n')
  })

  it('without quotes refuses to write a value that holds the delimiter, with its record', () => {
    const found = read('1;2\n3;4\n', { delimiter: ';', quote: '' })
    const fault = caught(() => found.splice([edit(0, valuesOf(['1', 'x;y']))], keepAll(2), NONE))
    expect(fault).toBeInstanceOf(BlockFault)
    expect(fault).toMatchObject({ code: 'INPUT_VALUE', row: 1 })
  })

  it('has a blank line as a record where one column is all there is, and writes it so that others read one', () => {
    const { layout, blocks } = blocksOf(csvDialect, Buffer.from('a\n\n# aside\n1\n\n'), { comment: '#' }, 1)
    const read = blocks.map((block) => csvDialect.read(block, layout, everyField().root))
    expect(read.flatMap(rowsOf)).toEqual([[''], ['1'], ['']])
    const out = read.map((found) => Buffer.from(found.splice([], keepAll(found.batch.records), NONE)).toString())
    expect(out.join('')).toBe('""\n1\n""\n')
  })

  it('without quotes refuses to write a record that would be a blank line, with its number', () => {
    const found = read('1;2\n;4\n', { delimiter: ';', quote: '' })
    const fault = caught(() => found.splice([], keepAll(2), new Set([1])))
    expect(fault).toMatchObject({ code: 'INPUT_VALUE', row: 1 })
    expect(Buffer.from(found.splice([], Uint8Array.of(1, 0), new Set([1]))).toString()).toBe('1\n')
  })

  it('takes columns out of header and records, and leaves out records that are not kept', () => {
    const block = Buffer.from('1;2;3\n# aside\n4;5;6\n')
    const { root } = everyField()
    const found = csvDialect.read(block, layout(options, ['a', 'b', 'c']), root)
    const removed = new Set([1])
    expect(Buffer.from(found.splice([], Uint8Array.of(0, 1), removed)).toString()).toBe('4;6\n')
    const header = csvDialect.prologue(layout(options, ['a', 'b', 'c']), root, removed, NO_BYTES)
    expect(Buffer.from(header).toString()).toBe('a;c\n')
  })

  it('has no header line where the input has none', () => {
    const opened = csvDialect.open(Buffer.from('1;2\n3;4\n'), { ...options, header: false }, true)!
    expect([opened.layout.fields, opened.start]).toEqual([['column1', 'column2'], 0])
    expect(csvDialect.prologue(opened.layout, everyField().root, NONE, NO_BYTES)).toHaveLength(0)
  })

  it('knows null where it has a word for it, and writes null back as that word', () => {
    const found = read('\\N;x\n;y\n', { ...options, null: '\\N' })
    expect(rowsOf(found)).toEqual([
      [null, 'x'],
      ['', 'y'],
    ])
    const out = found.splice([edit(1, valuesOf([null, '']))], keepAll(2), NONE)
    expect(Buffer.from(out).toString()).toBe('\\N;\\N\n;\n')
  })

  it('neutralises formulas on request', () => {
    const found = read('=1+1;-5\nx;@y\n', { ...options, neutralise: true })
    expect(Buffer.from(found.splice([], keepAll(2), NONE)).toString()).toBe("'=1+1;-5\nx;'@y\n")
  })

  it('gives the bytes of a record by its number', () => {
    const found = read('1;"2\n"\n3;4\n')
    expect([0, 1].map((row) => Buffer.from(found.record(row)).toString().trimEnd())).toEqual(['1;"2\n"', '3;4'])
  })

  it('sets records with another number of fields aside where the source says so', () => {
    const found = read('1;2\n3\n4;5;6\n7;8\n', { ...options, ragged: 'quarantine' })
    expect(rowsOf(found)).toEqual([
      ['1', '2'],
      ['7', '8'],
    ])
    expect(found.quarantined).toEqual([1, 2])
    expect(Buffer.from(found.record(1)).toString()).toBe('7;8\n')
    expect(Buffer.from(found.splice([], keepAll(2), NONE)).toString()).toBe('1;2\n7;8\n')
  })

  const faults: [string, string | Buffer, string, number][] = [
    // what is wrong, the records, the code, the record's number
    ['a record with more fields', '1;2\n3;4\n5;6;7\n', 'INPUT_RAGGED_ROW', 2],
    ['a record with fewer fields', '1;2\n3\n', 'INPUT_RAGGED_ROW', 1],
    ['an unterminated quote', '1;2\n"3;4\n', 'INPUT_UNTERMINATED_QUOTE', 1],
    ['text behind a closing quote', '1;2\n"3"x;4\n', 'INPUT_STRAY_QUOTE', 1],
    ['a NUL', '1;2\n3;\0\n', 'INPUT_NUL', 1],
    ['a byte that is not UTF-8', Buffer.concat([Buffer.from('1;2\n3;'), Buffer.of(0xd0, 10)]), 'INPUT_ENCODING', 1],
  ]
  it.each(faults)('refuses %s with its record', (_, records, code, row) => {
    const fault = caught(() => read(records))
    expect(fault).toBeInstanceOf(BlockFault)
    expect(fault).toMatchObject({ code, row })
  })

  it('hands out a block that begins with a wrong quote, so that the worker names the record', () => {
    const block = Buffer.from(`"x"y;2\n${'3;4\n'.repeat(50)}`)
    expect(csvDialect.cut(block, layout(options), false).length).toBeGreaterThan(0)
  })

  it('cuts only behind whole records', () => {
    const text = Buffer.from('1;"2\n3"\n# aside; "not a quote\n4;5\n6;"7')
    for (let end = 0; end <= text.length; end++) {
      const cut = csvDialect.cut(text.subarray(0, end), layout(options), false).length
      const rows = oracle(text.subarray(0, cut), options)
      expect(rows).toEqual(
        [
          ['1', '2\n3'],
          ['4', '5'],
        ].slice(0, rows.length),
      )
    }
  })
})
