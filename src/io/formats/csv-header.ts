import { CsvError } from 'csv-parse'
import { PerdeError } from '../../errors.ts'
import { bomLength } from './encoding.ts'
import { isUtf8 } from 'node:buffer'
import { BlockFault, type FormatOptions } from './format.ts'

/** More columns than this is a file that was read with the wrong delimiter, or an attack on memory. */
export const MOST_FIELDS = 4096
const LONGEST_HEADER = 1024 * 1024

/**
 * Names of the columns and where the first record begins. With `header: false` the names are `column1`, `column2`, …
 * `parse` reads one record from the beginning of bytes; `whole` tells how many bytes are whole records.
 */
export function csvHeader(
  start: Uint8Array,
  options: FormatOptions,
  complete: boolean,
  parse: (bytes: Uint8Array) => { row: string[]; end: number },
  whole: (bytes: Uint8Array) => number,
): { fields: string[]; end: number; newline: string } | undefined {
  const bom = bomLength(start)
  const bytes = start.subarray(bom)
  if (complete && bytes.length === 0)
    throw new PerdeError('INPUT_EMPTY', 'the file is empty', {
      hints: ['a file without records has at least its header'],
    })
  if (!complete && whole(bytes) === 0) {
    if (bytes.length > LONGEST_HEADER)
      throw new PerdeError('INPUT_RECORD_TOO_LARGE', 'the first record does not end within 1 MiB', {
        where: { offset: 0 },
        hints: ['is the quote of its last field missing?'],
      })
    return undefined
  }
  const { row, end } = parseHeader(bytes, parse)
  checkHeaderText(bytes.subarray(0, end))
  if (row.length > MOST_FIELDS)
    throw new PerdeError(
      'INPUT_TOO_MANY_FIELDS',
      `the header has ${row.length} fields; at most ${MOST_FIELDS} are read`,
      {
        where: { offset: 0 },
        hints: [
          'is it the right delimiter? A table this wide is better read as JSON lines, a list of values in one field',
        ],
      },
    )
  const newline = bytes[end - 2] === 13 && bytes[end - 1] === 10 ? '\r\n' : '\n'
  if (options.header === false) return { fields: row.map((_, i) => `column${i + 1}`), end: bom, newline }
  checkDelimiter(bytes, row, options)
  row.forEach((name, i) => {
    if (name.trim() === '')
      throw new PerdeError('INPUT_EMPTY_FIELD_NAME', `field ${i + 1} of the header has no name`, {
        where: { offset: 0 },
        hints: ['name every column, or set "header: false" if the first line is a record'],
      })
    // Which name it is stays unsaid: without a header row it may be somebody's data.
    const first = row.indexOf(name)
    if (first !== i)
      throw new PerdeError(
        'INPUT_DUPLICATE_FIELD',
        `fields ${first + 1} and ${i + 1} of the header have the same name`,
        {
          where: { offset: 0 },
          hints: ['give each column its own name: rules are found by name'],
        },
      )
  })
  return { fields: row, end: bom + end, newline }
}

function checkHeaderText(header: Uint8Array): void {
  if (!isUtf8(header))
    throw new PerdeError('INPUT_ENCODING', 'the header is not UTF-8', {
      where: { offset: 0 },
      hints: ['say how it is written: encoding: windows-1251, kz-1048 or utf-16'],
    })
  if (header.includes(0))
    throw new PerdeError('INPUT_NUL', 'a NUL byte stands in the header', { where: { offset: header.indexOf(0) } })
}

/** A record that cannot be read as one: the place is the file's beginning, which is no record yet. */
function parseHeader(
  bytes: Uint8Array,
  parse: (bytes: Uint8Array) => { row: string[]; end: number },
): { row: string[]; end: number } {
  try {
    return parse(bytes)
  } catch (e) {
    const fault = e instanceof BlockFault ? e : undefined
    // csv-parse has errors of its own; nothing of theirs is shown, for their messages quote the data.
    if (!fault && !(e instanceof CsvError)) throw e
    const json = bytes[0] === 0x7b || bytes[0] === 0x5b
    throw new PerdeError(fault?.code ?? 'INPUT_FORMAT', fault?.message ?? 'the header cannot be read', {
      cause: e,
      where: { offset: 0 },
      hints: json
        ? ['the file begins like JSON: one object a line is the format jsonl']
        : (fault?.hints.length ?? 0) > 0
          ? fault!.hints
          : ['is it a CSV file, and are delimiter and quote the ones of the file?'],
      facts: { looksLike: json ? 'json' : 'text' },
    })
  }
}

/** What else stands between fields; the first one found in a header without the delimiter itself is meant. */
const DELIMITERS = [';', '\t', '|', ',']

/**
 * A header without its delimiter, but with another one in it, is a file read with the wrong one: all its columns would
 * be one field, and judged as one. A name that has such a character stands in quotes.
 */
function checkDelimiter(
  bytes: Uint8Array,
  row: readonly string[],
  { delimiter = ',', quote = '"' }: FormatOptions,
): void {
  if (row.length !== 1 || (quote !== '' && bytes[0] === quote.charCodeAt(0))) return
  const other = DELIMITERS.find((d) => d !== delimiter && row[0]!.includes(d))
  if (other === undefined) return
  throw new PerdeError('INPUT_FORMAT', 'the header is one field with another delimiter in it', {
    where: { offset: 0 },
    hints: [`name the delimiter in the policy: { path: …, delimiter: ${JSON.stringify(other)} }`],
    facts: { delimiter: other },
  })
}
