import { PerdeError } from '../../errors.ts'
import { formatFor } from '../../io/formats/format-named.ts'
import type { FormatOptions } from '../../io/formats/format.ts'
import type { TableSource } from '../../io/databases/postgres/table-source.ts'
import { findInputs } from '../../io/lake/find-inputs.ts'
import type { FoundInput } from '../../io/lake/found-input.ts'
import { reachOf } from '../../io/lake/reach.ts'
import { spool } from '../../io/stores/spool.ts'
import type { Policy, SourceSpec } from '../../policy/policy.ts'
import { formatNames } from '../../record/format-facts.ts'
import type { ReadPlace } from './check-distinct.ts'
import { shownFile } from './shown-file.ts'
import { handedInputs, type HandedSource } from './handed-input.ts'
import type { Input } from './input.ts'
import { outputsOf, type OutputOf } from './outputs-of.ts'
import { isTable, openTableInputs, tableFormat } from './table-input.ts'
import { outputPath } from './output-name.ts'

export interface InputOptions {
  /** folder of the policy file */
  baseDir: string
  /** source → input as given on the command line, relative to `cwd` */
  overrides: Record<string, string>
  /** sources that a host hands over, by name: nothing is looked for where the policy says that they are */
  handed?: Readonly<Record<string, HandedSource>> | undefined
  cwd: string
  /** where credentials of databases are found */
  env: NodeJS.ProcessEnv
  /** undefined: the records go to standard output, or to `tables` */
  target: string | undefined
  /** the schema of a database that they go to */
  tables?: string | undefined
  stdin?: AsyncIterable<Uint8Array> | undefined
}

/** Throws USAGE where an input is given for a source that the policy does not have; asks for no file. */
export function checkOverrides(policy: Policy, overrides: Record<string, string>): void {
  const known = Object.keys(policy.dataset.sources)
  for (const name of Object.keys(overrides))
    if (!known.includes(name))
      throw new PerdeError('USAGE', `the policy has no source "${name}"`, {
        hints: [`its sources are: ${known.join(', ')}`],
      })
}

/** A file that the path of a source names. */
interface ListedInput {
  source: number
  sourceName: string
  spec: SourceSpec
  file: FoundInput
}

/**
 * The files that the paths of a policy name, in its order and that of their names; standard input and tables of databases
 * are not among them.
 */
export async function listInputs(policy: Policy, options: InputOptions): Promise<ListedInput[]> {
  const listed: ListedInput[] = []
  for (const { number, sourceName, spec, pattern, folder } of sourcesOf(policy, options)) {
    if (options.handed?.[sourceName] || pattern === '-' || isTable(pattern)) continue
    for (const file of await findInputs(pattern, folder)) listed.push({ source: number, sourceName, spec, file })
  }
  return listed
}

function sourcesOf(policy: Policy, { overrides, baseDir, cwd }: Pick<InputOptions, 'overrides' | 'baseDir' | 'cwd'>) {
  return Object.entries(policy.dataset.sources).map(([sourceName, spec], number) => {
    const override = overrides[sourceName]
    return { number, sourceName, spec, pattern: override ?? spec.path, folder: override === undefined ? baseDir : cwd }
  })
}

/** Where the sources of a policy look for files, and its table of a population: in order; single files are not among them. */
export function placesRead(
  policy: Policy,
  options: Pick<InputOptions, 'overrides' | 'baseDir' | 'cwd' | 'handed'>,
): ReadPlace[] {
  const { population } = policy.anonymity ?? {}
  const sources = sourcesOf(policy, options).filter(({ sourceName }) => !options.handed?.[sourceName])
  const table =
    typeof population === 'object'
      ? [{ sourceName: 'population', pattern: population.path, folder: options.baseDir }]
      : []
  return [...sources, ...table].flatMap(({ sourceName, pattern, folder }) => {
    const reach = pattern === '-' || isTable(pattern) ? undefined : reachOf(pattern, folder)
    return reach ? [{ sourceName, reach }] : []
  })
}

/**
 * All inputs of a run, in the order of the policy and of their names. Nothing of a file or a table is read; stdin is
 * spooled, and tables are held until they are closed.
 */
export async function findAllInputs(
  policy: Policy,
  options: InputOptions,
  publishable: (text: string) => boolean,
): Promise<Input[]> {
  checkOverrides(policy, options.overrides)
  const listed = await listInputs(policy, options)
  const outputOf = outputsOf(policy.output, options.target)
  const sources = sourcesOf(policy, options)
  const addresses = sources.filter(({ sourceName, pattern }) => !options.handed?.[sourceName] && isTable(pattern))
  const tables = await openTableInputs(
    addresses.map(({ pattern }) => pattern),
    options.env,
  )
  const inputs: Input[] = []
  try {
    for (const source of sources) {
      const { number, sourceName, spec, pattern } = source
      const own = listed.filter((file) => file.source === number)
      const handed = options.handed?.[sourceName]
      if (handed) inputs.push(...handedInputs(number, sourceName, spec, handed, { cells: cellOptions(spec), outputOf }))
      else if (pattern === '-') inputs.push(await stdinInput(number, sourceName, spec, options, outputOf))
      else if (isTable(pattern))
        inputs.push(tableInput(number, sourceName, spec, tables[addresses.indexOf(source)]!, options.tables, outputOf))
      else inputs.push(...(await fileInputs(own, outputOf, publishable)))
    }
    return inputs
  } catch (e) {
    for (const table of tables) await table.close()
    throw e
  }
}

function tableInput(
  number: number,
  sourceName: string,
  spec: SourceSpec,
  table: TableSource,
  schema: string | undefined,
  outputOf: OutputOf,
): Input {
  if (spec.columns !== undefined)
    throw new PerdeError('USAGE', 'a table of a database has one set of columns', {
      where: { source: sourceName },
      hints: ['leave "columns" out for this input'],
    })
  const read = tableFormat(table, spec.format, optionsOf(spec))
  const written = outputOf(sourceName, '', read.format, undefined)
  const name = outputPath(written.output)
  return {
    source: number,
    sourceName,
    bytes: table,
    ...read,
    ...(schema !== undefined && { options: { ...read.options, blankLines: 'records' } }),
    ...written,
    columns: 'same',
    name,
    path: undefined,
    table,
  }
}

/** The files of a table beside the sources, named by a policy. Throws INPUT_*. */
export async function findTable(
  name: string,
  spec: SourceSpec,
  baseDir: string,
  publishable: (text: string) => boolean,
): Promise<Input[]> {
  const found = await findInputs(spec.path, baseDir)
  const listed = found.map((file) => ({ source: 0, sourceName: name, spec, file }))
  return fileInputs(listed, outputsOf({ format: 'same', compression: 'none' }, undefined), publishable)
}

async function fileInputs(
  listed: readonly ListedInput[],
  outputOf: OutputOf,
  publishable: (text: string) => boolean,
): Promise<Input[]> {
  const inputs: Input[] = []
  for (const [i, file] of listed.entries())
    inputs.push(await fileInput(file, listed.length > 1 ? i : undefined, outputOf, publishable))
  return inputs
}

async function fileInput(
  { source, sourceName, spec, file }: ListedInput,
  ordinal: number | undefined,
  outputOf: OutputOf,
  publishable: (text: string) => boolean,
): Promise<Input> {
  const formatOptions = optionsOf(spec)
  const format = formatFor(spec.format, file.path, formatOptions)
  const name = shownFile(file.name, publishable, ordinal)
  if (!format)
    throw new PerdeError('INPUT_FORMAT', `the format of an input of "${sourceName}" is not known from its name`, {
      where: { source: sourceName, part: name },
      hints: [`name it in the policy: { path: …, format: csv }; formats are ${formatNames('and')}`],
    })
  const written = outputOf(sourceName, file.below, format, ordinal)
  return {
    source,
    sourceName,
    bytes: await file.open(name),
    format,
    options: { ...formatOptions, ...(file.partition.length > 0 && { partition: file.partition }) },
    ...written,
    columns: spec.columns ?? 'same',
    name: outputPath(written.output),
    path: file.path,
  }
}

async function stdinInput(
  number: number,
  sourceName: string,
  spec: SourceSpec,
  { stdin }: InputOptions,
  outputOf: OutputOf,
): Promise<Input> {
  if (!stdin) throw new PerdeError('USAGE', `source "${sourceName}" is standard input, which is not there`)
  const formatOptions = optionsOf(spec)
  const format = formatFor(spec.format, spec.path, formatOptions)
  if (!format)
    throw new PerdeError('INPUT_FORMAT', `the format of "${sourceName}" on standard input is not known`, {
      where: { source: sourceName },
      hints: ['name it in the policy: { path: …, format: csv }'],
    })
  return {
    source: number,
    sourceName,
    bytes: await spool(stdin, '-'),
    format,
    options: formatOptions,
    ...outputOf(sourceName, '', format, undefined),
    columns: 'same',
    name: '-',
    path: undefined,
  }
}

function optionsOf(spec: SourceSpec): FormatOptions {
  const { delimiter, quote, escape, comment, header } = spec
  return {
    ...(delimiter !== undefined && { delimiter }),
    ...(quote !== undefined && { quote }),
    ...(escape !== undefined && { escape }),
    ...(comment !== undefined && { comment }),
    ...(header !== undefined && { header }),
    ...(spec.ragged !== undefined && { ragged: spec.ragged }),
    ...(spec.null !== undefined && { null: spec.null }),
    ...(spec.encoding !== undefined && { encoding: spec.encoding }),
    ...(spec.record !== undefined && { record: spec.record }),
    ...(spec.around !== undefined && { around: spec.around }),
    ...cellOptions(spec),
  }
}

/** The options that are about documents in cells, whatever the format around them. */
export function cellOptions({ documents, broken }: SourceSpec): Pick<FormatOptions, 'documents' | 'broken'> {
  return { ...(documents !== undefined && { documents }), ...(broken !== undefined && { broken }) }
}
