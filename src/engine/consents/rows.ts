import { PerdeError } from '../../errors.ts'
import { formatFor, formatOf } from '../../io/formats/format-named.ts'
import type { Format, FormatOptions } from '../../io/formats/format.ts'
import { localFile } from '../../io/stores/local.ts'
import type { ByteSource } from '../../io/stores/store.ts'
import { fieldTree } from '../../plan/field-tree.ts'
import { Kind, type Column } from '../../record/batch.ts'
import { formatNames } from '../../record/format-facts.ts'
import { formatName } from '../../record/path.ts'
import { cutBlocks } from '../read/blocks.ts'
import { isTable, openTableInputs, shownInput, tableFormat } from '../read/table-input.ts'
import { faultOfPart } from '../wire/fault.ts'

/** A table of consents in any format, or in a database. */
export interface ConsentTable {
  bytes: ByteSource
  /** how it may be called where others read */
  shown: string
  format: Format
  options: FormatOptions
}

/** Opens a file at an absolute path, or a table by its address. The caller closes `bytes`. Throws INPUT_*, DATABASE_*, USAGE. */
export async function openConsentTable(
  input: string,
  { shown, env, format }: { shown: string; env: NodeJS.ProcessEnv; format?: string | undefined },
): Promise<ConsentTable> {
  if (isTable(input)) {
    const [table] = await openTableInputs([input], env)
    try {
      return { bytes: table!, shown: shownInput(input), ...tableFormat(table!, format, {}) }
    } catch (e) {
      await table!.close()
      throw e
    }
  }
  const found = formatFor(format, input, {})
  if (!found)
    throw new PerdeError('INPUT_FORMAT', 'the format of the table of consents is not known from its name', {
      where: { part: shown },
      hints: [`name it with --format ${formatNames('or')}`],
    })
  return { bytes: await localFile(input, shown), shown, format: found, options: {} }
}

/**
 * The cells of some columns, row by row in the order of `wanted`; '' where a row has none. A list is its elements with ;
 * between them. Names of all columns that the table has are added to `met`.
 */
export async function* consentRows(
  { bytes, shown, format, options }: ConsentTable,
  wanted: readonly string[],
  met: Set<string>,
  signal?: AbortSignal,
): AsyncGenerator<string[][]> {
  const places = wanted.map(formatName)
  const asked = new Set(places.flatMap((path) => [path, `${path}[]`]))
  const tree = fieldTree(
    { name: 'consents', fields: [], unlisted: 'keep', tables: {} },
    { at: (field) => asked.has(field), below: () => true },
    'pass',
  )
  let records = 0
  try {
    for await (const block of cutBlocks(bytes, format, options, 1 << 20, signal)) {
      for (const field of block.layout.fields ?? []) met.add(field)
      try {
        const { batch } = formatOf(block.layout).read(block.bytes, block.layout, tree.root)
        const rows = Array.from({ length: batch.records }, () => new Array<string>(wanted.length).fill(''))
        for (const [i, path] of places.entries())
          for (const column of batch.columns)
            if (column && (column.path === path || column.path === `${path}[]`)) fill(rows, i, column)
        yield rows
        records += rows.length
      } catch (e) {
        throw faultOfPart(e, shown, records, block.offset)
      }
    }
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ part: shown }) : e
  }
  for (const path of [...tree.met.keys(), ...tree.columns.map((column) => column.path)])
    for (const [i, place] of places.entries()) if (path === place || path === `${place}[]`) met.add(wanted[i]!)
}

function fill(rows: string[][], i: number, { row, kind, text, path }: Column): void {
  for (let cell = 0; cell < row.length; cell++) {
    if (kind[cell] === Kind.null || kind[cell] === Kind.absent) continue
    if (kind[cell] === Kind.container && !path.endsWith('[]')) continue
    const cells = rows[row[cell]!]!
    cells[i] = cells[i] === '' ? text[cell]! : `${cells[i]!};${text[cell]!}`
  }
}
