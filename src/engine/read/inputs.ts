import { realpath } from 'node:fs/promises'
import { basename, dirname, extname, resolve, sep } from 'node:path'
import { PerdeError } from '../../errors.ts'
import { formatFor } from '../../io/formats/format-named.ts'
import type { Format, FormatOptions } from '../../io/formats/format.ts'
import { findInputs } from '../../io/lake/find-inputs.ts'
import { localFile } from '../../io/stores/local.ts'
import { spool } from '../../io/stores/spool.ts'
import type { ByteSource } from '../../io/stores/store.ts'
import type { Policy, SourceSpec } from '../../policy/policy.ts'

/** One input file of a source, and where its records will stand in the release. */
export interface Input {
  source: number
  sourceName: string
  bytes: ByteSource
  format: Format
  options: FormatOptions
  /** path in the release, below `data/` */
  output: string
  /** what the manifest calls the input: never by the file's own name, which may be a person's */
  name: string
  path: string | undefined
}

export interface InputOptions {
  /** folder of the policy file */
  baseDir: string
  /** source → input as given on the command line, relative to `cwd` */
  overrides: Record<string, string>
  cwd: string
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

/** All inputs of a run, in the order of the policy and of their names. Nothing of a file is read; stdin is spooled. */
export async function findAllInputs(policy: Policy, options: InputOptions): Promise<Input[]> {
  checkOverrides(policy, options.overrides)
  const inputs: Input[] = []
  const known = Object.keys(policy.dataset.sources)
  for (const [number, sourceName] of known.entries()) {
    const spec = policy.dataset.sources[sourceName]!
    const override = options.overrides[sourceName]
    const pattern = override ?? spec.path
    if (pattern === '-') inputs.push(await stdinInput(number, sourceName, spec, options))
    else {
      const folder = override === undefined ? options.baseDir : options.cwd
      inputs.push(...(await fileInputs(number, sourceName, spec, pattern, folder)))
    }
  }
  return inputs
}

async function fileInputs(
  number: number,
  sourceName: string,
  spec: SourceSpec,
  pattern: string,
  folder: string,
): Promise<Input[]> {
  const found = await findInputs(pattern, folder)
  const formatOptions = optionsOf(spec)
  const inputs: Input[] = []
  for (const [i, file] of found.entries()) {
    const format = formatFor(spec.format, file.path, formatOptions)
    if (!format)
      throw new PerdeError('INPUT_FORMAT', `the format of an input of "${sourceName}" is not known from its name`, {
        where: { source: sourceName, part: file.name },
        hints: ['name it in the policy: { path: …, format: csv }; formats are csv, tsv, jsonl, json and xml'],
      })
    const output = outputName(sourceName, file.below, format, found.length === 1 ? undefined : i)
    inputs.push({
      source: number,
      sourceName,
      bytes: await localFile(file.path, file.name),
      format,
      options: formatOptions,
      output,
      name: output,
      path: file.path,
    })
  }
  return inputs
}

/**
 * Path below `data/`: `<source>.<ext>` for a single file, `<source>/part-NNNNN.<ext>` for the files of a glob, in the
 * order of their names. Nobody can tell a file's name from a person's, so none is kept, and of an ending only one that
 * the format itself has. Folders of dates stay, since engines read them as columns.
 */
export function outputName(source: string, below: string, format: Format, ordinal: number | undefined): string {
  const own = extname(below.replace(/\.gz$/i, '')).slice(1).toLowerCase()
  const extension = format.extensions.includes(own) ? own : format.extensions[0]!
  if (ordinal === undefined) return `${source}.${extension}`
  const folders = below.split('/').slice(0, -1)
  const kept = folders.filter((folder) => DATED.test(folder))
  return [source, ...kept, `part-${String(ordinal).padStart(5, '0')}.${extension}`].join('/')
}

/** `dt=2026-01-31`, `year=2026`: a key of the few that mean a time, and a value that can be nothing else. */
const DATED = /^(?:(?:dt|date|day)=\d{4}-\d{2}-\d{2}|(?:year|y)=\d{4}|(?:month|m|day|d|hour|h)=\d{1,2})$/

async function stdinInput(
  number: number,
  sourceName: string,
  spec: SourceSpec,
  { stdin }: InputOptions,
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
    output: outputName(sourceName, '', format, undefined),
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
    ...(spec.documents !== undefined && { inCells: spec.documents }),
    ...(spec.broken !== undefined && { broken: spec.broken }),
  }
}

/** The output may not be, hold or lie in an input under any name. Throws OUTPUT_IS_INPUT. */
export async function checkDistinct(target: string, inputs: readonly Input[]): Promise<void> {
  const real = async (path: string): Promise<string> =>
    realpath(path).catch(async () =>
      dirname(path) === path
        ? path
        : resolve(await real(dirname(path)), path.slice(dirname(path).length).replace(/^[/\\]/, '')),
    )
  const out = await real(resolve(target))
  for (const input of inputs) {
    if (input.path === undefined) continue
    // The file, and the name it is found by: replacing the folder of a link would take the link away.
    const names = [await real(input.path), resolve(await real(dirname(resolve(input.path))), basename(input.path))]
    if (names.some((file) => file === out || file.startsWith(out + sep) || out.startsWith(file + sep)))
      throw new PerdeError('OUTPUT_IS_INPUT', 'the output path holds an input', {
        where: { source: input.sourceName, part: input.bytes.name },
        hints: ['choose an --out outside the inputs; perde never writes in place'],
      })
  }
}
