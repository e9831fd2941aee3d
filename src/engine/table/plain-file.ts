import { PerdeError } from '../../errors.ts'
import { formatFor } from '../../io/formats/format-named.ts'
import type { Format, FormatOptions, PartitionColumn } from '../../io/formats/format.ts'
import type { TableSource } from '../../io/databases/postgres/table-source.ts'
import { findInputs } from '../../io/lake/find-inputs.ts'
import { spool } from '../../io/stores/spool.ts'
import type { ByteSource } from '../../io/stores/store.ts'
import { formatNames } from '../../record/format-facts.ts'
import { closest } from '../../policy/suggest.ts'
import { formatName } from '../../record/path.ts'
import { cutBlocks } from '../read/blocks.ts'
import type { Block } from '../read/block.ts'
import { checkUnknownNames } from '../read/check-names.ts'
import { shownFile } from '../read/shown-file.ts'
import { isTable, openTableInputs, tableFormat, writtenInput } from '../read/table-input.ts'

/** How files are read that no policy names. */
export interface PlainJob {
  format?: string
  options: FormatOptions
  publishable(name: string): boolean
  signal?: AbortSignal
}

export interface PlainFile {
  bytes: ByteSource
  path: string
  /** as the user would name it */
  name: string
  /** as the user named it, or its folder has it; for the user's own policy only */
  given?: string
  /** of a table of a database, which says it itself */
  read?: Reading
  /** what its database says of it */
  database?: TableSource
  /** columns that its path says */
  partition?: readonly PartitionColumn[]
  /** the folder or pattern that names it, where its files are one table */
  table?: string
}

/** How a file is read. */
export interface Reading {
  format: Format
  options: FormatOptions
}

/** Files, globs, tables of databases, or `-`, in their order; who asked for them closes them. Throws INPUT_*, DATABASE_*, USAGE. */
export async function openPlainFiles(
  inputs: readonly string[],
  { cwd, stdin, env, format, options, publishable }: Omit<PlainJob, 'signal'> & PlainPlaces,
): Promise<PlainFile[]> {
  const addresses = inputs.filter(isTable)
  const tables = await openTableInputs(addresses, env)
  const files: PlainFile[] = []
  try {
    for (const input of inputs)
      if (input === '-') files.push({ bytes: await spool(stdin, '-'), path: '-', name: '-' })
      else if (isTable(input)) {
        const table = tables[addresses.indexOf(input)]!
        files.push({
          bytes: table,
          path: writtenInput(input),
          name: table.name,
          read: tableFormat(table, format, options),
          database: table,
        })
      } else files.push(...(await foundFiles(input, cwd, publishable)))
    return files
  } catch (e) {
    for (const { bytes } of [...tables.map((bytes) => ({ bytes })), ...files]) await bytes.close()
    throw e
  }
}

async function foundFiles(pattern: string, cwd: string, publishable: PlainJob['publishable']): Promise<PlainFile[]> {
  const found = await findInputs(pattern, cwd)
  const isOne = found.some(({ inFolder, partition }) => inFolder || partition.length > 0)
  return Promise.all(
    found.map(async ({ path, name: own, partition, open }, i) => {
      const name = shownFile(own, publishable, i)
      return {
        ...{ bytes: await open(name), path, name, given: own },
        ...(partition.length > 0 && { partition }),
        ...(isOne && { table: pattern }),
      }
    }),
  )
}

/** Where inputs that no policy names are looked for. */
export interface PlainPlaces {
  cwd: string
  stdin: AsyncIterable<Uint8Array>
  /** where credentials of databases are found */
  env: NodeJS.ProcessEnv
}

/** How a file is read, with the columns that its path says. Throws INPUT_FORMAT. */
export function readingOf(job: Pick<PlainJob, 'format' | 'options'>, file: PlainFile): Reading {
  const { partition, read } = file
  if (read) return read
  return { format: formatOfFile(job, file), options: { ...job.options, ...(partition && { partition }) } }
}

/** The format of a file, as named or by its ending. Throws INPUT_FORMAT. */
export function formatOfFile(
  { format: named, options }: Pick<PlainJob, 'format' | 'options'>,
  { path, name }: Pick<PlainFile, 'path' | 'name'>,
): Format {
  const format = formatFor(named, path, options)
  if (format) return format
  throw new PerdeError('INPUT_FORMAT', 'the format of an input is not known from its name', {
    where: { part: name },
    hints: [`name it with --format ${formatNames('or')}`],
  })
}

/** Blocks of a file that has to have some fields; those that its header names are added to `met`. Throws USAGE, INPUT_*. */
export async function* blocksWithFields(
  job: PlainJob,
  file: PlainFile,
  wanted: readonly string[],
  met: Set<string>,
): AsyncGenerator<Block> {
  const { bytes, partition = [] } = file
  const { format, options } = readingOf(job, file)
  const folders = partition.map((column) => column.name)
  checkUnknownNames(folders, { sourceName: '', bytes }, job.publishable)
  for (const folder of folders) met.add(formatName(folder))
  let names: readonly string[] | undefined
  for await (const block of cutBlocks(bytes, format, options, 1024 * 1024, job.signal)) {
    const { fields } = block.layout
    if (fields && names !== fields) {
      checkUnknownNames((names = fields), { sourceName: '', bytes }, job.publishable)
      for (const field of fields) met.add(formatName(field))
      // Fields of documents in cells are met in the records.
      for (const field of wanted)
        if (!met.has(field) && !isInDocument(field, options)) throw unknownField(field, met, job)
    }
    yield block
  }
}

/** Whether it is there shows in the cells. */
function isInDocument(field: string, { documents }: FormatOptions): boolean {
  return Object.keys(documents ?? {}).some((cell) => field.startsWith(`${cell}.`) || field.startsWith(`${cell}[`))
}

export function unknownField(
  path: string,
  known: ReadonlySet<string>,
  { publishable }: Pick<PlainJob, 'publishable'>,
): PerdeError {
  const near = closest(
    path,
    [...known].filter((name) => publishable(name)),
  )
  return new PerdeError('USAGE', `the input has no field "${path}"`, {
    hints: [near === undefined ? 'perde scan lists the fields of a file' : `did you mean "${near}"?`],
  })
}
