import { realpath } from 'node:fs/promises'
import { dirname, extname, resolve, sep } from 'node:path'
import { PerdeError } from '../errors.ts'
import { formatFor } from '../io/formats/format-named.ts'
import type { Format, FormatOptions } from '../io/formats/format.ts'
import { findInputs } from '../io/lake/find-inputs.ts'
import { localFile } from '../io/stores/local.ts'
import { spool } from '../io/stores/spool.ts'
import type { ByteSource } from '../io/stores/store.ts'
import type { Policy, SourceSpec } from '../policy/policy.ts'

/** One input file of a source, and where its records will stand in the release. */
export interface Input {
  source: number
  sourceName: string
  bytes: ByteSource
  format: Format
  options: FormatOptions
  /** path in the release, below `data/` */
  output: string
  /** the file's name as it may be published */
  name: string
  path: string | undefined
}

export interface InputOptions {
  /** folder of the policy file */
  baseDir: string
  /** source → input as given on the command line, relative to `cwd` */
  overrides: Record<string, string>
  cwd: string
  stdin: AsyncIterable<Uint8Array> | undefined
  /** may this name be published? A file name may be a person's. */
  publishable(name: string): boolean
}

/** All inputs of a run, in the order of the policy and of their names. Nothing of a file is read; stdin is spooled. */
export async function findAllInputs(policy: Policy, options: InputOptions): Promise<Input[]> {
  const inputs: Input[] = []
  const known = Object.keys(policy.dataset.sources)
  for (const name of Object.keys(options.overrides))
    if (!known.includes(name))
      throw new PerdeError('USAGE', `the policy has no source "${name}"`, {
        hints: [`its sources are: ${known.join(', ')}`],
      })
  for (const [number, sourceName] of known.entries()) {
    const spec = policy.dataset.sources[sourceName]!
    const override = options.overrides[sourceName]
    const pattern = override ?? spec.path
    if (pattern === '-') inputs.push(await stdinInput(number, sourceName, spec, options))
    else
      inputs.push(
        ...(await fileInputs(
          number,
          sourceName,
          spec,
          pattern,
          override === undefined ? options.baseDir : options.cwd,
          options,
        )),
      )
  }
  return inputs
}

async function fileInputs(
  number: number,
  sourceName: string,
  spec: SourceSpec,
  pattern: string,
  folder: string,
  options: InputOptions,
): Promise<Input[]> {
  const found = await findInputs(pattern, folder)
  const formatOptions = optionsOf(spec)
  const inputs: Input[] = []
  for (const [i, file] of found.entries()) {
    const format = formatFor(spec.format, file.path, formatOptions)
    if (!format)
      throw new PerdeError('INPUT_FORMAT', `the format of an input of "${sourceName}" is not known from its name`, {
        where: { source: sourceName, part: file.name },
        hints: ['name it in the policy: { path: …, format: csv }; formats are csv, tsv and jsonl'],
      })
    const extension = extname(file.below) || `.${format.extensions[0]!}`
    const publishable = file.below.split('/').every(options.publishable)
    const output =
      found.length === 1
        ? `${sourceName}${extension}`
        : `${sourceName}/${publishable ? file.below : `part-${String(i).padStart(5, '0')}${extension}`}`
    inputs.push({
      source: number,
      sourceName,
      bytes: await localFile(file.path, file.name),
      format,
      options: formatOptions,
      output,
      name: publishable ? file.below : `part-${String(i).padStart(5, '0')}${extension}`,
      path: file.path,
    })
  }
  return inputs
}

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
    output: `${sourceName}.${format.extensions[0]!}`,
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
    const file = await real(input.path)
    if (file === out || file.startsWith(out + sep) || out.startsWith(file + sep))
      throw new PerdeError('OUTPUT_IS_INPUT', 'the output path holds an input', {
        where: { source: input.sourceName, part: input.bytes.name },
        hints: ['choose an --out outside the inputs; perde never writes in place'],
      })
  }
}
