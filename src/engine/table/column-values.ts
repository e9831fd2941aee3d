import { PerdeError } from '../../errors.ts'
import { eachRead } from '../../io/formats/each-read.ts'
import { formatOf } from '../../io/formats/format-named.ts'
import { fieldTree, type FieldTree } from '../../plan/field-tree.ts'
import type { Block } from '../read/block.ts'
import { faultOfPart } from '../wire/fault.ts'
import {
  blocksWithFields,
  openPlainFiles,
  unknownField,
  type PlainFile,
  type PlainJob,
  type PlainPlaces,
} from './plain-file.ts'
import { recordValues } from '../worker/record-values.ts'

export interface ColumnJob extends PlainJob, PlainPlaces {
  /** a file, a glob, a table of a database, or `-`; several files are one table */
  input: string
  /** field path, or its name as it stands in a header */
  field: string
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
  const files = await openPlainFiles([job.input], job)
  try {
    for (const file of files) await readInput(found, file)
  } finally {
    for (const { bytes } of files) await bytes.close().catch(() => undefined)
  }
  if (found.records > 0 && !found.met.has(job.field)) throw unknownField(job.field, found.met, job)
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

async function readInput(found: Found, file: PlainFile): Promise<void> {
  const { job, met } = found
  const { name } = file
  const tree = fieldTree(
    { name: 'column', fields: [], unlisted: 'keep', tables: {} },
    { at: (field) => field === job.field, below: () => true },
    'pass',
  )
  try {
    for await (const block of blocksWithFields(job, file, [job.field], met)) readBlock(found, tree, block, name)
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
  const before = found.records
  try {
    eachRead(formatOf(block.layout), block.bytes, block.layout, tree.root, ({ batch }) => {
      found.records += batch.records
      const column = batch.columns.find((c) => c?.path === job.field)
      const values = recordValues(column, undefined, batch.records, new Uint8Array(batch.records).fill(1))
      for (const number of values.numbers) if (number > 0) found.filled++
      for (const text of values.texts) if (!texts.has(text)) texts.add(ownCopy(text))
    })
    if (texts.size > MOST_VALUES)
      throw new PerdeError('PLAN_LIMIT', `a field has more than ${MOST_VALUES} different values`, {
        where: { field: job.field },
        hints: ['a field that is nearly unique is an identifier, not a quasi-identifier'],
      })
  } catch (e) {
    throw faultOfPart(e, part, before, block.offset)
  }
}

/** A text cut from a block would hold on to all of it. */
function ownCopy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}
