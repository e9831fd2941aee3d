import { BlockFault } from './format.ts'

/** Where the cells of a block stand: cell c of record r is bytes [start, end) with its quotes. */
export interface Cells {
  records: number
  columns: number
  /** 2 × records × columns offsets: start, end, start, end, … */
  bounds: Int32Array
  /** end of each record, behind its line end */
  recordEnd: Int32Array
  /** numbers, among all records of the block, of those set aside for their number of fields; [] where that is a fault */
  ragged: number[]
}

const LF = 10
const CR = 13

export interface CellOptions {
  /** stop after so many records */
  most?: number
  /** what a record with another number of fields is: a fault, or set aside */
  ragged?: 'fail' | 'quarantine'
}

/**
 * Finds the cells of a block of whole records: RFC 4180 with one byte as delimiter and one as quote.
 * Blank lines are no records where there are several columns. Throws BlockFault with the place.
 * `columns` 0: takes the number of the first record (the header is read so).
 */
export function findCells(
  block: Uint8Array,
  delimiter: number,
  quote: number,
  columns: number,
  { most = Infinity, ragged: onRagged = 'fail' }: CellOptions = {},
): Cells {
  const length = block.length
  let bounds = new Int32Array(Math.max(64, (length >> 2) + 2 * columns))
  let ends = new Int32Array(Math.max(16, length >> 5))
  let n = 0
  let records = 0
  let at = 0
  const ragged: number[] = []
  const stops = new Uint8Array(256)
  for (const byte of [delimiter, quote, LF, CR]) stops[byte] = 1
  while (at < length && records < most) {
    const recordStart = at
    const first = n
    // A blank line: a record only where one column is all there is.
    if (columns > 1 && (block[at] === LF || (block[at] === CR && block[at + 1] === LF))) {
      at += block[at] === LF ? 1 : 2
      continue
    }
    for (;;) {
      const start = at
      if (block[at] === quote) {
        at = quotedEnd(block, at, quote, records + ragged.length)
        const after = block[at]
        if (at < length && after !== delimiter && after !== LF && !(after === CR && block[at + 1] === LF))
          throw new BlockFault(
            'INPUT_STRAY_QUOTE',
            'text stands behind a closing quote',
            records + ragged.length,
            at,
            STRAY_HINT,
          )
      } else {
        while (at < length && stops[block[at]!] === 0) at++
        const c = block[at]
        if (c === quote)
          throw new BlockFault(
            'INPUT_STRAY_QUOTE',
            'a quote stands inside an unquoted field',
            records + ragged.length,
            at,
            STRAY_HINT,
          )
        if (c === CR && c !== delimiter && block[at + 1] !== LF)
          throw new BlockFault('INPUT_RAGGED_ROW', 'a carriage return stands alone', records + ragged.length, at, [
            'lines end with LF or CRLF; quote a field that holds a carriage return',
          ])
      }
      if (n + 2 > bounds.length) bounds = grow(bounds)
      bounds[n++] = start
      bounds[n++] = at
      if (at < length && block[at] === delimiter) {
        at++
        // A delimiter as the last byte of all opens an empty last field.
        if (at < length) continue
        if (n + 2 > bounds.length) bounds = grow(bounds)
        bounds[n++] = at
        bounds[n++] = at
      }
      break
    }
    const found = (n - first) >> 1
    if (columns === 0) columns = found
    if (found !== columns && onRagged === 'fail')
      throw new BlockFault(
        'INPUT_RAGGED_ROW',
        `a record has ${found} fields where the header has ${columns}`,
        records + ragged.length,
        recordStart,
        ['mend the file, or quote fields that hold the delimiter'],
      )
    if (block[at] === CR) at++
    if (block[at] === LF) at++
    if (found !== columns) {
      ragged.push(records + ragged.length)
      n = first
      continue
    }
    if (records === ends.length) ends = grow(ends)
    ends[records++] = at
  }
  return { records, columns, bounds: bounds.subarray(0, n), recordEnd: ends.subarray(0, records), ragged }
}

export const STRAY_HINT = [
  "a field with a quote in it is written in quotes, with the quote doubled; where no field stands in quotes, as in many exports with tabs, the policy says so: quote: ''; what else escapes it is named as escape",
]

/** Position behind the closing quote of the quoted cell that starts at `at`. */
function quotedEnd(block: Uint8Array, at: number, quote: number, record: number): number {
  let close = at
  for (;;) {
    close = block.indexOf(quote, close + 1)
    if (close < 0)
      throw new BlockFault('INPUT_UNTERMINATED_QUOTE', 'a quoted field is not closed', record, at, [
        'the file is torn, or a field begins with a quote that is not doubled',
      ])
    if (block[close + 1] !== quote) return close + 1
    close++
  }
}

function grow(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(array.length * 2)
  grown.set(array)
  return grown
}

/** Length of the longest beginning of `bytes` that ends with a line end outside quotes; 0: none. Linear, whatever stands in quotes. */
export function wholeRecords(bytes: Uint8Array, quote: number): number {
  // Parity of all quotes, then back from the end: fewer bytes are looked at twice than in a forward parse.
  let odd = false
  for (let q = bytes.indexOf(quote); q >= 0; q = bytes.indexOf(quote, q + 1)) odd = !odd
  let last = bytes.lastIndexOf(quote)
  for (let end = bytes.length; end > 0;) {
    const newline = bytes.lastIndexOf(LF, end - 1)
    if (newline < 0) return 0
    while (last > newline) {
      odd = !odd
      last = last === 0 ? -1 : bytes.lastIndexOf(quote, last - 1)
    }
    if (!odd) return newline + 1
    // Every line end behind the last quote is inside the same quotes: go on before it.
    end = last
  }
  return 0
}
