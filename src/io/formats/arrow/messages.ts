import { PerdeError } from '../../../errors.ts'
import type { FormatOptions, IndexedBlock, IndexedInput, RandomBytes } from '../format.ts'
import { Damaged } from '../parquet/damaged.ts'
import { leavesOf } from '../parquet/leaves.ts'
import type { SchemaNode } from '../parquet/schema.ts'
import { arrowFrame } from './arrow-frame.ts'
import { readArrowSchema } from './arrow-schema.ts'
import { MOST_BODY } from './batch.ts'
import { byteAt, idAt, lengthAt, longAt, rootTable, structsAt, tableAt, type FlatTable } from './flat-reader.ts'

export const FILE_MAGIC = Buffer.from('ARROW1\0\0')
const MAGIC = 'ARROW1'
export const MESSAGE = { schema: 1, dictionary: 2, batch: 3 } as const
const MOST_METADATA = 32 * 1024 * 1024
/** Dictionaries go with every block that needs them. */
const MOST_DICTIONARIES = 64 * 1024 * 1024
/** A batch with more records is handed to the workers in pieces, of which each has all of it. */
const PIECE_RECORDS = 262_144
const MOST_PIECES = 64
/** Values, stored or not, that a byte of a file may stand for, once there are many. */
const MOST_CELLS = 65_536
const MANY_CELLS = 64 * 1024 * 1024

/** Finds the schema of a file or stream, and its batches one after another. Throws INPUT_*. */
export async function indexArrow(file: RandomBytes, options: FormatOptions): Promise<IndexedInput> {
  const found = await guarded(() => opening(file))
  const layout = {
    format: 'arrow',
    options,
    schema: found.schema,
    ...(found.places === undefined && { stream: true as const }),
  }
  return { layout, blocks: () => blocks(file, found) }
}

interface Found {
  schema: SchemaNode[]
  /** where messages begin, by the index of a file; undefined: they follow one another */
  places: number[] | undefined
  /** of the first message behind the schema, and of what is behind all of them */
  start: number
  end: number
}

async function opening(file: RandomBytes): Promise<Found> {
  if (file.size === 0)
    throw new PerdeError('INPUT_EMPTY', 'the file is empty', {
      hints: ['leave empty files out of the glob, or wait until they are written'],
    })
  const first = Buffer.from(await read(file, 0, Math.min(8, file.size)))
  if (first.toString('latin1').startsWith(MAGIC)) return indexed(file)
  if (first.length < 8 || first.readInt32LE(0) !== -1)
    throw new PerdeError('INPUT_FORMAT', 'the file is no Arrow file or stream', {
      where: { offset: 0 },
      hints: ['what is inside? Feather of version 1 and Arrow before 0.15 are not read: have it written anew'],
    })
  const message = await messageAt(file, 0, file.size)
  if (message?.type !== MESSAGE.schema) throw new Damaged('it does not begin with a schema')
  return { schema: readArrowSchema(message.table), places: undefined, start: message.end, end: file.size }
}

/** A file says at its end where its messages are. */
async function indexed(file: RandomBytes): Promise<Found> {
  if (file.size === Infinity) throw new Damaged('it is a file, whose index is at its end, where a stream was expected')
  const tail = Buffer.from(await read(file, Math.max(0, file.size - 10), Math.min(10, file.size)))
  if (file.size < 24 || tail.subarray(4).toString('latin1') !== MAGIC) throw torn()
  const length = tail.readUInt32LE(0)
  if (length > file.size - 18) throw new Damaged('its footer is longer than the file')
  if (length > MOST_METADATA) throw new Damaged('its footer is larger than memory should hold')
  const footer = rootTable(await read(file, file.size - 10 - length, length))
  const schema = tableAt(footer, 1)
  if (!schema) throw new Damaged('its footer has no schema')
  const end = file.size - 10 - length
  // Struct Block: i64 offset, i32 bytes of metadata (and 4 that pad), i64 bytes of the body.
  const indexed = [2, 3].flatMap((field) =>
    structsAt(footer, field, 24).map((at) => {
      const from = longAt(footer.view, at)
      return { from, to: from + footer.view.getInt32(at + 8, true) + longAt(footer.view, at + 16) }
    }),
  )
  await checkIndex(file, indexed, end)
  return { schema: readArrowSchema(schema), places: indexed.map(({ from }) => from), start: 8, end }
}

/** An index that leaves a message out would lose records, and one that names a place twice would double them. */
async function checkIndex(
  file: RandomBytes,
  indexed: readonly { from: number; to: number }[],
  end: number,
): Promise<void> {
  const begins = async (at: number) => {
    if (end - at < 8) return false
    const prefix = Buffer.from(await read(file, at, 8))
    return prefix.readInt32LE(0) === -1 && prefix.readUInt32LE(4) > 0
  }
  const first = (await begins(8)) ? await messageAt(file, 8, end) : undefined
  let at = first?.type === MESSAGE.schema ? first.end : 8
  for (const { from, to } of indexed.toSorted((a, b) => a.from - b.from)) {
    if (from < at || to < from || to > end) throw new Damaged('its index is not that of its messages')
    if (from > at && (await begins(at))) throw new Damaged('its index leaves a message out')
    at = to
  }
  if (await begins(at)) throw new Damaged('its index leaves a message out')
}

interface Message {
  type: number
  table: FlatTable
  /** with the bytes that say its length, and the body behind it */
  bytes: Uint8Array
  head: number
  end: number
}

/** The message at an offset; undefined: the stream ends there. Throws Damaged, INPUT_TORN_TAIL. */
async function messageAt(file: RandomBytes, at: number, end: number): Promise<Message | undefined> {
  if (at === end) return undefined
  if (at > end || end - at < 8) throw torn()
  const prefix = Buffer.from(await read(file, at, 8))
  if (prefix.readInt32LE(0) !== -1) throw new Damaged('a message does not begin where one should')
  const length = prefix.readUInt32LE(4)
  if (length === 0) return undefined
  if (length > MOST_METADATA) throw new Damaged('the metadata of a message is larger than memory should hold')
  if (length > end - at - 8) throw torn()
  const message = rootTable(await read(file, at + 8, length))
  const header = tableAt(message, 2)
  if (!header) throw new Damaged('a message has no header')
  const body = lengthAt(message, 3)
  if (body > MOST_BODY)
    throw new PerdeError('INPUT_RECORD_TOO_LARGE', `a batch is larger than ${MOST_BODY / 1024 / 1024} MiB`, {
      where: { offset: at },
      hints: ['have the file written with smaller batches of records'],
    })
  const head = 8 + length
  if (body > end - at - head) throw torn()
  return {
    type: byteAt(message, 1),
    table: header,
    bytes: await read(file, at, head + body),
    head,
    end: at + head + body,
  }
}

async function* blocks(file: RandomBytes, { schema, places, start, end }: Found): AsyncGenerator<IndexedBlock> {
  const leaves = leavesOf(schema).length
  const dictionaries = new Map<string, Message>()
  let offset = 0
  let given = 0
  let at = start
  for (let n = 0; places === undefined || n < places.length; n++) {
    const message = await guarded(() => messageAt(file, places?.[n] ?? at, end))
    if (!message) {
      if (places) throw asError(new Damaged('its index names a place without a message'))
      break
    }
    at = message.end
    if (message.type === MESSAGE.dictionary) {
      await guarded(async () => keepDictionary(dictionaries, message))
      continue
    }
    if (message.type !== MESSAGE.batch) throw asError(new Damaged('a message is neither a batch nor a dictionary'))
    const records = await guarded(async () => lengthAt(message.table, 0))
    checkExpansion(records * leaves, message.bytes.length)
    const parts = [...dictionaries.values(), message]
    const head = { records, parts: parts.map((part) => ({ head: part.head, body: part.bytes.length - part.head })) }
    const pieces = Math.min(MOST_PIECES, Math.ceil(records / PIECE_RECORDS))
    for (let piece = 0; piece < pieces; piece++) {
      const [from, to] = [piece, piece + 1].map((i) => Math.floor((records * i) / pieces)) as [number, number]
      const bytes = arrowFrame(
        { ...head, from, to },
        parts.map((part) => part.bytes),
      )
      yield { offset: offset + from, read: Math.min(at, file.size), bytes }
      given++
    }
    offset += Math.max(records, message.bytes.length)
  }
  if (given === 0)
    yield { offset: 0, read: file.size, bytes: arrowFrame({ records: 0, from: 0, to: 0, parts: [] }, []) }
}

/** A later dictionary takes the place of one with its id. */
function keepDictionary(dictionaries: Map<string, Message>, message: Message): void {
  if (byteAt(message.table, 2) !== 0)
    throw new PerdeError('INPUT_FORMAT', 'a dictionary goes on with an earlier one', {
      hints: ['have the file written with whole dictionaries, or without'],
    })
  dictionaries.set(idAt(message.table, 0), message)
  const bytes = [...dictionaries.values()].reduce((sum, own) => sum + own.bytes.length, 0)
  if (bytes > MOST_DICTIONARIES)
    throw new PerdeError(
      'INPUT_RECORD_TOO_LARGE',
      `dictionaries are larger than ${MOST_DICTIONARIES / 1024 / 1024} MiB`,
      {
        hints: ['have the file written without dictionaries'],
      },
    )
}

/** A few bytes can stand for any number of nulls, and a run over them would not end. */
function checkExpansion(cells: number, bytes: number): void {
  if (cells > MANY_CELLS && cells > MOST_CELLS * bytes)
    throw new PerdeError('INPUT_COMPRESSED', 'an Arrow file grows beyond all measure', {
      hints: [`a byte of it stands for more than ${MOST_CELLS} values: look at it before it is unpacked`],
    })
}

async function read(file: RandomBytes, from: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  if ((await file.readAt(bytes, from)) !== length) throw new Damaged('it ends early')
  return bytes
}

async function guarded<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (e) {
    throw e instanceof Damaged ? asError(e) : e
  }
}

function asError(e: Damaged): PerdeError {
  return new PerdeError('INPUT_ARROW', `the file is damaged: ${e.message}`, {
    hints: ['have it written again; nothing was published'],
    cause: e,
  })
}

function torn(): PerdeError {
  return new PerdeError('INPUT_TORN_TAIL', 'the file ends before its last message does', {
    hints: ['it was cut while it was written or copied; have it written again'],
  })
}
