import { Kind, type Column } from '../../record/batch.ts'
import { createCellDictionary } from './cell-dictionary.ts'
import type { Cells } from './csv-cells.ts'
import type { TextSource } from './slices.ts'

export interface CellReading {
  quote: number
  /** the block has no byte above 0x7F */
  ascii: boolean
  /** the word that stands for null; undefined: none does */
  nullText: string | undefined
}

/**
 * Decodes a column. Cells with equal bytes share one text as long as they repeat: no slice, no garbage, and whoever
 * counts gets their numbers for nothing. `row`: all records, which the columns of a block share.
 */
export function decodeColumn(
  block: TextSource,
  cells: Cells,
  c: number,
  { path, row }: Pick<Column, 'path' | 'row'>,
  reading: CellReading,
): Column {
  const { records, columns, bounds } = cells
  const text = new Array<string>(records)
  const kind = new Uint8Array(records).fill(Kind.string)
  const numbers = new Uint32Array(records)
  const dictionary = createCellDictionary(block, (start, end) => decodeCell(block, start, end, reading))
  let coded = true
  for (let r = 0, b = c * 2; r < records; r++, b += columns * 2) {
    const start = bounds[b]!
    const end = bounds[b + 1]!
    const number: number = coded ? dictionary.number(start, end) : -1
    coded = number >= 0
    const value = coded ? dictionary.texts[number]! : decodeCell(block, start, end, reading)
    numbers[r] = number
    text[r] = value
    if (value === reading.nullText && isWritten(block, start, end, reading)) {
      kind[r] = Kind.null
      text[r] = ''
    }
  }
  return { path, text, kind, row, ...(coded && { coded: { distinct: dictionary.texts, numbers } }) }
}

/** The word for null in quotes is a text. */
function isWritten(block: TextSource, start: number, end: number, { quote }: CellReading): boolean {
  return start === end || block[start] !== quote
}

function decodeCell(block: TextSource, start: number, end: number, { quote, ascii }: CellReading): string {
  if (start === end) return ''
  if (block[start] === quote) return unquote(block, start, end, quote, ascii)
  return ascii ? block.latin1Slice(start, end) : block.utf8Slice(start, end)
}

export function unquote(block: TextSource, start: number, end: number, quote: number, ascii: boolean): string {
  const inner = ascii ? block.latin1Slice(start + 1, end - 1) : block.utf8Slice(start + 1, end - 1)
  const mark = String.fromCharCode(quote)
  return inner.includes(mark) ? inner.replaceAll(mark + mark, mark) : inner
}
