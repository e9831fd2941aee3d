import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { MOST_PARTITIONS, type HandedSource } from '../engine/read/handed-input.ts'
import { ioError, PerdeError } from '../errors.ts'
import { parseSize } from '../policy/size.ts'

/**
 * What a host hands over, from `--partitions NAME=N`, `--schema NAME=FILE` and `--bytes NAME=SIZE`; without a name where the policy has one source.
 * Throws USAGE, IO_FAILED.
 */
export function handedTables(
  { partitions, schema, bytes }: { partitions: readonly string[]; schema: readonly string[]; bytes: readonly string[] },
  sources: readonly string[],
  cwd: string,
): Record<string, HandedSource> {
  const counts = new Map(partitions.map((text) => named('--partitions', text, sources)))
  const files = new Map(schema.map((text) => named('--schema', text, sources)))
  const sizes = new Map(bytes.map((text) => named('--bytes', text, sources)))
  for (const name of [...files.keys(), ...sizes.keys()])
    if (!counts.has(name)) throw usage(`nothing says how many partitions "${name}" has`, `--partitions ${name}=8`)
  return Object.fromEntries(
    [...counts].map(([name, text]) => {
      const file = files.get(name)
      if (file === undefined) throw usage(`the columns of "${name}" are not known`, `--schema ${name}=FILE.arrow`)
      const n = /^\d{1,9}$/.test(text) ? Number(text) : -1
      if (n < 0 || n > MOST_PARTITIONS)
        throw usage(`--partitions is a number from 0 to ${MOST_PARTITIONS}`, `--partitions ${name}=8`)
      const size = sizes.get(name)
      const bytes = size === undefined ? undefined : parseSize(size)
      if (size !== undefined && bytes === undefined) throw usage('--bytes is a size', `--bytes ${name}=20GB`)
      return [name, { partitions: n, schema: read(resolve(cwd, file), file), ...(bytes !== undefined && { bytes }) }]
    }),
  )
}

/** As the file of a run has it. */
export interface WrittenTable {
  partitions: number
  /** base64 */
  schema: string
  bytes?: number
}

export function writtenTables(handed: Readonly<Record<string, HandedSource>>): Record<string, WrittenTable> {
  return Object.fromEntries(
    Object.entries(handed).map(([name, { schema, ...rest }]) => [
      name,
      { ...rest, schema: Buffer.from(schema).toString('base64') },
    ]),
  )
}

export function tablesAsWritten(written: Readonly<Record<string, WrittenTable>>): Record<string, HandedSource> {
  return Object.fromEntries(
    Object.entries(written).map(([name, { schema, ...rest }]) => [
      name,
      { ...rest, schema: Buffer.from(schema, 'base64') },
    ]),
  )
}

function named(option: string, text: string, sources: readonly string[]): [string, string] {
  const name = sources.find((source) => text.startsWith(`${source}=`))
  if (name !== undefined) return [name, text.slice(name.length + 1)]
  const [only, ...others] = sources
  if (only !== undefined && others.length === 0 && text !== '') return [only, text]
  throw usage(`${option} names a source of the policy: ${sources.join(', ')}`, `${option} ${only ?? 'NAME'}=…`)
}

function read(path: string, part: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (e) {
    throw ioError(e, 'reading the schema of a table', { part })
  }
}

function usage(message: string, example: string): PerdeError {
  return new PerdeError('USAGE', message, { hints: [`such as ${example}`] })
}
