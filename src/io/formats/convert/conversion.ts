import { PerdeError } from '../../../errors.ts'
import type { Edit } from '../../../record/batch.ts'
import type { FieldNode } from '../../../record/field-node.ts'
import { factsOf, formatsOf } from '../../../record/format-facts.ts'
import { formatNamed, formatOf } from '../format-named.ts'
import { BlockFault, type Layout, type OutputSpec, type ReadBlock, type Writer } from '../format.ts'
import { writtenSchema } from '../parquet/places.ts'
import { writtenColumns, type WrittenColumn } from './columns.ts'
import { rowsOf, type RowWriter } from './rows.ts'
import { delimitedRows } from './to-delimited.ts'
import { jsonRows } from './to-json.ts'
import { typedRecords } from './to-typed.ts'
import { rowFields } from './typed-columns.ts'
import { xmlRows } from './to-xml.ts'

/**
 * Records written in another format than they were read in. What the rules made of a block is written in its own format
 * first and read again, as every reader of a release would, so no rule knows of it; then its rows are written anew.
 */
export interface Conversion extends Writer {
  /** the records that are kept, each by itself, and where each ends. Throws BlockFault with the row of the block */
  convert(
    read: ReadBlock,
    edits: readonly Edit[],
    keep: Uint8Array,
    removed: ReadonlySet<number>,
  ): { bytes: Uint8Array; ends: Uint32Array }
}

/**
 * undefined: the records are written as they are read. `root`, `removed`: of the plan, each field of the layout asked for.
 * Throws PLAN_MISMATCH for fields that have no place in the other format, before any record is read.
 */
export function conversionOf(layout: Layout, root: FieldNode, removed: ReadonlySet<number>): Conversion | undefined {
  const { output } = layout.options
  const format = formatNamed(layout.format)
  if (!output || output.format === format.is) return undefined
  const own = typedConversion(layout, output, root, removed)
  if (own) return own
  const columns = writtenColumns(layout, root, removed)
  checkColumns(columns, output)
  checkTypes(columns, root, output)
  const writer = writerOf(layout, output, columns)
  return {
    ...writer,
    convert(read, edits, keep, removed) {
      try {
        return writer.write(rowsOf(layout, format, read.splice(edits, keep, removed), columns))
      } catch (e) {
        if (!(e instanceof BlockFault)) throw e
        const kept = [...keep.keys()].filter((row) => keep[row] === 1)
        throw new BlockFault(e.code, e.message, kept[e.row] ?? 0, 0, e.hints, e.field)
      }
    },
  }
}

/** Between formats with types nothing is read again: columns are columns. */
function typedConversion(
  layout: Layout,
  output: OutputSpec,
  root: FieldNode,
  removed: ReadonlySet<number>,
): Conversion | undefined {
  const { format, types = {} } = output
  const [typed] = Object.keys(types)
  if (layout.schema && typed !== undefined)
    throw new PerdeError('PLAN_MISMATCH', 'a column has a type in the input already', {
      where: { field: typed },
      hints: ['leave it out of "output.types", which is for what comes as text'],
    })
  if (!layout.schema || (format !== 'parquet' && format !== 'arrow')) return undefined
  return {
    ...typedRecords(format, layout, writtenSchema(layout.schema, root, removed), output),
    convert: (read, edits, keep, gone) => read.apart!(edits, keep, gone),
  }
}

/** What is written around the records of an input: by its own format, or by that which they are converted to. */
export function outputWriter(layout: Layout, root: FieldNode, removed: ReadonlySet<number>): Writer {
  return conversionOf(layout, root, removed) ?? formatOf(layout)
}

function writerOf(layout: Layout, output: OutputSpec, columns: readonly WrittenColumn[]): RowWriter {
  const from = formatNamed(layout.format).is
  switch (output.format) {
    case 'csv':
    case 'tsv':
      return delimitedRows(output, columns)
    case 'jsonl':
    case 'json':
      return jsonRows(output.format, from, columns)
    case 'xml':
      return xmlRows(output, columns)
    case 'parquet':
    case 'arrow':
      return typedRecords(output.format, layout, rowFields(columns, output), output)
  }
}

/** Flat formats hold no values in values, unless they may hold them as texts. */
function checkColumns(columns: readonly WrittenColumn[], { format, nested }: OutputSpec): void {
  const container = columns.find((column) => column.nested)
  if (!container || nested === 'json' || !FLAT.includes(format)) return
  throw new PerdeError('PLAN_MISMATCH', `values inside of values have no place in ${factsOf(format).label}`, {
    where: { field: container.path },
    hints: ['set "output.nested: json": then they are written as texts of JSON; or drop the field'],
  })
}

/** What is no column has no type, and what a rule writes as texts has that one. */
function checkTypes(columns: readonly WrittenColumn[], root: FieldNode, { types = {} }: OutputSpec): void {
  for (const [path, words] of Object.entries(types)) {
    const column = columns.find((own) => own.path === path)
    if (!column)
      throw new PerdeError('PLAN_MISMATCH', 'a field that has a type under "output.types" is no column of the output', {
        where: { field: path },
        hints: ['is it dropped, or misspelt?'],
      })
    if (words !== 'string' && root.child(column.name).written === 'text')
      throw new PerdeError('PLAN_MISMATCH', 'the rule of a field writes texts, and "output.types" says another type', {
        where: { field: path },
        hints: ['leave its type out, or give it a rule that keeps numbers and dates what they are'],
      })
  }
}

const FLAT = formatsOf('table', 'typed').concat('xml')
