import { PerdeError } from '../../../errors.ts'
import type { IndexedBlock, IndexedInput, RandomBytes } from '../format.ts'
import type { FormatOptions } from '../format.ts'
import { Damaged } from './damaged.ts'
import { readFooter, readRowGroup, type Footer, type RowGroup } from './footer.ts'
import { frame, type FrameColumn } from './frame.ts'
import { MOST_ENTRIES } from './read-column.ts'
import { walkPages, type PagePlace } from './walk-pages.ts'

/** Bytes of the footer that are held; one of a file with 10,000 columns and row groups of a sensible size is far smaller. */
const MOST_FOOTER = 32 * 1024 * 1024
/** A row group that unpacks to more, or has more records, or values of one column, is handed to the workers in pieces. */
const PIECE_BYTES = 48 * 1024 * 1024
const PIECE_ENTRIES = 2 * 1024 * 1024
const PIECE_RECORDS = 131_072
/** Bytes of one block as it is packed. */
const MOST_BLOCK = 256 * 1024 * 1024
/** Pieces of one row group whose pages are too large to be cut, and so are read again for each. */
const MOST_READINGS = 64
/** Values, stored or not, that a byte of a file may stand for, once there are many. */
const MOST_CELLS = 65_536
const MANY_CELLS = 64 * 1024 * 1024
/** Bytes of long values, each as often as it stands there, that a byte of a file may stand for, besides so many of each file. */
const LONG_RATIO = 200
const FREE_LONG = 64 * 1024 * 1024

/** Finds schema and row groups of a file by the footer at its end. Throws INPUT_*. */
export async function indexParquet(file: RandomBytes, options: FormatOptions): Promise<IndexedInput> {
  const footer = await guarded(async () => readFooter(await footerBytes(file)))
  checkExpansion(footer, file.size)
  return { layout: { format: 'parquet', options, schema: footer.fields }, blocks: () => blocks(file, footer) }
}

async function guarded<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (e) {
    if (!(e instanceof Damaged)) throw e
    throw new PerdeError('INPUT_PARQUET', `the file is damaged: ${e.message}`, {
      hints: ['have it written again; nothing was published'],
      cause: e,
    })
  }
}

const MAGIC = 'PAR1'
const TAIL = 8

async function footerBytes(file: RandomBytes): Promise<Uint8Array> {
  if (file.size === 0)
    throw new PerdeError('INPUT_EMPTY', 'the file is empty', {
      hints: ['leave empty files out of the glob, or wait until they are written'],
    })
  const head = await read(file, 0, Math.min(4, file.size))
  const tail = await read(file, Math.max(0, file.size - TAIL), Math.min(TAIL, file.size))
  const [first, last] = [latin(head), latin(tail.subarray(-4))]
  if (first === 'PARE' || last === 'PARE')
    throw new PerdeError('INPUT_FORMAT', 'the file is an encrypted Parquet file', {
      hints: ['decrypt it first; perde reads no keys of other programs'],
    })
  if (first !== MAGIC)
    throw new PerdeError('INPUT_FORMAT', 'the file is no Parquet file', {
      where: { offset: 0 },
      hints: ['what is inside? name the format of the source: csv, jsonl, …'],
    })
  if (last !== MAGIC || file.size < 12)
    throw new PerdeError('INPUT_TORN_TAIL', 'the file ends before its footer', {
      hints: ['it was cut while it was written or copied; have it written again'],
    })
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true)
  if (length > file.size - 12) throw new Damaged('its footer is longer than the file')
  if (length > MOST_FOOTER)
    throw new PerdeError('INPUT_RECORD_TOO_LARGE', `the footer is larger than ${MOST_FOOTER / 1024 / 1024} MiB`, {
      hints: ['write the file with fewer and larger row groups'],
    })
  return read(file, file.size - TAIL - length, length)
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

async function read(file: RandomBytes, from: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  if ((await file.readAt(bytes, from)) !== length) throw new Damaged('it ends early')
  return bytes
}

/** A few bytes can stand for any number of equal values, and a run over them would not end. */
function checkExpansion({ records, leaves }: Footer, size: number): void {
  const cells = records * leaves.length
  if (cells > MANY_CELLS && cells > MOST_CELLS * size)
    throw new PerdeError('INPUT_COMPRESSED', 'a Parquet file grows beyond all measure', {
      hints: [`a byte of it stands for more than ${MOST_CELLS} values: look at it before it is unpacked`],
    })
}

async function* blocks(file: RandomBytes, footer: Footer): AsyncGenerator<IndexedBlock> {
  const { groups, records } = footer
  const end = file.size - TAIL - groups.bytes.length
  let seen = 0
  let offset = 0
  for (let n = 0; n < groups.offsets.length; n++) {
    const group = await guarded(async () => readRowGroup(footer, n, end))
    seen += group.records
    if (seen > records) break
    const unpacked = group.chunks.reduce((sum, chunk) => sum + chunk.unpacked, 0)
    const read = group.chunks.reduce((most, { to }) => Math.max(most, to), 0)
    const at = { offset, read }
    if (group.records > 0)
      yield* piecesOf(group.records, group.chunks) <= 1 ? whole(file, footer, group, at) : cut(file, footer, group, at)
    offset += Math.max(unpacked, group.records)
  }
  if (groups.offsets.length === 0 || records === 0) yield nothing(footer, file.size)
  if (seen !== records)
    throw new PerdeError(
      'INPUT_PARQUET',
      'the file is damaged: its row groups do not add up to its number of records',
      {
        hints: ['have it written again; nothing was published'],
      },
    )
}

/** A block without records, which has the schema all the same. */
function nothing({ leaves }: Footer, read: number): IndexedBlock {
  const columns = leaves.map(() => ({ codec: 0, from: 0, to: 0, unpacked: 0, skip: 0, entries: 0 }))
  return { offset: 0, read, bytes: frame({ records: 0, columns }, []) }
}

interface At {
  /** where the row group would stand if all were unpacked */
  offset: number
  /** end of the row group in the file */
  read: number
}

async function* whole(file: RandomBytes, footer: Footer, group: RowGroup, at: At): AsyncGenerator<IndexedBlock> {
  const pages = group.chunks.map(({ from, to }) => [{ from, to }])
  const columns = group.chunks.map(({ values, unpacked }) => ({ skip: 0, entries: values, unpacked: mostOf(unpacked) }))
  yield { ...at, bytes: await block(file, footer, group, group.records, pages, columns) }
}

/** Writers have left headers out of their sums. */
function mostOf(unpacked: number): number {
  return unpacked + Math.floor(unpacked / 8) + 64 * 1024
}

/** Into how many blocks a row group is cut. */
function piecesOf(records: number, columns: readonly { unpacked: number; values: number }[]): number {
  const unpacked = columns.reduce((sum, column) => sum + column.unpacked, 0)
  const values = columns.reduce((most, column) => Math.max(most, column.values), 0)
  return Math.ceil(Math.max(unpacked / PIECE_BYTES, records / PIECE_RECORDS, values / PIECE_ENTRIES))
}

/** The records of a large row group in pieces, each with the pages that have them. */
async function* cut(
  file: RandomBytes,
  footer: Footer,
  group: RowGroup,
  { offset, read }: At,
): AsyncGenerator<IndexedBlock> {
  const walked: PagePlace[][] = []
  for (const [c, chunk] of group.chunks.entries())
    walked.push(await guarded(() => walkPages(file, chunk, footer.leaves[c]!, group.records)))
  // By what the pages say, each of which is there, not by what the footer says of them.
  const size = walked.flat().reduce((sum, { unpacked }) => sum + unpacked, 0)
  const sizes = walked.map((pages) => ({
    unpacked: pages.reduce((sum, { unpacked }) => sum + unpacked, 0),
    values: pages.reduce((sum, { values }) => sum + values, 0),
  }))
  const pieces = piecesOf(group.records, sizes)
  // Pages that cannot be told apart are read again for every piece.
  for (const [c, pages] of walked.entries()) {
    const isCoarse = pages.some(({ data, first, end }) => data && end - first === group.records)
    if (isCoarse && (pieces > MOST_READINGS || group.chunks[c]!.values > MOST_ENTRIES)) throw tooLarge()
  }
  const each = Math.ceil(group.records / pieces)
  for (let from = 0; from < group.records; from += each) {
    const to = Math.min(group.records, from + each)
    const chosen = walked.map((pages) => pages.filter(({ data, first, end }) => !data || (first < to && end > from)))
    const columns = chosen.map((pages) => ({
      skip: from - (pages.find(({ data }) => data)?.first ?? from),
      unpacked: pages.reduce((sum, { unpacked }) => sum + unpacked, 0),
    }))
    if (columns.some(({ unpacked }) => unpacked > MOST_BLOCK)) throw tooLarge()
    yield {
      offset: offset + Math.floor((from * size) / group.records),
      read,
      bytes: await block(file, footer, group, to - from, chosen, columns),
    }
  }
}

function tooLarge(): PerdeError {
  return new PerdeError('INPUT_RECORD_TOO_LARGE', 'a row group is too large to be held in memory', {
    hints: ['write the file with smaller row groups or pages: 128 MB and 1 MB are usual'],
  })
}

/** Reads the pages and puts them into one piece of memory, which can be handed to a thread. */
async function block(
  file: RandomBytes,
  footer: Footer,
  group: RowGroup,
  records: number,
  pages: readonly (readonly { from: number; to: number }[])[],
  columns: readonly Omit<FrameColumn, 'codec' | 'from' | 'to'>[],
): Promise<Uint8Array> {
  let at = 0
  const places = pages.map((of, c): FrameColumn => {
    const from = at
    for (const page of of) at += page.to - page.from
    return { codec: group.chunks[c]!.codec, from, to: at, ...columns[c]! }
  })
  if (at > MOST_BLOCK) throw tooLarge()
  const bytes = frame({ records, columns: places, mostLong: mostLong(footer, group, records) }, [], at)
  let to = bytes.length - at
  for (const of of pages)
    for (const { from, end } of runsOf(of)) {
      const piece = bytes.subarray(to, to + end - from)
      await guarded(async () => {
        if ((await file.readAt(piece, from)) !== piece.length) throw new Damaged('it ends early')
      })
      to += piece.length
    }
  return bytes
}

/** The share that some records have of what their file may stand for. */
function mostLong(footer: Footer, group: RowGroup, records: number): number {
  const stored = group.chunks.reduce((sum, { from, to }) => sum + to - from, 0)
  return Math.ceil((FREE_LONG * records) / footer.records + (LONG_RATIO * stored * records) / group.records)
}

/** Pages that stand one behind another are read together. */
function runsOf(pages: readonly { from: number; to: number }[]): { from: number; end: number }[] {
  const runs: { from: number; end: number }[] = []
  for (const { from, to } of pages) {
    const last = runs.at(-1)
    if (last?.end === from) last.end = to
    else runs.push({ from, end: to })
  }
  return runs
}
