import { PerdeError } from '../../../errors.ts'
import { ByteSink } from '../byte-sink.ts'
import { BlockFault, type OutputSpec } from '../format.ts'
import { isName } from '../xml-scalars.ts'
import { escapeText } from '../xml-text.ts'
import type { WrittenColumn } from './columns.ts'
import { flatText, refuseStray, type RowWriter } from './rows.ts'

/** Rows as XML: `<records>` of `<record>`, an element a value in the order of the columns, none for a null. */
export function xmlRows({ nested }: OutputSpec, columns: readonly WrittenColumn[]): RowWriter {
  const nameless = columns.find(({ name }) => !isName(name) || name.includes(':') || /^xml/i.test(name))
  if (nameless)
    throw new PerdeError('PLAN_MISMATCH', 'the name of a field cannot be that of an XML element', {
      where: { field: nameless.path },
      hints: ['write the records in another format, or have the field renamed at its source'],
    })
  return {
    is: 'xml',
    prologue: () => Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<records>\n'),
    document: {
      place: () => '/records/record',
      epilogue: () => Buffer.from('</records>\n'),
      first: (bytes) => bytes,
      bare: (record) => record,
      separator: '',
    },
    write(rows) {
      refuseStray(rows)
      const sink = new ByteSink(rows.records * (20 + columns.length * 32))
      const ends = new Uint32Array(rows.records)
      for (let row = 0; row < rows.records; row++) {
        sink.text('<record>')
        rows.columns.forEach((column, c) => {
          const text = flatText(column, row, nested)
          if (text === null) return
          if (NO_CHARACTER.test(text))
            throw new BlockFault(
              'INPUT_VALUE',
              'a text has a character that XML has none for',
              row,
              0,
              CLEAN,
              column.path,
            )
          sink.text(`<${columns[c]!.name}>${escapeText(text)}</${columns[c]!.name}>`)
        })
        sink.text('</record>\n')
        ends[row] = sink.at
      }
      return { bytes: sink.finish(), ends }
    },
  }
}

/** What is no character of XML 1.0 (2.2): it would be lost. */

const NO_CHARACTER =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
const CLEAN = ['write the records in another format, or give the field a rule that makes another text of it']
