import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PerdeError } from '../../../src/errors.ts'
import { csv, tsv } from '../../../src/io/formats/csv.ts'
import { wholeRecords } from '../../../src/io/formats/csv-cells.ts'
import { BlockFault, type FormatOptions } from '../../../src/io/formats/format.ts'
import { valuesOf, type Edit } from '../../../src/record/batch.ts'
import { blocksOf, edit, everyField, keepAll, NO_BYTES, NONE, rowsOf } from './read-all.ts'

const bytes = (text: string) => Buffer.from(text)
const cell = fc
  .oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom(
      '',
      'a,b',
      'x"y',
      '"',
      'line\nbreak',
      'crlf\r\nbreak',
      'Әлия',
      '  ',
      'қала, көше',
      '\u{1f600}',
      "'",
    ),
  )
  .map((s) => s.replaceAll('\0', '').replace(/\r(?!\n)/g, ''))

/** Writes a table with quotes where needed and now and then where not. */
const quoted = (text: string, always: boolean) =>
  always || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
const tables = fc.integer({ min: 2, max: 5 }).chain((columns) =>
  fc.record({
    rows: fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: columns, maxLength: columns }), {
      maxLength: 12,
    }),
    columns: fc.constant(columns),
    newline: fc.constantFrom('\n', '\r\n'),
    last: fc.boolean(),
  }),
)
function textOf({
  rows,
  columns,
  newline,
  last,
}: {
  rows: [string, boolean][][]
  columns: number
  newline: string
  last: boolean
}): string {
  const header = Array.from({ length: columns }, (_, i) => `c${i}`).join(',')
  const lines = [header, ...rows.map((row) => row.map(([t, q], i) => quoted(t, q || (i === 0 && t === ''))).join(','))]
  return lines.join(newline) + (last ? newline : '')
}

describe('csv', () => {
  it('reads what csv-parse reads, for every size of block', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 64 }), (table, size) => {
        const text = textOf(table)
        const expected = (parse(text, { relax_column_count: false }) as string[][]).slice(1)
        const { layout, blocks } = blocksOf(csv, bytes(text), {}, size)
        const found = blocks.flatMap((block) => rowsOf(csv.read(block, layout, everyField().root)))
        expect(found).toEqual(expected)
      }),
      { numRuns: 400 },
    )
  })

  it('copies a block byte for byte where nothing is edited', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const text = textOf(table)
        const { layout, blocks } = blocksOf(csv, bytes(text), {}, 1 << 20)
        for (const block of blocks) {
          const read = csv.read(block, layout, everyField().root)
          expect(Buffer.from(read.splice([], keepAll(read.batch.records), NONE)).equals(block)).toBe(true)
        }
      }),
    )
  })

  it('writes edited cells so that csv-parse reads them back', () => {
    fc.assert(
      fc.property(tables, cell, fc.nat(4), (table, value, c) => {
        const column = c % table.columns
        const { layout, blocks } = blocksOf(csv, bytes(textOf(table)), {}, 1 << 20)
        for (const block of blocks) {
          const read = csv.read(block, layout, everyField().root)
          const n = read.batch.records
          const out = read.splice([edit(column, valuesOf(Array<string>(n).fill(value)))], keepAll(n), NONE)
          const rows = parse(Buffer.from(out)) as string[][]
          expect(rows).toEqual(rowsOf(read).map((row) => row.map((t, i) => (i === column ? value : t))))
        }
      }),
    )
  })

  it('takes a removed column out of header and records, first, middle or last', () => {
    const { layout, blocks } = blocksOf(csv, bytes('a,b,c\n1,"2,",3\r\n4,5,6'), {}, 1 << 20)
    for (const [column, expected] of [
      [0, ['b,c\n', '"2,",3\r\n5,6']],
      [1, ['a,c\n', '1,3\r\n4,6']],
      [2, ['a,b\n', '1,"2,"\r\n4,5']],
    ] as const) {
      const { root } = everyField()
      const read = csv.read(blocks[0]!, layout, root)
      const removed = new Set([column])
      expect(
        [csv.prologue(layout, root, removed, NO_BYTES), read.splice([], keepAll(2), removed)].map((b) =>
          Buffer.from(b).toString(),
        ),
      ).toEqual(expected)
    }
  })

  it('leaves out records that are not kept', () => {
    const { layout, blocks } = blocksOf(csv, bytes('a,b\n1,2\n3,4\n5,6\n'), {}, 1 << 20)
    const read = csv.read(blocks[0]!, layout, everyField().root)
    expect(Buffer.from(read.splice([], Uint8Array.of(1, 0, 1), NONE)).toString()).toBe('1,2\n5,6\n')
  })

  it('cuts only behind a line end outside quotes', () => {
    fc.assert(
      fc.property(tables, fc.nat(), (table, at) => {
        const text = bytes(textOf(table))
        const part = text.subarray(0, at % (text.length + 1))
        const end = wholeRecords(part, 34)
        const before = part.subarray(0, end).toString()
        expect(before === '' || before.endsWith('\n')).toBe(true)
        expect((before.match(/"/g) ?? []).length % 2).toBe(0)
      }),
    )
  })

  it('knows null where the dialect has a word for it, and writes an empty text apart from it', () => {
    const { layout, blocks } = blocksOf(csv, bytes('a,b\n\\N,x\n,y\n'), { null: '\\N' }, 1 << 20)
    const read = csv.read(blocks[0]!, layout, everyField().root)
    expect(rowsOf(read)).toEqual([
      [null, 'x'],
      ['', 'y'],
    ])
    const out = read.splice([edit(1, valuesOf([null, '']))], keepAll(2), NONE)
    expect(Buffer.from(out).toString()).toBe('\\N,\\N\n,\n')
  })

  it('neutralises formulas on request and leaves numbers and phones alone', () => {
    const text = 'a,b\n=1+1,-5\n@x,+7 701 000 00 00\n"=A1",＝x\n'
    const { layout, blocks } = blocksOf(csv, bytes(text), { neutralise: true }, 1 << 20)
    const read = csv.read(blocks[0]!, layout, everyField().root)
    expect(Buffer.from(read.splice([], keepAll(3), NONE)).toString()).toBe(
      "a,b\n'=1+1,-5\n'@x,+7 701 000 00 00\n'=A1,'＝x\n".slice(4),
    )
  })

  it('reads tabs as tsv', () => {
    const { layout, blocks } = blocksOf(tsv, bytes('a\tb\n1,5\t2\n'), {}, 1 << 20)
    expect(rowsOf(tsv.read(blocks[0]!, layout, everyField().root))).toEqual([['1,5', '2']])
  })

  it('names the columns of a file without a header', () => {
    const { layout, blocks } = blocksOf(csv, bytes('1,2\n3,4\n'), { header: false }, 1 << 20)
    expect(layout.fields).toEqual(['column1', 'column2'])
    expect(rowsOf(csv.read(blocks[0]!, layout, everyField().root))).toEqual([
      ['1', '2'],
      ['3', '4'],
    ])
  })

  const faults: [string, string, string, number][] = [
    // what is wrong, the records, the code, the record's number
    ['an unterminated quote', '1,2\n"3,4\n', 'INPUT_UNTERMINATED_QUOTE', 1],
    ['a quote inside an unquoted field', '1,2\n3,x"y\n', 'INPUT_STRAY_QUOTE', 1],
    ['text behind a closing quote', '"1"x,2\n', 'INPUT_STRAY_QUOTE', 0],
    ['a record with more fields', '1,2\n3,4\n5,6,7\n', 'INPUT_RAGGED_ROW', 2],
    ['a record with fewer fields', '1\n', 'INPUT_RAGGED_ROW', 0],
    ['a lone carriage return', '1,2\r3,4\n', 'INPUT_RAGGED_ROW', 0],
    ['a NUL', '1,2\n3,\0\n', 'INPUT_NUL', 1],
  ]
  it.each(faults)('refuses %s with its record', (_, records, code, row) => {
    const block = bytes(records)
    const layout = { format: 'csv', fields: ['a', 'b'], options: { delimiter: ',', quote: '"' } }
    const fault = caught(() => csv.read(block, layout, everyField().root))
    expect(fault).toBeInstanceOf(BlockFault)
    expect(fault).toMatchObject({ code, row })
  })

  it('refuses a byte that is not UTF-8 and names its offset', () => {
    const block = Buffer.concat([bytes('1,2\n3,'), Buffer.of(0xd0), bytes('x\n')])
    const layout = { format: 'csv', fields: ['a', 'b'], options: { delimiter: ',', quote: '"' } }
    expect(caught(() => csv.read(block, layout, everyField().root))).toMatchObject({
      code: 'INPUT_ENCODING',
      row: 1,
      offset: 6,
    })
  })

  const headers: [string, Buffer, string][] = [
    ['nothing at all', bytes(''), 'INPUT_EMPTY'],
    ['two fields of one name', bytes('a,a\n'), 'INPUT_DUPLICATE_FIELD'],
    ['a field without a name', bytes('a,,b\n'), 'INPUT_EMPTY_FIELD_NAME'],
    ['another delimiter', bytes('a;b\n1;2\n'), 'INPUT_FORMAT'],
    ['UTF-16', Buffer.from('\ufeffa,b\n', 'utf16le'), 'INPUT_ENCODING'],
    [
      'more fields than are read',
      bytes(Array.from({ length: 5000 }, (_, i) => `c${i}`).join(',') + '\n'),
      'INPUT_TOO_MANY_FIELDS',
    ],
    ['windows-1251', Buffer.of(0xd4, 0xc8, 0xce, 0x2c, 0x61, 0x0a), 'INPUT_ENCODING'],
  ]
  it.each(headers)('refuses a header with %s', (_, start, code) => {
    const error = caught(() => csv.open(start, {}, true))
    expect(error).toBeInstanceOf(PerdeError)
    expect(error).toMatchObject({ code })
  })

  describe('where one column is left', () => {
    const splice = (text: string, options: FormatOptions, edits: readonly Edit[], removed: number[] = []) => {
      const { layout, blocks } = blocksOf(csv, bytes(text), options, 1 << 20)
      const read = csv.read(blocks[0]!, layout, everyField().root)
      return Buffer.from(read.splice(edits, keepAll(read.batch.records), new Set(removed))).toString()
    }
    const BLANK = 'a,b\n,2\n  ,3\r\n\\.,4\n"",5\n1,6\n'
    const QUOTED = '""\n"  "\r\n"\\."\n""\n1\n'

    it('writes no line that is no record to other readers, for cells that are copied', () => {
      expect(splice(BLANK, {}, [], [1])).toBe(QUOTED)
      expect(splice(BLANK, { neutralise: true }, [], [1])).toBe(QUOTED)
      expect(splice('a\n\n1\n', {}, [])).toBe('""\n1\n')
    })

    it('writes none for cells that were changed, to nothing or to null', () => {
      const values = valuesOf(['', null, '\t', '\\.', 'x'])
      expect(splice(BLANK, {}, [edit(0, values)], [1])).toBe('""\n""\r\n"\t"\n"\\."\nx\n')
    })

    it('writes none for a null whose word is nothing, for all that it reads as a text then', () => {
      expect(splice('a,b\n,2\n', { null: '' }, [], [1])).toBe('""\n')
      expect(splice('a,b\n1,2\n', { null: '' }, [edit(0, valuesOf([null]))], [1])).toBe('""\n')
    })

    it('reads a blank line as a record, bare or in quotes', () => {
      const { layout, blocks } = blocksOf(csv, bytes('a\n\n1\n""\n\n'), {}, 1)
      expect(blocks.flatMap((block) => rowsOf(csv.read(block, layout, everyField().root)))).toEqual([
        [''],
        ['1'],
        [''],
        [''],
      ])
    })
  })

  it('sets ragged records aside on request, and numbers the others right', () => {
    const { layout, blocks } = blocksOf(csv, bytes('a,b\n1,2\n3\n4,5,6\n7,8\n'), { ragged: 'quarantine' }, 1 << 20)
    const read = csv.read(blocks[0]!, layout, everyField().root)
    expect(rowsOf(read)).toEqual([
      ['1', '2'],
      ['7', '8'],
    ])
    expect(read.quarantined).toEqual([1, 2])
    expect(Buffer.from(read.splice([], keepAll(2), NONE)).toString()).toBe('1,2\n7,8\n')
  })

  it('passes over a byte order mark', () => {
    expect(csv.open(bytes('\ufeffа,ә\n'), {}, true)?.layout.fields).toEqual(['а', 'ә'])
  })

  it('keeps names that are properties of every object', () => {
    const { layout, blocks } = blocksOf(csv, bytes('__proto__,constructor,toString\n1,2,3\n'), {}, 1 << 20)
    expect(rowsOf(csv.read(blocks[0]!, layout, everyField().root))).toEqual([['1', '2', '3']])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

function caught(action: () => unknown): unknown {
  try {
    action()
  } catch (e) {
    return e
  }
  return undefined
}
