import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { MOST_PARTITIONS, type HandedSource } from '../engine/read/handed-input.ts'
import { ioError, PerdeError } from '../errors.ts'

/** What a host hands over, from `--partitions NAME=N` and `--schema NAME=FILE`. Throws USAGE, IO_FAILED. */
export function handedTables(
  { partitions, schema }: { partitions: readonly string[]; schema: readonly string[] },
  cwd: string,
): Record<string, HandedSource> {
  const counts = new Map(partitions.map((text) => named('--partitions', text, 'patients=8')))
  const files = new Map(schema.map((text) => named('--schema', text, 'patients=patients.arrow')))
  for (const name of files.keys())
    if (!counts.has(name)) throw usage(`--schema names "${name}", and --partitions does not`, `--partitions ${name}=8`)
  return Object.fromEntries(
    [...counts].map(([name, text]) => {
      const file = files.get(name)
      if (file === undefined) throw usage(`the columns of "${name}" are not known`, `--schema ${name}=FILE.arrow`)
      const n = /^\d{1,9}$/.test(text) ? Number(text) : 0
      if (n < 1 || n > MOST_PARTITIONS)
        throw usage(`--partitions is a number from 1 to ${MOST_PARTITIONS}`, `--partitions ${name}=8`)
      return [name, { partitions: n, schema: read(resolve(cwd, file), file) }]
    }),
  )
}

/** As the file of a run has it. */
export interface WrittenTable {
  partitions: number
  /** base64 */
  schema: string
}

export function writtenTables(handed: Readonly<Record<string, HandedSource>>): Record<string, WrittenTable> {
  return Object.fromEntries(
    Object.entries(handed).map(([name, { partitions, schema }]) => [
      name,
      { partitions, schema: Buffer.from(schema).toString('base64') },
    ]),
  )
}

export function tablesAsWritten(written: Readonly<Record<string, WrittenTable>>): Record<string, HandedSource> {
  return Object.fromEntries(
    Object.entries(written).map(([name, { partitions, schema }]) => [
      name,
      { partitions, schema: Buffer.from(schema, 'base64') },
    ]),
  )
}

function named(option: string, text: string, example: string): [string, string] {
  const at = text.indexOf('=')
  if (at <= 0 || at === text.length - 1) throw usage(`${option} is NAME=VALUE`, `${option} ${example}`)
  return [text.slice(0, at), text.slice(at + 1)]
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
