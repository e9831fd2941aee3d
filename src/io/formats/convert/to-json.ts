import { Kind } from '../../../record/batch.ts'
import { type FormatName } from '../../../record/format-facts.ts'
import { ByteSink } from '../byte-sink.ts'
import { writeJson } from '../json-splice.ts'
import type { WrittenColumn } from './columns.ts'
import type { RowColumn, Rows, RowWriter } from './rows.ts'

/**
 * Rows as JSON: objects by lines, or in one array. Numbers and values inside of values keep their written form; what no
 * JSON number can say (NaN, infinity) is a text. Records that are JSON already only lose their line breaks.
 */
export function jsonRows(format: 'jsonl' | 'json', from: FormatName, columns: readonly WrittenColumn[]): RowWriter {
  const separator = format === 'json' ? ',\n' : ''
  const end = format === 'json' ? '' : '\n'
  const keys = columns.map(({ name }) => Buffer.from(`${JSON.stringify(name)}:`))
  const isJson = from === 'json' || from === 'jsonl'
  return {
    is: format,
    prologue: () => Buffer.from(format === 'json' ? '[\n' : ''),
    ...(format === 'json' && {
      document: {
        place: () => '',
        epilogue: () => Buffer.from('\n]\n'),
        first: (bytes) => bytes.subarray(Math.min(bytes.length, separator.length)),
        bare: (record) => record.subarray(separator.length),
        separator,
      },
    }),
    write(rows) {
      const sink = new ByteSink(rows.records * (16 + columns.length * 24))
      const ends = new Uint32Array(rows.records)
      for (let row = 0; row < rows.records; row++) {
        sink.text(separator)
        if (isJson) copyRecord(sink, rows.record(row))
        else writeObject(sink, rows, keys, row)
        sink.text(end)
        ends[row] = sink.at
      }
      return { bytes: sink.finish(), ends }
    },
    ...(format === 'jsonl' && { ends: lineEnds }),
  }
}

function writeObject(sink: ByteSink, { columns }: Rows, keys: readonly Uint8Array[], row: number): void {
  sink.byte(0x7b)
  let written = 0
  columns.forEach((column, c) => {
    const i = column.cell[row]!
    if (i < 0) return
    if (written++ > 0) sink.byte(0x2c)
    sink.copy(keys[c]!, 0, keys[c]!.length)
    writeValue(sink, column, i)
  })
  sink.byte(0x7d)
}

function writeValue(sink: ByteSink, { text, kind }: RowColumn, i: number): void {
  const own = kind[i]! as Kind
  const value = text[i]!
  if (own === Kind.number && !/^-?\d/.test(value)) writeJson(sink, value, Kind.string)
  else writeJson(sink, own === Kind.container ? value.replace(/[\r\n]+\s*/g, '') : value, own)
}

/** Line breaks stand between the parts of a record alone: a text in it has them escaped. */
function copyRecord(sink: ByteSink, record: Uint8Array): void {
  let from = 0
  for (let at = 0; at < record.length; at++) {
    if (record[at] !== 10 && record[at] !== 13) continue
    sink.copy(record, from, at)
    from = at + 1
    while (record[from] === 0x20 || record[from] === 9) from++
    at = from - 1
  }
  sink.copy(record, from, record.length)
}

function lineEnds(written: Uint8Array): Uint32Array {
  const ends: number[] = []
  for (let at = written.indexOf(10); at >= 0; at = written.indexOf(10, at + 1)) ends.push(at + 1)
  return Uint32Array.from(ends)
}
