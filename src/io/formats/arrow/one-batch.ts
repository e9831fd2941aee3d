import { PerdeError } from '../../../errors.ts'
import { Damaged } from '../parquet/damaged.ts'
import { leavesOf } from '../parquet/leaves.ts'
import type { SchemaNode } from '../parquet/schema.ts'
import { readArrowSchema } from './arrow-schema.ts'
import { byteAt, lengthAt, rootTable, tableAt, type FlatTable } from './flat-reader.ts'
import { MESSAGE } from './messages.ts'
import { END_OF_STREAM } from './write-messages.ts'
import { ownBytes } from '../../../record/own-bytes.ts'

// Arrow IPC as it comes through a pipe: a schema, then streams of one batch each.

/** A stream of one batch: its two messages, and the records of the batch. */
export interface OneBatch {
  schema: Uint8Array
  batch: Uint8Array
  records: number
}

/** Takes a stream of exactly one batch apart. Throws INPUT_ARROW, INPUT_FORMAT for what is packed or has dictionaries. */
export function readOneBatch(bytes: Uint8Array): OneBatch {
  return asInput(() => {
    const schema = messageAt(bytes, 0)
    if (schema?.type !== MESSAGE.schema) throw new Damaged('it does not begin with a schema')
    const batch = messageAt(bytes, schema.end)
    if (batch?.type === MESSAGE.dictionary) throw withDictionary()
    if (batch?.type !== MESSAGE.batch) throw new Damaged('there is no batch behind its schema')
    if (messageAt(bytes, batch.end)) throw new Damaged('there is more than one batch in it')
    if (tableAt(batch.header, 3))
      throw new PerdeError('INPUT_FORMAT', 'the buffers of a batch are compressed', {
        hints: ['send batches as they are: a pipe gains nothing from compression'],
      })
    return {
      schema: bytes.subarray(0, schema.end),
      batch: bytes.subarray(schema.end, batch.end),
      records: lengthAt(batch.header, 0),
    }
  })
}

/** The message that a file or a stream of batches begins with; what stands behind it is not looked at. Throws as above. */
export function readSchemaMessage(bytes: Uint8Array): { message: Uint8Array; schema: SchemaNode[] } {
  return asInput(() => {
    const message = messageAt(bytes, 0)
    if (message?.type !== MESSAGE.schema) throw new Damaged('it does not begin with a schema')
    const schema = readArrowSchema(message.header)
    if (leavesOf(schema).some(({ node }) => node.arrow?.dictionary)) throw withDictionary()
    return { message: ownBytes(bytes.subarray(0, message.end)), schema }
  })
}

/** What ends a stream. */
export const endOfStream: Uint8Array = END_OF_STREAM

interface Message {
  type: number
  header: FlatTable
  end: number
}

/** The message at an offset; undefined: the bytes or the stream end there. Throws Damaged. */
function messageAt(bytes: Uint8Array, at: number): Message | undefined {
  if (at === bytes.length) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const left = bytes.length - at
  if (left < 8) throw new Damaged('it ends early')
  if (view.getInt32(at, true) !== -1) throw new Damaged('a message does not begin where one should')
  const length = view.getUint32(at + 4, true)
  if (length === 0) {
    if (left > 8) throw new Damaged('something stands behind its end')
    return undefined
  }
  if (length > left - 8) throw new Damaged('it ends early')
  const message = rootTable(bytes.subarray(at + 8, at + 8 + length))
  const header = tableAt(message, 2)
  if (!header) throw new Damaged('a message has no header')
  const body = lengthAt(message, 3)
  if (body > left - 8 - length) throw new Damaged('it ends early')
  return { type: byteAt(message, 1), header, end: at + 8 + length + body }
}

function asInput<T>(read: () => T): T {
  try {
    return read()
  } catch (e) {
    if (!(e instanceof Damaged)) throw e
    throw new PerdeError('INPUT_ARROW', `a batch or schema is damaged: ${e.message}`, {
      hints: ['one Arrow IPC stream of one batch is expected; nothing was published'],
      cause: e,
    })
  }
}

function withDictionary(): PerdeError {
  return new PerdeError('INPUT_FORMAT', 'a column has a dictionary', {
    hints: ['send its values as they are: dictionary_decode(), or a cast to the type of the values'],
  })
}
