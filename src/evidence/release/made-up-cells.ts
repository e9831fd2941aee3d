import { deflateSync, inflateSync } from 'node:zlib'
import type { Schema } from '../../schema/json-schema.ts'
import { fits } from '../../schema/shape.ts'
import { object } from './closed-object.ts'

/** Name of the sidecar, which is there where a generator made some values of a field and not others. */
export const MADE_UP_CELLS = 'made-up-cells.json'

/**
 * Content of `made-up-cells.json`: the machine-readable mark of single values (R38; AI law art. 21(2)). By file and field, a bit a
 * record in the order of the file, set where its value is one that a generator made or, in a text, holds one; of a field with
 * several values in a record, where one of them does.
 */
export interface MadeUpCells {
  perde: 'made-up-cells/1'
  digitalSourceType: string
  files: MadeUpFile[]
}

export interface MadeUpFile {
  /** as in the manifest */
  path: string
  source: string
  records: number
  fields: { path: string; bits: string }[]
}

/** Bits, the lowest of a byte first, as the sidecar has them: the zlib format (RFC 1950) in base64. */
export function packedBits(bits: Uint8Array): string {
  return deflateSync(bits, { level: 9 }).toString('base64')
}

const text = { type: 'string', minLength: 1 }
const base64 = { type: 'string', pattern: '^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$' }

/** The closed schema of `made-up-cells.json` (`policies/made-up-cells.schema.json`, held current by a test). */
export const madeUpCellsSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'made-up-cells.json of a perde release',
  ...object({
    perde: { const: 'made-up-cells/1' },
    digitalSourceType: text,
    files: {
      type: 'array',
      items: object({
        path: text,
        source: text,
        records: { type: 'integer', minimum: 0 },
        fields: { type: 'array', minItems: 1, items: object({ path: text, bits: base64 }) },
      }),
    },
  }),
}

/** Does a parsed `made-up-cells.json` have the form of one? */
export function isMadeUpCells(value: unknown): value is MadeUpCells {
  return fits(value, madeUpCellsSchema)
}

/** Is the text that of marks of these files: each named once, with as many bits as it has records? */
export function marksOutputs(text: string, outputs: readonly { path: string; records: number }[]): boolean {
  const cells = parsed(text)
  if (!isMadeUpCells(cells)) return false
  const records = new Map(outputs.map((output) => [output.path, output.records]))
  return cells.files.every((file) => {
    const known = records.get(file.path) === file.records
    records.delete(file.path)
    return known && file.fields.every(({ bits }) => bytesIn(bits, file.records) === Math.ceil(file.records / 8))
  })
}

/** Bytes of packed bits, of a file of so many records; undefined: they cannot be unpacked, or are many more. */
function bytesIn(bits: string, records: number): number | undefined {
  try {
    return inflateSync(Buffer.from(bits, 'base64'), { maxOutputLength: Math.ceil(records / 8) + 1 }).length
  } catch {
    return undefined
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
