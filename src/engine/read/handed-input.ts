import { createHash } from 'node:crypto'
import { PerdeError } from '../../errors.ts'
import { endOfStream, readSchemaMessage } from '../../io/formats/arrow/one-batch.ts'
import { formatNamed } from '../../io/formats/format-named.ts'
import type { FormatOptions } from '../../io/formats/format.ts'
import type { ByteSource } from '../../io/stores/store.ts'
import type { SourceSpec } from '../../policy/policy.ts'
import type { Input } from './input.ts'
import type { OutputOf } from './outputs-of.ts'
import { outputPath } from './output-name.ts'
import { pipedBytes } from './piped-bytes.ts'

/** A source that a host hands over in partitions, instead of the files that the policy names. */
export interface HandedSource {
  /** 0: the table is empty, and one input without records stands for it */
  partitions: number
  /** the Arrow message that says the names and types of its columns */
  schema: Uint8Array
  /** about how many it has; undefined: nobody knows */
  bytes?: number
}

/** What the partitions of a source have in common, as plain data. */
export type PartitionFacts = Omit<Input, 'bytes' | 'format' | 'name' | 'table'>

/** Partitions that one source may have. */
export const MOST_PARTITIONS = 100_000

/**
 * The partitions of a source as inputs that look empty, with their columns: whoever works on one gets its bytes elsewhere.
 * What the policy says of how files are written is not about them. Throws USAGE, INPUT_*.
 */
export function handedInputs(
  source: number,
  sourceName: string,
  spec: SourceSpec,
  { partitions, schema, bytes }: HandedSource,
  { cells, outputOf }: { cells: FormatOptions; outputOf: OutputOf },
): Input[] {
  if (spec.columns !== undefined)
    throw new PerdeError('USAGE', 'what a host hands over has one set of columns', {
      where: { source: sourceName },
      hints: ['leave "columns" out for this source'],
    })
  const { message } = readSchemaMessage(schema)
  const version = createHash('sha256').update(message).update(String(partitions)).digest('hex')
  const written = outputOf(sourceName, '', formatNamed('arrow'), undefined)
  const facts: PartitionFacts = {
    source,
    sourceName,
    options: cells,
    ...written,
    columns: 'same',
    path: undefined,
    ...(bytes !== undefined && { expected: Math.ceil(bytes / Math.max(1, partitions)) }),
  }
  return Array.from({ length: Math.max(1, partitions) }, (_, partition) =>
    partitionInput(facts, { partition, partitions }, (name) => ({
      ...pipedBytes(name, async function* () {
        yield message
        yield endOfStream
      }),
      version,
    })),
  )
}

/** One partition as an input. `bytes`: gives its bytes, under the name that messages have for it. */
export function partitionInput(
  facts: PartitionFacts,
  { partition, partitions }: { partition: number; partitions: number },
  bytes: (name: string) => ByteSource,
): Input {
  const output = { ...facts.output, ordinal: partitions > 1 ? partition : undefined }
  return {
    ...facts,
    output,
    name: outputPath(output),
    bytes: bytes(`partition ${partition}`),
    format: formatNamed('arrow'),
  }
}
