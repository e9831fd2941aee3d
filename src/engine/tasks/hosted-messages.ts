import { PerdeError } from '../../errors.ts'
import { endOfStream, readOneBatch } from '../../io/formats/arrow/one-batch.ts'
import { isSameSchema, type HostedPartition } from './hosted-run.ts'

/** What a host sends of a partition: a stream of one batch, again and again, and at the end how many records it sent. */
export type Sent = { batch: Uint8Array } | { rows: number }

/**
 * The bytes of a partition as one stream: the schema of the run, the batches, the end. `schema`: as the host gave it before.
 * Throws INPUT_*, SCHEMA_DRIFT, PROTOCOL_INVALID where other records came than the host says that it sent.
 */
export async function* hostedMessages(
  { source, partition }: HostedPartition,
  schema: Uint8Array,
  sent: AsyncIterable<Sent>,
  count: (records: number) => void,
): AsyncGenerator<Uint8Array> {
  const where = { source: source.facts.sourceName, part: `partition ${partition}` }
  yield source.schema
  let rows = 0
  for await (const frame of sent) {
    if ('rows' in frame) {
      if (frame.rows !== rows)
        throw new PerdeError('PROTOCOL_INVALID', `the host says that it sent ${frame.rows} records, and ${rows} came`, {
          where,
          hints: ['nothing was published: look at what the host sends'],
        })
      break
    }
    const { batch, records } = placed(() => {
      const own = readOneBatch(frame.batch)
      if (Buffer.compare(own.schema, schema) !== 0 && !isSameSchema(own.schema, source.schema))
        throw new PerdeError('SCHEMA_DRIFT', 'a batch has other columns than its partition', {
          hints: ['every batch has the schema that INIT named'],
        })
      return own
    }, where)
    rows += records
    count(records)
    yield batch
  }
  yield endOfStream
}

function placed<T>(read: () => T, where: { source: string; part: string }): T {
  try {
    return read()
  } catch (e) {
    throw e instanceof PerdeError ? e.at(where) : e
  }
}
