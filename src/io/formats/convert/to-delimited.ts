import { Kind } from '../../../record/batch.ts'
import { ByteSink } from '../byte-sink.ts'
import { findCells } from '../csv-cells.ts'
import { writeCell } from '../csv.ts'
import type { OutputSpec } from '../format.ts'
import type { WrittenColumn } from './columns.ts'
import { flatText, refuseStray, type RowWriter } from './rows.ts'

const QUOTE = 0x22

/**
 * Rows as CSV or TSV by RFC 4180: a null is an empty cell, an empty text an empty cell in quotes, as PostgreSQL has it;
 * numbers have their written form.
 */
export function delimitedRows(
  { format, nested, neutralise = false }: OutputSpec,
  columns: readonly WrittenColumn[],
): RowWriter {
  const delimiter = format === 'tsv' ? 9 : 0x2c
  return {
    is: format,
    prologue() {
      const sink = new ByteSink(256)
      columns.forEach(({ name }, c) => {
        if (c > 0) sink.byte(delimiter)
        writeCell(sink, name, delimiter, QUOTE, neutralise, columns.length === 1 && name === '')
      })
      sink.byte(10)
      return sink.finish()
    },
    write(rows) {
      refuseStray(rows)
      const sink = new ByteSink(rows.records * columns.length * 12)
      const ends = new Uint32Array(rows.records)
      for (let row = 0; row < rows.records; row++) {
        rows.columns.forEach((column, c) => {
          if (c > 0) sink.byte(delimiter)
          const text = flatText(column, row, nested)
          if (text === null) return
          // A number is no formula, whatever its sign.
          const isText = column.kind[column.cell[row]!] === Kind.string
          const bare = columns.length === 1 && text === '\\.'
          writeCell(sink, text, delimiter, QUOTE, neutralise && isText, text === '' || bare)
        })
        sink.byte(10)
        ends[row] = sink.at
      }
      return { bytes: sink.finish(), ends }
    },
    ends: (written) => Uint32Array.from(findCells(written, delimiter, QUOTE, columns.length, {}).recordEnd),
  }
}
