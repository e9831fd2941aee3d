import fc from 'fast-check'
import { parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { conversionOf } from '../../../../src/io/formats/convert/conversion.ts'
import { BlockFault, type FormatOptions, type Layout, type OutputSpec } from '../../../../src/io/formats/format.ts'
import type { IndexedFormat, StreamFormat } from '../../../../src/io/formats/format.ts'
import { formatNamed } from '../../../../src/io/formats/format-named.ts'
import { columnTypes } from '../../../../src/io/formats/parquet/type-words.ts'
import { parquet } from '../../../../src/io/formats/parquet/parquet.ts'
import { Kind } from '../../../../src/record/batch.ts'
import { corpus, inMemory } from '../parquet/files.ts'
import { blocksOf, edit, everyField, keepAll, NO_BYTES, NONE } from '../read-all.ts'

type To = Omit<OutputSpec, 'nested'> & Partial<OutputSpec>

/** A whole file in another format, cut into blocks of about `size` bytes. */
function convert(from: string, text: string, to: To, options: FormatOptions = {}, size = 1 << 20): Buffer {
  const format = formatNamed(from) as StreamFormat
  const { layout, blocks } = blocksOf(format, Buffer.from(text), options, size)
  return convertBlocks({ ...layout, options: { ...layout.options, output: { nested: 'fail', ...to } } }, blocks)
}

function convertBlocks(layout: Layout, blocks: readonly Uint8Array[]): Buffer {
  const { root } = everyField()
  const conversion = conversionOf(layout, root, NONE)!
  const assembly = conversion.assemble?.(layout, root, NONE)
  let records = 0
  const written = blocks.map((block) => {
    const read = formatNamed(layout.format).read(block, layout, everyField().root)
    const { bytes, ends } = conversion.convert(read, [], keepAll(read.batch.records), NONE)
    expect([ends.length, ends.at(-1) ?? 0]).toEqual([read.batch.records, bytes.length])
    if (conversion.ends && bytes.length > 0) expect(conversion.ends(bytes)).toEqual(ends)
    const first = records === 0 ? conversion.document?.first(bytes) : undefined
    records += read.batch.records
    return assembly?.add(bytes) ?? first ?? bytes
  })
  const rest = assembly?.rest?.() ?? NO_BYTES
  const end = assembly?.end() ?? conversion.document?.epilogue(layout, NO_BYTES) ?? NO_BYTES
  return Buffer.concat([conversion.prologue(layout, root, NONE, NO_BYTES), ...written, rest, end])
}

/** Instants as texts, and maps as lists of keys with values, whoever reads them. */
function alike(value: unknown, name?: string): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d/.test(value) ? new Date(value).toISOString() : value
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map((own) => alike(own))
  if (value === null || typeof value !== 'object') return value ?? null
  const entries = Object.entries(value).map(([key, own]): [string, unknown] => [key, alike(own, key)])
  return name === 'scores' ? entries.map(([key, own]) => ({ key, value: own })) : Object.fromEntries(entries)
}

async function parquetRecords(bytes: Uint8Array): Promise<unknown[]> {
  return parquetReadObjects({ file: Uint8Array.from(bytes).buffer })
}

const CSV = 'id,name,note\n007,Ann,"a, ""b""\nc"\n2,,""\n3.10,Әсел,=x\n'

describe('CSV', () => {
  it('becomes TSV, JSON Lines, JSON and XML with every text as it is', () => {
    expect(convert('csv', CSV, { format: 'tsv' }).toString()).toBe(
      'id\tname\tnote\n007\tAnn\t"a, ""b""\nc"\n2\t""\t""\n3.10\tӘсел\t=x\n',
    )
    const records = [
      { id: '007', name: 'Ann', note: 'a, "b"\nc' },
      { id: '2', name: '', note: '' },
      { id: '3.10', name: 'Әсел', note: '=x' },
    ]
    const lines = convert('csv', CSV, { format: 'jsonl' }).toString().trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(records)
    expect(JSON.parse(convert('csv', CSV, { format: 'json' }, {}, 8).toString())).toEqual(records)
    expect(convert('csv', CSV, { format: 'xml' }).toString()).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<records>
<record><id>007</id><name>Ann</name><note>a, "b"
c</note></record>
<record><id>2</id><name></name><note></note></record>
<record><id>3.10</id><name>Әсел</name><note>=x</note></record>
</records>
`,
    )
  })

  it('becomes Parquet that another implementation reads, with columns of texts', async () => {
    expect(await parquetRecords(convert('csv', CSV, { format: 'parquet' }, { null: '' }))).toEqual([
      { id: '007', name: 'Ann', note: 'a, "b"\nc' },
      { id: '2', name: null, note: '' },
      { id: '3.10', name: 'Әсел', note: '=x' },
    ])
  })

  it('has nulls and empty texts apart in whatever it becomes', () => {
    const text = 'a,b\n,""\n"",\n'
    expect(convert('csv', text, { format: 'tsv' }, { null: '' }).toString()).toBe('a\tb\n\t""\n""\t\n')
    expect(convert('csv', text, { format: 'jsonl' }, { null: '' }).toString()).toBe(
      '{"a":null,"b":""}\n{"a":"","b":null}\n',
    )
    expect(convert('csv', text, { format: 'xml' }, { null: '' }).toString()).toContain(
      '<record><b></b></record>\n<record><a></a></record>',
    )
  })

  it('is the same file for every size of blocks, in every format', () => {
    const rows = Array.from({ length: 50 }, (_, i) => `${i},"n ${'x'.repeat(i)}\n",${i % 3}`)
    const text = `id,name,note\n${rows.join('\n')}\n`
    for (const format of ['tsv', 'jsonl', 'json', 'xml', 'parquet'] as const)
      expect(convert('csv', text, { format }, {}, 32).equals(convert('csv', text, { format }))).toBe(true)
  })

  it('is an empty file of its kind without records', async () => {
    expect(convert('csv', 'a,b\n', { format: 'tsv' }).toString()).toBe('a\tb\n')
    expect(convert('csv', 'a,b\n', { format: 'jsonl' }).toString()).toBe('')
    expect(JSON.parse(convert('csv', 'a,b\n', { format: 'json' }).toString())).toEqual([])
    expect(await parquetRecords(convert('csv', 'a,b\n', { format: 'parquet' }))).toEqual([])
  })

  it('keeps what it had on the way to JSON Lines and back, whatever that is', () => {
    const cell = fc.string({ unit: 'grapheme' }).filter((s) => !/[\0\ud800-\udfff]/.test(s))
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
        const quoted = (s: string) => `"${s.replaceAll('"', '""')}"`
        const text = `a,b\n${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`
        const lines = convert('csv', text, { format: 'jsonl' }).toString()
        const back = convert('jsonl', lines, { format: 'csv', columns: ['a', 'b'] }).toString()
        const again = convert('csv', back, { format: 'jsonl' }).toString()
        expect(again).toBe(lines)
        expect(
          lines
            .trimEnd()
            .split('\n')
            .map((line) => Object.values(JSON.parse(line) as object)),
        ).toEqual(rows)
      }),
    )
  })

  it('may not have names that XML has none for', () => {
    expect(() => convert('csv', 'a b,c\n1,2\n', { format: 'xml' })).toThrow(
      expect.objectContaining({ code: 'PLAN_MISMATCH' }),
    )
    expect(() => convert('csv', 'a,b\n\u0001,2\n', { format: 'xml' })).toThrow(
      expect.objectContaining({ code: 'INPUT_VALUE', row: 0, field: 'a' }),
    )
  })

  it('has formulas made harmless in a table alone, and numbers left as they are', () => {
    const to = { neutralise: true }
    expect(convert('jsonl', '{"a":"=1","b":-1}\n', { format: 'csv', columns: ['a', 'b'], ...to }).toString()).toBe(
      "a,b\n'=1,-1\n",
    )
    expect(convert('csv', 'a\n=1\n', { format: 'jsonl', ...to }).toString()).toBe('{"a":"=1"}\n')
  })
})

describe('one column', () => {
  it('becomes CSV and TSV without a line that is no record to other readers', () => {
    const lines = '{"a":null}\n{"a":"3"}\n{}\n{"a":""}\n{"a":" "}\n{"a":"\\\\."}\n'
    const cells = '""\n3\n""\n""\n" "\n"\\."\n'
    for (const format of ['csv', 'tsv'] as const)
      expect(convert('jsonl', lines, { format, columns: ['a'] }).toString()).toBe(`a\n${cells}`)
    expect(convert('jsonl', '{"":1}\n', { format: 'csv', columns: ['""'] }).toString()).toBe('""\n1\n')
  })

  it('has nulls and empty texts of CSV apart in whatever keeps them apart', () => {
    const lines = '{"a":null}\n{"a":""}\n{"a":"1"}\n'
    expect(convert('csv', 'a\n\n""\n1\n', { format: 'jsonl' }, { null: '' }).toString()).toBe(lines)
  })

  it('keeps blank lines as records where the dialect has no quotes', () => {
    const lines = '{"a":""}\n{"a":"1"}\n{"a":" "}\n'
    expect(convert('csv-dialect', 'a\n\n1\n \n', { format: 'jsonl' }, { quote: '' }).toString()).toBe(lines)
  })
})

describe('JSON', () => {
  const LINES = '{"n": 1.0, "big": 12345678901234567890, "t": true}\n{"t": null, "n": "1e400"}\n'
  const columns = ['n', 'big', 't']

  it('becomes a table in the order of the rules, numbers as they were written and nothing for what is not there', () => {
    expect(convert('jsonl', LINES, { format: 'csv', columns }).toString()).toBe(
      'n,big,t\n1.0,12345678901234567890,true\n1e400,,\n',
    )
  })

  it('changes between lines and a document with its records byte for byte, but for line breaks between their parts', () => {
    const document = convert('jsonl', LINES, { format: 'json' }, {}, 16).toString()
    expect(document).toBe(`[\n${LINES.trimEnd().split('\n').join(',\n')}\n]\n`)
    expect(convert('json', document, { format: 'jsonl' }, {}, 16).toString()).toBe(LINES)
    const pretty = JSON.stringify([{ a: { b: [1, 'x\ny'] }, c: '  ' }], undefined, 2)
    expect(convert('json', pretty, { format: 'jsonl' }).toString()).toBe('{"a": {"b": [1,"x\\ny"]},"c": "  "}\n')
  })

  it('has values in values written as texts of JSON where that is asked for, and is refused elsewhere', async () => {
    const text = '{"id":1,"in":{"a": [1.0,"x"]}}\n{"id":2,"in":null}\n'
    const to = { columns: ['id', 'in'], nested: 'json' as const }
    expect(convert('jsonl', text, { format: 'csv', ...to }).toString()).toBe('id,in\n1,"{""a"": [1.0,""x""]}"\n2,\n')
    expect(await parquetRecords(convert('jsonl', text, { format: 'parquet', ...to }))).toEqual([
      { id: '1', in: '{"a": [1.0,"x"]}' },
      { id: '2', in: null },
    ])
    for (const format of ['csv', 'parquet', 'xml'] as const)
      expect(() => convert('jsonl', text, { format, columns: ['id', 'in'] })).toThrow(
        expect.objectContaining({ name: 'BlockFault', code: 'INPUT_VALUE', row: 0, field: 'in' }),
      )
  })

  it('is refused with a field that no rule names: nothing is lost in silence', () => {
    expect(() => convert('jsonl', LINES, { format: 'csv', columns: ['n', 't'] })).toThrow(
      expect.objectContaining({ code: 'INPUT_VALUE', row: 0, field: 'big' }),
    )
  })
})

describe('XML', () => {
  it('becomes a table where its records are flat, attributes included', () => {
    const text = '<r><p id="1"><n>A &amp; B</n></p><p id="2"><n/></p></r>'
    expect(
      convert('xml', text, { format: 'csv', columns: ['@id', 'n'] }, { record: '/r/p', around: 'drop' }).toString(),
    ).toBe('@id,n\n1,A & B\n2,""\n')
  })

  it.each([
    ['elements in elements', '<r><p><n><m>1</m></n></p></r>'],
    ['an element twice', '<r><p><n>1</n><n>2</n></p></r>'],
    ['an attribute beside a value', '<r><p><n x="1">2</n></p></r>'],
  ])('is refused with %s', (_, text) => {
    for (const nested of ['fail', 'json'] as const)
      expect(() => convert('xml', text, { format: 'jsonl', columns: ['n'], nested }, { record: '/r/p' })).toThrow(
        expect.objectContaining({ name: 'BlockFault', code: 'INPUT_VALUE', row: 0, field: 'n' }),
      )
  })
})

describe('Parquet', () => {
  const records = async (name: string, output: To) => {
    const { layout, blocks } = await parquet.index(inMemory(corpus(name)), {})
    const bytes: Uint8Array[] = []
    for await (const block of blocks()) bytes.push(block.bytes)
    return convertBlocks({ ...layout, options: { output: { nested: 'fail', ...output } } }, bytes).toString()
  }

  it('becomes JSON with numbers as numbers, and structs, lists and maps as they are nested', async () => {
    const lines = (await records('nested', { format: 'jsonl' })).trimEnd().split('\n')
    const found = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    const original = await parquetReadObjects({ file: Uint8Array.from(corpus('nested')).buffer })
    expect(found.map((record) => alike(record))).toEqual(original.map((record) => alike(record)))
    expect(found.some((record) => Array.isArray(record['visits']) && Array.isArray(record['scores']))).toBe(true)
  })

  it('becomes CSV with texts of JSON where that is asked for, and is refused before the first record elsewhere', async () => {
    const table = await records('nested', { format: 'csv', nested: 'json' })
    expect(table.split('\n')[0]).toBe('id,person,tags,visits,scores')
    await expect(records('nested', { format: 'csv' })).rejects.toMatchObject({ code: 'PLAN_MISMATCH' })
  })
})

describe('a fault', () => {
  it('has the row of the record among those of its block, not among those that were kept', () => {
    const layout: Layout = {
      format: 'jsonl',
      options: { output: { format: 'csv', nested: 'fail', columns: ['a'] } },
    }
    const { root, paths } = everyField()
    const read = formatNamed('jsonl').read(Buffer.from('{"a":1}\n{"a":2}\n{"a":{"b":"secret"}}\n'), layout, root)
    const conversion = conversionOf(layout, root, NONE)!
    const tried = () => conversion.convert(read, [], Uint8Array.of(0, 1, 1), NONE)
    expect(tried).toThrow(BlockFault)
    expect(tried).toThrow(expect.objectContaining({ row: 2, field: 'a' }))
    expect(tried).not.toThrow(/secret/)
    const values = { text: ['x', 'y'], kind: Uint8Array.of(Kind.string, Kind.null) }
    const { bytes } = conversion.convert(read, [edit(paths.indexOf('a'), values)], Uint8Array.of(1, 1, 0), NONE)
    expect(Buffer.from(bytes).toString()).toBe('x\n""\n')
  })
})

describe('columns that are given types', () => {
  const HEADER = 'n,big,x,ok,born,price,at,utc,t,s\n'
  const types = {
    n: 'int32',
    big: 'int64',
    x: 'double',
    ok: 'boolean',
    born: 'date',
    price: 'decimal(10,2)',
    at: 'timestamp(micros)',
    utc: 'timestamp(millis,utc)',
    t: 'time(millis)',
    s: 'string',
  }
  const rows = `${HEADER}-7,9007199254740993,1.5e3,true,2024-02-29,12.5,2024-01-31 10:00,2024-01-31T03:00:00.250+05:00,09:30,007
, ,,,,,,,,
`

  it('have them in Parquet, and a blank text is null where texts have no place', async () => {
    const [first, blank] = await parquetRecords(convert('csv', rows, { format: 'parquet', types }))
    expect(first).toEqual({
      n: -7,
      big: 9007199254740993n,
      x: 1500,
      ok: true,
      born: new Date('2024-02-29'),
      price: 12.5,
      at: new Date('2024-01-31T10:00:00Z'),
      utc: new Date('2024-01-30T22:00:00.250Z'),
      t: 34_200_000,
      s: '007',
    })
    expect(blank).toEqual({ ...Object.fromEntries(Object.keys(types).map((name) => [name, null])), s: '' })
  })

  it('have them in Arrow too, as Parquet read again has them', async () => {
    const typed = async (format: 'parquet' | 'arrow') => {
      const file = convert('csv', rows, { format, types })
      const { layout } = await (formatNamed(format) as IndexedFormat).index(inMemory(file), {})
      return columnTypes(layout.schema!, (name) => name)
    }
    expect(await typed('parquet')).toEqual(Object.entries(types))
    expect(await typed('arrow')).toEqual(Object.entries(types))
  })

  it.each([
    ['n', '3000000000'],
    ['n', '1.5'],
    ['big', '9223372036854775808'],
    ['x', 'many'],
    ['ok', 'yes'],
    ['born', '29.02.2024'],
    ['born', '2023-02-29'],
    ['price', '1.005'],
    ['price', '123456789.00'],
    ['at', '2024-01-31T10:00:00Z'],
    ['utc', '2024-01-31T10:00:00'],
    ['utc', '2024-13-31T10:00:00+05:00'],
    ['t', '25:00:00'],
  ])('of which "%s" takes no %s: the fault says where, and not what', (name, text) => {
    const cells = Object.keys(types).map((own) => (own === name ? text : ''))
    const act = () => convert('csv', `${HEADER},,,,,,,,,\n${cells.join(',')}\n`, { format: 'parquet', types })
    expect(act).toThrow(expect.objectContaining({ code: 'INPUT_VALUE', row: 1, field: name }) as BlockFault)
    expect(act).not.toThrow(text)
  })

  it('take numbers and truth values of JSON, whose columns the policy names', async () => {
    const to = { format: 'parquet', columns: ['n', 'ok'], types: { n: 'int64', ok: 'boolean' } } as const
    expect(await parquetRecords(convert('jsonl', '{"n":1.0,"ok":false}\n{"ok":null}\n', to))).toEqual([
      { n: 1n, ok: false },
      { n: null, ok: null },
    ])
  })

  it('are refused before the first record where the output has no such column', () => {
    const act = () => convert('csv', 'a\n', { format: 'parquet', types: { b: 'date' } })
    expect(act).toThrow(expect.objectContaining({ code: 'PLAN_MISMATCH', where: { field: 'b' } }) as Error)
  })
})
