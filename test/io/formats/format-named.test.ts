import { describe, expect, it } from 'vitest'
import { formatFor, formatNamed } from '../../../src/io/formats/format-named.ts'
import type { FormatOptions, StreamFormat } from '../../../src/io/formats/format.ts'

describe('the format of a source', () => {
  const cases: [string, string | undefined, string, FormatOptions, string | undefined][] = [
    // what decides, format in the policy, file, options, the format
    ['the ending', undefined, 'a.csv', {}, 'csv'],
    ['the ending in capitals', undefined, 'A.CSV', {}, 'csv'],
    ['the ending of a path with dots', undefined, 'v1.0/a.b.tsv', {}, 'tsv'],
    ['the ending of JSON lines', undefined, 'a.jsonl', {}, 'jsonl'],
    ['the other ending of JSON lines', undefined, 'a.ndjson', {}, 'jsonl'],
    ['the policy, against the ending', 'jsonl', 'a.csv', {}, 'jsonl'],
    ['the policy, without an ending', 'tsv', 'a', {}, 'tsv'],
    ['nothing', undefined, 'a', {}, undefined],
    ['an ending nobody knows', undefined, 'a.xlsx', {}, undefined],
    ['a dot without an ending', undefined, 'a.', {}, undefined],
    ['an escape other than the doubled quote', undefined, 'a.csv', { escape: '\\' }, 'csv-dialect'],
    ['comments', 'csv', 'a.txt', { comment: '#' }, 'csv-dialect'],
    ['no quotes', undefined, 'a.tsv', { quote: '' }, 'tsv-dialect'],
    ['a delimiter of two characters', undefined, 'a.csv', { delimiter: '||' }, 'csv-dialect'],
    ['a delimiter outside ASCII', undefined, 'a.csv', { delimiter: '¦' }, 'csv-dialect'],
    ['a quote outside ASCII', undefined, 'a.csv', { quote: '«' }, 'csv-dialect'],
    ['an escape that is the quote', undefined, 'a.csv', { quote: "'", escape: "'" }, 'csv'],
    ['a delimiter and a quote of one byte each', undefined, 'a.csv', { delimiter: ';', quote: "'" }, 'csv'],
    ['options of tables on JSON lines, which mean nothing there', 'jsonl', 'a', { comment: '#' }, 'jsonl'],
  ]
  it.each(cases)('is decided by %s', (_, name, file, options, format) => {
    expect(formatFor(name, file, options)?.name).toBe(format)
  })

  it('is found again by the name that a layout carries', () => {
    for (const name of ['csv', 'tsv', 'csv-dialect', 'jsonl']) expect(formatNamed(name).name).toBe(name)
  })

  it('is a fault of the program where the name is unknown', () => {
    expect(() => formatNamed('avro')).toThrow('no format is called avro')
  })
})

describe('a tsv in an unusual dialect', () => {
  it('keeps the tab as its delimiter', () => {
    const options: FormatOptions = { comment: '#' }
    const format = formatFor('tsv', 'a.tsv', options) as StreamFormat
    expect(format.open(Buffer.from('a\tb\n1\t2\n'), options, true)?.layout.fields).toEqual(['a', 'b'])
  })
})
