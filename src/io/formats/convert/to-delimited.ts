import { Kind } from '../../../record/batch.ts'
import { ByteSink } from '../byte-sink.ts'
import { findCells } from '../csv-cells.ts'
import { writeCell } from '../csv.ts'
import { isLostAlone } from '../lone-cell.ts'
import type { OutputSpec } from '../format.ts'
import type { WrittenColumn } from './columns.ts'
import { flatText, refuseStray, type RowWriter } from './rows.ts'

const QUOTE = 0x22

/**
 * Rows as CSV or TSV by RFC 4180: a null is an empty cell, an empty text an empty cell in quotes, as PostgreSQL has it;
 * numbers have their written form. Of one column both are an empty cell in quotes: a blank line is no record to most.
 */
export function delimitedRows(
  { format, nested, neutralise = false }: OutputSpec,
  columns: readonly WrittenColumn[],
): RowWriter {
  const delimiter = format === 'tsv' ? 9 : 0x2c
  const isLost = (text: string) => columns.length === 1 && isLostAlone(text)
  return {
    is: format,
    prologue() {
      const sink = new ByteSink(256)
      columns.forEach(({ name }, c) => {
        if (c > 0) sink.byte(delimiter)
        writeCell(sink, name, delimiter, QUOTE, neutralise, isLost(name))
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
          const value = flatText(column, row, nested)
          if (value === null && columns.length > 1) return
          const text = value ?? ''
          // A number is no formula, whatever its sign.
          const isText = column.kind[column.cell[row]!] === Kind.string
          writeCell(sink, text, delimiter, QUOTE, neutralise && isText, text === '' || isLost(text))
        })
        sink.byte(10)
        ends[row] = sink.at
      }
      return { bytes: sink.finish(), ends }
    },
    ends: (written) => Uint32Array.from(findCells(written, delimiter, QUOTE, columns.length, {}).recordEnd),
  }
}
