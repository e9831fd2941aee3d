import { PerdeError } from '../errors.ts'
import { BlockFault, type FormatOptions } from '../io/formats/format.ts'
import { formatFor, formatNamed } from '../io/formats/format-named.ts'
import { findInputs } from '../io/lake/find-inputs.ts'
import { localFile } from '../io/stores/local.ts'
import { spool } from '../io/stores/spool.ts'
import type { ByteSource } from '../io/stores/store.ts'
import { fieldTree, type FieldTree } from '../plan/field-tree.ts'
import { closest } from '../policy/suggest.ts'
import { formatName } from '../record/path.ts'
import { cutBlocks, type Block } from './blocks.ts'
import { checkUnknownNames } from './check-names.ts'
import { asFault, faultError } from './fault.ts'
import { recordValues } from './record-values.ts'

export interface ColumnJob {
  /** a file or glob, or `-`; several files are one table */
  input: string
  cwd: string
  stdin: AsyncIterable<Uint8Array>
  /** field path, or its name as it stands in a header */
  field: string
  format?: string
  options: FormatOptions
  publishable(name: string): boolean
  signal?: AbortSignal
}

/** What stands in one column. */
export interface ColumnValues {
  /** the different values, sorted */
  texts: string[]
  /** records that have none: null, blank or absent */
  nulls: number
  records: number
}

/** Different values that are held: a hierarchy of more is none that anybody reads. */
const MOST_VALUES = 4_000_000

/**
 * The different values of one field. Streams: memory grows with them only. Throws INPUT_*, INPUT_VALUE for lists and objects, USAGE for
 * a field that the input lacks, PLAN_LIMIT for too many values.
 */
export async function columnValues(job: ColumnJob): Promise<ColumnValues> {
  const found: Found = { job, texts: new Set(), filled: 0, records: 0, met: new Set() }
  if (job.input === '-') await readInput(found, await spool(job.stdin, '-'), '-', '-')
  else
    for (const file of await findInputs(job.input, job.cwd))
      await readInput(found, await localFile(file.path, file.name), file.path, file.name)
  if (found.records > 0 && !found.met.has(job.field)) throw unknownField(found)
  return { texts: [...found.texts].sort(), nulls: found.records - found.filled, records: found.records }
}

interface Found {
  job: ColumnJob
  texts: Set<string>
  filled: number
  records: number
  /** fields of the input */
  met: Set<string>
}

async function readInput(found: Found, source: ByteSource, path: string, name: string): Promise<void> {
  const { job, met } = found
  const format = formatFor(job.format, path, job.options)
  if (!format)
    throw new PerdeError('INPUT_FORMAT', 'the format of an input is not known from its name', {
      where: { part: name },
      hints: ['name it with --format csv, tsv, jsonl or json'],
    })
  const tree = fieldTree(
    { name: 'column', fields: [], unlisted: 'keep', tables: {} },
    { at: (field) => field === job.field, below: () => true },
    'pass',
  )
  let names: readonly string[] | undefined
  try {
    for await (const block of cutBlocks(source, format, job.options, 1024 * 1024, job.signal)) {
      const { fields } = block.layout
      if (fields && names !== fields) {
        checkUnknownNames((names = fields), { sourceName: '', bytes: source }, job.publishable)
        for (const field of fields) met.add(formatName(field))
        if (!met.has(job.field)) throw unknownField(found)
      }
      readBlock(found, tree, block, name)
    }
  } catch (e) {
    throw e instanceof PerdeError ? e.at({ part: name }) : e
  }
  for (const field of tree.met.keys()) met.add(field)
  for (const column of tree.columns) met.add(column.path)
  if ([...met].some((path) => path.startsWith(`${job.field}[]`) || path.startsWith(`${job.field}.`)))
    throw new PerdeError('INPUT_VALUE', 'a list or an object is no value that a hierarchy could have', {
      where: { part: name, field: job.field },
      hints: ['name a field with one value a record; perde scan lists them'],
    })
}

function readBlock(found: Found, tree: FieldTree, block: Block, part: string): void {
  const { job, texts } = found
  try {
    const { batch } = formatNamed(block.layout.format).read(block.bytes, block.layout, tree.root)
    found.records += batch.records
    const column = batch.columns.find((c) => c?.path === job.field)
    const values = recordValues(column, undefined, batch.records, new Uint8Array(batch.records).fill(1))
    for (const number of values.numbers) if (number > 0) found.filled++
    for (const text of values.texts) if (!texts.has(text)) texts.add(ownCopy(text))
    if (texts.size > MOST_VALUES)
      throw new PerdeError('PLAN_LIMIT', `a field has more than ${MOST_VALUES} different values`, {
        where: { field: job.field },
        hints: ['a field that is nearly unique is an identifier, not a quasi-identifier'],
      })
  } catch (e) {
    if (!(e instanceof BlockFault)) throw e
    const { source: _, ...where } = faultError(asFault(e), {
      source: '',
      part,
      records: found.records,
      offset: block.offset,
    }).where
    throw new PerdeError(e.code, e.message, { hints: e.hints, where })
  }
}

/** A text cut from a block would hold on to all of it. */
function ownCopy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}

function unknownField({ job, met }: Found): PerdeError {
  const near = closest(
    job.field,
    [...met].filter((name) => job.publishable(name)),
  )
  return new PerdeError('USAGE', `the input has no field "${job.field}"`, {
    hints: [near === undefined ? 'perde scan lists the fields of a file' : `did you mean "${near}"?`],
  })
}
